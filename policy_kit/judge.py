"""A file, the names of checklists and a day → the reports about that file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from policy_kit import check, checklist, compose, evidence, faults, law, policy, prose, rulebook
from policy_kit.document import read
from policy_kit.evidence import Reading
from policy_kit.evidence.kind import stranger
from policy_kit.model import Checklist, Document, Finding, Policy, Report

_GAP, _GAPS = "FAULT-4.1", "TODO-1"
"""The rule about gaps in the facts of a policy file, and the family about gaps in words."""


class TrustsOwn(Exception):  # noqa: N818 - nothing is wrong
    """A trust's own file, which has no school to judge."""

    def __init__(self, policy: Mapping[str, Any]) -> None:
        super().__init__()
        self.policy = policy


def judge(file: Path, names: tuple[str, ...], on: date) -> list[Report]:
    """The reports about a policy file of ours (.yaml) or a document that somebody wrote, one for each checklist.

    Without `names`: the checklist of the school's own council where there is one, and the DfE's. Faults are in the
    first report. Raises KitError and its kind for a file that cannot be used or read, and TrustsOwn.
    """
    return judged(subject(file, on), names, on)


def subject(file: Path, on: date, *, read: Callable[[Path], Document] = read) -> Policy | Reading:
    """What is to be judged of a file. `read` reads a document; the rest is as for `judge`."""
    if file.suffix.lower() not in (".yaml", ".yml"):
        return evidence.read(read(file))
    source, in_force = policy.load(file), law.load_law(on)
    if "school" not in source.data:
        raise TrustsOwn(source.data)
    return Policy(source, compose.compose(source, in_force))


def judged(subject: Policy | Reading, names: tuple[str, ...], on: date) -> list[Report]:
    """The reports about what `subject` made of a file; see `judge`."""
    if isinstance(subject, Policy):
        return _judge_policy(subject, names, on)
    return _judge_document(subject, names, on)


def policy_day(policy: Any, today: date) -> date:
    """The day whose law a published policy states: today, or the day from which it applies if that is later."""
    document = policy.get("document", {})
    days = (document.get("in_force_from"), document.get("approved", {}).get("on"))
    return max([today, *(date.fromisoformat(day) for day in days if day)])


def _judge_document(reading: Reading, names: tuple[str, ...], on: date) -> list[Report]:
    council = law.named(" ".join(reading.document.texts()))
    first, *others = [
        _noted(check.check(reading, one, {}, on), one) for one in chosen(names or _default(council), on)
    ]
    wrong = () if stranger(reading) else faults.find(rulebook.rules(), reading, law.load_law(on))
    return [replace(first, findings=(*first.findings, *wrong)), *others]


def _judge_policy(subject: Policy, names: tuple[str, ...], on: date) -> list[Report]:
    in_force = law.load_law(on)
    council = law.council(subject.source.data["school"].get("local_authority", ""))
    first, *others = [
        _noted(check.check(subject, one, in_force.figures, on), one)
        for one in chosen(names or _default(council), on)
    ]
    of_facts = check.faults(subject, checklist.faults(), in_force.figures, on)
    wrong = (
        *of_facts,
        *_in_prose(subject, in_force, of_facts),
        *check.unknown_waivers(subject, checklist.available()),
    )
    return [replace(first, findings=(*first.findings, *wrong)), *others]


def _in_prose(subject: Policy, in_force: law.Law, told: Iterable[Finding]) -> Iterator[Finding]:
    """The faults in what the school has written itself, with their places in its file; no gap of facts twice."""
    own = evidence.read(prose.own_words(subject.source))
    gaps = {
        (e.place.file, e.place.line) for finding in told if finding.rule == _GAP for e in finding.evidence
    }
    for finding in faults.find(
        rulebook.rules(), own, in_force, around=lambda: evidence.read(subject.document)
    ):
        again = finding.section == _GAPS and (finding.place.file, finding.place.line) in gaps
        if not again:
            yield finding


def chosen(names: tuple[str, ...], on: date) -> Iterator[Checklist]:
    """The editions in force on a day; an empty one where there was none. Raises as `checklist.load`."""
    for name in names:
        try:
            yield checklist.load(name, on)
        except checklist.NotInForce as error:
            yield checklist.empty(name, f"{error} Only faults were looked for.")


def _noted(report: Report, edition: Checklist) -> Report:
    """The report, with why it answers no line where it answers none."""
    return report if edition.items else replace(report, notes=(*report.notes, edition.note))


def _default(council: law.Council | None) -> tuple[str, ...]:
    """The council's own checklist where there is one, and the DfE's."""
    return (council.checklist, "dfe") if council and council.checklist else ("dfe",)
