"""Bytes → text, whatever program wrote them."""

from policy_kit.document.unreadable import Unreadable

_LARGEST = 5_000_000  # bytes: 2,000 pages
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


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
