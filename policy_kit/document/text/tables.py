"""Tables in plain text: columns apart by tabs, by bars, or by spaces in line; and the lines of a contents page."""

import re
from collections.abc import Callable, Iterator, Sequence

from policy_kit.document import tidy
from policy_kit.document.grid import has_header
from policy_kit.document.text.lines import LEADER, Line
from policy_kit.document.text.runs import runs
from policy_kit.model import Block, Cell, Place, Row

_PAGE = re.compile(r"\s*\d{1,3}")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_MARK = re.compile(r"[•▪◦‣●○■□➢➤✓·*–—-]|o|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_LONGEST = 2000  # characters of a cell that goes on below
_NEAR = 2  # characters by which a column may be out of line
_BREAKS = re.compile(r"</?(?:p|ul|ol|li|br|div)\b[^<>]*>|(?:^|\s)[•▪●](?=\s)", re.IGNORECASE)

Found = tuple[Line, list[str]]
"""A line, and its cells."""
Splits = Callable[[str], list[str] | None]


def is_contents(line: Line) -> bool:
    """A line of a contents page by its looks: dots, or a tab and a page number, at its end."""
    if LEADER.search(line.text[-150:]):
        return True
    words, tab, page = line.raw.strip().rpartition("\t")
    return bool(tab and _PAGE.fullmatch(page)) and "\t" not in words.rstrip() and not words.strip().isdigit()


def table(lines: Sequence[Line], start: int, file: str) -> tuple[Block, int] | None:
    """The table that begins at a line, and the index after its last line; None where there is none."""
    for split in (_tabbed, _barred, _spaced):
        rows, end = _rows(lines, start, split)
        if len(rows) >= (1 if split is _tabbed else 2) and (split is not _spaced or _aligned(rows)):
            listed = split is _tabbed and _is_listed(rows)
            return None if listed else (_block([row for row in rows if not _is_rule(row[1])], file), end)
    return None


def _rows(lines: Sequence[Line], start: int, split: Splits) -> tuple[list[Found], int]:
    """The rows from a line on, and the index after them; a table that a page cuts goes on after it."""
    rows: list[Found] = []
    for index in range(start, len(lines)):  # a slice would copy the rest each time
        line = lines[index]
        cells = split(line.raw)
        if cells is None and rows and not line.gap and len(rows[-1][1][-1]) < _LONGEST:
            if split is _tabbed and line.raw.startswith("\t"):
                cells = line.raw.split("\t")
            elif split is _spaced and abs(line.indent - _last_column(rows[-1][0])) <= _NEAR:
                before, above = rows[-1]
                rows[-1] = (before, [*above[:-1], f"{above[-1]} {line.raw.strip()}"])
                continue
        cut = bool(rows) and line.page != lines[index - 1].page
        if cells is None or (rows and line.gap and not (cut and _fits(rows, line, cells, split))):
            return rows, index
        if not (cut and cells == rows[0][1]):  # the header, again
            rows.append((line, cells))
    return rows, len(lines)


def _fits(rows: Sequence[Found], line: Line, cells: Sequence[str], split: Splits) -> bool:
    """Whether a row over the page is one of the same table."""
    return len(cells) == len(rows[-1][1]) and (split is not _spaced or _aligned([rows[0], (line, [*cells])]))


def _is_listed(rows: Sequence[Found]) -> bool:
    """Whether tabs only part the marks of a list, or the number of a heading, from their words."""
    first = [cell.strip() for cell in rows[0][1] if cell.strip()]
    if len(first) != 2 or (len(rows) > 1 and len(rows[0][1]) > 2):
        return False
    return bool(_MARK.fullmatch(first[0]) or (len(rows) == 1 and _NUMBER.fullmatch(first[0])))


def _tabbed(raw: str) -> list[str] | None:
    return raw.split("\t") if "\t" in raw.strip() or re.match(r"\t+\S.*\t", raw) else None


def _barred(raw: str) -> list[str] | None:
    text = raw.strip()
    if len(text) < 3 or not (text.startswith("|") and text.endswith("|")):
        return None
    return re.split(r"(?<!\\)\|", text[1:-1])


def _spaced(raw: str) -> list[str] | None:
    return _GAP.split(raw.rstrip()) if _GAP.search(raw.strip()) else None


def _aligned(rows: Sequence[Found]) -> bool:
    """Whether the last column of every row begins at about the same place."""
    starts = [_last_column(line) for line, _ in rows]
    return len({len(cells) for _, cells in rows}) == 1 and max(starts) - min(starts) <= _NEAR


def _last_column(line: Line) -> int:
    return [found.end() for found in _GAP.finditer(line.raw)][-1]


def _is_rule(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r"\s*:?-{2,}:?\s*", cell) for cell in cells)


def _block(rows: Sequence[Found], file: str) -> Block:
    width = max(len(cells) for _, cells in rows)
    texts = [[*(" ".join(cell.split()) for cell in cells), *[""] * (width - len(cells))] for _, cells in rows]
    used = [column for column in range(width) if any(row[column] for row in texts)]
    kept = [[row[column] for column in used] for row in texts]
    built = tuple(_row(cells, Place(file, line.number)) for (line, _), cells in zip(rows, kept, strict=True))
    return Block("table", rows=built, header_rows=int(has_header(kept)), place=Place(file, rows[0][0].number))


def _row(cells: Sequence[str], place: Place) -> Row:
    return tuple(Cell(tuple(_pieces(cell, place))) for cell in cells)


def _pieces(cell: str, place: Place) -> Iterator[Block]:
    """The paragraphs and items of a cell, where someone left the tags of a web page in it."""
    last, item = 0, False
    for mark in [*_BREAKS.finditer(cell), None]:
        piece = tidy.text(cell[last : mark.start() if mark else len(cell)])
        if piece:
            yield Block("item" if item else "paragraph", runs(piece), level=int(item), place=place)
        if mark:
            last = mark.end()
            item = mark[0].strip()[:3].lower() in ("<li", "•", "▪", "●")
