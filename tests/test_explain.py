"""policy-kit explain: what a rule or a line wants, in plain English."""

from datetime import date

import pytest

from policy_kit import checklist, rulebook
from policy_kit.explain import explain
from policy_kit.model import KitError

ON = date(2026, 11, 22)
NAMES = [rule.ident for rule in rulebook.rules()]
LINES = [item.ident for edition in (checklist.load("kcc", ON), checklist.faults()) for item in edition.items]


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_says_why_what_to_do_and_shows_both_kinds(name: str) -> None:
    """Every rule has its reason, its advice, and examples of what is accepted and what is not."""
    told = explain(name, ON)
    assert all(part in told for part in ("Why: ", "What to do: ", "Accepted", "Not accepted"))
    assert "{" not in told
    assert "—" not in told


@pytest.mark.parametrize("name", LINES)
def test_a_line_says_what_to_do(name: str) -> None:
    """Every line of the council and every rule about facts can be explained."""
    assert "What to do: " in explain(name.lower(), ON)


def test_a_rule_is_explained_by_the_law_of_the_day() -> None:
    """The figures in an explanation are those of the day that was asked for."""
    assert "6 years" in explain(kept(), ON)
    assert "3 years" in explain(kept(), date(2023, 10, 1))


def kept() -> str:
    """The rule on how long registers are kept."""
    return next(rule.ident for rule in rulebook.rules() if rule.says == "How long registers are kept")


def test_a_name_that_nothing_has_brings_the_nearest() -> None:
    """A mistyped name is told with those that look like it."""
    with pytest.raises(KitError, match=r"Did you mean .*KCC-3\.2"):
        explain("KCC3.2", ON)
