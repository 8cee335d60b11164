"""Plain text: one paragraph to a line, or wrapped by hand or out of a PDF."""

from pathlib import Path

from policy_kit.document import outline
from policy_kit.document.text_flow import flow
from policy_kit.document.text_lines import split
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Block, Document, Inline, Place

_LARGEST = 5_000_000  # bytes: 2,000 pages
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


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


def decoded(data: bytes, file: str) -> str:
    """Bytes as text: UTF-8, UTF-16, or what Windows wrote. Raises Unreadable when they are no text."""
    if len(data) > _LARGEST:
        raise Unreadable(file, "too large", "a policy is a few pages of text; is it the right file")
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Unreadable(
            file, "not plain text, as its name says", "give it the right ending, or save it as .docx"
        )
    text = _decoded(data)
    if text.count("\0") > len(text) // 100:
        raise Unreadable(file, "damaged")
    return text


def _decoded(data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "")
    if encoding:
        return data.decode(encoding, "replace")
    half = len(data) // 3
    if data[1::2].count(0) > half:
        return data.decode("utf-16-le", "replace")
    if data[::2].count(0) > half:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
