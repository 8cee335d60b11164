"""Clauses: what is found is quoted with its place, what is missing names itself."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from policy_kit import source
from policy_kit.evidence import Found, Scene, read, search
from policy_kit.model import Block, Document, Inline, KitError, Policy

POLICY = """\
people:
  headteacher:
    name: Jo Marsh
    email: TBC
school_day:
  days:
    - {pupils: Infants, starts: 08:45, ends: 15:15, morning_register: {opens: 08:45, closes: 09:20}}
    - {pupils: Juniors, starts: 08:50, ends: 15:20, morning_register: {opens: 08:50}}
absence:
  report: {by: 09:30, each_day: true}
  first_day_calling: {by: 09:00}
  emergency_contacts: 2
data:
  levels: [whole school, year group]
document:
  approved: {on: 2026-09-24}
  next_review: 2026-11-21
  review_months: 1
registers: {kept_years: 3}
waivers:
  - {item: KCC-7.2, reason: The hall is closed, agreed_by: Board, until: 2026-11-21}
"""
BLOCKS = (
    Block("heading", (Inline("Title"),), level=1),
    Block("heading", (Inline("Needs"),), level=2, number="9", ident="needs"),
    Block("heading", (Inline("Equality"),), level=3, number="9.1", ident="equality"),
    Block("paragraph", (Inline("We follow the Equality Act 2010 and are glad to."),)),
    Block("paragraph", (Inline("The Equality Act 2010."),)),
    Block("heading", (Inline("Empty"),), level=3, ident="empty"),
)
FIGURES: Mapping[str, Any] = {
    "most": SimpleNamespace(value=30),
    "hours": SimpleNamespace(value=32.5),
    "years": SimpleNamespace(value=6),
}


def found(clause: Mapping[str, Any], text: str = POLICY) -> Found:
    policy = Policy(source.parse(text, "p.yaml"), Document("p.yaml", "Title", BLOCKS))
    return search(clause, Scene(policy, FIGURES, date(2026, 11, 22)))


def quotes(clause: Mapping[str, Any], text: str = POLICY) -> list[str]:
    return [e.quote for e in found(clause, text).evidence]


def missing(clause: Mapping[str, Any], text: str = POLICY) -> list[str]:
    return [m.name for m in found(clause, text).missing]


def labels(clause: Mapping[str, Any], text: str = POLICY) -> list[str]:
    return [e.label for e in found(clause, text).evidence]


def test_a_value_is_evidence_with_its_place() -> None:
    """A filled value is quoted, with the line on which it stands."""
    (evidence,) = found({"value": "/people/headteacher/name"}).evidence
    assert (evidence.quote, str(evidence.place)) == ("Jo Marsh", "p.yaml:3:11")


@pytest.mark.parametrize(
    "email",
    [
        "TBC",
        "tba",
        '""',
        '" "',
        "xx",
        '"[insert name]"',
        '"Ms [insert name]"',
        "null",
        '"?"',
        "To be confirmed.",
    ],
)
def test_a_placeholder_is_no_evidence(email: str) -> None:
    """Empty texts and words that keep a place are not answers."""
    text = f"people: {{headteacher: {{email: {email}}}}}"
    assert missing({"value": "/people/headteacher/email", "as": "an e-mail address"}, text) == [
        "an e-mail address"
    ]


@pytest.mark.parametrize("name", ["Toby Tbara", "Xx-Marie Dole", "Ann Insert", "N. Unknown-Smith"])
def test_a_name_that_looks_odd_is_still_a_name(name: str) -> None:
    """Only whole placeholders are placeholders."""
    assert quotes({"value": "/people/headteacher/name"}, f"people: {{headteacher: {{name: {name}}}}}") == [
        name
    ]


def test_every_member_of_a_list_must_be_filled() -> None:
    """With `*` each row answers for itself; the one that does not is missing."""
    clause = {"value": "/school_day/days/*/morning_register/closes", "as": "closing time"}
    result = found(clause)
    assert [e.quote for e in result.evidence] == ["09:20"]
    assert [(m.name, m.pointer) for m in result.missing] == [
        ("closing time", "/school_day/days/1/morning_register/closes")
    ]


def test_all_names_what_is_missing() -> None:
    """Of `all`, what is found is kept and what is missing is named."""
    clause = {
        "all": [{"value": "/people/headteacher/name"}, {"value": "/people/headteacher/email", "as": "e-mail"}]
    }
    assert (quotes(clause), missing(clause)) == (["Jo Marsh"], ["e-mail"])


def test_any_takes_the_first_that_is_whole() -> None:
    """Of `any`, one whole answer is enough and nothing is missing."""
    clause = {"any": [{"value": "/people/headteacher/email"}, {"value": "/people/headteacher/name"}]}
    assert (quotes(clause), missing(clause)) == (["Jo Marsh"], [])


def test_any_that_finds_nothing_is_missing_by_its_own_name() -> None:
    """Where no alternative is found, `as` says in one phrase what is missing."""
    clause = {"any": [{"value": "/people/senco"}, {"value": "/people/others"}], "as": "somebody to turn to"}
    assert missing(clause) == ["somebody to turn to"]


def test_a_choice_must_be_true() -> None:
    """`yes` is met by true alone."""
    assert quotes({"yes": "/absence/report/each_day"}) == ["yes"]
    assert missing({"yes": "/absence/tell_social_worker", "as": "the social worker is told"}) == [
        "the social worker is told"
    ]


def test_a_number_must_be_large_enough() -> None:
    """`number` counts a number, or the members of a list."""
    assert quotes({"number": {"at": "/absence/emergency_contacts", "at_least": 2}}) == ["2"]
    assert quotes({"number": {"at": "/absence/emergency_contacts", "at_least": 3}}) == []
    assert quotes({"number": {"at": "/data/levels", "at_least": 2}}) == ["whole school, year group"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("whole school", ["whole school"]),
        ("WHOLE  SCHOOL", ["whole school"]),
        ("year*", ["year group"]),
        ("hole", []),
    ],
)
def test_words_are_whole_words(pattern: str, expected: list[str]) -> None:
    """A pattern is whole words in any case; `*` lets the word go on."""
    assert quotes({"words": {"at": "/data/levels", "any_of": [pattern]}}) == expected


def test_the_standard_wording_is_quoted_from_the_document() -> None:
    """The shortest block that has all the words is the quote, under its trail of headings."""
    (evidence,) = found({"standard": {"under": "equality", "words": ["Equality Act", "2010"]}}).evidence
    assert (evidence.quote, evidence.place.heading) == ("The Equality Act 2010.", "9 Needs › 9.1 Equality")


def test_a_heading_alone_is_no_evidence() -> None:
    """A section without words under it says nothing."""
    assert missing({"standard": "empty", "as": "words"}) == ["words"]
    assert missing({"standard": "nowhere", "as": "words"}) == ["words"]


def test_a_register_open_too_long_is_a_fault() -> None:
    """Minutes from opening to closing are held against the law's figure."""
    days = "/school_day/days/*/morning_register/"
    assert labels(
        {"longer": {"from": days + "opens", "to": days + "closes", "than": {"figure": "most"}}}
    ) == ["open for 35 minutes; the most is 30"]


def test_an_unknown_figure_accuses_nobody() -> None:
    """Where the law of the day is not known, there is no fault."""
    days = "/school_day/days/*/morning_register/"
    assert (
        labels({"longer": {"from": days + "opens", "to": days + "closes", "than": {"figure": "unknown"}}})
        == []
    )


def test_a_time_must_come_after_another() -> None:
    """A call before the time to report is found, and the other line is named."""
    assert labels({"earlier": {"this": "/absence/first_day_calling/by", "than": "/absence/report/by"}}) == [
        "9am is not after 9:30am (line 10)"
    ]


def test_dates_are_held_against_the_day_of_the_check() -> None:
    """A review that has passed is found; one that is still to come is not."""
    assert labels({"passed": "/document/next_review"}) == ["21 November 2026 has passed"]
    assert labels({"passed": "/document/next_review"}, POLICY.replace("2026-11-21", "2026-11-22")) == []
    assert labels({"ahead": "/document/approved/on"}) == []


@pytest.mark.parametrize(
    ("month", "expected"), [("2026-10", ["October 2026 has passed"]), ("2026-11", []), ("2026-13", [])]
)
def test_a_month_has_passed_with_its_last_day(month: str, expected: list[str]) -> None:
    """A review in November is not late on the 22nd of November."""
    assert labels({"passed": "/document/next_review"}, POLICY.replace("2026-11-21", month)) == expected


def test_a_review_later_than_the_board_allows() -> None:
    """More months between approval and review than the policy itself allows are found."""
    clause = {
        "apart": {
            "from": "/document/approved/on",
            "to": "/document/next_review",
            "more_than_months": "/document/review_months",
        }
    }
    assert labels(clause) == ["21 November 2026 is more than 1 month after 24 September 2026"]
    assert labels(clause, POLICY.replace("review_months: 1", "review_months: 2")) == []


def test_a_short_week_shows_its_sum() -> None:
    """Hours from start to end are added up over five days, for each group of pupils."""
    clause = {"week_below": {"days": "/school_day/days", "hours": {"figure": "hours"}}}
    assert labels(clause) == []
    short = POLICY.replace("ends: 15:20", "ends: 15:15")
    assert labels(clause, short) == ["08:50 to 15:15 on 5 days: 32.08 hours a week"]


def test_a_number_below_the_law() -> None:
    """A register kept for three years is kept too short."""
    assert labels({"below": {"at": "/registers/kept_years", "figure": "years"}}) == ["3 is less than 6"]


def test_a_waiver_ends() -> None:
    """A waiver counts on its last day and no longer."""
    assert labels({"waiver_over": "/waivers"}) == ["accepted until 21 November 2026 only"]


def test_every_placeholder_is_found() -> None:
    """Whatever still has to be filled in is quoted with its place."""
    assert quotes({"placeholder": "/"}) == ["TBC"]


def test_a_month_is_all_of_it() -> None:
    """A review given by its month is held by its last day, and is not later than allowed by being a month."""
    apart = {
        "apart": {
            "from": "/document/approved/on",
            "to": "/document/next_review",
            "more_than_months": "/document/review_months",
        }
    }
    text = POLICY.replace("2026-11-21\n  review_months: 1", "2026-10\n  review_months: 1")
    assert labels(apart, text) == []
    same = POLICY.replace("next_review: 2026-11-21", "next_review: 2026-09")
    assert labels({"earlier": {"this": "/document/next_review", "than": "/document/approved/on"}}, same) == []


def test_a_list_of_words_that_there_is_not() -> None:
    """A checklist of somebody's own that names an unknown list of words is told so, and which is meant."""
    with pytest.raises(KitError, match="Did you mean “@headteacher”"):
        search({"sentence": ["@headteachr"]}, read(Document("x.md", "", BLOCKS)))
