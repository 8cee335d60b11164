"""References are looked up in the document as a reader gives it: pages, contents, lines that were joined."""

from dataclasses import replace
from datetime import date

import pytest

from policy_kit import evidence, faults, rulebook
from policy_kit.document import markdown, outline
from policy_kit.law import load_law
from policy_kit.model import Block, Document, Inline, Place

RULES = tuple(rule for rule in rulebook.rules() if rule.family == "REF-1")
BODY = (
    "# 1. Aims\n\nWe aim.\n\n# 2. Roles\n\nAll help.\n\n# 3. Registers\n\nKept.\n\n# 4. Review\n\nEvery year."
)


def document(text: str) -> Document:
    return Document("p.md", "", outline.finish(markdown.blocks(text, "p.md"), "p.md"))


def found(subject: Document, *, whole: Document | None = None) -> list[tuple[str, str]]:
    """Rule and what it says of a document, or of a school's own words out of one."""
    hits = faults.find(
        RULES,
        evidence.read(subject),
        load_law(date(2026, 11, 22)),
        around=(lambda: evidence.read(whole)) if whole else None,
    )
    return [(hit.rule, hit.message.partition(": ")[2]) for hit in hits]


@pytest.mark.parametrize(("pages", "faulty"), [(3, True), (20, False)])
def test_pages_are_counted_by_their_places(pages: int, faulty: bool) -> None:
    """A page that is referred to must be one of those that the text stands on."""
    blocks = [
        Block("paragraph", (Inline("Fines are told of on page 14."),), place=Place("p.pdf", page=1)),
        Block("paragraph", (Inline("The end."),), place=Place("p.pdf", page=pages)),
    ]
    told = [("REF-1.1", "page 14 (there are 3 pages).")] if faulty else []
    assert found(Document("p.pdf", "", tuple(blocks))) == told


def test_pages_that_could_not_be_read_are_not_called_missing() -> None:
    """Nothing is said of pages when the reader noticed something."""
    block = Block("paragraph", (Inline("Fines are told of on page 14."),), place=Place("p.pdf", page=1))
    assert found(Document("p.pdf", "", (block,), notes=("9 pages have no text",))) == []


def test_a_contents_page_is_compared_with_the_headings() -> None:
    """An entry that no heading has is told of, at its place in the contents."""
    entries = "1 Aims\n2 Roles\n3 Registers\n4 Prizes for all\n4 Review"
    contents = Block("contents", (Inline(entries),), place=Place("p.md", 1))
    whole = document(BODY)
    subject = replace(whole, blocks=(contents, *whole.blocks))
    assert found(subject) == [("REF-1.7", "“Prizes for all”.")]


def test_own_words_are_looked_up_in_the_whole_document() -> None:
    """A school's own passage may refer to any section of the document that is made of it."""
    own = document("Registers are told of in section 3, prizes in section 9.")
    assert found(own, whole=document(BODY)) == [("REF-1.1", "section 9 (the last section is 4).")]


def test_an_address_that_was_cut_at_the_end_of_a_line_is_left_alone() -> None:
    """Lines of a page are joined with a space: the gap is none of the document's."""
    block = Block(
        "paragraph", (Inline("See https://www.gov. uk/attendance for more."),), place=Place("p.pdf", page=1)
    )
    assert found(Document("p.pdf", "", (block,))) == []
