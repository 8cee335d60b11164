"""What a page or a column breaks, made whole again: sentences, and tables."""

from collections.abc import Sequence
from itertools import zip_longest

from policy_kit.document.pdf.flow import LEADER, Text, begins
from policy_kit.document.pdf.regions import Cell, Table

_ENDS = (".", "!", "?", ":", ";")
_CLOSED = (")", '"', "”", "’")

Piece = Text | Table


def continues(last: Piece, piece: Piece) -> bool:
    """Whether the first piece of a page or column goes on with the last piece of the one before."""
    match last, piece:
        case Table(), Table():
            return _same_columns(last, piece)
        case Text(), Text():
            return _same_sentence(last, piece)
        case _:
            return False


def append(last: Piece, piece: Piece) -> None:
    """Put what goes on with a piece at its end. A row of heads that comes again goes."""
    match last, piece:
        case Text(), Text():
            last.lines += piece.lines
            last.full = piece.full
        case Table(), Table():
            _append_rows(last, piece)


def _append_rows(last: Table, piece: Table) -> None:
    rows = piece.rows[1:] if _again(last.rows[0], piece.rows[0]) else piece.rows
    last.last_page = piece.last_page
    if not rows:
        return
    first = _in_columns(rows[0], last.columns)
    if not first[0] or _is_broken(last.rows[-1], first):
        pairs = zip_longest(last.rows[-1], first, fillvalue=())
        last.rows[-1] = [_one(above, below) for above, below in pairs]
        rows = rows[1:]
    last.rows += rows


def _one(above: Cell, below: Cell) -> Cell:
    """The two halves of a cell."""
    match [*above[-1:], *below[:1]]:
        case Text() as first, Text() as second if _same_sentence(first, second):
            append(first, second)
            return [*above, *below[1:]]
    return [*above, *below]


def _in_columns(row: Sequence[Cell], columns: Sequence[float]) -> list[Cell]:
    """The cells of a row, each in the column that begins where its words do: tags leave out empty cells."""
    if len(row) >= len(columns):
        return list(row)
    found: list[Cell] = [[] for _ in columns]
    for cell in row:
        if cell:
            at = max(sum(start <= cell[0].left + 8 for start in columns) - 1, 0)
            found[at] = [*found[at], *cell]
    return found


def _same_columns(last: Table, piece: Table) -> bool:
    if last.last_page + 1 != piece.page or last.ruled != piece.ruled or not last.rows or not piece.rows:
        return False
    if piece.heads is None:
        near = (abs(one - other) < 8 for one, other in zip(last.columns, piece.columns, strict=False))
        return len(last.columns) == len(piece.columns) and all(near)
    again = piece.heads == 0 or _again(last.rows[0], piece.rows[0])
    return len(piece.columns) <= len(last.columns) and again


def _same_sentence(last: Text, piece: Text) -> bool:
    before, line = last.lines[-1], piece.lines[0]
    if piece.mark or begins(line.text) or abs(before.size - line.size) > 0.6 or LEADER.search(before.text):
        return False
    if before.text.endswith(_ENDS) or before.runs[-1].bold != line.runs[0].bold:
        return False
    begun = piece.role == "item" and before.page == line.page
    if begun or (last.role, last.level) != (piece.role, piece.level):
        return False
    if line.text[:1].islower():
        return True
    if last.mark and line.x0 < before.x0 - 4:
        return False
    return before.page != line.page and last.full and not last.bold and not before.text.endswith(_CLOSED)


def _is_broken(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row goes on with the row above: a sentence of it does."""
    return len(above) == len(below) and any(
        one
        and other
        and not other[0].mark
        and other[0].text[:1].islower()
        and not one[-1].text.endswith(_ENDS)
        for one, other in zip(above, below, strict=True)
    )


def _again(heads: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row is the row of heads once more; of heads printed again some files leave out the first."""
    words = _words(row)
    return words == _words(heads) or (any(words) and set(filter(None, words)) <= set(_words(heads)))


def _words(row: Sequence[Cell]) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in row]
