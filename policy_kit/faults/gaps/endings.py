"""A finder that looks for sentences that break off."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit.evidence.scene import quoted
from policy_kit.faults.gaps.forms import in_forms
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Block, Evidence, Place

_LEAST, _LONGEST, _TAIL = 8, 240, 40
_LAST = re.compile(r"([\w'’]+|[,–-])[ *_]*$")
_SENTENCE = re.compile(r"(?<=[.!?]) +")


def cut_off(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A paragraph that ends on a word that cannot end one, with a new sentence or a heading below.

    before_text: words that end no paragraph; before_heading: words that may lead into what stands below, unless it is
    a heading or nothing. An item of a list may end with "and" or a comma.
    """
    reading = matter.reading
    shown = [block for block in reading.document.blocks if block.kind not in ("contents", "page_break")]
    forms = {id(reading.passages[number].block) for number in in_forms(reading)}
    for block, below in zip(shown, [*shown[1:], None], strict=False):
        if (
            block.kind in ("paragraph", "item")
            and id(block) not in forms
            and _breaks_off(block, below, wanted)
        ):
            place = block.place_at(len(block.text)) or Place(reading.document.file)
            quote = _SENTENCE.split(block.text)[-1]
            yield Hit((Evidence(quoted(quote, _LONGEST), place),), f"“… {quote.split()[-1]}”")


def _breaks_off(block: Block, below: Block | None, wanted: Mapping[str, Any]) -> bool:
    last = _LAST.search(block.text[-_TAIL:])
    if last is None or len(block.text.split()) < _LEAST or _turns(block, below):
        return False
    word = last[1].lower()
    return (word in wanted["before_text"] and _is_new(below)) or (
        word in wanted["before_heading"] and _is_over(block, below)
    )


def _turns(block: Block, below: Block | None) -> bool:
    """A page ends between them: what is printed there may stand between the two parts of a sentence."""
    last, first = block.place_at(len(block.text)), below.place if below else None
    return last is not None and first is not None and last.page != first.page


def _is_new(below: Block | None) -> bool:
    """What stands below begins anew. Where lines were put together from a page, only a heading surely does."""
    if below is None or below.kind == "heading":
        return True
    whole = below.place is None or below.place.page is None
    return whole and below.kind in ("paragraph", "item") and below.text.lstrip("“\"'‘(")[:1].isupper()


def _is_over(block: Block, below: Block | None) -> bool:
    return block.kind == "paragraph" and (below is None or below.kind == "heading")
