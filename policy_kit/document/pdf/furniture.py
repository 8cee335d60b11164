"""Running heads and feet of a PDF, and its page numbers: found because they come again at the same height."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from policy_kit.document.pdf.lines import Line
from policy_kit.document.pdf.regions import Table

_HEAD, _FOOT = 0.86, 0.12
"""Of the height of a page: where its head begins and where its foot ends."""
_NEAR = 4.0
_PAGE_NUMBER = re.compile(r"(page|p\.?)?\s*\d{1,3}\s*((of|/|\|)\s*(\d{1,3}|page))?", re.IGNORECASE)

Unit = Line | Table


def set_apart(
    pages: Sequence[Sequence[Unit]], heights: Sequence[float]
) -> tuple[list[list[Unit]], list[Line]]:
    """The pages without what runs along their heads and feet, and that, each once."""
    runs = _running(pages, heights)
    furniture: dict[str, Line] = {}
    kept: list[list[Unit]] = []
    for page in pages:
        rest = []
        for unit in page:
            if id(unit) not in runs:
                rest.append(unit)
                continue
            for line in lines_of(unit):
                furniture.setdefault(_folded(line.text), line)
        kept.append(rest)
    return kept, list(furniture.values())


def _running(pages: Sequence[Sequence[Unit]], heights: Sequence[float]) -> set[int]:
    """The identities of what comes again on at least three pages, or on half of them."""
    alike: dict[tuple[bool, str], list[tuple[int, float, Unit]]] = defaultdict(list)
    for number, (page, height) in enumerate(zip(pages, heights, strict=True)):
        for unit in page:
            low, high = _extent(unit)
            if (low > _HEAD * height or high < _FOOT * height) and (text := _text(unit)):
                alike[low > _HEAD * height, _folded(text)].append((number, low, unit))
    found = set()
    for each in alike.values():
        for number, low, unit in each:
            text = _text(unit)
            near = [(n, _text(other)) for n, height, other in each if abs(height - low) < _NEAR]
            same = {n for n, other in near if other == text}
            counted = {n for n, other in near if _counts(number, text, n, other)}
            numbered = _PAGE_NUMBER.fullmatch(text) and "age" in text
            often = len(same) >= min(3, max(2, len(pages) // 2)) or len(counted) > max(1, len(pages) / 2)
            if often or numbered:
                found.add(id(unit))
    return found


def _counts(page: int, text: str, other_page: int, other: str) -> bool:
    """Whether two texts differ only in a number that goes up with the pages."""
    numbers = zip(re.findall(r"\d{1,9}", text), re.findall(r"\d{1,9}", other), strict=False)
    return all(a == b or int(b) - int(a) == other_page - page for a, b in numbers)


def _extent(unit: Unit) -> tuple[float, float]:
    return (unit.y, unit.y) if isinstance(unit, Line) else (unit.bottom, unit.top)


def _text(unit: Unit) -> str:
    return " ".join(line.text for line in lines_of(unit)).strip()


def lines_of(unit: Unit) -> Iterator[Line]:
    """The lines of a unit, cell by cell."""
    if isinstance(unit, Line):
        yield unit
        return
    for each in (each for row in unit.rows for cell in row for each in cell):
        yield from [each] if isinstance(each, Line) else each.lines


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"\d+", "0", text.casefold())).strip() or text
