"""The ledger of facts: what a document states, for whom, and where it contradicts itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_kit import data, evidence, ledger, schema
from policy_kit.cli import main
from policy_kit.document import markdown
from policy_kit.ledger.kinds import FILE, known
from policy_kit.ledger.people import person, same
from policy_kit.ledger.values import normal
from policy_kit.model import Document
from policy_kit.source import load_source

HERE = Path(__file__).parent / "ledger"
ON = ("--on", "2026-11-22")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def stated(text: str) -> set[tuple[str, str, str]]:
    """The facts in a few lines of Markdown: name, group and value."""
    document = Document("policy.md", "", tuple(markdown.blocks(text, "policy.md")))
    return {(fact.ident, fact.group, fact.value) for fact in ledger.entries(evidence.read(document))}


def test_the_facts_are_well_formed() -> None:
    """The file of facts fits its schema, and all that it names by name is there."""
    assert schema.validate(load_source(FILE), "ledger") == ()
    facts = known()
    assert {kind.under for kind in facts.kinds} <= set(facts.headings)
    assert {kind.about for kind in facts.kinds} <= {"", *facts.subjects}
    assert all(kind.said or kind.values for kind in facts.kinds)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The register opens at 8.45am and closes at 9.15am.", ("morning_register_closes", "", "09:15")),
        ("The register opens at 8.45am and closes at 9.15am.", ("morning_register_opens", "", "08:45")),
        ("At 9 a.m. the registers will be closed.", ("morning_register_closes", "", "09:00")),
        ("Afternoon registration closes at half past one.", ("afternoon_register_closes", "", "13:30")),
        ("In Nursery the register closes at 9.15am.", ("morning_register_closes", "Nursery", "09:15")),
        ("## Year 7\n\nThe register closes at 8.50.", ("morning_register_closes", "Year 7", "08:50")),
        ("The gates open at 8.30am and close at 8.45am.", ("gates_close", "", "08:45")),
        ("The school day ends at 3.15.", ("day_ends", "", "15:15")),
        ("| 8.50 | Register opens |\n|---|---|\n| 3.20 | Home time |", ("day_ends", "", "15:20")),
        ("Mrs Ama Field (headteacher) decides.", ("headteacher", "", "ama field")),
        ("Absence line: 01632 960145 (24 hours)", ("absence_line", "", "01632960145")),
        ("Date of next review: 3rd May 2027", ("review_date", "", "2027-05-03")),
        ("This policy is reviewed annually.", ("review_interval", "", "12")),
        ("Persistent absence means missing 10% or more of sessions.", ("persistent_absence", "", "10")),
        ("Registers are kept for six years.", ("register_kept", "", "6")),
    ],
)
def test_a_fact_is_known_by_many_words(text: str, fact: tuple[str, str, str]) -> None:
    """The value is found with what it is, and for whom."""
    assert fact in stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "The gates close at 8.45am and the children go in.",
        "Lessons begin at 9.00am. See section 9.15.",
        "Mrs Ama Field is the deputy headteacher.",
        "Breakfast club opens at 7.45am and closes at 8.40am.",
    ],
)
def test_other_values_are_not_taken_for_a_fact(text: str) -> None:
    """What belongs to something else is no fact about the register, the day or the headteacher."""
    assert not {name for name, _, _ in stated(text)} - {"gates_close"}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("time", "8.45 a.m.", "08:45"),
        ("time", "1.15", "13:15"),
        ("time", "12.30pm", "12:30"),
        ("time", "noon", "12:00"),
        ("time", "ten to nine", "08:50"),
        ("time", "0845 hrs", "08:45"),
        ("date", "3rd May 2027", "2027-05-03"),
        ("date", "03/05/27", "2027-05-03"),
        ("phone", "+44 (0)1632 960145", "01632960145"),
        ("phone", "(01632) 960145", "01632960145"),
        ("weeks", "two weeks", "2 weeks"),
    ],
)
def test_a_value_is_one_however_it_is_written(kind: str, text: str, value: str) -> None:
    """Two ways to write one value give one value."""
    assert normal(kind, text) == value


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Mr T. Osgood-Bray", "Tom Osgood-Bray", True),
        ("Mrs Smith-Jones", "Jane Smith", True),
        ("Mr J. Whitaker", "Jim Whittaker", True),
        ("Mr T. Osgood-Bray", "Ms D. Rusk", False),
        ("Ama Field", "Ama Harrow", False),
    ],
)
def test_one_person_may_be_named_in_many_ways(one: str, other: str, expected: bool) -> None:
    """Initials, titles, half a double name and a slip of a letter do not make two people."""
    assert same(person(one), person(other)) is expected


def test_the_text_of_the_ledger(golden: Callable[[str | bytes, Path], None]) -> None:
    """Facts stand under plain headings, value first, then every place; contradictions are marked."""
    result = run("facts", str(HERE / "hollins.md"), *ON)
    assert result.exit_code == 0
    golden(result.output.replace(str(HERE / "hollins.md"), "hollins.md"), HERE / "hollins.txt")


def test_the_ledger_for_other_tools() -> None:
    """The JSON has each value, as printed and as it can be compared, with every place."""
    found = json.loads(run("facts", str(HERE / "hollins.md"), "--format", "json").output)
    assert found["format"] == "policy-kit-facts/1"
    (closes,) = [
        one for one in found["facts"] if one["id"] == "morning_register_closes" and one["value"] == "09:05"
    ]
    assert (closes["group"], closes["shown"], closes["places"][0]["place"]["line"]) == (
        "Reception",
        "9.05",
        15,
    )
    odd = [one["shown"] for one in found["facts"] if one["at_odds"]]
    assert odd == ["Mrs Orla Penhaligon", "Ms Dina Rusk"]


def test_a_policy_file_tells_its_own_values() -> None:
    """The facts of a policy file have plain names and their lines."""
    told = run("facts", str(data.EXAMPLES / "oakfield-primary.yaml"), *ON).output
    assert "Headteacher: Name: Jo Marsh" in told
    assert "← at odds" not in told


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    """As with `check`, the message says why."""
    path = tmp_path / "policy.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    result = run("facts", str(path))
    assert (result.exit_code, "Traceback" in result.output) == (2, False)
    assert str(path) in result.output


def test_a_schools_own_words_may_contradict_its_facts(tmp_path: Path) -> None:
    """A time in the prose of a policy file is compared with the document that the file makes."""
    path = tmp_path / "policy.yaml"
    text = (data.EXAMPLES / "willow-bank-special.yaml").read_text(encoding="utf-8")
    path.write_text(
        text.replace("introduction: |\n", "introduction: |\n  The morning register closes at 9:45am.\n\n"),
        encoding="utf-8",
    )
    reports = json.loads(run("check", str(path), *ON, "--format", "json").output)["reports"]
    told = [f["message"] for f in reports[0]["findings"] if f["rule"] == "FACT-1.1"]
    assert len(told) == 1
    assert "9:45am" in told[0]
    assert "9:30am" in told[0]


def test_a_table_in_markdown_has_the_line_of_each_row() -> None:
    """A value in a table stands in the line of its row, and an empty item of a list stops nobody."""
    text = "-\n\nTimes\n\n| Gates open | 8.30 |\n|---|---|\n| Register closes | 9.10 |\n"
    document = Document("policy.md", "", tuple(markdown.blocks(text, "policy.md")))
    lines = {fact.ident: fact.places[0].place.line for fact in ledger.entries(evidence.read(document))}
    assert lines == {"gates_open": 5, "morning_register_closes": 7}
