"""A table of cases for every line of the council and for every fault, and the checklists on whole policies."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_kit import check, checklist, compose, data, evidence, policy
from policy_kit.law import load_law
from policy_kit.model import Checklist, Document, Evidence, Policy, Source
from policy_kit.source import load_source

ON = date(2026, 11, 22)
SCHOOL = {"name": "Oakfield Primary School", "phase": "primary", "type": "community"}
COUNCIL = checklist.load("kcc", ON)
FAULTS = checklist.faults()
LINES = [item.ident for item in (*COUNCIL.items, *FAULTS.items)]
TABLES = {
    path.stem: load_source(path).data for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
}
CASES = [
    pytest.param(line, case, id=f"{line} {case['name']}")
    for line, table in TABLES.items()
    for case in table["cases"]
]


@pytest.mark.parametrize(("line", "case"), CASES)
def test_a_line_answers_as_its_table_says(line: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    """Every case of a table has the outcome, the quote and the gap that the table states."""
    outcome, quotes, missing = judged(line, made(case.get("policy", {}), tmp_path))
    assert outcome == case["outcome"], (quotes, missing)
    assert any(case.get("quote", "") in quote for quote in quotes) is (outcome not in ("not_found", "none"))
    assert case.get("missing", "") in " and ".join(missing)


def judged(line: str, school: Policy) -> tuple[str, list[str], tuple[str, ...]]:
    """The outcome of one line ("none" for a fault that is not there), its quotes, and what is missing."""
    figures = load_law(ON).figures
    found = (
        *check.check(school, COUNCIL, figures, ON).findings,
        *check.faults(school, FAULTS, figures, ON),
    )
    finding = next((f for f in found if f.rule == line), None)
    return (finding.outcome, quoted(finding.evidence), finding.missing) if finding else ("none", [], ())


def quoted(found: tuple[Evidence, ...]) -> list[str]:
    return [one.quote for one in found]


def made(facts: Mapping[str, Any], folder: Path) -> Policy:
    """A policy from plain facts beside the school's name, read and composed as a school's own file is."""
    path = folder / "policy.yaml"
    school = SCHOOL | facts.get("school", {})
    path.write_text(json.dumps({"format": "policy-kit/1", **facts, "school": school}), encoding="utf-8")
    return read(path)


def read(path: Path) -> Policy:
    source = policy.load(path)
    return Policy(source, compose.compose(source, load_law(ON)))


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_cases_of_both_kinds(line: str) -> None:
    """A line has a case that meets it and one that does not, unless its table says why it is always met."""
    assert line in TABLES, f"Write tests/cases/{line}.yaml."
    outcomes = {case["outcome"] for case in TABLES[line]["cases"]}
    assert outcomes & {"met", "fault"}
    assert bool(outcomes & {"partly", "not_found", "none"}) is ("always" not in TABLES[line])


def test_every_table_belongs_to_a_line() -> None:
    """No table outlives its line, and no table has a key that nobody reads."""
    assert set(TABLES) == set(LINES)
    for table in TABLES.values():
        assert set(table) <= {"always", "cases"}
        assert all(set(case) <= {"name", "policy", "outcome", "quote", "missing"} for case in table["cases"])


@pytest.mark.parametrize(
    "edition", tuple(checklist.available()), ids=lambda edition: f"{edition.ident}/{edition.edition}"
)
def test_nothing_meets_no_line(edition: Checklist) -> None:
    """An empty policy whose document has no words meets no line: evidence is found, never assumed."""
    empty = Policy(Source("empty.yaml", {"school": SCHOOL}, {}), Document("empty.yaml", "", ()))
    scene = evidence.Scene(empty, load_law(ON).figures, ON)
    found = {item.ident: evidence.search(item.policy or {}, scene) for item in edition.items}
    assert [line for line, one in found.items() if one.evidence or not one.missing] == []


@pytest.mark.parametrize("name", ["kcc", "dfe"])
def test_the_complete_example_meets_every_line(name: str) -> None:
    """The complete example policy leaves open no line that applies to it."""
    school = read(data.EXAMPLES / "oakfield-primary.yaml")
    report = check.check(school, checklist.load(name, ON), load_law(ON).figures, ON)
    still_open = [(f.rule, f.missing) for f in report.findings if f.outcome not in ("met", "not_applicable")]
    assert still_open == []


def test_the_complete_example_has_no_fault() -> None:
    """No fact of the complete example policy contradicts another, the law or the calendar."""
    school = read(data.EXAMPLES / "oakfield-primary.yaml")
    assert check.faults(school, FAULTS, load_law(ON).figures, ON) == ()


@pytest.mark.parametrize("name", ["kcc", "dfe"])
def test_a_bare_policy_meets_only_what_the_standard_wording_says(name: str, tmp_path: Path) -> None:
    """A school that has written only its name is told about every line that needs a fact of its own."""
    edition = checklist.load(name, ON)
    report = check.check(made({}, tmp_path), edition, load_law(ON).figures, ON)
    own = {item.ident for item in edition.items if not wording_alone(item.policy or {})}
    assert [f.rule for f in report.findings if f.outcome == "met" and f.rule in own] == []
    assert len(own) >= len(edition.items) // 3


def wording_alone(clause: Mapping[str, Any]) -> bool:
    """The standard wording could meet the clause without any fact of the school's own."""
    if "any" in clause:
        return any(wording_alone(part) for part in clause["any"])
    return all(wording_alone(part) for part in clause["all"]) if "all" in clause else "standard" in clause


def test_an_academy_is_asked_for_leave_by_guidance_and_not_by_law(tmp_path: Path) -> None:
    """The rules on leave bind a maintained school by law; the guidance expects an academy to follow them."""
    figures, edition = load_law(ON).figures, checklist.load("dfe", ON)
    report = check.check(made({"school": {"type": "academy"}}, tmp_path), edition, figures, ON)
    outcomes = {f.rule: f.outcome for f in report.findings}
    assert (outcomes["DFE-5.1"], outcomes["DFE-5.2"]) == ("not_applicable", "met")
