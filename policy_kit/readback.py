"""What a reader finds in a file that we made: its text, and what was lost on the way."""

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import chain

from policy_kit.model import Document

_IGNORED = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑\ufffe"))


def lost(document: Document, facts: Iterable[str], data: bytes, form: str) -> str | None:
    """The first text that does not stand in the bytes of a file in one format (html, md, docx, pdf), or None.

    White space, soft hyphens and characters without width do not count; nor do capitals in a fact, which may begin a
    sentence. In a PDF the foot of a page may stand in the middle of a text: there it is enough that each of its words
    is found.
    """
    found = _squeezed(TEXTS[form](data))
    folded = found.casefold()
    times = _times_in_pages if form == "pdf" else _times
    texts = (text for text, wanted in Counter(_texts(document)).items() if times(text, found) < wanted)
    missing = (fact for fact in facts if not times(fact.casefold().rstrip(". "), folded))
    return next(chain(texts, missing), None)


def _texts(document: Document) -> Iterator[str]:
    """Every text of a document but the numbers, which a format may leave to its reader to count."""
    for block in document.blocks:
        yield block.text
        for row in block.rows:
            for cell in row:
                yield from (inner.text for inner in cell.blocks)


def _squeezed(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char > " " and (char < "\x7f" or _visible(char)))


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in _IGNORED


def _times(text: str, found: str) -> float:
    """How often a text stands in what was found."""
    return found.count(_squeezed(text))


def _times_in_pages(text: str, found: str) -> float:
    """Often enough, if each word does. A symbol is no word: where no font can show it, a PDF says its name."""
    spaced = "".join(" " if _symbol(char) else char for char in text)
    return math.inf if all(_squeezed(word).translate(_HYPHENS) in found for word in spaced.split()) else 0


def _symbol(char: str) -> bool:
    return char > "\x7f" and unicodedata.category(char).startswith("S")


class _Text(HTMLParser):
    """The text that a browser shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.hidden += tag in ("head", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("head", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _html(data: bytes) -> str:
    reader = _Text()
    reader.feed(data.decode())
    reader.close()
    return "".join(reader.found)


def _markdown(data: bytes) -> str:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    def text(tokens: Iterable[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type not in ("html_inline", "html_block"):  # what is taken for a tag is not shown
                yield from text(token.children) if token.children else (token.content,)

    return "".join(text(MarkdownIt("commonmark").enable("table").parse(data.decode())))


def _docx(data: bytes) -> str:
    from zipfile import ZipFile

    from lxml import etree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    signs = {f"{word}t": None, f"{word}br": "\n", f"{word}tab": "\t", f"{word}noBreakHyphen": "-"}
    return "".join(signs[node.tag] or node.text or "" for node in body.iter(*signs))


def _pdf(data: bytes) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()
    return text.translate(_HYPHENS)  # at the end of a line there is no telling which belong to a word


TEXTS: dict[str, Callable[[bytes], str]] = {"html": _html, "md": _markdown, "docx": _docx, "pdf": _pdf}
