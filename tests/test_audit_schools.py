"""Whose a file is: by number or by name, with a reason, and never by a guess that nobody is told of."""

from pathlib import Path
from typing import Any

import pytest

from policy_kit.audit import names, register
from policy_kit.audit.hints import hints
from policy_kit.audit.matching import Register
from policy_kit.audited import School
from policy_kit.model import Block, Document, Inline, KitError

HEAD = (
    "URN,LA (name),EstablishmentName,EstablishmentStatus (name),PhaseOfEducation (name),Town,Postcode,Trust\n"
)
SCHOOLS = {
    urn: School(urn, name, status=status, town=town, postcode=postcode)
    for urn, name, status, town, postcode in (
        ("110001", "Hazel Bank Primary School", "Open", "Ashby", "AB1 2CD"),
        ("110002", "St Mary's CE Primary School", "Open", "Ashby", "AB1 3EF"),
        ("110003", "St Mary's CE Primary School", "Open", "Burford", "AB9 1ZZ"),
        ("110004", "St Mary's RC Primary School", "Open", "Corby", ""),
        ("110005", "Oakfield School", "Open", "", ""),
        ("110006", "Elm Grove Infant School", "Closed", "", ""),
        ("110007", "Elm Grove Infant School", "Open", "", ""),
        ("110008", "Hazel Bank", "Open", "", ""),
        ("110009", "The Primary School", "Open", "", ""),
    )
}
ALL = Register(SCHOOLS)


def asked(key: str = "policy.pdf", **told: Any) -> tuple[str, tuple[str, ...]]:
    found = ALL.match(key, told)
    assert found.reason
    return found.strength, found.urns


@pytest.mark.parametrize(
    ("key", "told", "urn"),
    [
        ("110001/policy.pdf", {}, "110001"),
        ("sent/URN110005_attendance.docx", {}, "110005"),
        ("policy.pdf", {"urns": ["110001"]}, "110001"),
        ("Hazel-Bank_Primary_School-attendance.pdf", {}, "110001"),
        ("policy.pdf", {"first": ["Attendance Policy", "HAZEL BANK PRIMARY SCHOOL"]}, "110001"),
        ("policy.pdf", {"first": ["Elm Grove Infants' School"]}, "110007"),
        (
            "policy.pdf",
            {"first": ["St. Mary’s C of E (Aided) Primary School"], "postcodes": ["AB9 1ZZ"]},
            "110003",
        ),
        ("policy.pdf", {"first": ["Saint Mary's Church of England Primary School, Ashby"]}, "110002"),
        ("policy.pdf", {"first": ["St Mary's Catholic Primary School"]}, "110004"),
        ("policy.pdf", {"named": [["Oakfield School", 7]]}, "110005"),
        ("1100012.pdf", {"first": ["Oakfield School"]}, "110005"),
    ],
)
def test_a_number_or_a_whole_name_is_sure(key: str, told: Any, urn: str) -> None:
    """However it is written, and wherever it stands."""
    assert asked(key, **told) == ("sure", (urn,))


@pytest.mark.parametrize(
    ("key", "told", "urn"),
    [
        ("oakfield attendance.pdf", {}, "110005"),
        ("policy.pdf", {"named": [["Oakfeild School", 1]]}, "110005"),
        ("policy.pdf", {"named": [["Elm Grove Academy", 9]]}, "110007"),
    ],
)
def test_a_weak_match_is_to_be_confirmed(key: str, told: Any, urn: str) -> None:
    """A name in part, or nearly, is never taken for sure."""
    assert asked(key, **told) == ("confirm", (urn,))


@pytest.mark.parametrize(
    ("key", "told", "urns"),
    [
        ("110001 and 110002.pdf", {}, ("110001", "110002")),
        ("policy.pdf", {"urns": ["110001", "110005"]}, ("110001", "110005")),
        ("110001.pdf", {"first": ["Oakfield School"]}, ("110001", "110005")),
        ("policy.pdf", {"first": ["St Mary's CE Primary School"]}, ("110002", "110003")),
        ("hazel bank primary.pdf", {"first": ["Oakfield School"]}, ("110001", "110005")),
        ("policy.pdf", {"first": ["St Mary's Primary School"]}, ("110002", "110003", "110004")),
    ],
)
def test_several_schools_are_told(key: str, told: Any, urns: tuple[str, ...]) -> None:
    """Where a file may be of several schools, all of them are named."""
    assert asked(key, **told) == ("ambiguous", urns)


@pytest.mark.parametrize(
    "told", [{}, {"first": ["Attendance policy for our primary school"]}, {"first": ["St Anne's School"]}]
)
def test_no_school_is_no_match(told: Any) -> None:
    """Nothing is found in words that every policy has."""
    assert asked(**told) == ("none", ())


@pytest.mark.parametrize(
    "written",
    [
        "St. Mary's C.E. Primary School",
        "SAINT MARYS CofE Primary",
        "St Mary’s Church of England (VA) Primary",
    ],
)
def test_one_name_written_in_many_ways(written: str) -> None:
    """They are one name."""
    assert names.full(written) == names.full("St Mary's CE Primary School")


def test_hints_come_from_the_text() -> None:
    """The number after its name, a postcode, the first lines and whatever is called a school."""
    document = Document(
        "policy.pdf",
        "Attendance policy",
        (
            Block("paragraph", (Inline("Hazel Bank Primary School (URN: 110001), Ashby AB1 2CD."),)),
            Block("paragraph", (Inline("The Hazel Bank Primary School opens at 8:30. Ring 110005."),)),
        ),
    )
    found = hints(document)
    assert (found["urns"], found["postcodes"]) == (["110001"], ["AB1 2CD"])
    assert found["first"][0] == "Attendance policy"
    assert found["named"] == [["Hazel Bank Primary School", 2]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_register_is_read_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    """Excel's and everybody else's; columns that are not needed are passed over."""
    path = tmp_path / "schools.csv"
    path.write_bytes(
        (HEAD + "110001,Kent,St Zoë’s School,Open,Primary,Ashby,AB1 2CD,\r\n\r\n").encode(encoding)
    )
    (found,) = register.load(path).values()
    assert (found.name, found.authority, found.phase, found.open) == (
        "St Zoë’s School",
        "Kent",
        "Primary",
        True,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: there is no column URN and no column EstablishmentName; the first line says nothing"),
        ("URN;EstablishmentName\n", ":1: there is no column URN"),
        (HEAD, "there is no school in this list"),
        (HEAD + "110001,Kent,A,Open\n11000x,Kent,B,Open\n", ":3: “11000x” is not a URN"),
        (HEAD + "110001,Kent,A,Open\n110001,Kent,B,Open\n", ":3: the school 110001 is on line 2 already"),
        (HEAD + "110001,Kent,,Open\n", ":2: the school 110001 has no name"),
        (HEAD + '110001,Kent,"A,Open\n', "this is not CSV"),
        ("PK\x03\x04", "is no CSV file"),
    ],
)
def test_a_mistake_in_a_register_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    """In one sentence, with what to do."""
    path = tmp_path / "schools.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(KitError) as error:
        register.load(path)
    assert told in str(error.value)


def test_a_register_that_is_not_there(tmp_path: Path) -> None:
    """A wrong name is told at once."""
    with pytest.raises(KitError, match="Check its name"):
        register.load(tmp_path / "none.csv")
