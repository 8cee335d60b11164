"""A document in the formats that a school publishes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from policy_kit import pages
from policy_kit.model import Block, Cell, Document, KitError
from policy_kit.render.look import Look

Renderer = Callable[[Document, Look, Path | None], bytes]


def render(document: Document, form: str, look: Look, *, templates: Path | None = None) -> bytes:
    """The bytes of the file in one format: html, md, docx, pdf or txt. The same document makes the same bytes.

    `templates` is a folder whose files come before ours of the same name. Raises KitError for a logo, a colour or a
    format that cannot be used, and where a format's library is not installed.
    """
    if form not in RENDERERS:
        raise KitError(f"“{form}” is not a format that can be written. Choose from {', '.join(RENDERERS)}.")
    return RENDERERS[form](clean(document), look, templates)


def clean(document: Document) -> Document:
    """The document as it can be printed: without characters that no format can show."""
    return replace(
        document,
        title=_printable(document.title),
        blocks=tuple(_clean_block(block) for block in document.blocks),
        properties={name: _printable(value) for name, value in document.properties.items()},
    )


def _clean_block(block: Block) -> Block:
    runs = tuple(replace(run, text=_printable(run.text)) for run in block.runs)
    rows = tuple(tuple(Cell(tuple(map(_clean_block, cell.blocks))) for cell in row) for row in block.rows)
    return replace(block, runs=runs, rows=rows, number=_printable(block.number))


def _printable(text: str) -> str:
    return pages.printable(text).replace("\r", "\n")


def _html(document: Document, look: Look, templates: Path | None) -> bytes:
    from policy_kit.render import html

    return html.render(document, look, templates=templates)


def _markdown(document: Document, look: Look, _templates: Path | None) -> bytes:
    from policy_kit.render import markdown

    return markdown.render(document, look)


def _docx(document: Document, look: Look, _templates: Path | None) -> bytes:
    from policy_kit.render import docx

    return docx.render(document, look)


def _pdf(document: Document, look: Look, templates: Path | None) -> bytes:
    from policy_kit.render import pdf

    return pdf.render(document, look, templates=templates)


def _plain(document: Document, _look: Look, _templates: Path | None) -> bytes:
    from policy_kit.render import plain

    return plain.render(document)


RENDERERS: dict[str, Renderer] = {"html": _html, "md": _markdown, "docx": _docx, "pdf": _pdf, "txt": _plain}
