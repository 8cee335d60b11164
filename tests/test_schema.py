"""What a policy file may say: mistakes in plain English, and the examples and names that the schema gives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_kit import schema
from policy_kit.policy.merge import laid_over
from policy_kit.schema import kinds
from policy_kit.schema.walk import load, resolved, trail
from policy_kit.source import load_source, parse

INVALID = Path(__file__).parent / "policies" / "invalid"
BY_ITSELF = ("slips-in-words", "dates-and-times", "lists-and-keys")


def told(text: str, name: str = "policy") -> list[str]:
    """What is said of a text: line, column and message."""
    return [f"{f.place.line}:{f.place.column} {f.message}" for f in schema.validate(parse(text, "f"), name)]


def about(text: str) -> list[str]:
    """What is said of some keys of a policy that is in order otherwise."""
    school = "school: {name: Oakfield, phase: primary, type: community}\n"
    return told(f"format: policy-kit/1\n{school if 'school:' not in text else ''}{text}")


@pytest.mark.parametrize("name", BY_ITSELF)
def test_mistakes_are_told_by_line_and_once(name: str) -> None:
    """All mistakes of a file are told at once, by line, none of them twice, each under the rule of form."""
    findings = schema.validate(load_source(INVALID / f"{name}.yaml"), "policy")
    places = [(finding.place.line, finding.place.column) for finding in findings]
    assert places == sorted(places)
    assert len({(f.place, f.message) for f in findings}) == len(findings) > 12
    assert {(f.rule, f.outcome, f.severity) for f in findings} == {("FORMAT", "fault", "error")}


def test_a_policy_in_order_has_no_findings() -> None:
    """The least that a school can say is enough."""
    assert about("") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "1:1 A policy is made of keys with a colon and what you have to say"),
        ("just words\n", "1:1 A policy is made of keys with a colon and what you have to say"),
    ],
)
def test_a_file_without_keys_is_told_once(text: str, message: str) -> None:
    """A list or plain words are told to be no policy."""
    (only,) = told(text)
    assert only.startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gates_open: 08:30", "3:1 The file has no key gates_open; it belongs under school_day."),
        ("School Day: {}", "3:1 The file has no key School Day (did you mean school_day?)"),
        ("data: {sent-to-dfe: daily}", "3:8 data has no key sent-to-dfe (did you mean sent_to_dfe?)"),
        ("words: {head: Principal}", "3:9 words has no key head (did you mean headteacher?)"),
        ("words: {zzz: x}", "3:9 words has no key zzz. Its keys are pupils, headteacher."),
    ],
)
def test_an_unknown_key_is_placed_where_it_belongs(text: str, message: str) -> None:
    """A key that stands in the wrong place, or is misspelt, is told the right one."""
    assert about(text) == [message]


def test_a_number_is_shown_as_it_was_typed() -> None:
    """1.10 is not told as 1.1."""
    assert about("document: {version: 1.10}") == [
        '3:21 version is a number, where text is wanted. Put it in quotation marks: version: "1.10"'
    ]


@pytest.mark.parametrize(
    ("line", "ending"),
    [
        (
            "document: {review_months: 2 years}",
            "a whole number is wanted. Give a whole number of months, such as review_months: 12",
        ),
        ('document: {review_months: "24"}', "a whole number is wanted; write review_months: 24"),
        ("document: {review_months: 24 months}", "a whole number is wanted; write review_months: 24"),
        (
            "document: {review_months: 99 months}",
            "a whole number is wanted. Give a whole number of months, such as review_months: 12",
        ),
        (
            "leave_of_absence: {ask: {weeks_before: 4 weeks}}",
            "a whole number is wanted; write weeks_before: 4",
        ),
        (
            "leave_of_absence: {ask: {weeks_before: 20 days}}",
            "a whole number is wanted. Give a whole number of weeks, such as weeks_before: 4",
        ),
        (
            "leave_of_absence: {ask: {weeks_before: at least 4 weeks}}",
            "a whole number is wanted. Give a whole number of weeks, such as weeks_before: 4",
        ),
        ("thresholds: [{name: Step, below: 95 per cent}]", "a number is wanted; write below: 95"),
        (
            "thresholds: [{name: Step, below: 10 sessions}]",
            "a number is wanted. Give a number, such as below: 97",
        ),
    ],
)
def test_a_number_is_suggested_only_in_the_unit_of_its_key(line: str, ending: str) -> None:
    """2 years are not 2 months: a number is offered only where nothing else is said than what the key counts."""
    (only,) = about(line)
    assert only.endswith(f"where {ending}")


@pytest.mark.parametrize(
    ("line", "ending"),
    [
        (
            "school_day: {gates_close: 3.15}",
            "Write hours and minutes of the 24-hour clock, such as 08:45 or 15:15.",
        ),
        ("complaints: [Ask us, then write]", "Write it on one line: complaints: Ask us, then write"),
        (
            "complaints: [{ask: us}]",
            "where one text is wanted, such as Speak to the class teacher first; our complaints policy say…",
        ),
        ("absence: {report: {email: 5}}", "Give one address and nothing else."),
        (
            "absence: {report: {telephone: [01632 960001, 01632 960002]}}",
            "is a list, where one text is wanted, such as 01632 960004",
        ),
    ],
)
def test_no_value_is_suggested_that_would_be_wrong(line: str, ending: str) -> None:
    """What cannot be meant, or would not be accepted, is not offered for copying."""
    (only,) = about(line)
    assert only.endswith(ending)


def test_of_several_choices_that_hold_a_word_none_is_guessed() -> None:
    """Voluntary may mean two types: both are left to the school."""
    (only,) = about("school: {name: Oakfield, phase: primary, type: voluntary}")
    assert "did you mean" not in only


def test_a_sentence_is_not_cut_at_its_commas() -> None:
    """Commas part the entries of a list only where the entries are short."""
    text = "lateness: {repeated: 'if a child is late again, the class teacher talks to the family about it'}"
    (finding,) = schema.validate(parse(f"format: policy-kit/1\n{text}", "f"), "policy")
    assert (finding.fix or "").count("- ") == 1


def test_of_two_forms_the_one_that_was_meant_is_told() -> None:
    """A link may be text or keys: a mistake in the keys is not told as wrong text."""
    assert about("links: [Behaviour policy, {title: SEND policy, url: oakfield}]") == [
        '3:53 "oakfield" is not a web address like https://oakfield.example. It begins with https:// and has no spaces.'
    ]


def test_a_file_laid_under_another_need_not_be_whole() -> None:
    """What is missing from a map may come from the other file; what is missing from a list may not."""
    source = parse("school: {type: academy}\nthresholds: [{below: 95}]\n", "f")
    assert [f.message for f in schema.validate(source, "policy", partial=True)] == [
        "name is missing from item 1 of thresholds. Add it, such as name: Notice and contact"
    ]


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        *(
            ("time", text, "08:45")
            for text in ("8:45", "08.45", "8.45am", "08:45 AM", "0845", "8h45", "08:45:00")
        ),
        *(("time", text, "15:00") for text in ("3pm", "3.00 p.m.", "15.00", "1500")),
        *(("time", text, "12:00") for text in ("noon", "12 noon", "12pm")),
        *(("time", text, None) for text in ("25:00", "quarter to nine", "9", "8:75", "3.15", "14:00am")),
        *(("date", text, "2026-09-24") for text in ("24/09/2026", "24.9.2026", "24-09-2026", "2026/9/24")),
        *(("date", text, "2026-09-24") for text in ("24 September 2026", "Thursday, 24th of Sept 2026")),
        *(("date", text, "2026-09-04") for text in ("2026-9-4", "4 sep 2026")),
        *(("date", text, None) for text in ("September 2026", "31/02/2026", "next year", "24/09/26")),
        ("date", "2026-09-24T10:00:00Z", "2026-09-24"),
        ("date", "2026-09-24 to 2026-10-01", None),
        *(("date_or_month", text, "2027-11") for text in ("November 2027", "11/2027", "Nov 2027", "2027/11")),
        ("date_or_month", "24/11/2027", "2027-11-24"),
        *(("date_or_month", text, None) for text in ("13/2027", "autumn 2027", "2027")),
        ("email", "mailto:office@oakfield.example", "office@oakfield.example"),
        ("email", "The office <office@oakfield.example>", "office@oakfield.example"),
        *(("email", text, None) for text in ("office", "a@b", "a@b.example, c@d.example")),
        *(
            ("telephone", text, "01632 960001")
            for text in ("01632.960001", "Tel: 01632/960001", "01632 960001 (office)")
        ),
        *(
            ("telephone", text, None)
            for text in ("ring us", "01632 960001 or 01632 960002", "01632 960001/2")
        ),
        ("telephone", "+44.1632.960001", "+44 1632 960001"),
        ("url", "www.oakfield.example/policies", "https://www.oakfield.example/policies"),
        *(("url", text, None) for text in ("our website", "policy.pdf", "3.1")),
    ],
)
def test_a_slip_in_a_fact_is_told_what_it_was_meant_to_be(kind: str, text: str, meant: str | None) -> None:
    """Times, dates, addresses and numbers in other spellings are told in the right one, where there is one."""
    said = kinds.not_a(kind, "key", text)
    assert said.startswith(f'"{text}" is not a')
    assert said.partition("; write key: ")[2] == (meant or "")


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("2026-09-24", True),
        ("2026-02-30", False),
        ("20260924", False),
        ("2026-W39-4", False),
        ("2026-9-24", False),
    ],
)
def test_a_date_is_a_day_of_the_calendar(text: str, is_date: bool) -> None:
    """Only four, two and two figures that make a day are a date."""
    assert kinds.is_date(text) is is_date


def test_a_review_may_be_given_by_its_month() -> None:
    """The next and the last review may be a month; a day of approval may not."""
    assert about("document: {next_review: 2027-11, last_reviewed: 2025-11}") == []
    month, day = about("document: {next_review: 2027-13, approved: {on: 2026-09}}")
    assert month.startswith(
        '3:25 "2027-13" is not a date like 2026-09-24 or a month like 2026-09. Write year'
    )
    assert day.startswith('3:49 "2026-09" is not a date like 2026-09-24. Write year, month and day')


def every_pointer() -> Iterator[str]:
    """Every place of a policy, the first item of each list with it."""
    yield from _below(load("policy"), "")


def _below(node: Any, pointer: str) -> Iterator[str]:
    node = resolved(node, "policy")
    for key, member in node.get("properties", {}).items():
        yield f"{pointer}/{key}"
        yield from _below(member, f"{pointer}/{key}")
    for member in (node["items"], *node["items"].get("anyOf", ())) if "items" in node else ():
        yield f"{pointer}/0"
        yield from _below(member, f"{pointer}/0")


POINTERS = sorted(set(every_pointer()))
PARTS = sorted({pointer.split("/")[1] for pointer in POINTERS})


@pytest.mark.parametrize("part", PARTS)
def test_every_example_is_a_piece_of_a_valid_policy(part: str) -> None:
    """The YAML that is offered for a place is read as it is meant, holds the place, and is valid."""
    for pointer in POINTERS:
        if pointer.split("/")[1] == part:
            source = parse(schema.example(pointer), "f")
            assert pointer in source.places
            findings = schema.validate(source, "policy", partial=True)
            assert [f.message for f in findings] == []


MINIMAL = "format: policy-kit/1\nschool: {name: Oakfield, phase: primary, type: community}\n"


@pytest.mark.parametrize("part", PARTS)
def test_a_policy_with_an_example_added_is_valid(part: str) -> None:
    """The least that a school can say, laid over any example, is a valid policy."""
    least = parse(MINIMAL, "f")
    for pointer in POINTERS:
        if pointer.split("/")[1] == part:
            whole = laid_over(least, parse(schema.example(pointer, least.places.__contains__), "e"))
            assert [f.message for f in schema.validate(whole, "policy")] == [], pointer


def test_what_is_there_is_not_asked_for_again() -> None:
    """Beside what the policy has, an example shows the missing key alone."""
    places = parse("thresholds: [{below: 95, name: Early support}]", "f").places
    assert (
        schema.examples(["/thresholds/0/who"], places.__contains__)
        == "thresholds:\n  - who: the class teacher\n"
    )
    assert schema.examples(["/thresholds/1/who"], places.__contains__) == (
        "thresholds:\n  - below: 97\n    name: Notice and contact\n    who: the class teacher\n"
    )


def test_every_place_has_a_plain_name() -> None:
    """No key is shown where a plain name is wanted."""
    titles = [schema.title(pointer) for pointer in POINTERS]
    assert [title for title in titles if "_" in title or not title[0].isupper()] == []


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        (
            "/people/attendance_officer/telephone",
            "people:\n  attendance_officer:\n    telephone: 01632 960002\n",
        ),
        (
            "/school",
            "school:\n  name: Oakfield CE Primary School\n  phase: primary\n  type: voluntary-aided\n",
        ),
        ("/school_day/days/0/starts", "school_day:\n  days:\n    - starts: 08:45\n"),
        ("/people/detailed_support/*/name", "people:\n  detailed_support:\n    - name: Rita Cole\n"),
        ("/document/version", 'document:\n  version: "3"\n'),
        ("/links/0/url", "links:\n  - title: SEND policy\n    url: https://oakfield.example/send\n"),
        ("/document/approved/on", "document:\n  approved:\n    on: 2026-09-24\n"),
        ("/no/such/place", ""),
        ("", ""),
    ],
)
def test_an_example_stands_under_its_parents(pointer: str, text: str) -> None:
    """An example can be copied into a file as it is."""
    assert schema.example(pointer) == text


def test_several_examples_share_their_parents() -> None:
    """Each key is written once, whatever is asked for under it."""
    pointers = [
        "/school_day/days/0/starts",
        "/people/senco",
        "/school_day/days/0/ends",
        "/people/senco/email",
        "/x",
    ]
    assert schema.examples(pointers) == (
        "school_day:\n  days:\n    - starts: 08:45\n      ends: 15:15\n"
        "people:\n  senco:\n    name: Kit Lowe\n    email: attendance@oakfield.example\n"
    )


def test_the_schema_names_its_places() -> None:
    """Names, kinds, prose and what is printed come from the schema, through its references."""
    assert schema.title("/people/attendance_officer/telephone") == "Attendance officer: Telephone"
    assert schema.title("/encouraging/rewards/0") == "Encouraging good attendance: Rewards"
    assert schema.title("/people/attendance_officer/shoe") == "People: Attendance officer"
    assert schema.title("") == "The policy"
    assert [schema.kind(f"/school/{key}") for key in ("telephone", "email", "website", "name")] == [
        *("telephone", "email", "url"),
        None,
    ]
    assert (schema.kind("/document/approved/on"), schema.kind("/school_day/gates_open")) == ("date", "time")
    assert (schema.is_prose("/vision"), schema.is_prose("/school/name"), schema.is_prose("/x")) == (
        True,
        False,
        False,
    )
    assert (schema.printed("/waivers/0/reason"), schema.printed("/school/phase")) == (False, False)
    assert (schema.printed("/school/name"), schema.printed("/links/1/title")) == (True, True)
    assert (schema.known("/people/others/3/for"), schema.known("/people/other")) == (True, False)


def test_every_example_of_the_schema_fits_its_own_place() -> None:
    """What the schema shows as an example, it accepts."""
    from jsonschema import Draft202012Validator

    whole = load("policy")
    for pointer in POINTERS:
        node = trail(pointer)[-1]
        for example in node.get("examples", ()):
            assert Draft202012Validator({**node, "$defs": whole["$defs"]}).is_valid(example), pointer
