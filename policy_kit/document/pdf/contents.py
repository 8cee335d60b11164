"""The contents page of a PDF in one block: it is no evidence of anything."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policy_kit.model import Block, Inline

_CONTENTS = re.compile(r"(table of )?contents( page)?:?|index", re.IGNORECASE)


def gathered(found: Iterable[Block]) -> Iterator[Block]:
    """The lines of a contents page in one block: those with page numbers, and those that stand again below."""
    everything = list(found)
    keys = Counter(_key(block) for block in everything)
    entries: list[Block] = []
    inside = False
    for block in everything:
        again = inside and keys[_key(block)] > 1 and _key(block) not in {_key(entry) for entry in entries}
        if block.kind == "contents" or again or (inside and _is_listing(block)):
            entries.append(block)
            inside = True
            continue
        if entries:
            yield _listing(entries)
            entries = []
        inside = bool(_CONTENTS.fullmatch(block.text))
        yield block
    if entries:
        yield _listing(entries)


def _is_listing(block: Block) -> bool:
    """A table whose last column is page numbers."""
    last = [row[-1].text for row in block.rows if row]
    return bool(last) and all(re.fullmatch(r"\d{1,3}", text) for text in last)


def _key(block: Block) -> str:
    return re.sub(r"[\W\d_]+", " ", re.sub(r"\.{2,}.*$", "", block.text).casefold()).strip()


def _listing(entries: Sequence[Block]) -> Block:
    texts = [
        " ".join(filter(None, (entry.number, entry.text, *(cell.text for row in entry.rows for cell in row))))
        for entry in entries
    ]
    return Block("contents", (Inline("\n".join(texts)),), place=entries[0].place)
