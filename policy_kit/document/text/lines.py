"""The lines of a text file, without the running headers and footers of its pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_kit.document import outline, tidy

_PAGE = re.compile(r"\W*page\s+\d{1,3}(\s*(of|/)\s*\d{1,3})?\W*", re.IGNORECASE)
_BARE = re.compile(r"[-–—\s]*\d{1,3}[-–—\s]*")
_PAGED = re.compile(
    r"\W*page\s+(\d{1,3})\b.*|.*\bpage\s+(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?\W*", re.IGNORECASE
)
_APART = re.compile(r".*\S\s{3,}(\d{1,3})|\s*(\d{1,3})\s{3,}\S.*|[-–—\s]*(\d{1,3})[-–—\s]*")
"""A number alone, or far from the other words of its line."""
LEADER = re.compile(r"(?:\.{4,}|…{2,}|(?: \.){4,}|_{4,})\s*\d{0,3}$")
"""The dots between a line of the contents and its page."""
_NARROWEST, _WIDEST = 45, 130  # where people and programs wrap lines
_HEAD, _FOOT = 3, 3  # lines of a page that may be furniture
_SHORTEST = 6  # lines of a page


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it."""

    number: int
    """1-based, as an editor counts."""
    raw: str
    """With its tabs and spaces."""
    text: str
    """Tidy."""
    gap: bool
    """A blank line stands above it."""
    page: int
    """Which page it stands on, from 0; a text without page ends is one page."""

    @property
    def indent(self) -> int:
        return len(self.raw) - len(self.raw.lstrip())


def split(text: str) -> tuple[list[Line], list[Line]]:
    """The lines that are text, and those that are furniture, each of these once."""
    lines = list(_lines(text))
    furniture = _counted(lines)
    if "\f" not in text:
        lines = _turned(lines, furniture)
    pages = _pages(lines)
    if len(pages) > 1:
        furniture |= {line.number for page in pages for line in _edges(page) if _BARE.fullmatch(line.text)}
        furniture |= _repeated(pages)
    kept = [line for line in lines if line.number not in furniture]
    once = {_key(line.text): line for line in reversed(lines) if line.number in furniture}
    named = [line for key, line in reversed(once.items()) if re.search(r"[^\W\d]", line.text)]
    return kept, [line for line in named if not _PAGE.fullmatch(line.text)]


def width(lines: Sequence[Line]) -> int:
    """The length at which lines were wrapped, or 0: few are longer, and many nearly as long."""
    running = (line for line in lines if "\t" not in line.raw and not LEADER.search(line.text[-150:]))
    lengths = sorted(len(line.raw) for line in running)
    if len(lengths) < 5:
        return 0
    most = lengths[int(len(lengths) * 0.98)]
    full = sum(length > most * 0.8 for length in lengths)
    return most if _NARROWEST <= most <= _WIDEST and full >= len(lengths) * 0.15 else 0


def key(text: str) -> str:
    """The letters of a line, without the number in front: the same in the contents and over a section."""
    return re.sub(r"[\W\d]+", "", outline.split_number(text)[1].casefold())


def _lines(text: str) -> Iterator[Line]:
    gap, page = True, 0
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        page += "\f" in raw
        tidied = tidy.text(raw)
        if tidied:
            yield Line(number, tidy.cleaned(raw.replace("\f", "")).rstrip(), tidied, gap, page)
        gap = not tidied


def _counted(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that count the pages: alike, but for a number that goes up."""
    found = {line.number for line in lines if _PAGE.fullmatch(line.text)}
    alike: dict[str, list[tuple[int, int]]] = {}
    alone: dict[str, list[tuple[int, int]]] = {}
    for line, after in zip(lines, [*lines[1:], None], strict=False):  # of no lines, none
        isolated = line.gap and (after is None or after.gap)
        if len(line.raw) > 2 * _WIDEST:
            continue
        if number := _PAGED.fullmatch(line.text):
            alike.setdefault(_key(line.text), []).append((line.number, _only(number)))
        elif isolated and (number := _APART.fullmatch(line.raw)):
            alone.setdefault(_key(line.text), []).append((line.number, _only(number)))
    for each in alike.values():
        if len(each) > 1 and all(a < b for (_, a), (_, b) in pairwise(each)):
            found |= {line for line, _ in each}
    for each in alone.values():
        steps = [(b - a, to - at) for (at, a), (to, b) in pairwise(each)]
        if len(each) > 2 and all(up == 1 and below >= _SHORTEST for up, below in steps):
            found |= {line for line, _ in each}
    return found


def _only(found: re.Match[str]) -> int:
    return int(next(filter(None, found.groups())))


def _turned(lines: Sequence[Line], ends: set[int]) -> list[Line]:
    """Lines with their pages, where a line that counts the pages ends each."""
    turned, page = [], 0
    for line in lines:
        turned.append(replace(line, page=page))
        page += line.number in ends
    return turned


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:_HEAD], *page[_HEAD:][-_FOOT:]]


def _repeated(pages: Sequence[Sequence[Line]]) -> set[int]:
    """Lines at the edges of most pages. What heads the first page as well is its title there."""
    counts = Counter(key for page in pages for key in {_key(line.text) for line in _edges(page)})
    often = max(3, (len(pages) + 1) // 2)
    common = {key for key, count in counts.items() if count >= often}
    title = {line.number for line in pages[0][:_HEAD]}
    edges = (line for page in pages for line in _edges(page))
    return {line.number for line in edges if _key(line.text) in common} - title


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold())
