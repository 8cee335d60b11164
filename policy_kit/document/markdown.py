"""Markdown → blocks, and the document in a Markdown file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from policy_kit import pages
from policy_kit.document import grid, guess, markers, outline, tidy
from policy_kit.document.decoding import decoded
from policy_kit.model import Block, Cell, Document, Inline, Place, Row

if TYPE_CHECKING:
    from markdown_it.token import Token

_SAFE = re.compile(r"(https?://[^/\s]|mailto:|tel:|#)", re.IGNORECASE)

_FRONT = re.compile(r"---\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CAPTION = re.compile(r"Table: \S")
_STYLE = attrgetter("strong", "emphasis", "code", "href")

Link = Callable[[str | None], str | None]


def read(path: Path) -> Document:
    """The document in a Markdown file; every place is the line of the file. Raises Unreadable."""
    file = str(path)
    text = decoded(path.read_bytes(), file)
    if front := _FRONT.match(text):
        text = "\n" * front[0].count("\n") + text[front.end() :]
    found = (_tidied(block) for block in blocks(text, file) if block.kind != "page_break")
    told = outline.finish(guess.ranked(guess.headed(block) for block in _captioned(found)), file)
    return Document(file, outline.title(told, file), told)


def blocks(text: str, file: str, *, link: Link | None = None) -> tuple[Block, ...]:
    """The blocks of a Markdown text, with the line of each. HTML is text, images are their alternative text.

    `link` says what becomes of a link's target (None: the link is plain text); as a rule only safe targets stay.
    """
    return tuple(_walk(pages.markdown().parse(text), file, link or safe))


def safe(href: str | None) -> str | None:
    """The target of a link if it is one that a policy may hold: a web page, mail, telephone, or a heading."""
    return href if href and _SAFE.match(href) else None


def _tidied(block: Block) -> Block:
    rows = tuple(tuple(_broken(cell) for cell in row) for row in block.rows)
    tidied = replace(block, runs=tidy.runs(block.runs), rows=rows)
    match block.kind:
        case "code":
            return block
        case "table":
            return grid.with_sides(tidied)
        case _:
            return tidied


def _broken(cell: Cell) -> Cell:
    """A cell whose lines, apart by `<br>`, are paragraphs and items."""
    lines: list[list[Inline]] = [[]]
    for run in (run for block in cell.blocks for run in block.runs):
        first, *others = _BREAK.split(run.text)
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=other)] for other in others)
    runs = (tidy.runs(line) for line in lines)
    place = next((block.place for block in cell.blocks), None)
    return Cell(tuple(guess.typed(Block("paragraph", line, place=place)) for line in runs if line))


def _captioned(found: Iterator[Block]) -> Iterator[Block]:
    """Tables with the paragraph "Table: …" above them as their caption."""
    caption: Block | None = None
    for block in found:
        if caption is not None and block.kind == "table":
            yield replace(block, runs=outline.cut(caption, len("Table: ")).runs)
            caption = None
            continue
        if caption is not None:
            yield caption
        caption = block if block.kind == "paragraph" and _CAPTION.match(block.text) else None
        if caption is None:
            yield block
    if caption is not None:
        yield caption


def _walk(tokens: Sequence["Token"], file: str, link: Link) -> Iterator[Block]:
    numbers: list[int | None] = []  # of the open lists, outermost first; None for bullets
    fresh = False  # the next paragraph opens an item
    index = 0
    while index < len(tokens):
        token = tokens[index]
        place = _place(token, file)
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)) - 1)
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
                fresh = False  # an empty item has no paragraph
            case "list_item_open":
                fresh = True
                numbers[-1] = None if numbers[-1] is None else numbers[-1] + 1
            case "inline":
                runs = _runs(token.children or (), link)
                yield _text_block(tokens[index - 1], runs, numbers, place, fresh=fresh)
                fresh = False
            case "fence" | "code_block":
                yield Block("code", (Inline(tidy.cleaned(token.content).rstrip("\n")),), place=place)
            case "hr":
                yield Block("page_break", place=place)
            case "table_open":
                end = _closing(tokens, index)
                yield _table(tokens[index:end], file, link)
                index = end
            case "blockquote_open":
                end = _closing(tokens, index)
                inner = _walk(tokens[index + 1 : end], file, link)
                yield from (replace(b, kind="quote") if b.kind == "paragraph" else b for b in inner)
                index = end
        index += 1


def _text_block(
    opener: "Token", runs: tuple[Inline, ...], numbers: list[int | None], place: Place | None, *, fresh: bool
) -> Block:
    if opener.type == "heading_open":
        return Block("heading", runs, level=int(opener.tag[1]), place=place)
    if fresh:
        number = "" if numbers[-1] is None else str(numbers[-1])
        return Block("item", runs, level=len(numbers), number=number, place=place)
    return Block("paragraph", runs, level=len(numbers), place=place)


def _place(token: "Token", file: str) -> Place | None:
    return Place(file, token.map[0] + 1, 1) if token.map else None


def _closing(tokens: Sequence["Token"], index: int) -> int:
    closing = tokens[index].type.replace("_open", "_close")
    level = tokens[index].level
    return next(
        i for i in range(index, len(tokens)) if tokens[i].type == closing and tokens[i].level == level
    )


def _table(tokens: Sequence["Token"], file: str, link: Link) -> Block:
    rows: list[Row] = []
    cells: list[Cell] = []
    header_rows = 0
    place = _place(tokens[0], file)
    row = place
    for token in tokens:
        match token.type:
            case "tr_open":
                cells, row = [], _place(token, file) or place
            case "inline":
                cells.append(Cell((Block("paragraph", _runs(token.children or (), link), place=row),)))
            case "tr_close":
                rows.append(tuple(cells))
            case "thead_close":
                header_rows = len(rows)
    if header_rows and not any(cell.text for row in rows[:header_rows] for cell in row):
        rows, header_rows = rows[header_rows:], 0
    return Block("table", rows=tuple(rows), header_rows=header_rows, place=place)


def _runs(children: Sequence["Token"], link: Link) -> tuple[Inline, ...]:
    """Inline tokens → runs of text in one style. A link without text stays, as an empty run."""
    found: list[Inline] = []
    strong = emphasis = 0
    href: str | None = None
    for before, token in zip([None, *children], children, strict=False):
        match token.type:
            case "text":
                _append(found, Inline(token.content, bool(strong), bool(emphasis), href=href))
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "link_open":
                href = link(str(token.attrs.get("href", "")))
            case "link_close":
                if before is not None and before.type == "link_open":
                    found.append(Inline("", bool(strong), bool(emphasis), href=href))
                href = None
            case _:
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                _append(found, Inline(text, bool(strong), bool(emphasis), token.type == "code_inline", href))
    return tuple(markers.marked(found))


def _append(found: list[Inline], run: Inline) -> None:
    if found and _STYLE(found[-1]) == _STYLE(run):
        found[-1] = replace(run, text=found[-1].text + run.text)
    elif run.text:
        found.append(run)
