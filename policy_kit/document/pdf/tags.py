"""The tag tree of a PDF: what its writer says is a heading, an item, a table."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy_kit.document.pdf.breaks import Piece
from policy_kit.document.pdf.calls import address, calls
from policy_kit.document.pdf.flow import Text, begins
from policy_kit.document.pdf.lines import Line, lines
from policy_kit.document.pdf.regions import Cell, Table
from policy_kit.document.pdf.runs import Run

_DEEPEST = 60
_MOST = 50_000
_GROUPS = frozenset(
    {"Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "Aside"}
)
_BLOCKS = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "L", "LI", "Table", "TOC", "TOCI", "BlockQuote"}
    | {"Caption", "Figure", "FENote", "Note", "Form", "Index", "Formula"}
)
_ROLES = {"TOCI": "contents", "Caption": "caption"}
_SECTIONS = frozenset({"THead", "TBody", "TFoot"})


@dataclass(slots=True, eq=False)
class Node:
    """An element of the tree, as far as it stands on one page."""

    kind: str
    inside: list["Node | int"] = field(default_factory=list)
    """Elements, and the numbers of marked content."""

    def numbers(self) -> Iterator[int]:
        """All marked content in it, in order."""
        for each in self.inside:
            if isinstance(each, int):
                yield each
            else:
                yield from each.numbers()

    def elements(self, kinds: frozenset[str]) -> list["Node"]:
        return [each for each in self.inside if isinstance(each, Node) and each.kind in kinds]

    def holds_blocks(self) -> bool:
        """Whether anything in it is a paragraph, a list, a table of its own."""
        return any(
            each.kind in _BLOCKS or each.holds_blocks() for each in self.inside if isinstance(each, Node)
        )


def tree(page: Any) -> Node:
    """The tags of a page of pypdfium2; an empty element where there are none."""
    pdfium = calls()
    root = Node("Document")
    handle = pdfium.StructTree_GetForPage(address(page.raw))
    if not handle:
        return root
    left = [_MOST]
    try:
        for index in range(min(pdfium.StructTree_CountChildren(handle), _MOST)):
            if child := pdfium.StructTree_GetChildAtIndex(handle, index):
                root.inside.append(_node(child, 0, left))
    finally:
        pdfium.StructTree_Close(handle)
    return root


def _node(handle: int, depth: int, left: list[int]) -> Node:
    pdfium = calls()
    name = ctypes.create_string_buffer(128)
    length = pdfium.StructElement_GetType(handle, ctypes.addressof(name), 128)
    node = Node(name.raw[: max(min(length, 128) - 2, 0)].decode("utf-16-le", "replace"))
    left[0] -= 1
    if depth > _DEEPEST:
        return node
    for index in range(min(pdfium.StructElement_CountChildren(handle), max(left[0], 0))):
        number = pdfium.StructElement_GetChildMarkedContentID(handle, index)
        if number >= 0:
            node.inside.append(number)
        elif child := pdfium.StructElement_GetChildAtIndex(handle, index):
            node.inside.append(_node(child, depth + 1, left))
    return node


def pieces(root: Node, runs: Sequence[Run], page: int) -> list[Piece]:
    """What a page says, in the order of its tags."""
    return list(_Reader(runs, page).blocks(root, 0))


class _Reader:
    def __init__(self, runs: Sequence[Run], page: int) -> None:
        self.page = page
        self.runs: dict[int, list[Run]] = defaultdict(list)
        for run in runs:
            self.runs[run.tag].append(run)

    def blocks(self, node: Node, depth: int) -> Iterator[Piece]:
        """The pieces in an element; words of its own are a paragraph. `depth` is that of the list around it."""
        loose: list[int] = []
        for each in node.inside:
            if isinstance(each, int):
                loose.append(each)
            elif each.kind not in _BLOCKS and not each.holds_blocks():
                loose += each.numbers()
            else:
                yield from self._text(loose, node.kind, depth)
                loose = []
                yield from self._block(each, depth)
        yield from self._text(loose, node.kind, depth)

    def _block(self, node: Node, depth: int) -> Iterator[Piece]:
        match node.kind:
            case "Table":
                yield from self._table(node)
            case "L":
                for each in node.inside:
                    if isinstance(each, Node):  # a list in a list may stand in its item or beside it
                        yield from self._block(each, depth + 1)
            case "LI":
                yield from self._item(node, max(depth, 1))
            case "TOC" | "TOCI" | "Index":
                yield from self._contents(node)
            case _:
                yield from self.blocks(node, depth)

    def _item(self, node: Node, depth: int) -> Iterator[Piece]:
        """The first text of an item carries its mark, a bullet if that is drawn; what follows stands under it."""
        marks = [number for label in node.elements(frozenset({"Lbl"})) for number in label.numbers()]
        mark = " ".join(line.text for line in self._lines(marks)).strip()
        body = Node("LBody", [e for e in node.inside if isinstance(e, int) or e.kind != "Lbl"])
        first = True
        for piece in self.blocks(body, depth):
            if first and isinstance(piece, Text) and not piece.role:
                piece.role, piece.level = "item", depth
                drawn = "•" if marks and not begins(piece.text) else ""
                piece.mark = mark or piece.mark or drawn
            first = False
            yield piece

    def _contents(self, node: Node) -> Iterator[Piece]:
        entries = node.elements(frozenset({"TOCI", "TOC", "LI"}))
        if not entries:
            yield from self._text(list(node.numbers()), "TOCI", 0)
        for each in entries:
            yield from self._contents(each)

    def _table(self, node: Node) -> Iterator[Piece]:
        captions = [number for each in node.elements(frozenset({"Caption"})) for number in each.numbers()]
        rows = [row for part in node.elements(_SECTIONS) for row in part.elements(frozenset({"TR"}))]
        rows = node.elements(frozenset({"TR"})) + rows
        cells = [row.elements(frozenset({"TH", "TD"})) for row in rows]
        if not any(cells):
            yield from self.blocks(Node("Div", node.inside), 0)
            return
        texts: list[list[Cell]] = [[self._cell(cell) for cell in row] for row in cells]
        table = Table(self.page, texts, _columns(texts), caption=self._lines(captions))
        heads = [all(cell.kind == "TH" for cell in row) for row in cells]
        table.heads = next((index for index, head in enumerate(heads) if not head), 0)
        table.head_columns = int(all(row and row[0].kind == "TH" for row in cells) and not all(heads))
        yield table

    def _cell(self, cell: Node) -> list[Text]:
        found: list[Text] = []
        for piece in self.blocks(Node("P", cell.inside), 0):
            if isinstance(piece, Text):
                found.append(piece)
            else:  # a table in a cell: its words, in order
                found += [
                    text for row in piece.rows for inner in row for text in inner if isinstance(text, Text)
                ]
        return found

    def _text(self, numbers: list[int], kind: str, depth: int) -> Iterator[Text]:
        found = self._lines(numbers)
        if not found:
            return
        text = Text(found, found[0].mark, level=depth)
        if kind.startswith(("H", "Title")):
            text.role, text.level = "heading", int(kind[1:]) if re.fullmatch("[1-9]", kind[1:]) else 1
        elif kind in _ROLES:
            text.role = _ROLES[kind]
        yield text

    def _lines(self, numbers: Sequence[int]) -> list[Line]:
        return lines((run for number in numbers for run in self.runs.get(number, ())), self.page)


def _columns(rows: Sequence[Sequence[Cell]]) -> tuple[float, ...]:
    """Where the columns of a table begin, as far as their words tell."""
    width = max(map(len, rows))
    full = [row for row in rows if len(row) == width]
    starts = ([each.left for row in full for each in row[column][:1]] for column in range(width))
    return tuple(min(start, default=0.0) for start in starts)
