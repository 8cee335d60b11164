"""An answer stands on its quotes: where they and their equals are taken away, it falls."""

from dataclasses import replace
from datetime import date

import pytest

from policy_kit import checklist, compose, data, evidence, law, policy
from policy_kit.evidence import Reading
from policy_kit.model import Block, Cell, Document, Item

ON = date(2026, 11, 22)
ITEMS = [item for item in checklist.load("kcc", ON).items if item.document]


def published(name: str) -> Document:
    return compose.compose(policy.load(data.EXAMPLES / name), law.load_law(ON))


@pytest.fixture(scope="module")
def oakfield() -> Reading:
    return evidence.read(published("oakfield-primary.yaml"))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.ident)
def test_without_its_quotes_an_answer_falls(item: Item, oakfield: Reading) -> None:
    """Taking away what is quoted, as often as something new is quoted, turns the answer; the rest still stands."""
    found = evidence.search(item.document or {}, oakfield)
    document = oakfield.document
    assert (bool(found.evidence), found.missing) == (True, ())
    while found.evidence and not found.missing:
        fewer = without({piece.quote.rstrip("…") for piece in found.evidence}, document)
        assert words(fewer) < words(document), found.evidence
        document = fewer
        found = evidence.search(item.document or {}, evidence.read(document))
    assert words(document) > words(oakfield.document) / 10


def without(quotes: set[str], document: Document) -> Document:
    """The document without the passages that hold a quote: paragraphs, items, rows."""
    return replace(
        document, blocks=tuple(kept for block in document.blocks if (kept := spared(block, quotes)))
    )


def spared(block: Block, quotes: set[str]) -> Block | None:
    if block.kind == "heading":
        return block
    if block.kind != "table":
        return None if held(block.text, quotes) else block
    kept = tuple(
        row for row in block.rows[block.header_rows :] if not any(in_row(cell, quotes) for cell in row)
    )
    return replace(block, rows=(*block.rows[: block.header_rows], *kept)) if kept else None


def in_row(cell: Cell, quotes: set[str]) -> bool:
    return any(held(inner.text, quotes) for inner in cell.blocks)


def held(text: str, quotes: set[str]) -> bool:
    """A quote stands in the text, or the text in the quote of a whole row."""
    plain = " ".join(text.split())
    return any(quote in plain or (len(plain) > 3 and plain in quote) for quote in quotes)


def words(document: Document) -> int:
    return sum(len(text.split()) for text in document.texts())
