"""What the documents promise is true: every command runs, and every generated page is fresh."""

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = (ROOT / "example_policies" / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GENERATE = ROOT / "docs" / "generate.py"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(text: str) -> list[str]:
    """Every command that a page tells the reader to type: the lines of its shell blocks, and those in the text."""
    lines = [line for block in blocks(text, "shell") for line in block.splitlines()]
    return [*lines, *re.findall(r"`(policy-kit (?:[a-z]+ [^`]+|schema|checklists|codes))`", text)]


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    # a make above us must not speak into a make below us
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy as a school sends it to its council."""
    folder = tmp_path_factory.mktemp("published")
    example = str(ROOT / "example_policies" / "weald-view-primary.yaml")
    run(
        [sys.executable, "-m", "policy_kit.cli", "publish", example, "-o", str(folder), "--format", "pdf"],
        folder,
    )
    return folder / "weald-view-primary.pdf"


@pytest.fixture
def folder(tmp_path: Path, submitted: Path) -> Path:
    """A folder as a reader has it: the README's policy, the examples, a templates folder, somebody's PDF."""
    shutil.copy(submitted, tmp_path / "submitted.pdf")
    (tmp_path / "my-school.yaml").write_text(blocks(README, "yaml")[0], encoding="utf-8")
    shutil.copytree(ROOT / "example_policies", tmp_path / "example_policies")
    (tmp_path / "my-templates").mkdir()
    (tmp_path / "submissions").mkdir()
    shutil.copy(submitted, tmp_path / "submissions" / "900001 attendance.pdf")
    (tmp_path / "schools.csv").write_text(
        "URN,EstablishmentName,LA (name),EstablishmentStatus (name)\n900001,Weald View Primary School,Kent,Open\n",
        encoding="utf-8",
    )
    return tmp_path


TYPED = set(commands(README) + commands(CONTRIBUTING) + commands(EXAMPLES))
OURS = sorted(line for line in TYPED if line.startswith("policy-kit "))
OTHERS = sorted(TYPED - set(OURS))


@pytest.mark.parametrize("line", OURS)
def test_every_command_runs(line: str, folder: Path) -> None:
    """Every command of ours in our pages does what it says, without an error."""
    words = shlex.split(line)
    done = run([sys.executable, "-m", "policy_kit.cli", *words[1:]], folder)
    may_find_gaps = words[1] == "check"
    assert done.returncode in ({0, 1} if may_find_gaps else {0}), done.stderr
    assert done.stdout


def test_the_readme_has_commands() -> None:
    """The README shows how to check and how to publish."""
    assert {"check", "publish", "checklists", "codes"} <= {shlex.split(line)[1] for line in OURS}


@pytest.mark.parametrize("line", OTHERS)
def test_every_other_command_is_understood(line: str) -> None:
    """A target that the documents name is in the Makefile, and an extra that they name is in pyproject.toml."""
    match shlex.split(line):
        case ["make", *arguments]:
            assert run(["make", "--dry-run", *arguments], ROOT).returncode == 0
        case ["python", "-m", "pip", "install", what]:
            assert set(what.removeprefix(".").strip("[]").split(",")) <= set(extras())
        case ["UPDATE_GOLDEN=1", "python", "-m", "pytest", *paths]:
            assert [path for path in paths if not (ROOT / path).exists()] == []
        case ["python", script, *_]:
            assert (ROOT / script).is_file()
        case [".", _] | ["pre-commit", "install"]:
            pass
        case _:
            pytest.fail(f"no test knows how to try: {line}")


def extras() -> dict[str, Any]:
    found: dict[str, Any] = PROJECT["project"]["optional-dependencies"]
    return found


def test_the_demo_runs(tmp_path: Path) -> None:
    """`make demo` checks and publishes the examples."""
    venv = Path(sys.prefix)
    stamp = venv / ".installed"
    variables = [f"VENV={venv}", f"DEMO={tmp_path / 'demo'}"]
    done = run(["make", "demo", *variables, f"--assume-old={stamp}"], ROOT)
    assert (0, "") == (done.returncode, done.stderr)
    assert {".html", ".md", ".docx", ".pdf"} <= {path.suffix for path in (tmp_path / "demo").iterdir()}


def test_the_report_in_the_readme_is_real(folder: Path) -> None:
    """Every line of the report that the README shows is in the report of the policy that it shows."""
    shown = [line for line in blocks(README, "text")[0].splitlines() if line.strip(" …")]
    check = [sys.executable, "-m", "policy_kit.cli", "check", "my-school.yaml", "--on", "2026-11-22"]
    printed = {unnumbered(line) for line in run(check, folder).stdout.splitlines()}
    assert [line for line in shown if unnumbered(line) not in printed] == []


def unnumbered(line: str) -> str:
    """A line without its place in the list of what to do."""
    return re.sub(r"^ *[0-9]+\. ", "", line)


def test_every_extra_is_in_the_readme() -> None:
    """The README's table of extras names what a user may install, and nothing else."""
    table = set(re.findall(r"^\| `\[(\w+)\]` \|", README, re.MULTILINE))
    assert set(extras()) - {"dev"} == table


def test_links_lead_somewhere() -> None:
    """Links between our pages lead to pages and headings that are there."""
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            file, _, anchor = target.partition("#")
            found = (page.parent / file).resolve() if file else page
            assert found.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(found), f"{page.name}: {target}"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", ["cli.md", "format.md"])
def test_generated_pages_are_fresh(name: str, golden: Callable[[str, Path], None]) -> None:
    """docs/cli.md and docs/format.md say what the commands and the schema say today."""
    golden(runpy.run_path(str(GENERATE))["PAGES"][name](), ROOT / "docs" / name)


def test_the_format_names_every_key() -> None:
    """Every key of the schema, at any depth, with its description, is in docs/format.md."""
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "schemas" / "policy.schema.json").read_text(encoding="utf-8"))
    missing = [
        key for key, said in described(schema) if said not in page or not re.search(rf"\b{key}\b", page)
    ]
    assert missing == []


def test_the_format_shows_the_duties_that_are_printed_already() -> None:
    """Every standard duty of every role of the template is under roles in docs/format.md."""
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8").partition("### Standard duties")[2]
    template = (ROOT / "templates" / "policy" / "roles.yaml.j2").read_text(encoding="utf-8")
    roles = re.search(r"^roles:\n(.*)", template, re.DOTALL | re.MULTILINE)
    duties = re.findall(r'^      - "([^{}"]+)"$', roles[1] if roles else "", re.MULTILINE)
    assert len(duties) > 20
    assert [duty for duty in duties if f"\n- {duty}\n" not in page] == []


def described(node: Any) -> list[tuple[str, str]]:
    """Every key of a schema with its description."""
    if not isinstance(node, dict | list):
        return []
    if isinstance(node, list):
        return [pair for entry in node for pair in described(entry)]
    own = [(key, value["description"]) for key, value in node.get("properties", {}).items()]
    return own + [pair for value in node.values() for pair in described(value)]


def test_the_changelog_has_a_heading_for_every_edition() -> None:
    """Each edition of each checklist is under a heading of its own in the changelog."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    editions = {(path.parent.name, path.stem) for path in (ROOT / "checklists").glob("*/????-??-??.yaml")}
    headings = {f"### Checklist {name}, edition {day}" for name, day in editions if name != "law"}
    assert headings - set(text.splitlines()) == set()
    assert "## [Unreleased]" in text.splitlines()


def test_hooks_run() -> None:
    """Each hook of the pre-commit configuration has files to look at, and finds nothing in the first."""
    import yaml

    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for hook in config["repos"][0]["hooks"]:
        wanted, unwanted = re.compile(hook["files"]), re.compile(hook.get("exclude", "^$"))
        paths = [path for path in tracked() if wanted.search(path) and not unwanted.search(path)]
        assert paths, hook["id"]
        done = run([*shlex.split(hook["entry"]), paths[0]], ROOT)
        assert done.returncode == 0, f"{hook['id']}: {done.stdout}{done.stderr}"


def tracked() -> list[str]:
    """Paths of the files that a commit may hold."""
    folders = ("policy_kit", "tests", "benchmarks", "docs", "example_policies")
    return [
        path.relative_to(ROOT).as_posix() for name in folders for path in sorted((ROOT / name).rglob("*.*"))
    ]
