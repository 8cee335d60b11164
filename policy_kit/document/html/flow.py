"""The tree of a web page → blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_kit.document import grid, tidy
from policy_kit.document.html.tags import APART, LEFT_OUT, heading_level, is_hidden, span, styled
from policy_kit.model import Block, Inline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DEEPEST = 200


def walk(page: "HtmlElement") -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a page, and the lines of its header and footer."""
    body = page.find("body")
    flow = _Flow(title_in_header=not any(True for _ in _headings(page)))
    flow.element(page if body is None else body)
    flow.flush()
    return tuple(flow.blocks), tuple(flow.furniture)


def _headings(page: "HtmlElement") -> Iterator["HtmlElement"]:
    """Headings of the first level that stand outside a header."""
    for heading in page.iter("h1"):
        if not any(parent.tag == "header" for parent in heading.iterancestors()):
            yield heading


@dataclass(slots=True)
class _Flow:
    title_in_header: bool = False
    blocks: list[Block] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    runs: list[Inline] = field(default_factory=list)
    style: Inline = field(default_factory=lambda: Inline(""))
    numbers: list[int | None] = field(default_factory=list)
    """The open lists: the number of the last item, None for bullets."""
    fresh: bool = False
    """What comes next opens an item."""
    quoted: bool = False
    depth: int = 0

    def element(self, node: "HtmlElement") -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in LEFT_OUT or is_hidden(node) or self.depth > _DEEPEST:
            return
        self.depth += 1
        if tag in ("header", "footer") and self._is_furniture(node):
            self.flush()
            inner = _Flow()
            inner.inside(node)
            inner.flush()
            self.furniture.extend(block.text for block in inner.blocks if block.text)
        elif level := heading_level(node):
            self._heading(node, level)
        else:
            self._other(node, tag)
        self.depth -= 1

    def _other(self, node: "HtmlElement", tag: str) -> None:
        match tag:
            case "br":
                self._break()
            case "hr":
                self.flush()
            case "table":
                self.flush()
                self.blocks.extend(_table(node))
            case "pre":
                self.flush()
                text = tidy.cleaned(str(node.text_content())).strip("\n")
                self.blocks.extend([Block("code", (Inline(text),))] if text.strip() else [])
            case "ul" | "ol" | "menu":
                self._list(node, tag)
            case _ if tag in APART:
                self._apart(node, tag)
            case _:
                before, self.style = self.style, styled(self.style, node)
                self.inside(node)
                self.style = before

    def inside(self, node: "HtmlElement") -> None:
        """The text and the elements of an element."""
        self._text(node.text)
        for child in node:
            self.element(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.runs.append(replace(self.style, text=re.sub(r"\s+", " ", text)))

    def _break(self) -> None:
        """One break is a new line; two make a new paragraph."""
        if "".join(run.text for run in self.runs).rstrip(" ").endswith("\n"):
            self.flush()
        else:
            self.runs.append(Inline("\n"))

    def flush(self) -> None:
        """What was collected becomes a block."""
        runs, self.runs = tidy.runs(self.runs), []
        if not any(run.text for run in runs):
            return
        depth = len(self.numbers)
        if self.fresh and depth:
            number = self.numbers[-1]
            self.blocks.append(Block("item", runs, level=depth, number="" if number is None else str(number)))
        else:
            self.blocks.append(Block("quote" if self.quoted else "paragraph", runs, level=depth))
        self.fresh = False

    def _heading(self, node: "HtmlElement", level: int) -> None:
        self.flush()
        self.inside(node)
        runs, self.runs = tidy.runs(run for run in self.runs), []
        if any(run.text for run in runs):
            self.blocks.append(Block("heading", runs, level=level, ident=str(node.get("id") or "")))

    def _list(self, node: "HtmlElement", tag: str) -> None:
        self.flush()
        start = str(node.get("start") or "1")[:6]
        self.numbers.append(
            int(start) - 1 if tag == "ol" and start.isdecimal() else 0 if tag == "ol" else None
        )
        self.inside(node)
        self.flush()
        self.numbers.pop()
        self.fresh = False

    def _apart(self, node: "HtmlElement", tag: str) -> None:
        self.flush()
        quoted, before = self.quoted, self.style
        self.quoted = quoted or tag == "blockquote"
        self.style = styled(self.style, node)
        if tag == "li":
            if not self.numbers:
                self.numbers.append(None)
            if (number := self.numbers[-1]) is not None:
                self.numbers[-1] = number + 1
            self.fresh = True
        self.inside(node)
        self.flush()
        self.quoted, self.style = quoted, before

    def _is_furniture(self, node: "HtmlElement") -> bool:
        if any(parent.tag in ("main", "article", "section") for parent in node.iterancestors()):
            return False
        return not (self.title_in_header and node.find(".//h1") is not None)


def _table(node: "HtmlElement") -> tuple[Block, ...]:
    caption: tuple[Inline, ...] = ()
    rows: list[list[grid.Spanned]] = []
    heads = 0
    for child in node.iter("caption", "tr"):
        if next(child.iterancestors("table")) is not node or is_hidden(child):
            continue
        if child.tag == "caption":
            caption = tidy.runs([Inline(re.sub(r"\s+", " ", str(child.text_content())))])
            continue
        rows.append([_cell(cell) for cell in child if cell.tag in ("td", "th") and not is_hidden(cell)])
        parent = child.getparent()
        heads += parent is not None and parent.tag == "thead" and heads == len(rows) - 1
    return grid.table(rows, header_rows=min(heads, max(len(rows) - 1, 0)), caption=caption)


def _cell(node: "HtmlElement") -> grid.Spanned:
    flow = _Flow()
    flow.inside(node)
    flow.flush()
    return grid.Spanned(tuple(flow.blocks), span(node, "colspan"), span(node, "rowspan"), node.tag == "th")
