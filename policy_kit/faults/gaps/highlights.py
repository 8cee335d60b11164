"""A finder that looks for highlighted words: whoever marked them meant to come back to them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from policy_kit.evidence import tokens
from policy_kit.evidence.scene import quoted
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Block, Evidence, Place

_LONGEST, _LONGEST_QUOTE = 80, 240


def highlighted(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Highlighted words in the text; not whole headings, the heads of tables, tables in colours, or names of colours.

    colours: words that tell of a key to colours; cells: a table with more marked cells than that is coloured.
    """
    for block in matter.reading.document.blocks:
        for inner in _inner(block, wanted["cells"]):
            for offset, text in _stretches(inner):
                if not set(tokens.words(tokens.fold(inner.text))) & set(wanted["colours"]):
                    place = inner.place_at(offset) or block.place or Place(matter.reading.document.file)
                    quote = Evidence(quoted(inner.text, _LONGEST_QUOTE), place)
                    yield Hit((quote,), f"“{quoted(text, _LONGEST)}”")


def _inner(block: Block, most: int) -> Sequence[Block]:
    """A block of text itself, the blocks in the cells of a table; none of those that are marked for their looks."""
    if block.kind == "table":
        cells = [inner for row in block.rows[block.header_rows :] for cell in row for inner in cell.blocks]
        marked = [inner for inner in cells if any(run.marked for run in inner.runs)]
        return marked if len(marked) <= most else ()
    whole = all(run.marked for run in block.runs if run.text.strip())
    return () if block.kind in ("contents", "code") or (block.kind == "heading" and whole) else (block,)


def _stretches(block: Block) -> Iterator[tuple[int, str]]:
    """Runs that are marked, as far as they follow each other, each with its offset."""
    offset = 0
    for marked, runs in groupby(block.runs, key=lambda run: run.marked):
        text = "".join(run.text for run in runs)
        if marked and any(char.isalnum() for char in text):
            yield offset, text.strip()
        offset += len(text)
