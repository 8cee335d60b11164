"""The body of an OpenDocument text, a cell, a text box or a note → blocks in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_kit.document import grid, guess, tidy
from policy_kit.document.markdown import safe
from policy_kit.document.notes import Notes
from policy_kit.document.numerals import written
from policy_kit.document.odt.styles import DRAW, OFFICE, TABLE, TEXT, Level, Style, Styles, whole
from policy_kit.model import Block, Inline

if TYPE_CHECKING:
    from lxml.etree import _Element

_HREF = "{http://www.w3.org/1999/xlink}href"
_INDEXES = {
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
}
_WRAPPERS = {f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}numbered-paragraph", f"{TEXT}index-title"}
_SKIPPED = {f"{OFFICE}annotation-end", f"{TEXT}ruby-text", f"{TEXT}tracked-changes", f"{OFFICE}forms"}
_MOST = 100  # repeated cells or rows that say something


@dataclass(slots=True)
class _List:
    """An open list: its style, its depth, and whether its next paragraph opens an item."""

    style: str
    depth: int
    fresh: bool = True
    labelled: bool = True
    start: int | None = None


@dataclass(slots=True)
class Flow:
    """What is known while a file is read."""

    styles: Styles
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    boxes: "list[_Element]" = field(default_factory=list)
    size: float = 0
    """Points, of the largest letters of the paragraph."""

    def walk(
        self, nodes: "Iterable[_Element]", *, cell: bool = False, within: _List | None = None
    ) -> Iterator[Block]:
        """The blocks of the paragraphs, lists and tables among nodes."""
        for node in nodes:
            tag = node.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(node, within, cell=cell)
            elif tag == f"{TEXT}list":
                yield from self._list(node, within, cell=cell)
            elif tag == f"{TABLE}table":
                yield from self._table(node)
            elif tag in _INDEXES:
                yield from (Block("contents", block.runs) for block in self._index(node) if block.text)
            elif tag == f"{TEXT}tracked-changes":
                self.notes.changes |= len(node) > 0
            elif tag in _WRAPPERS:
                yield from self.walk(node, cell=cell, within=within)
            elif tag == f"{DRAW}frame":
                yield from self._box(node, cell=cell)

    def _index(self, node: "_Element") -> Iterator[Block]:
        for part in node.iterfind(f"{TEXT}index-body"):
            yield from self.walk(part)

    def _box(self, node: "_Element", *, cell: bool) -> Iterator[Block]:
        for box in node.iterfind(f"{DRAW}text-box"):
            yield from self.walk(box, cell=cell)

    def _paragraph(self, node: "_Element", within: _List | None, *, cell: bool) -> Iterator[Block]:
        style = self.styles.paragraph(node.get(f"{TEXT}style-name"))
        boxes, self.boxes, self.size = self.boxes, [], 0
        runs = tidy.runs(self._runs(node, style, None))
        inner, self.boxes = self.boxes, boxes
        if any(run.text for run in runs):
            yield self._made(node, runs, style, within, cell=cell)
        for box in inner:
            yield from self.walk(box, cell=cell)

    def _made(
        self, node: "_Element", runs: tuple[Inline, ...], style: Style, within: _List | None, *, cell: bool
    ) -> Block:
        ratio = self.size / self.styles.default.size
        level = whole(node.get(f"{TEXT}outline-level"), 1) if node.tag == f"{TEXT}h" else style.level
        if level is not None:
            plain = tuple(replace(run, strong=False) for run in runs)
            listed = within is not None and within.style in self.styles.lists
            number = self._label(within) if listed and within else self._counted("", level)
            return Block("heading", plain, level=level, number=number.rstrip(".: "))
        block = Block("paragraph", runs)
        if within is None:
            return guess.typed(block) if cell else guess.headed(guess.typed(block), size_ratio=ratio)
        return self._item(block, within, ratio, cell=cell)

    def _item(self, block: Block, within: _List, ratio: float, *, cell: bool) -> Block:
        if not within.fresh or not within.labelled:
            return replace(block, level=within.depth)
        number = self._label(within).rstrip(".")
        if number and not cell and all(run.strong for run in block.runs):
            head = guess.headed(block, size_ratio=ratio)
            if head.kind == "heading":
                return replace(head, number=number)
        if "." in number and number.replace(".", "").isdigit():
            return replace(block, number=number)
        return replace(block, kind="item", level=within.depth, number=number)

    def _label(self, within: _List) -> str:
        within.fresh = False
        if within.start is not None:
            self.counts.setdefault(within.style, {})[within.depth] = within.start - 1
        return self._counted(within.style, within.depth)

    def _counted(self, style: str, depth: int) -> str:
        """The printed number of the next item of a list style, or heading, at a depth."""
        levels = self.styles.lists.get(style, {})
        own = levels.get(depth, Level())
        counts = self.counts.setdefault(style, {})
        counts[depth] = counts.get(depth, own.start - 1) + 1
        for lower in [other for other in counts if other > depth]:
            del counts[lower]
        if not own.form:
            return ""
        shown = range(max(1, depth - own.levels + 1), depth + 1)
        parts = [written(counts.get(index, 1), levels.get(index, Level()).form) for index in shown]
        return f"{own.before}{'.'.join(part for part in parts if part)}{own.after}".strip()

    def _list(self, node: "_Element", within: _List | None, *, cell: bool) -> Iterator[Block]:
        style = str(node.get(f"{TEXT}style-name") or (within.style if within else ""))
        depth = within.depth + 1 if within else 1
        goes_on = node.get(f"{TEXT}continue-numbering") == "true" or node.get(f"{TEXT}continue-list")
        if not goes_on and (within is None or style != within.style):
            self.counts.pop(style, None)
        for item in node:
            if item.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                start = item.get(f"{TEXT}start-value")
                here = _List(
                    style, depth, True, item.tag == f"{TEXT}list-item", whole(start, 1) if start else None
                )
                yield from self.walk(item, cell=cell, within=here)

    def _runs(self, node: "_Element", style: Style, href: str | None) -> Iterator[Inline]:
        yield from self._text(node.text, style, href)
        for child in node:
            yield from self._inline(child, style, href)
            yield from self._text(child.tail, style, href)

    def _text(self, text: str | None, style: Style, href: str | None) -> Iterator[Inline]:
        if text and not style.hidden:
            self.size = max(self.size, style.size if text.strip() else 0)
            yield Inline(text.replace("\n", " "), strong=style.bold, href=href, marked=style.marked)

    def _inline(self, node: "_Element", style: Style, href: str | None) -> Iterator[Inline]:
        match node.tag:
            case tag if tag in (f"{TEXT}s", f"{TEXT}tab"):
                yield Inline(" ", strong=style.bold, href=href, marked=style.marked)
            case tag if tag == f"{TEXT}line-break":
                yield Inline("\n", strong=style.bold, href=href)
            case tag if tag == f"{TEXT}a":
                yield from self._runs(node, style, safe(str(node.get(_HREF) or "")) or href)
            case tag if tag == f"{OFFICE}annotation":
                self.notes.comments += 1
            case tag if tag == f"{TEXT}note":
                self.boxes.extend(node.iterfind(f"{TEXT}note-body"))
            case tag if tag == f"{DRAW}frame":
                self.boxes.extend(node.iterfind(f"{DRAW}text-box"))
            case tag if tag in _SKIPPED or not isinstance(tag, str):
                return
            case tag:
                named = node.get(f"{TEXT}style-name") if tag == f"{TEXT}span" else None
                yield from self._runs(node, self.styles.span(named, style) if named else style, href)

    def _table(self, node: "_Element") -> tuple[Block, ...]:
        rows: list[list[grid.Spanned]] = []
        heads = 0
        for row in node.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not node:
                continue
            cells = [cell for child in row for cell in self._cells(child)]
            times = min(whole(row.get(f"{TABLE}number-rows-repeated"), 1), _MOST)
            rows.extend([cells] * (times if any(cell.blocks for cell in cells) else 1))
            parent = row.getparent()
            heads += parent is not None and parent.tag == f"{TABLE}table-header-rows"
        return grid.table(rows, header_rows=min(heads, max(len(rows) - 1, 0)))

    def _cells(self, node: "_Element") -> list[grid.Spanned]:
        if node.tag != f"{TABLE}table-cell":
            return []
        blocks = tuple(self.walk(node, cell=True))
        columns = whole(node.get(f"{TABLE}number-columns-spanned"), 1)
        cell = grid.Spanned(blocks, columns, whole(node.get(f"{TABLE}number-rows-spanned"), 1))
        times = whole(node.get(f"{TABLE}number-columns-repeated"), 1)
        return [cell] * min(times, _MOST if blocks else 20)
