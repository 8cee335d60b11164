"""The page in Chromium: axe-core finds nothing, in light and dark, wide and narrow."""

import html
import json
import re
import subprocess
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from documents_for_render import FULL, document, hostile, row, table

from policy_kit import pack
from policy_kit.compose import compose
from policy_kit.law import load_law
from policy_kit.model import Document
from policy_kit.render import render
from policy_kit.render.look import Look
from policy_kit.source import load_source

pytestmark = pytest.mark.browser

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
)
LONG = table("Codes", row("Code", "Meaning", "Example"), *(row(f"Number {n}", "b", "c") for n in range(20)))
OWN = Path(__file__).parent.parent / "example_policies" / "oakfield-primary.yaml"
SUBMITTED = Path(__file__).parent / "pack" / "larkfield.md"
PAGES = {
    "full": FULL,
    "hostile": hostile(),
    "long-table": document(LONG),
    "policy": compose(load_source(OWN), load_law(date(2026, 10, 1))),
    "pack": pack.pack("governors", pack.judge(SUBMITTED, ("kcc",), date(2026, 10, 1))),
}


@pytest.fixture
def shown(chromium: str, tmp_path: Path) -> Any:
    """Open a page with a script in it, and return what the script finds."""

    def show(source: str, script: str, *options: str) -> Any:
        """The script is the body of an async function; what it returns is returned."""
        page = tmp_path / "page.html"
        out = "document.documentElement.innerHTML = `<body><pre id=found></pre></body>`;"
        code = f"(async () => {{ {script} }})().catch(String).then(found => {{ {out} found_(found) }})"
        write = (
            "const found_ = found => document.querySelector('#found').textContent = JSON.stringify(found);"
        )
        source = re.sub(r'<meta http-equiv="Content-Security-Policy".*?>', "", source)  # it allows no script
        page.write_text(source.replace("</body>", f"<script>{write}{code}</script></body>"), encoding="utf-8")
        command = [
            chromium,
            *QUIET,
            f"--user-data-dir={tmp_path / 'profile'}",
            *options,
            "--virtual-time-budget=20000",
        ]
        dumped = subprocess.run(
            [*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, check=True, timeout=120
        ).stdout
        (found,) = re.findall(r'<pre id="found">(.*)</pre>', dumped, re.DOTALL)
        return json.loads(html.unescape(found))

    return show


def axe() -> str:
    """axe-core itself, from a package that carries it; the package is not imported."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None, "pip install -e '.[dev]'"
    assert spec.origin is not None
    return (
        (Path(spec.origin).parent / "axe.min.js")
        .read_text(encoding="utf-8")
        .replace("</script", "<\\/script")
    )


def page(own: Document) -> str:
    return render(own, "html", Look(colour="#7fdf9f")).decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 500])
def test_axe_finds_nothing(shown: Any, name: str, scheme: str, width: int) -> None:
    """axe-core finds no violation of WCAG 2.2 AA nor of its best practices."""
    source = page(PAGES[name]).replace("</body>", f"<script>{axe()}</script></body>")
    script = """
        const found = await axe.run(document, {rules: {"target-size": {enabled: true}}});
        return {
            violations: found.violations.map(v => [v.id, v.nodes.map(n => n.html)]),
            passes: found.passes.map(p => p.id),
            dark: matchMedia("(prefers-color-scheme: dark)").matches,
            width: innerWidth,
        }"""
    options = [
        f"--window-size={width},900",
        *(["--blink-settings=preferredColorScheme=0"] * (scheme == "dark")),
    ]
    found = shown(source, script, *options)
    assert found["violations"] == []
    assert {"color-contrast", "document-title", "html-has-lang", "landmark-one-main"} <= set(found["passes"])
    assert (found["dark"], found["width"]) == (scheme == "dark", width)


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_does_not_scroll_sideways(shown: Any, name: str) -> None:
    """At 320 pixels only regions made for it scroll sideways (WCAG 2.2, 1.4.10)."""
    frame = (
        f'<body><iframe width="320" height="600" srcdoc="{html.escape(page(PAGES[name]))}"></iframe></body>'
    )
    script = """
        await new Promise(done => addEventListener("load", done));
        const inner = document.querySelector("iframe").contentDocument.documentElement;
        return [inner.clientWidth, inner.scrollWidth]"""
    assert shown(f"<!DOCTYPE html><html>{frame}</html>", script)[1] <= 320


def test_the_style_is_used_under_the_pages_own_policy(shown: Any) -> None:
    """The page's policy on content allows its style."""
    frame = f'<body><iframe width="900" srcdoc="{html.escape(page(FULL))}"></iframe></body>'
    script = """
        await new Promise(done => addEventListener("load", done));
        const inner = document.querySelector("iframe");
        return inner.contentWindow.getComputedStyle(inner.contentDocument.querySelector("header")).display"""
    assert shown(f"<!DOCTYPE html><html>{frame}</html>", script) == "flex"
