"""Small files for the tests of the readers, written by hand."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from policy_kit.model import Block, Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = " ".join(
    f'xmlns:{name}="{_ODF}{part}:1.0"'
    for name, part in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
    )
)


def packed(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def docx(folder: Path, body: str, **parts: str) -> Path:
    """A Word file with this body; further parts by name: `numbering`, `styles`, `footnotes`, `header1`, `rels`."""
    named = {
        f"word/{name}.xml" if name != "rels" else "word/_rels/document.xml.rels": part
        for name, part in parts.items()
    }
    content: dict[str, str | bytes] = {
        "word/document.xml": root("document", f"<w:body>{body}</w:body>"),
        **named,
    }
    return packed(folder / "policy.docx", content)


def root(name: str, inside: str) -> str:
    """A part of a Word file."""
    return f"<w:{name} {_NAMES}>{inside}</w:{name}>"


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of Word in one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(folder: Path, body: str, *, styles: str = "", common: str = "", manifest: str = "") -> Path:
    """An OpenDocument text with this body; `styles` are its own, `common` goes into styles.xml."""
    content = (
        f"<office:document-content {_ODF_NAMES} xmlns:xlink='http://www.w3.org/1999/xlink'>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "content.xml": content,
        "styles.xml": f"<office:document-styles {_ODF_NAMES}>{common}</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {_ODF_NAMES}>{manifest}</manifest:manifest>",
    }
    return packed(folder / "policy.odt", parts)


def shown(document: Document) -> list[str]:
    """Each block in a line: kind and level, number, text; rows of a table with bars."""
    return [line for block in document.blocks for line in _shown(block)]


def _shown(block: Block) -> list[str]:
    rows = [" | ".join(cell.text for cell in row) for row in block.rows]
    level = str(block.level) if block.level else ""
    return [" ".join(f"{block.kind}{level} {block.number} {block.text}".split()), *rows]
