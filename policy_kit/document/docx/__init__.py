"""Word files (.docx): the text as Word shows it, changes accepted and comments left out."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from policy_kit.document import guess, outline, tidy
from policy_kit.document.docx.body import Body
from policy_kit.document.docx.numbers import Numbers
from policy_kit.document.docx.styles import Styles, W
from policy_kit.document.notes import Notes
from policy_kit.document.package import Package
from policy_kit.model import Block, Document, Inline, Place

_PARTS = re.compile(r"word/(?:header|footer)\d*\.xml")
_PAGE = re.compile(r"(?:\W|\d|page|of)*", re.IGNORECASE)


def read(path: Path) -> Document:
    """The document in a Word file; places are paragraphs. Raises Unreadable."""
    with closing(Package(path)) as package:
        return _read(package)


def _read(package: Package) -> Document:
    tree = package.xml("word/document.xml")
    body = tree.find(f"{W}body") if tree is not None else None
    if body is None:
        raise package.damaged()
    notes = Notes()
    styles, numbers = Styles(package.xml("word/styles.xml")), Numbers(package.xml("word/numbering.xml"))
    reader = Body(styles, numbers, notes, _targets(package, "document"), dict(_footnotes(package)))
    blocks = outline.finish(guess.ranked(reader.walk(body)), package.file)
    apart = tuple(
        Block("paragraph", (Inline(line),), place=Place(package.file))
        for line in dict.fromkeys(_furniture(package, styles))
    )
    title = outline.title(blocks, package.file)
    return Document(package.file, title, blocks, furniture=apart, notes=notes.said())


def _targets(package: Package, part: str) -> dict[str, str]:
    """The targets of the links of a part."""
    tree = package.xml(f"word/_rels/{part}.xml.rels")
    if tree is None:
        return {}
    return {
        str(rel.get("Id")): str(rel.get("Target") or "")
        for rel in tree
        if rel.get("TargetMode") == "External"
    }


def _footnotes(package: Package) -> Iterator[tuple[tuple[str, str], list[object]]]:
    """The paragraphs of each footnote and endnote."""
    for kind in ("footnote", "endnote"):
        tree = package.xml(f"word/{kind}s.xml")
        for note in tree if tree is not None else ():
            if note.tag == f"{W}{kind}" and note.get(f"{W}type") in (None, "normal"):
                yield (kind, str(note.get(f"{W}id"))), list(note)


def _furniture(package: Package, styles: Styles) -> Iterator[str]:
    """The lines of all headers and footers, but for those that only count pages."""
    for name in sorted(filter(_PARTS.fullmatch, package.names)):
        tree = package.xml(name)
        if tree is not None:
            for block in Body(styles, Numbers(None), Notes(), {}, {}).walk(tree):
                lines = [tidy.text(line) for line in _lines(block)]
                yield from (line for line in lines if not _PAGE.fullmatch(line))


def _lines(block: Block) -> Iterator[str]:
    yield block.text
    for row in block.rows:
        yield from (cell.text for cell in row)
