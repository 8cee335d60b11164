"""Dates of a policy, in the shapes in which documents give them."""

from datetime import date

import pytest
from test_faults import found

from policy_kit import rulebook
from policy_kit.faults.dates import calendar

DATES = tuple(rule for rule in rulebook.rules() if rule.family == "DATE-1")


def faults(text: str, on: date = date(2026, 11, 22)) -> set[str]:
    return {hit.rule for hit in found(text, DATES, on)}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("1 September 2025", date(2025, 9, 1)),
        ("1st Sept. 2025", date(2025, 9, 1)),
        ("Monday 1st of September, 2025", date(2025, 9, 1)),
        ("September 1, 2025", date(2025, 9, 1)),
        ("01/09/25", date(2025, 9, 1)),
        ("1.9.2025", date(2025, 9, 1)),
        ("2025-09-01", date(2025, 9, 1)),
        ("09/2025", date(2025, 9, 30)),
        ("September 2025", date(2025, 9, 30)),
        ("Sep-25", date(2025, 9, 30)),
        ("Autumn 2025", date(2025, 12, 31)),
        ("Summer Term 2025", date(2025, 8, 31)),
        ("Spring term 2025/26", date(2026, 4, 30)),
        ("2025/26", date(2026, 8, 31)),
        ("2025–2026", date(2026, 8, 31)),
    ],
)
def test_a_date_has_a_last_day(text: str, last: date) -> None:
    """However a date is written, it passes on the same day."""
    assert [said.last for said in calendar.dates(text)] == [last]


@pytest.mark.parametrize(
    "text", ["31 February 2025", "2025", "10/20", "0161 496 0000", "9.15 to 9.30", "SI 2024/208"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Numbers, times and impossible days are no dates."""
    assert calendar.dates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Next review October 2026",
        "Date of next review: 30.9.26",
        "**Review Date:** September 2026",
        "Policy due for review: Summer term 2026",
        "Date Approved: September 2024 Review Date: September 2026",
        "Approved by governors March 2025. It will be reviewed by 18 July 2026.",
        "This policy will next be reviewed in the spring term 2026.",
        "| Approved by | Governors | Date | 5/2024 |\n|---|---|---|---|\n| Next review | May 2026 | Owner | Head |",
        "| Policy | Approved on | Next review date |\n| --- | --- | --- |\n| Attendance | 4 May 2024 | 4 May 2026 |",
        "Approved by\n\nReview due\n\n14 May 2024\n\nMay 2026",
        "Next review:\n\nOctober 2026",
    ],
)
def test_an_overdue_review_is_found_in_any_shape(text: str) -> None:
    """In a line, a table with labels beside or above, a sentence, or torn apart."""
    assert "DATE-1.1" in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "| Approved by | Governors | Date | 5/2024 |\n|---|---|---|---|\n| Next review | May 2028 | Owner | Head |",
        "Approved by\n\nReview due\n\n14 May 2026\n\nMay 2028",
        "Review date: September 2026\n\nApproved: October 2026\n\nNext review: October 2027",
        "| Review | Date |\n| --- | --- |\n| First review | May 2020 |\n| Next review | May 2027 |",
        "Next review: September 2025 (now done). Next review: September 2027",
    ],
)
def test_a_review_that_is_to_come_is_no_fault(text: str) -> None:
    """The latest date of a next review counts."""
    assert faults(text) == set()


def test_the_day_decides() -> None:
    """A review that is overdue today was not overdue on an earlier day."""
    text = "Approved: May 2023\n\nNext review: May 2024"
    assert "DATE-1.1" in faults(text)
    assert faults(text, date(2023, 10, 1)) == set()


def test_the_latest_of_its_versions_is_that_of_the_cover() -> None:
    """The cover and the table name one version, with or without a nought at its end."""
    text = (
        "Version: {}\n\n## History\n\n| Version | Date |\n|---|---|\n| 1.0 | May 2024 |\n| 2.0 | May 2026 |"
    )
    assert "DATE-1.12" not in faults(text.format("2"))
    assert "DATE-1.12" in faults(text.format("1.0"))
