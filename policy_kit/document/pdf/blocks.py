"""Texts and tables of a PDF → blocks."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from policy_kit import model
from policy_kit.document import outline, tidy
from policy_kit.document.grid import has_header
from policy_kit.document.pdf.flow import Text, Type, texts
from policy_kit.document.pdf.lines import BULLET, Line
from policy_kit.document.pdf.regions import Cell, Table
from policy_kit.document.text.runs import merged
from policy_kit.model import Block, Inline, Place, Row

_BULLETS = re.compile(rf"(?:(?:{BULLET.pattern})(?:\s+|$))+")
_ITEM = re.compile(r"(\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|[ivx]{1,4}|\d{1,2})\.)(?:\s+(?=\S))")
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?(?:\s+(?=\S)|(?=$))")


_ADDRESS = re.compile(r"\w@$|(?:https?:|www\.)\S*[/._?=&]$")
"""An address that is broken at the end of a line."""
_STOP = re.compile(r"[.,;:)](?:\s|$)")
"""It never stands behind a space: something between was left out, such as the address of a link."""


def text_block(text: Text, file: str, words: Container[str]) -> Block:
    """A paragraph or an item. `words` are those of the document, in small letters."""
    runs, marks = _joined(text.lines, file, words)
    place = Place(file, page=text.lines[0].page)
    block = Block("paragraph", runs, place=place, marks=marks if len(marks) > 1 else ())
    kind, number, length = marked(text)
    block = replace(block, kind=kind, number=number, level=max(text.level, int(kind == "item")))
    return outline.cut(block, length) if length else block


def marked(text: Text) -> tuple[Literal["paragraph", "item"], str, int]:
    """Paragraph or item, its number, and how many characters of the text are its mark."""
    own = _of_mark(text.mark)
    if own:
        return *own, 0
    start = tidy.text(text.lines[0].text)
    if bullets := _BULLETS.match(start):
        return "item", "", bullets.end()
    if (clause := _CLAUSE.match(start)) and clause.end() < len(start):
        return "paragraph", clause[1], clause.end()
    if item := _ITEM.match(start):
        return "item", item[1].rstrip("."), item.end()
    return ("item" if text.role == "item" else "paragraph"), "", 0


def _of_mark(mark: str) -> tuple[Literal["paragraph", "item"], str] | None:
    if not mark:
        return None
    if BULLET.fullmatch(mark):
        return "item", ""
    clause = _CLAUSE.fullmatch(mark)
    return ("paragraph", clause[1]) if clause else ("item", mark.rstrip("."))


def _joined(
    lines: Sequence[Line], file: str, words: Container[str]
) -> tuple[tuple[Inline, ...], tuple[tuple[int, Place], ...]]:
    """The runs of lines as one text, hyphens at their ends undone; and where each page begins."""
    pieces: list[Inline] = []
    marks: list[tuple[int, Place]] = []
    length = 0
    tail = ""
    for line in lines:
        more = tidy.runs(Inline(run.text, run.bold, run.italic, href=run.href) for run in line.runs)
        text = "".join(run.text for run in more)
        if not text:
            continue
        glue, cut = _seam(tail, text, words)
        if cut:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text[:-1])
        if not marks or marks[-1][1].page != line.page:
            marks.append((length - cut + len(glue), Place(file, page=line.page)))
        pieces += [replace(more[0], text=glue), *more]
        length += len(text) - cut + len(glue)
        tail = (tail + glue + text)[-60:]
    return merged(pieces), tuple(marks)


def _seam(tail: str, text: str, words: Container[str]) -> tuple[str, int]:
    """What stands between two lines, and how much of the first goes: a hyphen or nothing."""
    if not tail or _ADDRESS.search(tail) or _STOP.match(text):
        return "", 0
    if " " not in tail and _is_broken(tail, text, words):
        return "", 0
    whole = tidy.join(tail, text, words)
    extra = len(whole) - len(tail) - len(text)
    return (" ", 0) if extra > 0 else ("", -extra)


def _is_broken(tail: str, text: str, words: Container[str]) -> bool:
    """Whether a column is too narrow for its one word: "Cod", "e"."""
    word = f"{tail}{text.split(' ', 1)[0]}".lower()
    return tail.isalpha() and tail.lower() not in words and word in words


def table_block(table: Table, file: str, words: Container[str], kind: Type) -> Block:
    """A table, its head found by its type or its words."""
    rows = tuple(
        tuple(model.Cell(tuple(_cell(cell, file, words, kind))) for cell in row)
        for row in table.rows
        if any(cell for cell in row)
    )
    place = Place(file, page=table.page)
    heads = _heads(table, rows) if table.heads is None else table.heads
    caption, _ = _joined(table.caption, file, words)
    return Block(
        "table", caption, rows=rows, header_rows=heads, header_columns=table.head_columns, place=place
    )


def _cell(cell: Cell, file: str, words: Container[str], kind: Type) -> Iterator[Block]:
    lines = [each for each in cell if isinstance(each, Line)]
    for text in texts(lines, kind) if lines else (each for each in cell if isinstance(each, Text)):
        yield text_block(text, file, words)


def _heads(table: Table, rows: Sequence[Row]) -> int:
    first = [line for cell in table.rows[0] for line in cell] if table.rows else []
    others = [line for row in table.rows[1:] for cell in row for line in cell]
    if first and others and all(line.bold for line in first):
        return 0 if all(line.bold for line in others) else 1
    return int(has_header([[cell.text for cell in row] for row in rows]))
