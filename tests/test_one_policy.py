"""The same policy gives the same answers, whatever program saved it."""

from datetime import date
from pathlib import Path

import pytest

from policy_kit import check, checklist, evidence
from policy_kit.document import read_here

ON = date(2026, 11, 22)
FOLDER = Path(__file__).parent / "documents" / "one-policy"
FILES = ("policy.docx", "policy.odt", "policy.html", "libreoffice.pdf", "chromium.pdf")


def answers(name: str, ident: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    reading = evidence.read(read_here(FOLDER / name))
    report = check.check(reading, checklist.load(ident, ON), {}, ON)
    return {finding.rule: (finding.outcome, finding.missing) for finding in report.findings}


@pytest.mark.parametrize("ident", ["kcc", "dfe"])
@pytest.mark.parametrize("name", FILES)
def test_the_program_that_saved_it_changes_no_answer(name: str, ident: str) -> None:
    """Line by line, the outcome and what is missing are those of the plain text."""
    assert answers(name, ident) == answers("policy.md", ident)
