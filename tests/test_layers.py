"""The floors of the kit: a module imports only from floors below its own."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "policy_kit"

FLOORS = {
    "": 0,  # policy_kit itself: the version
    "model": 0,
    "data": 0,
    "cache": 0,
    "audited": 1,
    "source": 1,
    "pages": 1,
    "document": 2,
    "schema": 2,
    "lexicon": 2,
    "templating": 2,
    "law": 2,
    "evidence": 3,
    "typeset": 3,
    "report": 3,
    "render": 3,
    "readback": 3,
    "prose": 3,
    "check": 4,
    "policy": 4,
    "checklist": 4,
    "rulebook": 4,
    "ledger": 4,
    "compose": 4,
    "faults": 5,
    "publish": 5,
    "judge": 6,
    "explain": 6,
    "facts": 6,
    "pack": 7,
    "audit": 8,
    "door": 9,
    "cli_audit": 10,
    "cli_show": 10,
    "cli": 11,
}

HEAVY = {"jsonschema", "jinja2", "markdown_it", "yaml", "docx", "typst", "lxml", "pypdfium2", "xlsxwriter"}

DISK = {
    "data",
    "cache",
    "source",
    "lexicon",
    "policy",
    "checklist",
    "rulebook",
    "ledger",
    "law",
    "pages",
    "compose",
    "document",
    "publish",
    "audit",
    "door",
    "cli_audit",
    "cli_show",
    "cli",
}
DISK_CALLS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "rmdir"),
    *("touch", "iterdir", "glob", "rglob", "exists", "is_file", "is_dir", "stat", "symlink_to", "chmod"),
}
DISK_MODULES = {"tempfile", "shutil", "os", "glob", "fileinput"}

CLOCK = {"door"}
CLOCK_CALLS = {
    *("date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.time_ns"),
    *("time.localtime", "time.gmtime", "time.strftime"),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def floor_name(path: Path) -> str:
    """The name by which the floors know a file: its module, or the package that holds it."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0].replace("__init__", "")


def imported(tree: ast.AST, path: Path) -> Iterator[tuple[str, int]]:
    """Names from policy_kit that a module imports anywhere in it, however, with their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                base = _absolute(module or "", level, path)
                found = [f"{base}.{alias.name}" for alias in names] if base == "policy_kit" else [base]
            case ast.Constant(value=str() as text) if re.fullmatch(r"policy_kit(\.\w+)+(:\w+)?", text):
                found = [text.partition(":")[0]]
            case _:
                continue
        for name in found:
            if name == "policy_kit" or name.startswith("policy_kit."):
                yield _floor_of(name), node.lineno


def _absolute(module: str, level: int, path: Path) -> str:
    """The absolute name behind `from ..x import y` in a file."""
    if not level:
        return module
    parents = ("policy_kit", *path.relative_to(PACKAGE).parts)[:-level]
    return ".".join(filter(None, (*parents, module)))


def _floor_of(name: str) -> str:
    part = name.split(".")[1] if "." in name else ""
    return "" if part.startswith("__") else part


def called(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The dotted name of everything that a module calls, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node.lineno


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def breaches(tree: ast.AST, path: Path) -> list[str]:
    """Imports that climb, or go sideways to another module of the same floor."""
    own = floor_name(path)
    return [
        f"{path.name}:{line} imports {name or 'policy_kit'}"
        for name, line in imported(tree, path)
        if name != own and FLOORS.get(name, 99) >= FLOORS[own] and not (own and name == "")
    ]


def test_every_module_is_on_a_floor() -> None:
    """Every module has a floor."""
    assert {floor_name(path) for path in MODULES} - set(FLOORS) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    """A module imports only from the floors below its own."""
    assert breaches(parse(path), path) == []


@pytest.mark.parametrize(
    "text",
    [
        "import policy_kit.publish",
        "from policy_kit import publish",
        "from policy_kit.publish import publish",
        "from .publish import publish",
        "from . import publish",
        "def late():\n    from policy_kit.publish import publish",
        "if TYPE_CHECKING:\n    import policy_kit.publish as p",
        "importlib.import_module('policy_kit.publish')",
        "READERS = {'.pdf': 'policy_kit.publish:read'}",
        "from policy_kit.checklist import load",
    ],
)
def test_a_breach_is_seen(text: str) -> None:
    """An import that climbs or goes sideways is seen wherever it stands and however it is written."""
    assert len(breaches(ast.parse(text), PACKAGE / "policy.py")) == 1


def test_a_package_may_import_its_own_modules() -> None:
    """The files of one package may import each other."""
    tree = ast.parse("from .look import Look\nfrom policy_kit.render.html import render")
    assert breaches(tree, PACKAGE / "render" / "pdf.py") == []


def test_starting_up_is_light() -> None:
    """The command line starts without any of the heavy libraries."""
    code = "import json, sys, policy_kit.cli; print(json.dumps([m.partition('.')[0] for m in sys.modules]))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert HEAVY & set(json.loads(out)) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_few_modules_touch_the_disk(path: Path) -> None:
    """Only the modules whose work it is read or write files."""
    if floor_name(path) not in DISK:
        assert disk_uses(parse(path)) == []


def disk_uses(tree: ast.AST) -> list[str]:
    """Calls that read or write files, and imports of modules that do."""
    calls = [f"{line}: {name}" for name, line in called(tree) if name.rpartition(".")[2] in DISK_CALLS]
    modules = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return calls + sorted(modules & DISK_MODULES)


@pytest.mark.parametrize(
    "text", ["open('x')", "Path('x').read_text()", "import shutil", "from os import replace"]
)
def test_touching_the_disk_is_seen(text: str) -> None:
    """Opening, reading and replacing files are seen."""
    assert len(disk_uses(ast.parse(text))) == 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_asks_what_day_it_is(path: Path) -> None:
    """Whatever depends on a date is given the date."""
    if floor_name(path) not in CLOCK:
        assert clock_uses(parse(path)) == []


def clock_uses(tree: ast.AST) -> list[str]:
    """Calls that ask the clock for the date or the time of day."""
    return [f"{line}: {name}" for name, line in called(tree) if name.endswith(tuple(CLOCK_CALLS))]


@pytest.mark.parametrize(
    "text", ["date.today()", "datetime.date.today()", "datetime.now(UTC)", "time.time()"]
)
def test_asking_the_clock_is_seen(text: str) -> None:
    """Asking for today's date is seen however it is spelt."""
    assert len(clock_uses(ast.parse(text))) == 1
