"""What a document shows without saying it: bold lines that are headings, and lists that were typed by hand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from policy_kit.document import outline
from policy_kit.document.wording import is_question
from policy_kit.model import Block

GUESSED = 9
"""The level of a heading that its format does not know of, until `ranked` gives it one."""

_BULLET = re.compile(r"(?:[•▪◦‣●○■□➢➤✓·*–—-]|o(?= ))\s+(?=\S)")
_ITEM = re.compile(r"(\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|[ivx]{2,4}|\d{1,2})\.)\s+(?=\S)")
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+(?![ap]\.?m\b)(?=\S)")


def typed(block: Block) -> Block:
    """A paragraph that begins with a bullet or a number, as the item or the clause that it is."""
    if block.kind != "paragraph" or block.number or block.level:
        return block
    text = block.text
    if found := _BULLET.match(text):
        return replace(outline.cut(block, found.end()), kind="item", level=1)
    if found := _CLAUSE.match(text):
        return replace(outline.cut(block, found.end()), number=found[1])
    if found := _ITEM.match(text):
        number = found[1].rstrip(".")
        return replace(outline.cut(block, found.end()), kind="item", level=1, number=number)
    return block


def headed(block: Block, *, size_ratio: float = 1.0) -> Block:
    """A paragraph of bold or large words that looks like a heading, as one whose level is guessed."""
    if block.kind != "paragraph" or block.level or "\n" in block.text or block.number:
        return block
    bold = all(run.strong for run in block.runs if run.text.strip())
    if not bold and size_ratio < 1.15 and not block.text.isupper():
        return block
    if not outline.looks_like_heading(block.text, bold=bold, size_ratio=size_ratio):
        return block
    plain = tuple(replace(run, strong=False) for run in block.runs)
    return replace(block, kind="heading", level=GUESSED, runs=plain)


def ranked(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks whose guessed headings have levels: by their number, else one below the heading that is known."""
    found = tuple(_contents([_demoted(block) for block in blocks]))
    known = [block.level for block in found if block.kind == "heading" and block.level != GUESSED]
    top = (sorted(known)[1] if len(known) > 2 else min(known, default=0) + 1) if known else 1
    base, numbered = top, 0
    for block in _leading(found):
        if block.kind != "heading":
            yield block
        elif block.level != GUESSED:
            base, numbered = max(block.level + 1, top), 0
            yield block
        elif deep := outline.depth(outline.split_number(block.text)[0] or block.text):
            named = not block.text[0].isdigit()
            base = top if named or len(known) <= 2 else base
            numbered = 0 if named and len(known) > 2 else deep
            yield replace(block, level=base + deep - 1)
            base = base + deep if named else base
        else:
            yield replace(block, level=base + numbered + is_question(block.text))


def _demoted(block: Block) -> Block:
    """A heading that cannot be one as the paragraph that it is: what it says counts."""
    if block.kind != "heading" or not block.level or not outline.cannot_be_heading(block.text):
        return block
    return typed(replace(block, kind="paragraph", level=0, ident=""))


def _contents(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs and runs of items that only lead to another place of the document are its contents."""
    for leads, group in groupby(blocks, key=_leads_elsewhere):
        members = list(group)
        if leads and (len(members) > 2 or members[0].kind == "paragraph"):
            yield from (replace(block, kind="contents", level=0) for block in members)
        else:
            yield from members


def _leads_elsewhere(block: Block) -> bool:
    shown = [run for run in block.runs if run.text.strip()]
    inside = bool(shown) and all(run.href is not None and run.href.startswith("#") for run in shown)
    return inside and block.kind in ("paragraph", "item")


def _leading(blocks: Sequence[Block]) -> Iterator[Block]:
    """Guessed headings stand over something: short lines over a text are such; bold words at the end are none."""
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        if block.kind == "heading" and block.level == GUESSED and after is None:
            yield replace(block, kind="paragraph", level=0)
        elif _stands_over(before, block, after):
            yield replace(block, kind="heading", level=GUESSED)
        else:
            yield block


def _stands_over(before: Block | None, block: Block, after: Block | None) -> bool:
    """A short plain paragraph over a text, a list or a table, and not led up to."""
    if block.kind != "paragraph" or block.level or block.number or "\n" in block.text or after is None:
        return False
    body = after.kind in ("item", "table") or len(after.text) >= 40 or after.text.endswith((":", "."))
    if not body or "@" in after.text[:60] or (before is not None and before.text.endswith((":", ","))):
        return False
    return outline.looks_like_heading(block.text) or outline.may_be_heading(block.text, words=12)
