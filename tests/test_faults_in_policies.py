"""Faults in a school's own policy file, and in what is published from one."""

from datetime import date
from pathlib import Path

import pytest
from test_document_faces import COMPLETE, FORMATS

from policy_kit import compose, data, document, evidence, faults, policy, rulebook
from policy_kit.judge import judge
from policy_kit.law import load_law
from policy_kit.model import Finding
from policy_kit.render import render
from policy_kit.render.look import Look

ON = date(2026, 11, 22)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_published_from_an_example_has_no_fault(name: str, form: str, tmp_path: Path) -> None:
    """No rule finds anything in a document of ours, in whatever format it is published and read back."""
    law = load_law(ON)
    path = tmp_path / f"policy.{form}"
    made = compose.compose(policy.load(data.EXAMPLES / f"{name}.yaml"), law)
    path.write_bytes(render(made, form, Look()))
    found = faults.find(rulebook.rules(), evidence.read(document.read(path)), law)
    assert [(f.rule, f.message, f.place, f.evidence) for f in found] == []


@pytest.mark.parametrize("name", COMPLETE)
def test_the_file_of_an_example_has_no_fault(name: str) -> None:
    """Nor does any rule find anything in the file that it is published from."""
    assert wrong(data.EXAMPLES / f"{name}.yaml") == []


def test_the_draft_has_the_faults_that_its_author_copied() -> None:
    """The draft's own words cite old law and old amounts; each is found at its line of the file."""
    found = wrong(data.EXAMPLES / "fernhill-draft.yaml")
    assert {"LAW-1.1", "LAW-1.2", "FIG-1.1"} <= {f.rule for f in found}
    lines = (data.EXAMPLES / "fernhill-draft.yaml").read_text(encoding="utf-8").splitlines()
    (law,) = (f for f in found if f.rule == "LAW-1.1")
    at = law.place.line or 0
    assert any("2006" in line for line in lines[at - 1 : at + 4])


def test_the_day_decides_what_is_wrong(tmp_path: Path) -> None:
    """Old law and old amounts are right on a day when they were in force, and wrong since."""
    path = tmp_path / "policy.md"
    path.write_text(
        "# Attendance policy\n\nRegisters are kept under the Education (Pupil Registration) (England) Regulations "
        "2006. A penalty notice for absence is £60 within 21 days, or £120 within 28 days. We follow Working "
        "together to improve school attendance. Parents report every absence; the school looks at attendance each week "
        "and asks the parents of a child with much absence to a meeting.\n",
        encoding="utf-8",
    )
    then, now = (set(rules(path, day)) for day in (date(2023, 10, 1), ON))
    assert then & {"LAW-1.1", "FIG-1.1"} == set()
    assert {"LAW-1.1", "FIG-1.1"} <= now


def rules(path: Path, on: date) -> list[str]:
    return [finding.rule for finding in wrong(path, on)]


def wrong(path: Path, on: date = ON) -> list[Finding]:
    """The faults that are reported about a file."""
    return [f for report in judge(path, ("kcc",), on) for f in report.findings if f.outcome == "fault"]
