"""What a school has written itself in a policy file, as a document: each text with its place in the file."""

from collections.abc import Iterator
from dataclasses import replace

from policy_kit import schema
from policy_kit.document import markdown
from policy_kit.model import Block, Cell, Document, Inline, Place, Source
from policy_kit.source import leaves


def own_words(source: Source) -> Document:
    """Every text of a policy file that is printed, under the plain name of the key that it stands at."""
    return Document(source.file, "", tuple(_blocks(source)))


def _blocks(source: Source) -> Iterator[Block]:
    for pointer, value in leaves(source.data):
        if isinstance(value, str) and schema.printed(pointer):
            place = replace(source.place(pointer), heading=schema.title(pointer))
            plain = (Block("paragraph", (Inline(value),)),)
            for block in markdown.blocks(value, source.file) if schema.is_prose(pointer) else plain:
                yield _placed(block, place)


def _placed(block: Block, place: Place) -> Block:
    rows = tuple(
        tuple(Cell(tuple(_placed(inner, place) for inner in cell.blocks)) for cell in row)
        for row in block.rows
    )
    return replace(block, place=place, marks=(), rows=rows)
