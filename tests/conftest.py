"""What every test may use: the root of the checkout, Chromium where there is one, and golden files."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, by any of its usual names."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests, and say so, where there is no Chromium."""
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; only for tests marked `browser`."""
    found = find_chromium()
    assert found, "mark the test with pytest.mark.browser"
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After a long run of the fuzzers, how many inputs were tried."""
    fuzzing = sys.modules.get("fuzzing")
    if fuzzing is not None and fuzzing.EXAMPLES:
        terminalreporter.section("inputs tried")
        for target, count in sorted(fuzzing.TRIED.items()):
            terminalreporter.write_line(f"{count:9,}  {target}")
        terminalreporter.write_line(f"{fuzzing.TRIED.total():9,}  in all")


@pytest.fixture
def golden() -> Callable[[str | bytes, Path], None]:
    """Compare a text with a file kept in the repository; UPDATE_GOLDEN=1 rewrites the file instead."""
    return _golden


def _golden(actual: str | bytes, path: Path) -> None:
    data = actual.encode() if isinstance(actual, str) else actual
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    kept = path.read_bytes() if path.exists() else b""
    again = f"{path.name} is stale: rewrite it with UPDATE_GOLDEN=1, and read the difference"
    assert kept.decode(errors="replace") == data.decode(errors="replace"), again
    assert kept == data, again
