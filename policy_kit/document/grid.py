"""Tables of documents that others wrote: merged cells told apart, tables that only lay out a page taken apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policy_kit.model import Block, Cell, Inline, Row

_HEADER_WORDS = 9
_WIDEST, _LONGEST = 60, 3000  # columns and rows: more is no table that people read


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as its format has it."""

    blocks: tuple[Block, ...] = ()
    columns: int = 1
    rows: int = 1
    header: bool = False


def table(
    rows: Sequence[Sequence[Spanned]],
    *,
    header_rows: int = 0,
    caption: tuple[Inline, ...] = (),
    guessed: bool = True,
) -> tuple[Block, ...]:
    """The table as one block; if it has one row or one column, or holds headings with their text, as its blocks."""
    kept = [row for row in rows[:_LONGEST] if any(cell.blocks for cell in row)]
    if not kept:
        return ()
    if _is_layout(kept):
        inside = tuple(block for row in kept for cell in row for block in cell.blocks)
        return (Block("paragraph", caption), *inside) if caption else inside
    heads = header_rows or _heads(kept)
    grid = _expanded(kept, heads)
    told = heads or not guessed or any(cell.header for row in kept for cell in row)
    heads = heads if told else int(has_header([[cell.text for cell in row] for row in grid]))
    body = [
        row for row in kept[heads:] if len(row) == len(grid[0])
    ]  # in others, a cell from above comes first
    sides = int(all(row[0].header for row in body) and bool(body))
    block = Block("table", caption, rows=grid, header_rows=heads, header_columns=sides)
    return (block if sides else with_sides(block),)


def with_sides(table: Block) -> Block:
    """A table whose first column is in bold, and no other, with that column as its heads."""
    body = table.rows[table.header_rows :]
    first = [cell for row in body for cell in row[:1] if cell.text]
    others = [cell for row in body for cell in row[1:] if cell.text]
    bold = bool(first) and all(map(_is_bold, first)) and not all(map(_is_bold, others))
    return replace(table, header_columns=int(bold))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table looks like column heads: short words with capitals, no figures, over a body."""
    first = [cell for cell in rows[0] if cell] if rows else []
    if len(rows) < 2 or len(first) < 2 or not all(_is_head(cell) for cell in first):
        return False
    if len(rows[0]) > 2:
        return True
    below = [cell for row in rows[1:] for cell in row[1:]]
    longer = sum(len(cell) > len(rows[0][-1]) or any(map(str.isdigit, cell)) for cell in below)
    return len(rows) > 2 and max(map(len, first)) <= 25 and longer / max(len(below), 1) > 0.6


def _is_head(cell: str) -> bool:
    return (
        len(cell.split()) <= _HEADER_WORDS
        and cell[0].isupper()
        and not cell.endswith((".", ";"))
        and not re.search(r"\d\d|\d[.%]|[@£]", cell)
    )


def _is_layout(rows: Sequence[Sequence[Spanned]]) -> bool:
    if len(rows) == 1 or all(len(row) <= 1 for row in rows):
        return True
    return any(
        any(block.kind == "heading" for block in cell.blocks) and len(cell.blocks) > 1
        for row in rows
        for cell in row
    )


def _heads(rows: Sequence[Sequence[Spanned]]) -> int:
    """How many rows at the top are all header cells, or in bold throughout over one that is not."""
    count = 0
    while count < len(rows) - 1 and all(cell.header or not cell.blocks for cell in rows[count]):
        count += 1
    if count:
        return count
    first, second = (Cell(tuple(block for cell in row for block in cell.blocks)) for row in rows[:2])
    return int(_is_bold(first) and not _is_bold(second) and len(rows[0]) > 1)


def _is_bold(cell: Cell) -> bool:
    runs = [run for block in cell.blocks for run in block.runs if run.text.strip()]
    return bool(runs) and all(run.strong for run in runs)


def _expanded(rows: Sequence[Sequence[Spanned]], heads: int) -> tuple[Row, ...]:
    """Rows of one width. A cell over several rows stands in each; over several columns, in each of a header only."""
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[index]:
                column += 1
            plain = Cell(tuple(_plain(cell.blocks)))
            for down in range(index, min(index + max(cell.rows, 1), len(rows))):
                for across in range(column, min(column + max(cell.columns, 1), _WIDEST)):
                    whole = across == column or index < heads
                    grid[down][across] = plain if whole else Cell()
            column += max(cell.columns, 1)
    width = max(max(cells, default=-1) for cells in grid) + 1
    return tuple(tuple(cells.get(column, Cell()) for column in range(width)) for cells in grid)


def _plain(blocks: Sequence[Block]) -> Iterator[Block]:
    """What a cell may hold: paragraphs and items; a table in it as one paragraph to a row."""
    for block in blocks:
        if block.kind == "table":
            if block.text:
                yield Block("paragraph", block.runs)
            for row in block.rows:
                yield Block("paragraph", (Inline(" ".join(cell.text for cell in row if cell.text)),))
        else:
            yield replace(block, kind="item" if block.kind == "item" else "paragraph")
