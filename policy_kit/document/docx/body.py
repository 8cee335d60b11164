"""The body of a Word file, a cell, a text box or a footnote → blocks in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from policy_kit.document import grid, guess, tidy
from policy_kit.document.docx.numbers import Numbers
from policy_kit.document.docx.styles import Style, Styles, W, listed, number
from policy_kit.document.docx.text import MC, Field, Paragraph
from policy_kit.document.notes import Notes
from policy_kit.model import Block, Inline

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")}


@dataclass(slots=True)
class Body:
    """What is known while a file is read."""

    styles: Styles
    numbers: Numbers
    notes: Notes
    targets: dict[str, str]
    footnotes: dict[tuple[str, str], Any]
    fields: list[Field] = field(default_factory=list)
    joined: list[Inline] = field(default_factory=list)
    """The text of a paragraph whose end was deleted: it goes on in the next."""

    def walk(self, nodes: "Iterable[_Element]", *, cell: bool = False) -> Iterator[Block]:
        """The blocks of the paragraphs and tables among nodes."""
        caption: Block | None = None
        for block, is_caption in self._blocks(nodes, cell=cell):
            if caption is not None and block.kind == "table" and not block.runs:
                yield replace(block, runs=tuple(replace(run, strong=False) for run in caption.runs))
                caption = None
                continue
            if caption is not None:
                yield caption
            caption = block if is_caption else None
            if not is_caption:
                yield block
        if caption is not None:
            yield caption

    def _blocks(self, nodes: "Iterable[_Element]", *, cell: bool) -> Iterator[tuple[Block, bool]]:
        for node in nodes:
            if node.tag == f"{W}p":
                yield from self._paragraph(node, cell=cell)
            elif node.tag == f"{W}tbl":
                yield from ((block, False) for block in self._table(node))
            elif node.tag == f"{MC}AlternateContent":
                yield from self._blocks(next(iter(node), ()), cell=cell)
            elif node.tag in _WRAPPERS:
                self.notes.changes |= node.tag in (f"{W}ins", f"{W}moveTo")
                yield from self._blocks(node, cell=cell)

    def _paragraph(self, node: "_Element", *, cell: bool) -> Iterator[tuple[Block, bool]]:
        properties = node.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.styles[str(named.get(f"{W}val")) if named is not None else None]
        found = Paragraph(self.styles, style, self.notes, self.targets, self.fields)
        in_contents = self._in_contents()
        found.collect(node)
        whole, self.joined = [*self.joined, *found.runs], []
        runs = tidy.runs(whole)
        if self._end_deleted(properties):
            self.joined = whole
        elif any(run.text for run in runs):
            contents = style.contents or (in_contents and self._in_contents())
            block = (
                Block("contents", runs)
                if contents
                else self._made(runs, style, properties, found.size, cell=cell)
            )
            yield block, style.caption
        for inner in [*found.boxes, *(self.footnotes.get(ident, ()) for ident in found.footnotes)]:
            yield from ((block, False) for block in self.walk(inner, cell=cell))

    def _in_contents(self) -> bool:
        return any(field.asks.strip().upper().startswith("TOC") for field in self.fields)

    def _end_deleted(self, properties: "_Element | None") -> bool:
        deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        self.notes.changes |= deleted
        return deleted

    def _made(
        self, runs: tuple[Inline, ...], style: Style, properties: "_Element | None", size: int, *, cell: bool
    ) -> Block:
        level, place = style.level, style.number
        if properties is not None:
            place = listed(properties.find(f"{W}numPr"), place)
            own = properties.find(f"{W}outlineLvl")
            if own is not None:
                level = number(own, 9) + 1 if number(own, 9) < 9 else None
        counted = self.numbers.next(*place) if place else ""
        if level is not None:
            plain = tuple(replace(run, strong=False) for run in runs)
            return Block("heading", plain, level=level, number=counted.rstrip(".: "))
        block = Block("quote" if style.quote else "paragraph", runs)
        if place is None:
            ratio = size / self.styles.default.size
            return guess.typed(block) if cell else guess.headed(guess.typed(block), size_ratio=ratio)
        return _listed(block, counted, place[1], ratio=size / self.styles.default.size, cell=cell)

    def _table(self, node: "_Element") -> tuple[Block, ...]:
        rows: list[list[grid.Spanned]] = []
        heads = 0
        open_cells: dict[int, tuple[int, int]] = {}  # column → row and index of the cell that goes on below
        for row in _rows(node):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.notes.changes = True
                continue
            rows.append(list(self._cells(row, rows, open_cells)))
            head = properties.find(f"{W}tblHeader") if properties is not None else None
            heads += head is not None and heads == len(rows) - 1
        look = node.find(f"{W}tblPr/{W}tblLook")
        guessed = look is None or look.get(f"{W}firstRow") != "0"
        return grid.table(rows, header_rows=min(heads, max(len(rows) - 1, 0)), guessed=guessed)

    def _cells(
        self, row: "_Element", rows: list[list[grid.Spanned]], open_cells: dict[int, tuple[int, int]]
    ) -> Iterator[grid.Spanned]:
        column = index = 0
        for cell in _members(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            columns = min(number(span, 1), 100)
            if merge is not None and merge.get(f"{W}val") != "restart" and column in open_cells:
                above, at = open_cells[column]
                rows[above][at] = replace(rows[above][at], rows=len(rows) - above + 1)
            else:
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = (len(rows), index)
                yield grid.Spanned(tuple(self.walk(cell, cell=True)), columns)
                index += 1
            column += columns


def _listed(block: Block, counted: str, depth: int, *, ratio: float, cell: bool) -> Block:
    """A paragraph of a list: an item; under a number like "4.2", a heading or a clause."""
    number = counted.rstrip(".")
    if number and not cell:
        head = guess.headed(block, size_ratio=ratio)
        if head.kind == "heading" and all(run.strong for run in block.runs):
            return replace(head, number=number)
    if "." in number and number.replace(".", "").isdigit():
        return replace(block, number=number)
    return replace(block, kind="item", level=depth + 1, number=number)


def _rows(table: "_Element") -> "Iterator[_Element]":
    yield from _members(table, f"{W}tr")


def _members(node: "_Element", tag: str) -> "Iterator[_Element]":
    """Rows or cells, also those inside content controls."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _members(child, tag)
