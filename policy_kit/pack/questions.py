"""What a governor could ask: out of what is wrong, not found or found in part. The words are a template's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_kit import source, templating
from policy_kit.model import Finding

_MOST = 10
_MOST_ABOUT_FAULTS = 5
_FORCE = {"must": 0, "should": 1, "local": 2, None: 1}
_OUTCOME = {"not_found": 0, "partly": 1}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what gives rise to it."""

    ask: str
    """"" where the template has no question of its own for a line."""
    findings: tuple[Finding, ...]


def questions(findings: Sequence[Finding], templates: Path | None) -> tuple[Question, ...]:
    """At most ten questions, the best first: what is wrong, then what the law asks for and was not found, and so on."""
    asks = _asks(templates)
    wrong = _asked(sorted(_faults(findings), key=lambda f: f.severity != "error"), asks)
    lines = _asked(sorted(_open(findings), key=lambda f: (_FORCE[f.force], _OUTCOME[f.outcome])), asks)
    first = wrong[: max(_MOST_ABOUT_FAULTS, _MOST - len(lines))]
    known = {question.ask for question in first}
    return tuple([*first, *(question for question in lines if question.ask not in known)][:_MOST])


def _asks(templates: Path | None) -> Mapping[str, str]:
    """Line or rule → the question about it."""
    text = templating.fill(templating.environment(templates), "questions.yaml.j2", {})
    return {
        ident: entry["ask"] for entry in source.parse(text, "questions.yaml.j2").data for ident in entry["of"]
    }


def _faults(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (f for f in findings if f.outcome == "fault" and f.severity != "note")


def _open(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (f for f in findings if f.outcome in _OUTCOME and not f.waiver)


def _asked(findings: Sequence[Finding], asks: Mapping[str, str]) -> list[Question]:
    """A question for each finding, asked once."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        ask = _ask(finding, asks)
        groups.setdefault(ask or finding.says or finding.message, []).append(finding)
    return [Question(_ask(group[0], asks), tuple(group)) for group in groups.values()]


def _ask(finding: Finding, asks: Mapping[str, str]) -> str:
    """The question about a line or a rule; failing that, about the family that the rule belongs to."""
    return asks.get(finding.rule) or asks.get(finding.section, "")
