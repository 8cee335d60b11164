"""PDF → Document: by its tag tree where that tells enough, else by how it is set. Only ever in the worker."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from policy_kit.document import heartbeat, outline, tidy
from policy_kit.document.pdf import layout
from policy_kit.document.pdf.pages import Page, page, parts
from policy_kit.document.unreadable import SAVE_AS, Unreadable
from policy_kit.model import Block, Document, Inline, Place

_MOST_PAGES = 1000
_PASSWORD, _SECURITY = 4, 5
_UNSEEN = {
    "off the page": "Words that stand outside the page were left out",
    "too small": "Words too small to be read were left out",
    "invisible": "Words that are not shown were left out",
    "in the colour of the paper": "Words in the colour of their background were left out",
    "sideways": "Words that run another way than the rest were left out",
}


def read(path: Path) -> Document:
    """The document in a PDF, each block with its page.

    Raises Unreadable: encrypted, damaged, empty, too large, or scanned without text.
    """
    file = str(path)
    with _opened(path, file) as pdf:
        pages, damaged = _pages(pdf, file)
    if not any(page.drawn.runs for page in pages):
        if damaged:
            raise Unreadable(file, "damaged", f"open it, {SAVE_AS}")
        if any(page.drawn.hidden for page in pages):
            raise Unreadable(file, "no words that can be seen", f"open it, {SAVE_AS}")
        advice = "ask for the Word file it was made from, or for a PDF saved from that"
        raise Unreadable(file, "scanned: no text", advice)
    told, furniture = parts(pages)
    blocks = outline.finish(layout.blocks(told, file), file)
    running = tuple(
        Block("paragraph", (Inline(tidy.text(line.text)),), place=Place(file, page=line.page))
        for line in furniture
    )
    return Document(
        file,
        _title(blocks, running, file),
        blocks,
        furniture=running,
        notes=tuple(_notes(pages, damaged)),
    )


@contextmanager
def _opened(path: Path, file: str) -> Iterator[Any]:
    import pypdfium2

    data = path.read_bytes()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if _has_no_page(data):
            raise Unreadable(file, "empty", "there is no page in it; find the full one") from error
        if error.err_code in (_PASSWORD, _SECURITY):
            advice = "ask for one without a password, or open it, print it as a PDF and try again"
            raise Unreadable(file, "encrypted", advice) from error
        raise Unreadable(file, "damaged", f"open it, {SAVE_AS}") from error
    try:
        yield pdf
    finally:
        pdf.close()


def _has_no_page(data: bytes) -> bool:
    """Whether a file is sound but empty; pypdfium2 says of it what it last said of another."""
    import pypdfium2.raw as pdfium

    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if handle:
        pdfium.FPDF_CloseDocument(handle)
    return bool(handle)


def _pages(pdf: Any, file: str) -> tuple[list[Page], list[int]]:
    """The pages, and the numbers of those that cannot be read."""
    import pypdfium2

    if len(pdf) > _MOST_PAGES:
        raise Unreadable(file, "too large", f"it has {len(pdf)} pages; is it the right file")
    pages: list[Page] = []
    damaged: list[int] = []
    for index in range(len(pdf)):
        try:
            handle = pdf[index]
        except pypdfium2.PdfiumError:
            damaged.append(index + 1)
            continue
        pages.append(page(pdf, handle, index + 1))
        handle.close()
        heartbeat.beat()
    return pages, damaged


def _title(blocks: Sequence[Block], running: Sequence[Block], file: str) -> str:
    """The title of a policy may stand nowhere but in its running head."""
    title = outline.title(blocks, file)
    if "policy" in title.lower():
        return title
    return next((block.text for block in running if block.text.lower().endswith("policy")), title)


def _notes(pages: Sequence[Page], damaged: Sequence[int]) -> Iterator[str]:
    """What whoever relies on the text should know."""
    silent = [page.drawn.number for page in pages if not page.drawn.runs and page.drawn.pictures]
    if silent:
        yield f"{_named(silent)} no text (scanned?)"
    if damaged:
        yield f"{_named(damaged)} damage and could not be read"
    if recognised := [page.drawn.number for page in pages if page.drawn.recognised]:
        yield f"{_named(recognised)} been scanned: the words are those that a machine recognised"
    for fault, says in _UNSEEN.items():
        found = [
            (page.drawn.number, page.drawn.hidden[fault]) for page in pages if fault in page.drawn.hidden
        ]
        if found:
            where = _listed([number for number, _ in found])
            yield f"{says} ({where}): “{tidy.text(found[0][1])[:60]}”"


def _named(numbers: Sequence[int]) -> str:
    return f"{_listed(numbers).capitalize()} {'has' if len(numbers) == 1 else 'have'}"


def _listed(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 3, 4 and 7", and no more than ten."""
    shown = [str(number) for number in numbers[:10]]
    if len(numbers) > 10:
        return f"pages {', '.join(shown)} and {len(numbers) - 10} more"
    return f"page {shown[0]}" if len(shown) == 1 else f"pages {', '.join(shown[:-1])} and {shown[-1]}"
