"""What is kept between runs is never trusted further than it deserves."""

from pathlib import Path
from typing import Any

import pytest

from policy_kit import cache

PLAIN = {"days": [5, 10.5, None, True], "says": "£80 – “ö”"}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path)


def never() -> Any:
    raise AssertionError("made again")


def test_what_was_made_is_kept() -> None:
    """The second time nothing is made."""
    assert cache.kept("law", b"files", lambda: PLAIN) == PLAIN
    assert cache.kept("law", b"files", never) == PLAIN


def test_other_content_is_made_anew() -> None:
    """What was kept of other files is not used, and gives way."""
    cache.kept("law", b"files", lambda: PLAIN)
    assert cache.kept("law", b"newer files", lambda: [1]) == [1]
    assert cache.kept("law", b"newer files", never) == [1]


def test_another_version_of_the_kit_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier kit kept is not used."""
    cache.kept("law", b"files", lambda: PLAIN)
    monkeypatch.setattr(cache, "__version__", "999")
    assert cache.kept("law", b"files", lambda: [2]) == [2]


@pytest.mark.parametrize("harm", [b"", b"\n", b"no digest", b"0" * 64 + b"\n[]"])
def test_what_is_damaged_is_made_anew(harm: bytes, tmp_path: Path) -> None:
    """A kept file that is not whole, or that something else wrote, is not used."""
    cache.kept("law", b"files", lambda: PLAIN)
    (tmp_path / "law.json").write_bytes(harm)
    assert cache.kept("law", b"files", lambda: [3]) == [3]


def test_a_byte_that_changed_is_seen(tmp_path: Path) -> None:
    """One changed figure in a kept file, and it is made anew."""
    cache.kept("law", b"files", lambda: [80])
    path = tmp_path / "law.json"
    path.write_bytes(path.read_bytes().replace(b"[80]", b"[81]"))
    assert cache.kept("law", b"files", lambda: [80]) == [80]


@pytest.mark.parametrize("place", [None, Path("/nowhere/at/all")])
def test_nothing_need_be_kept(place: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, everything is made each time."""
    monkeypatch.setattr(cache, "folder", lambda: place)
    assert cache.kept("law", b"files", lambda: PLAIN) == PLAIN


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    """Only what is kept stands in the folder."""
    cache.kept("law", b"files", lambda: PLAIN)
    assert [path.name for path in tmp_path.iterdir()] == ["law.json"]
