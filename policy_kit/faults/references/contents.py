"""A finder of contents pages that do not fit the headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from policy_kit.evidence.reading import Reading, once
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.references.outline import Outline, outline
from policy_kit.faults.references.titles import alike, heading, named, plain
from policy_kit.model import Block, Evidence, Place

_ENTRY = re.compile(
    r"\s*(?:(?P<number>\d{1,2}(?:\.\d{1,2})*|(?:appendix|annexe?)\s+(?:\d{1,2}|[a-z])\b)[.):\s–—-]+)?"
    r"(?P<title>.*?[^\W\d_].*?)[\s.…·_–-]*?(?:[\s.…\t]\d{1,3})?\s*$",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:\.{3,}|…|\t)\s*\d{1,3}\s*$")
_HEAD = re.compile(r"(?i)(?:table of )?contents\W*")
_FEWEST = 4
_FITTING = 0.7
_LINE = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents page."""

    number: str
    title: str
    place: Place
    is_heading: bool
    """The reader took the line for a heading: a heading it may be."""


def contents(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Contents and headings do not fit. `lacks: heading`: an entry with no heading; `lacks: entry`: the other way.

    Only of a contents page nearly all of whose entries are found: of another, too little can be seen.
    """
    whole = outline(matter.whole)
    entries, lost = _compared("contents", matter.whole)
    if len(entries) < _FEWEST or len(entries) - len(lost) < _FITTING * len(entries):
        return
    if wanted["lacks"] == "heading":
        for entry in lost:
            yield Hit((Evidence(f"{entry.number} {entry.title}".strip(), entry.place),), f"“{entry.title}”")
    else:
        yield from _unlisted(entries, whole)


@once
def _compared(_name: str, reading: Reading) -> tuple[list[Entry], list[Entry]]:
    """The entries of the contents page, and those of them that no heading and no line has."""
    whole = outline(reading)
    blocks = tuple(_pages(whole.blocks))
    entries = [entry for block in blocks for entry in _entries(block)]
    if len(entries) < _FEWEST:
        return entries, []
    own = {id(block) for block in blocks}
    told = (line for b in whole.blocks if b.kind == "heading" or id(b) not in own for line in _lines(b))
    texts = tuple(dict.fromkeys(told))
    return entries, [
        one for one in entries if not one.is_heading and not any(_is(one.title, text) for text in texts)
    ]


def _unlisted(entries: Sequence[Entry], whole: Outline) -> Iterator[Hit]:
    """Headings of the first rank that are left out; appendices only where others are listed."""
    numbers = {entry.number.lower() for entry in entries}
    kinds = {"appendix" if number[0].isalpha() else "section" for number in numbers if number}
    for part in whole.parts:
        own = part.label if part.kind == "section" else f"{part.kind} {part.label}"
        if "." in part.label or part.kind not in kinds or not part.title or own in numbers:
            continue
        if not any(alike(part.title, entry.title) for entry in entries):
            yield Hit((heading(part), Evidence("Contents", entries[0].place)), named(part))


def _pages(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the contents page: those marked so; after its heading those with page numbers, or with no text.

    A form with dots to write on looks like one; so the first is the only one.
    """
    inside = False
    for block, after in pairwise((*blocks, Block("page_break"))):
        bare = block.kind == "heading" and after.kind == "heading"
        if _HEAD.fullmatch(block.text.strip()):
            inside = True
        elif block.kind == "contents" or (inside and (bare or _LEADS.search(block.text))):
            inside = True
            yield block
        elif inside:
            return


def _entries(block: Block) -> Iterator[Entry]:
    text = f"{block.number}. {block.text}" if block.number else block.text
    for line in text.splitlines():
        if found := _ENTRY.match(line):
            at = max(block.text.find(found["title"]), 0)
            yield Entry(
                found["number"] or "",
                found["title"].strip(),
                block.place_at(at) or Place(""),
                block.kind == "heading",
            )


def _lines(block: Block) -> Iterator[str]:
    yield block.text
    yield from block.text.splitlines()
    yield from (cell.text for row in block.rows for cell in row)


def _is(title: str, text: str) -> bool:
    """A text begins with a title, or is one very like it."""
    own = plain(title)
    return plain(text[:_LINE])[: len(own)] == own or (len(text) <= _LINE and alike(title, text))
