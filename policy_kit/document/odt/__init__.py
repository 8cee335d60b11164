"""OpenDocument texts (.odt): the text as LibreOffice shows it, changes accepted and comments left out."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from policy_kit.document import guess, outline
from policy_kit.document.odt.flow import Flow
from policy_kit.document.odt.styles import OFFICE, STYLE, Styles
from policy_kit.document.package import Package
from policy_kit.model import Block, Document, Inline, Place

_ENCRYPTION = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"


def read(path: Path) -> Document:
    """The document in an OpenDocument text; places are paragraphs. Raises Unreadable."""
    with closing(Package(path)) as package:
        return _read(package)


def _read(package: Package) -> Document:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(_ENCRYPTION), None) is not None:
        raise package.encrypted()
    content, common = package.xml("content.xml"), package.xml("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise package.damaged()
    flow = Flow(Styles([tree for tree in (common, content) if tree is not None]))
    blocks = outline.finish(guess.ranked(flow.walk(body)), package.file)
    lines = dict.fromkeys(line for block in _furniture(package, flow.styles) for line in block)
    apart = tuple(Block("paragraph", (Inline(line),), place=Place(package.file)) for line in lines)
    title = outline.title(blocks, package.file)
    return Document(package.file, title, blocks, furniture=apart, notes=flow.notes.said())


def _furniture(package: Package, styles: Styles) -> Iterator[tuple[str, ...]]:
    """The lines of each header and footer, but for those that only count pages."""
    common = package.xml("styles.xml")
    names = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    for node in common.iter(*(f"{STYLE}{name}" for name in names)) if common is not None else ():
        texts = (block.text for block in Flow(styles).walk(node))
        yield tuple(text for text in texts if text.lower().strip("0123456789 -–/.of") not in ("", "page"))
