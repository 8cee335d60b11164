"""The examples that come with the kit: each is checked and published as a stranger would."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from policy_kit import check, checklist, compose, data, law, policy
from policy_kit.model import Block, Document, Finding, Policy, Report, Source
from policy_kit.publish import publish
from policy_kit.render.look import Look

ON = date(2026, 11, 22)
COMPLETE = (
    "oakfield-primary.yaml",
    "weald-view-primary.yaml",
    "harbour-academy.yaml",
    "willow-bank-special.yaml",
    "northdown-trust/st-aldhelms.yaml",
    "northdown-trust/marlpit-junior.yaml",
)
DRAFT = "fernhill-draft.yaml"
SCHOOLS = (*COMPLETE, DRAFT)


def made(name: str) -> tuple[Source, Document]:
    source = policy.load(data.EXAMPLES / name)
    return source, compose.compose(source, law.load_law(ON))


def reports(name: str) -> list[Report]:
    source, document = made(name)
    council = law.council(source.data["school"].get("local_authority", ""))
    lists = ["dfe", *([council.checklist] if council and council.checklist else [])]
    figures = law.load_law(ON).figures
    return [check.check(Policy(source, document), checklist.load(i, ON), figures, ON) for i in lists]


def faults(name: str) -> tuple[Finding, ...]:
    return check.faults(Policy(*made(name)), checklist.faults(), law.load_law(ON).figures, ON)


def test_every_example_is_known_here() -> None:
    """No example stands in the folder without being tested."""
    found = {path.relative_to(data.EXAMPLES).as_posix() for path in data.EXAMPLES.rglob("*.yaml")}
    assert found == {*SCHOOLS, "northdown-trust/trust.yaml"}


@pytest.mark.parametrize("name", [*SCHOOLS, "northdown-trust/trust.yaml"])
def test_every_example_helps_its_editor(name: str) -> None:
    """The first line tells editors where the schema is, and the schema is there."""
    path = data.EXAMPLES / name
    first = path.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found is not None
    assert (path.parent / found[1]).resolve() == data.SCHEMAS / "policy.schema.json"


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_example_leaves_nothing_open(name: str) -> None:
    """Every line that applies is met, with a quote, and nothing is wrong."""
    findings = [finding for report in reports(name) for finding in report.findings]
    assert [f.rule for f in findings if f.outcome not in ("met", "not_applicable")] == []
    assert [f.rule for f in findings if f.outcome == "met" and not any(e.quote for e in f.evidence)] == []
    assert [f.rule for f in faults(name)] == []


def test_the_draft_has_real_gaps_and_real_faults() -> None:
    """The draft shows a newcomer a dozen gaps, and faults of each severity."""
    findings = [finding for report in reports(DRAFT) for finding in report.findings]
    assert sum(f.outstanding for f in findings) >= 12
    assert {f.severity for f in faults(DRAFT)} == {"error", "warning", "note"}
    assert [f.rule for f in findings if f.waiver] == ["KCC-7.2"]


@pytest.mark.parametrize("name", SCHOOLS)
def test_what_is_missing_comes_with_what_to_add(name: str) -> None:
    """Every line that is not met says what is missing, what to do, and shows YAML that the format knows."""
    for report in reports(name):
        for finding in report.findings:
            if finding.outcome in ("partly", "not_found"):
                assert finding.missing
                assert finding.fix is not None
                assert re.search(r"^\w+:", finding.fix.rpartition("\n\n")[2], re.MULTILINE), finding.rule


@pytest.mark.parametrize("name", SCHOOLS)
def test_an_example_is_published_in_every_format(name: str, tmp_path: Path) -> None:
    """Four files are written, every fact stands in each, and a second run writes the same bytes."""
    source, document = made(name)
    facts = compose.facts(source, document)
    first, second = (
        publish(
            document, facts, tmp_path / run, name="policy", formats=("html", "md", "docx", "pdf"), look=Look()
        )
        for run in ("one", "two")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.suffix for path in first] == [".html", ".md", ".docx", ".pdf"]


@pytest.mark.parametrize("name", SCHOOLS)
def test_no_heading_stands_over_nothing(name: str) -> None:
    """Under every heading stands text, or a heading below it."""
    _, document = made(name)
    assert [block.text for block in _bare(document.blocks)] == []


@pytest.mark.parametrize("name", SCHOOLS)
def test_headings_are_in_order(name: str) -> None:
    """There is one title, and no level is left out on the way down."""
    _, document = made(name)
    levels = [block.level for block in document.blocks if block.kind == "heading"]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_english_is_clean(name: str) -> None:
    """No word stands twice in a row, no sentence ends twice, and nothing of the templates shows."""
    _, document = made(name)
    wrong = re.compile(
        r"\b(\w+) \1\b(?! \1)|\.\.(?!\.)| ,| \.|Qz\d|\{\{|\{%|(?-i:None)\b|Undefined|,,|\(\)", re.IGNORECASE
    )
    found = [
        text for text in document.texts() if wrong.search(text) and not re.search(r"\bthat that\b", text)
    ]
    assert found == []


@pytest.mark.parametrize("name", SCHOOLS)
def test_only_what_applies_is_printed(name: str) -> None:
    """Trustees stand in academies alone, and a sixth form where there is one."""
    source, document = made(name)
    school = source.data["school"]
    text = " ".join(document.texts()).lower()
    if school["type"] not in ("academy", "free-school"):
        assert "trustee" not in text
        assert "trust board" not in text
    assert ("sixth form" in text) is bool(school.get("sixth_form"))


def _bare(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        ends = (
            after is None
            or after.kind == "page_break"
            or (after.kind == "heading" and after.level <= block.level)
        )
        if block.kind == "heading" and ends:
            yield block
