"""Rules about faults: each finds what it says is wrong, and stays silent about what only looks like it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_kit import data, evidence, faults, rulebook, schema
from policy_kit.document import markdown
from policy_kit.law import load_law
from policy_kit.model import Block, Document, Finding, Inline, Rule
from policy_kit.source import load_source

ON = date(2026, 11, 22)
RULES = rulebook.rules()
FILES = [data.CHECKLISTS / "faults" / f"{name}.yaml" for name in rulebook.FAMILIES]
TRAPS = load_source(Path(__file__).parent / "faults" / "traps.yaml").data["traps"]


def found(text: str, rules: tuple[Rule, ...] = RULES, on: date = ON) -> tuple[Finding, ...]:
    """The faults in a few lines of Markdown."""
    document = Document("policy.md", "", tuple(markdown.blocks(text, "policy.md")))
    return faults.find(rules, evidence.read(document), load_law(on))


def day(rule: Rule) -> date:
    """A day on which a rule is in force."""
    return min(ON, rule.in_force_to or ON)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_family_is_well_formed(path: Path) -> None:
    """Every family of rules fits its schema, and its rules are numbered in order."""
    source = load_source(path)
    assert schema.validate(source, "faults") == ()
    family, rules = rulebook.read(path)
    assert [rule.ident for rule in rules] == [f"{family.ident}.{n}" for n, _ in enumerate(rules, 1)]


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r, t, id=f"{r.ident} {t[:60]}") for r in RULES for t in r.wrong]
)
def test_a_rule_finds_what_it_calls_wrong(rule: Rule, text: str) -> None:
    """Every text that a rule shows as wrong has the fault, with a place and with advice."""
    hits = found(text, (rule,), day(rule))
    assert hits
    assert all(hit.place.line and hit.fix and "{" not in hit.fix + hit.message for hit in hits)


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r, t, id=f"{r.ident} {t[:60]}") for r in RULES for t in r.right]
)
def test_a_rule_is_silent_about_what_it_calls_right(rule: Rule, text: str) -> None:
    """No text that a rule shows as right has the fault."""
    assert [hit.message for hit in found(text, (rule,), day(rule))] == []


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["text"][:70])
def test_what_looks_wrong_and_is_right_is_left_alone(trap: Mapping[str, Any]) -> None:
    """A text that a hasty reader would call a fault has none; the table says why."""
    on = date.fromisoformat(trap["on"]) if "on" in trap else ON
    rules = tuple(rule for rule in RULES if not rule.whole)
    assert [(hit.rule, hit.message) for hit in found(trap["text"], rules, on)] == []


def test_every_trap_says_why_it_is_right() -> None:
    """Each of the traps has its reason, and there are many."""
    assert all(set(trap) <= {"text", "why", "on"} and trap["why"] for trap in TRAPS)
    assert len(TRAPS) > 50


def test_a_web_address_in_square_brackets_is_one_that_cannot_work() -> None:
    """A name of a site that is still to be filled in is a fault of the policy, and none of the kit."""
    told = found("The form is at https://[our-website]/forms for all.", on=ON)
    assert "REF-1.9" in {finding.rule for finding in told}
    linked = Block("paragraph", (Inline("The form", href="http://[x]"),))
    assert faults.find(RULES, evidence.read(Document("x.docx", "", (linked,))), load_law(ON))


@pytest.mark.parametrize("sign", ["²", "9" * 5000, "\u0663"])
def test_numbers_that_are_none_make_no_fault_of_ours(sign: str) -> None:
    """A raised figure, a figure of other letters and one without end may stand wherever a number may."""
    blocks = (
        *(
            Block("heading", (Inline(f"{sign} Aims"),), level=1, number=number)
            for number in ("1", sign, f"1.{sign}")
        ),
        *(
            Block(
                "item",
                (Inline(f"{sign}. Please see page 4, page {sign} of {sign} and section 4.2 below."),),
                number=sign,
            )
            for _ in range(3)
        ),
    )
    document = Document("x.pdf", "", blocks, furniture=(Block("paragraph", (Inline(sign),)),))
    assert isinstance(faults.find(RULES, evidence.read(document), load_law(ON)), tuple)
