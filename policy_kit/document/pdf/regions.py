"""The parts of a PDF page in reading order: stretches of text, and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policy_kit.document.pdf.flow import Text
from policy_kit.document.pdf.lines import Line


@dataclass(slots=True, eq=False)
class Stretch:
    """Lines, one under the other."""

    lines: list[Line]
    beside: bool = False
    """It begins at the right of the stretch before, not under it."""

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        return self.lines[0].y + self.lines[0].size

    @property
    def bottom(self) -> float:
        return self.lines[-1].y


Cell = Sequence[Line | Text]


@dataclass(slots=True, eq=False)
class Table:
    """Cells of lines, or of texts where the tag tree says which they are, row by row."""

    page: int
    rows: list[list[Cell]]
    columns: tuple[float, ...]
    """Where its columns begin."""
    ruled: bool = True
    top: float = 0.0
    bottom: float = 0.0
    left: float = 0.0
    right: float = 0.0
    last_page: int = 0
    heads: int | None = None
    """Rows of heads; None: nobody says."""
    head_columns: int = 0
    caption: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last_page = self.page


Part = Stretch | Table


def parts(drawn: Iterable[Line | Table]) -> list[Part]:
    """The lines and ruled tables of a page, in the order in which they were drawn → its parts in reading order."""
    found: list[Part] = []
    text: list[Line] = []
    for each in drawn:
        if isinstance(each, Line):
            text.append(each)
            continue
        found += _tabled(_stretches(text))
        found.append(each)
        text = []
    found += _tabled(_stretches(text))
    return _in_order(found)


def _stretches(text: Iterable[Line]) -> list[Stretch]:
    found: list[Stretch] = []
    for line in text:
        if found and _under(found[-1], line):
            found[-1].lines.append(line)
        else:
            beside = (
                bool(found) and line.left >= found[-1].right - 2 and line.y > found[-1].bottom - line.size / 2
            )
            if beside and _begins_row(found[-1], line):
                found.append(Stretch([found[-1].lines.pop()]))
            found.append(Stretch([line], beside))
    return found


def _begins_row(stretch: Stretch, line: Line) -> bool:
    """Whether the last line of a stretch begins a row with a line beside it, and stands apart from what is above."""
    if len(stretch.lines) < 2:
        return False
    above, last = stretch.lines[-2:]
    apart = above.y - last.y > 1.8 * max(above.size, last.size)
    return apart and abs(last.y - line.y) < 0.2 * last.size


def _under(stretch: Stretch, line: Line) -> bool:
    last = stretch.lines[-1]
    if last.y - line.y < 0.5 * min(line.size, last.size):
        return False
    overlap = line.left < stretch.right and line.x1 > stretch.left
    return overlap and (not stretch.beside or line.left > stretch.left - 6)


def _tabled(stretches: Sequence[Stretch]) -> list[Part]:
    """Stretches that stand side by side, several times with the same beginnings, are the rows of a table."""
    found: list[Part] = []
    index = 0
    while index < len(stretches):
        rows = _rows(stretches, index)
        if len(rows) > 1:
            found.append(_table(rows))
            index += sum(map(len, rows))
        else:
            found.append(stretches[index])
            index += 1
    return found


def _rows(stretches: Sequence[Stretch], start: int) -> list[list[Stretch]]:
    rows: list[list[Stretch]] = []
    index = start
    while index < len(stretches):
        row = _row(stretches, index)
        if len(row) < 2 or (rows and not _fits(rows[0], row)):
            break
        rows.append(row)
        index += len(row)
    return rows


def _row(stretches: Sequence[Stretch], start: int) -> list[Stretch]:
    """The stretch and those at its right that begin at its height."""
    row = [stretches[start]]
    for other in stretches[start + 1 :]:
        last = row[-1]
        if (
            not other.beside
            or abs(other.top - row[0].top) > 1.2 * other.lines[0].size
            or other.left < last.right
        ):
            break
        row.append(other)
    return row


def _fits(first: Sequence[Stretch], row: Sequence[Stretch]) -> bool:
    """Whether the cells of a row begin where those of the first row do."""
    if len(first) != len(row):
        return False
    return all(
        abs(one.left - other.left) < 8 or abs(one.right - other.right) < 4
        for one, other in zip(first, row, strict=True)
    )


def _table(rows: Sequence[Sequence[Stretch]]) -> Table:
    everything = [stretch for row in rows for stretch in row]
    return Table(
        everything[0].lines[0].page,
        [[stretch.lines for stretch in row] for row in rows],
        tuple(stretch.left for stretch in rows[0]),
        ruled=False,
        top=max(stretch.top for stretch in everything),
        bottom=min(stretch.bottom for stretch in everything),
        left=min(stretch.left for stretch in everything),
        right=max(stretch.right for stretch in everything),
    )


def _in_order(found: Sequence[Part]) -> list[Part]:
    """In the order in which they are drawn, unless one stands above another that it overlaps: then it comes first."""
    ordered: list[Part] = []
    for part in found:
        later = (
            index
            for index, other in enumerate(ordered)
            if part.bottom >= other.top - 1 and part.left < other.right and part.right > other.left
        )
        ordered.insert(next(later, len(ordered)), part)
    return ordered
