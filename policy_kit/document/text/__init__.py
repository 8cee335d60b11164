"""Plain text: one paragraph to a line, or wrapped by hand or out of a PDF."""

from pathlib import Path

from policy_kit.document import outline
from policy_kit.document.decoding import decoded
from policy_kit.document.text.flow import flow
from policy_kit.document.text.lines import split
from policy_kit.model import Block, Document, Inline, Place


def read(path: Path) -> Document:
    """The document in a text file; every place is the line of the file. Raises Unreadable."""
    return parse(decoded(path.read_bytes(), str(path)), str(path))


def parse(text: str, file: str) -> Document:
    """The document in a text."""
    lines, furniture = split(text)
    blocks = outline.finish(flow(lines, file), file)
    apart = tuple(
        Block("paragraph", (Inline(line.text),), place=Place(file, line.number)) for line in furniture
    )
    return Document(file, outline.title(blocks, file), blocks, furniture=apart)
