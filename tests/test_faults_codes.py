"""Lists of the codes of the register, in the shapes in which documents print them."""

from datetime import date

import pytest
from test_faults import found

from policy_kit import rulebook
from policy_kit.document import markdown
from policy_kit.faults.codes.listed import listed
from policy_kit.model import Block, Cell, Document, Place

CODES = tuple(rule for rule in rulebook.rules() if rule.family == "CODE-1")

TWO_COLUMNS = """
| Code | Meaning | Code | Meaning |
| ---- | ------- | ---- | ------- |
| I | Illness | M | Medical or dental appointment |
| R | Religious observance | H | Agreed family holiday |
"""

OLD = """
B – Educated off-site
C – Other authorised circumstances
D – Dual registered
E – Excluded
G – Family holiday not agreed, or days in excess
H – Agreed family holiday
I – Illness
J – Interview
L – Late before the register closed
M – Medical appointment
N – No reason yet
O – Other unauthorised
P – Sport
R – Religious observance
T – Traveller absence
Y – Enforced closure
"""


def codes(text: str) -> dict[str, str]:
    document = Document("policy.md", "", tuple(markdown.blocks(text, "policy.md")))
    return {one.code: one.meaning for one in listed(document)}


KNOWN = {
    "I": "Illness",
    "M": "Medical or dental appointment",
    "R": "Religious observance",
    "H": "Agreed family holiday",
}


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{code} – {meaning}" for code, meaning in KNOWN.items()),
        "\n\n".join(f"Code {code}: {meaning}" for code, meaning in KNOWN.items()),
        "\n".join(f"- **{code}** = {meaning}" for code, meaning in KNOWN.items()),
        "\n\n".join(f"{code} {meaning}" for code, meaning in KNOWN.items()),
        "\n".join(f"* {meaning} ({code})" for code, meaning in KNOWN.items()),
        "| Code | Meaning |\n|---|---|\n"
        + "\n".join(f"| {code} | {meaning} |" for code, meaning in KNOWN.items()),
        "| Meaning | Code |\n|---|---|\n"
        + "\n".join(f"| {meaning} | {code} |" for code, meaning in KNOWN.items()),
        TWO_COLUMNS,
    ],
)
def test_a_list_is_read_in_any_shape(text: str) -> None:
    """Lines, items and tables give the same codes with the same meanings."""
    assert codes(text) == KNOWN


def test_a_column_of_codes_finds_its_descriptions() -> None:
    """Where a reader has torn the columns apart, each description goes to the code that it fits."""
    texts = [*KNOWN, "L", *KNOWN.values(), "Late, before the register closed"]
    blocks = tuple(Block("paragraph", place=Place("p.txt", n)) for n, _ in enumerate(texts, 1))
    blocks = tuple(
        Block("paragraph", runs=markdown.blocks(text, "p.txt")[0].runs, place=block.place)
        for text, block in zip(texts, blocks, strict=True)
    )
    found_codes = {one.code: one.meaning for one in listed(Document("p.txt", "", blocks))}
    assert found_codes == {**KNOWN, "L": "Late, before the register closed"}


def test_codes_stacked_in_one_cell_are_read() -> None:
    """A cell of codes beside a cell of meanings: line by line."""

    def cell(*texts: str) -> Cell:
        return Cell(tuple(markdown.blocks(text, "p.md")[0] for text in texts))

    table = Block("table", rows=((cell(*KNOWN), cell(*KNOWN.values())),), place=Place("p.md", 1))
    assert {one.code: one.meaning for one in listed(Document("p.md", "", (table,)))} == KNOWN


def test_a_row_may_name_a_range() -> None:
    """ "Y1 to Y7" is seven codes."""
    text = "| Y1–Y7 | Unavoidable cause |\n|---|---|\n| I | Illness |\n| M | Dentist |\n| Q | No access |"
    assert {f"Y{n}" for n in range(1, 8)} < set(codes(text))


def test_no_code_of_2024_is_missing_before_it() -> None:
    """By the law of October 2023 the old list is whole and right."""
    text = "\n\n".join(OLD.strip().split("\n"))
    assert found(text, CODES, date(2023, 10, 1)) == ()
    assert {hit.rule for hit in found(text, CODES)} >= {"CODE-1.1", "CODE-1.2", "CODE-1.3"}
