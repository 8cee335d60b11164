"""What to do next, with the words to use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_kit.model import Evidence, Finding
from policy_kit.report import tasks as report


@dataclass(frozen=True, slots=True)
class Task:
    """Something to add, and the lines that it settles."""

    findings: tuple[Finding, ...]
    plain: str
    """What to do."""
    yaml: str
    """What to add to a policy file; "" for a document."""
    example: Evidence | None
    """Words of an invented school that settle the line."""


def tasks(findings: Sequence[Finding], examples: Mapping[str, Evidence]) -> tuple[Task, ...]:
    """What is open, in order; `examples`: line → words that settle it."""
    return tuple(_task(group, examples) for group in report.tasks(findings))


def _task(group: Sequence[Finding], examples: Mapping[str, Evidence]) -> Task:
    plain, _, yaml = (group[0].fix or "").partition("\n\n")
    return Task(tuple(group), plain, yaml, None if yaml else examples.get(group[0].rule))
