"""The pages of a PDF without a tag tree → blocks, by how they are set."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policy_kit.document.pdf import contents
from policy_kit.document.pdf.blocks import marked, table_block, text_block
from policy_kit.document.pdf.breaks import Piece, append, continues
from policy_kit.document.pdf.flow import LEADER, Text, Type, setting, texts
from policy_kit.document.pdf.grid import grids
from policy_kit.document.pdf.headings import Styles, has_number
from policy_kit.document.pdf.lines import Line, lines
from policy_kit.document.pdf.regions import Cell, Part, Stretch, Table
from policy_kit.document.pdf.runs import Drawn, Run
from policy_kit.model import Block, Inline

_CONTENTS = re.compile(r"(table of )?contents( page)?:?|index", re.IGNORECASE)
_ENOUGH = 0.25
"""Of the letters in tables: with fewer outside them, a form is all tables and its text is in them."""

Unit = Line | Table


def units(drawn: Drawn) -> list[Unit]:
    """What is written on a page, as lines and ruled tables, in the order in which it is drawn."""
    ruled = grids(drawn)
    found: list[Unit] = []
    taken: list[Run | Table] = []
    tables: dict[int, Table] = {}
    for run in drawn.runs:
        grid = next((grid for grid in ruled if grid.take(run)), None)
        if grid is None:
            taken.append(run)
        elif id(grid) not in tables:
            tables[id(grid)] = Table(drawn.number, [], tuple(grid.across[:-1]))
            taken.append(tables[id(grid)])
    for grid in ruled:
        if table := tables.get(id(grid)):
            table.rows = [[lines(cell, drawn.number) for cell in row] for row in grid.rows()]
            table.left, table.right = grid.across[0], grid.across[-1]
            table.top, table.bottom = grid.down[0], grid.down[-1]
    loose: list[Run] = []
    for each in taken:
        if isinstance(each, Table):
            found += lines(loose, drawn.number)
            loose = []
            found.append(each)
        else:
            loose.append(each)
    return found + lines(loose, drawn.number)


def blocks(pages: Sequence[Sequence[Part | Text]], file: str) -> Iterator[Block]:
    """The blocks of a document, from the parts of its pages in reading order."""
    kind, in_tables = _settings(pages)
    pieces = list(_joined(pages, kind))
    words = frozenset(re.findall(r"\w+", " ".join(p.text for p in pieces if isinstance(p, Text)).lower()))
    yield from contents.gathered(_blocks(pieces, Styles(pieces, kind), file, words, in_tables))


def _settings(pages: Iterable[Sequence[Part | Text]]) -> tuple[Type, Type]:
    """How the text is set, and how tables are: often smaller and closer, and there may be more of them."""
    text: list[Sequence[Line]] = []
    cells: list[Sequence[Line]] = []
    for part in (part for page in pages for part in page):
        if isinstance(part, Table):
            cells += (_lines(cell) for row in part.rows for cell in row)
        else:
            text.append(part.lines)
    if _letters(text) < _ENOUGH * _letters(cells):
        text = [*text, *cells]
    return setting(text), setting(cells or text)


def _lines(cell: Cell) -> list[Line]:
    return [line for each in cell for line in ([each] if isinstance(each, Line) else each.lines)]


def _letters(stretches: Iterable[Sequence[Line]]) -> int:
    return sum(len(line.text) for stretch in stretches for line in stretch)


def _joined(laid: Sequence[Sequence[Part | Text]], kind: Type) -> Iterator[Piece]:
    """Texts and tables in order; those that a page or a column breaks are whole again."""
    last: Piece | None = None
    for page in laid:
        for part in page:
            for index, piece in enumerate(_pieces(part, last, kind)):
                if index == 0 and last and continues(last, piece):
                    append(last, piece)
                    continue
                if isinstance(last, Text) and last.role == "caption" and isinstance(piece, Table):
                    piece.caption = last.lines
                elif last:
                    yield last
                last = piece
    if last:
        yield last


def _pieces(part: Part | Text, last: Piece | None, kind: Type) -> Iterator[Piece]:
    """The texts of a stretch, or a table; one of a single row is only there to put texts side by side."""
    if isinstance(part, Text):
        part.full = part.lines[-1].x1 > max(line.x1 for line in part.lines) - 6 * kind.size
        yield part
        return
    if isinstance(part, Stretch):
        yield from _texts(part.lines, kind)
        return
    rows = [row for row in part.rows if any(row)]
    if len(rows) > 1 or part.heads is not None or (last and continues(last, part)):
        yield part
    else:
        yield from (
            text
            for row in rows
            for cell in row
            for text in _texts([each for each in cell if isinstance(each, Line)], kind)
        )


def _texts(found: Sequence[Line], kind: Type) -> Iterator[Text]:
    margin = max((line.x1 for line in found), default=0.0)
    for text in texts(found, kind):
        text.full = text.lines[-1].x1 > margin - 6 * kind.size
        yield text


def _blocks(
    pieces: Sequence[Piece], styles: Styles, file: str, words: frozenset[str], in_tables: Type
) -> Iterator[Block]:
    indents: list[float] = []
    for piece in pieces:
        if isinstance(piece, Table):
            yield table_block(piece, file, words, in_tables)
        elif piece.role == "contents" or LEADER.search(piece.text):
            yield replace(text_block(piece, file, words), kind="contents", number="")
        elif styles.is_heading(piece):
            yield _heading(piece, styles, file, words)
        else:
            if not piece.role:
                _indent(piece, indents)
            yield text_block(piece, file, words)
            continue
        indents.clear()


def _heading(text: Text, styles: Styles, file: str, words: frozenset[str]) -> Block:
    block = text_block(replace_mark(text, ""), file, words)
    number = f"{text.mark} " if has_number(text.mark) else ""
    runs = (Inline(number + f"{block.number} " * bool(block.number) + block.text),)
    return Block("heading", runs, level=styles.level(text), place=block.place)


def replace_mark(text: Text, mark: str) -> Text:
    return Text(text.lines, mark, text.gap, text.level)


def _indent(text: Text, indents: list[float]) -> None:
    """How deep an item stands: by where its mark stands, among those of the same list."""
    if marked(text)[0] != "item":
        if text.lines[0].x0 < min(indents, default=0) + 2:
            indents.clear()
        return
    left = text.lines[0].left
    while indents and indents[-1] > left + 3:
        indents.pop()
    if not indents or indents[-1] < left - 3:
        indents.append(left)
    text.level = len(indents)
