"""Documents that others wrote, held against the national guidance: what is an answer to a line, and what is not.

Each table in `cases_documents` belongs to one line. What the kit itself publishes is held against both checklists.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policy_kit import check, checklist, compose, data, document, evidence, policy
from policy_kit.check.answers import answered
from policy_kit.law import council, load_law
from policy_kit.model import Checklist, Finding, Place, Policy
from policy_kit.render import render
from policy_kit.render.look import Look
from policy_kit.source import load_source

ON = date(2026, 11, 22)
FORMATS = ("html", "md", "docx", "pdf")
COMPLETE = (
    "oakfield-primary",
    "weald-view-primary",
    "harbour-academy",
    "willow-bank-special",
    "northdown-trust/st-aldhelms",
    "northdown-trust/marlpit-junior",
)
DRAFT = "fernhill-draft"
EDITIONS = [edition for edition in checklist.available() if edition.ident == "dfe"]
LINES = [item.ident for item in EDITIONS[0].items]
TABLES = {
    path.stem: load_source(path).data
    for path in sorted((Path(__file__).parent / "cases_documents").glob("DFE-*.yaml"))
}
CASES = [
    pytest.param(line, case, id=f"{line} {case['name']}")
    for line, table in TABLES.items()
    for case in table["cases"]
]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: str(edition.edition))
@pytest.mark.parametrize(("line", "case"), CASES)
def test_a_passage_answers_as_its_table_says(
    line: str, case: Mapping[str, Any], edition: Checklist, tmp_path: Path
) -> None:
    """Every case of a table has the outcome and the gap that the table states, in every edition of the guidance."""
    if str(edition.edition) not in case.get("editions", [str(edition.edition)]):
        pytest.skip("the case belongs to another edition")
    finding = judged(line, edition, case["text"], tmp_path)
    assert finding.outcome == case["outcome"], (finding.missing, [e.quote for e in finding.evidence])
    assert case.get("missing", "") in " and ".join(finding.missing)


def judged(line: str, edition: Checklist, text: str, folder: Path) -> Finding:
    """The answer to one line in a few lines of Markdown, whatever else the document may be."""
    path = folder / "policy.md"
    path.write_text(text, encoding="utf-8")
    item = next(item for item in edition.items if item.ident == line)
    found = evidence.search(item.document or {}, evidence.read(document.read(path)))
    return answered(item, found, Place(str(path)), nearest=None, fix=None)


def test_every_line_of_the_guidance_can_be_found_in_a_document() -> None:
    """No line of the guidance is left to a person alone."""
    assert [item.ident for edition in EDITIONS for item in edition.items if item.document is None] == []


def test_the_lines_differ_between_editions_only_where_the_guidance_does() -> None:
    """The edition of 2026 asks one thing more: that no rule decides a whole kind of request for leave."""
    first, last = ({item.ident: item.document for item in edition.items} for edition in EDITIONS)
    assert [line for line in first if first[line] != last[line]] == ["DFE-5.3"]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: str(edition.edition))
def test_a_gap_in_a_document_has_a_plain_name(edition: Checklist) -> None:
    """Whatever can be missing from a document says what it is called."""
    assert [item.ident for item in edition.items if unnamed(item.document or {}, named=False)] == []


def unnamed(clause: Mapping[str, Any], *, named: bool) -> bool:
    """A clause that could be missing without a name; one name for the whole of `any` is enough."""
    if "all" in clause:
        return any(unnamed(part, named=False) for part in clause["all"])
    if "any" in clause:
        return any(unnamed(part, named=named or "as" in clause) for part in clause["any"])
    return not named and "as" not in clause


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_an_answer_and_a_near_miss(line: str) -> None:
    """A line has a passage that answers it and one that nearly does."""
    assert line in TABLES, f"Write tests/cases_documents/{line}.yaml."
    outcomes = {case["outcome"] for case in TABLES[line]["cases"]}
    assert "met" in outcomes
    assert outcomes & {"partly", "not_found"}


def test_every_table_belongs_to_a_line() -> None:
    """No table outlives its line, and no table has a key that nobody reads."""
    assert sorted(TABLES) == sorted(LINES)
    keys = {key for table in TABLES.values() for case in table["cases"] for key in case}
    assert keys <= {"name", "text", "outcome", "missing", "editions"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMPLETE)
def test_a_published_policy_is_answered_as_its_source(name: str, form: str, tmp_path: Path) -> None:
    """What was published and read back has the answers of the file that it was made from, line by line."""
    different = [pair for pair in both(name, form, tmp_path) if not same(*pair)]
    assert [(file.rule, file.outcome, read.outcome, read.missing) for file, read in different] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_published_draft_is_answered_no_better_than_its_source(form: str, tmp_path: Path) -> None:
    """What the draft's file leaves open is open in its document too, but for what the document does say."""
    pairs = [
        pair for pair in both(DRAFT, form, tmp_path) if pair[0].rule.startswith("DFE") and not same(*pair)
    ]
    assert [(file.rule, file.outcome, read.outcome) for file, read in pairs] == []


def same(file: Finding, read: Finding) -> bool:
    """The same answer. A document does not say what kind of school it is of.

    A line that does not apply to the school may be met in its document; one that applies and is not found there is
    called not applicable.
    """
    if "not_applicable" in (file.outcome, read.outcome):
        return file.outcome in ("not_applicable", "not_found")
    return file.outcome == read.outcome


def both(name: str, form: str, folder: Path) -> list[tuple[Finding, Finding]]:
    """Each line's answer in the file and in the document that is published from it."""
    school = made(name)
    path = folder / f"policy.{form}"
    path.write_bytes(render(school.document, form, Look()))
    reading = evidence.read(document.read(path))
    figures = load_law(ON).figures
    pairs: list[tuple[Finding, Finding]] = []
    for edition in checklists(school):
        file, read = (check.check(one, edition, figures, ON).findings for one in (school, reading))
        pairs += zip(file, read, strict=True)
    return pairs


@cache
def made(name: str) -> Policy:
    source = policy.load(data.EXAMPLES / f"{name}.yaml")
    return Policy(source, compose.compose(source, load_law(ON)))


def checklists(school: Policy) -> list[Checklist]:
    """The guidance's checklist, and the council's where it has one."""
    known = council(school.source.data["school"].get("local_authority", ""))
    names = ["dfe", *([known.checklist] if known and known.checklist else [])]
    return [checklist.load(name, ON) for name in names]
