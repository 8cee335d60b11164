"""A policy's facts in the document that is made of them."""

from datetime import date

import pytest

from policy_kit import compose, law, source
from policy_kit.model import Document

POLICY = """\
format: policy-kit/1
school: {name: Hazel Bank School, phase: primary, type: community}
"""


def made(more: str) -> tuple[Document, tuple[str, ...]]:
    """The document of a small policy with something more, and the facts that stand in it."""
    policy = source.parse(POLICY + more, "p.yaml")
    document = compose.compose(policy, law.load_law(date(2026, 11, 22)))
    return document, compose.facts(policy, document)


def text(document: Document) -> str:
    return "\n".join(document.texts())


def test_a_month_is_printed_as_one() -> None:
    """A review in a month is printed without a day, wherever it stands."""
    document, facts = made("document: {next_review: 2027-11, last_reviewed: 2025-11}\n")
    assert {"November 2027", "November 2025"} <= set(facts)
    assert "It will be reviewed by November 2027." in text(document)
    assert "2027-11" not in text(document)


def test_who_approved_it_is_said_inside_a_sentence() -> None:
    """The table has the name as it was typed, and the sentence has it without a capital."""
    document, _ = made("document: {approved: {by: Full governing board, on: 2026-09-24}}\n")
    assert "This policy was approved on 24 September 2026 (full governing board)." in text(document)
    assert "Full governing board" in list(document.texts())


@pytest.mark.parametrize(
    ("choice", "said", "appendices"),
    [
        ("", "appendix 1 and appendix 2.", ["by role", "by group of pupils", "absence codes"]),
        ("by role", "appendix 1.", ["by role", "absence codes"]),
        ("by group", "appendix 1.", ["by group of pupils", "absence codes"]),
    ],
)
def test_a_school_chooses_the_appendix_of_roles(choice: str, said: str, appendices: list[str]) -> None:
    """Both appendices are printed, or the one that is chosen, and the text names what is there."""
    document, _ = made(f"document: {{roles_appendix: {choice}}}\n" if choice else "")
    headings = [block.text for block in document.blocks if block.number.startswith("Appendix ")]
    assert [any(end in heading for heading in headings) for end in appendices] == [True] * len(appendices)
    assert len(headings) == len(appendices)
    assert f"You can find the duties for each group of pupils in {said}" in " ".join(text(document).split())


@pytest.mark.parametrize(
    ("board", "inside", "first"),
    [
        ("Local academy committee", "The local academy committee will:", "Local academy committee"),
        (
            "The Governing Body of St Mary's",
            "The governing body of St Mary's will:",
            "Governing body of St Mary's",
        ),
        ("Northdown Board", "The Northdown Board will:", "Northdown Board"),
    ],
)
def test_a_board_is_written_as_in_a_sentence(board: str, inside: str, first: str) -> None:
    """Common words at the beginning of a board's name have no capital, but where they begin a heading."""
    policy = POLICY.replace("type: community", f'type: community, board: "{board}"')
    document = compose.compose(source.parse(policy, "p.yaml"), law.load_law(date(2026, 11, 22)))
    assert inside in text(document)
    assert first in [block.text for block in document.blocks if block.kind == "heading"]
