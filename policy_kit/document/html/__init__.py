"""Web pages: what a visitor reads, without menus and scripts."""

import re
from pathlib import Path

from policy_kit.document import guess, outline, tidy
from policy_kit.document.html.flow import walk
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Block, Document, Inline, Place

_LARGEST = 10_000_000  # bytes
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DECLARATION = re.compile(r"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)?", re.IGNORECASE)


def read(path: Path) -> Document:
    """The document in a web page; places are paragraphs. Nothing is fetched. Raises Unreadable."""
    file, data = str(path), path.read_bytes()
    if len(data) > _LARGEST:
        raise Unreadable(file, "too large", "a policy is a few pages of text; is it the right file")
    return parse(_decoded(data), file)


def parse(text: str, file: str) -> Document:
    """The document in the text of a web page."""
    import lxml.html
    from lxml import etree

    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(
            _DECLARATION.sub("", text.replace("\0", ""), count=1), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(file, "empty", "there is no text in it; find the full one") from error
    found, furniture = walk(page)
    blocks = outline.finish(guess.ranked(guess.headed(guess.typed(block)) for block in found), file)
    title = outline.title(blocks, file) if blocks else tidy.text(page.findtext(".//title") or "")
    apart = tuple(Block("paragraph", (Inline(line),), place=Place(file)) for line in dict.fromkeys(furniture))
    return Document(file, title, blocks, furniture=apart)


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4096])
    bom = next((name for mark, name in _BOMS.items() if data.startswith(mark)), "")
    for encoding in (bom, named[1].decode() if named else "", "utf-8"):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
