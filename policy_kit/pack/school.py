"""What a council writes to a school, from what an audit has kept: a report, a letter, or a reminder."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policy_kit.audited import Row, Ruling, School
from policy_kit.model import Document, Evidence, Finding
from policy_kit.pack.context import common, document
from policy_kit.pack.form import Part, form
from policy_kit.pack.judged import Told
from policy_kit.pack.tasks import tasks
from policy_kit.report.facts import Entry

_MOST_ADDED, _MOST_WRONG = 5, 4
_LONGEST = 240
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")

Facts = tuple[tuple[str, tuple[Entry, ...]], ...]
"""Plain heading → the facts under it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and what the letter asks for."""

    on: date
    name: str = ""
    """Name and council, as they are to be printed."""
    answer_by: date | None = None


@dataclass(frozen=True)
class Kept(Told):
    """A policy that an audit has judged. Its text is no longer at hand."""

    suffix: str = ""
    facts: Facts = ()
    lapsed: tuple[Ruling, ...] = ()

    @property
    def form(self) -> str:
        """What it is by its content."""
        return self.suffix


def report(
    now: Kept, school: School | None, examples: Mapping[str, Evidence], templates: Path | None = None
) -> Document:
    """The report for one school: covered, missing, wrong, facts. `examples`: line → words that settle it."""
    context = common(now) | {
        "school": school,
        "tasks": tasks(now.findings, examples),
        "facts": now.facts,
        "forms": [form(each) for each in now.reports],
        "decided": sum(finding.decision is not None for finding in now.findings),
        "lapsed": now.lapsed,
    }
    properties = {"school": school.name if school else context["title"], "date": context["on"].isoformat()}
    return document("school.md.j2", context, properties, subject=str(now.file), templates=templates)


def letter(  # noqa: PLR0913 - all that a letter is made of
    now: Kept,
    school: School,
    sender: Sender,
    *,
    files: Sequence[str],
    examples: Mapping[str, Evidence],
    templates: Path | None = None,
) -> Document:
    """The letter about the policy of a school. `files`: all that it has sent, where there are several."""
    open_ = tasks(now.findings, examples)
    wrong = [group for severity in ("error", "warning") for group in common(now)["faults"][severity]]
    context = (
        common(now)
        | _start(school, sender)
        | {
            "files": files,
            "well": _well(now),
            "nearly": _nearly(now),
            "wrong": [_right(group) for group in wrong[:_MOST_WRONG]],
            "more_wrong": max(0, len(wrong) - _MOST_WRONG),
            "add": open_[:_MOST_ADDED],
            "more_to_add": max(0, len(open_) - _MOST_ADDED),
            "short": short,
        }
    )
    return _written("letter.md.j2", context, school, sender, templates)


def unread(rows: Sequence[Row], school: School, sender: Sender, templates: Path | None = None) -> Document:
    """The letter to a school whose file could not be read, or is something else: what to send instead."""
    context = _start(school, sender) | {"rows": rows}
    return _written("unread.md.j2", context, school, sender, templates)


def reminder(school: School, sender: Sender, templates: Path | None = None) -> Document:
    """The letter to a school from which nothing has come."""
    return _written("reminder.md.j2", _start(school, sender), school, sender, templates)


def short(text: str) -> str:
    """As many whole sentences of a text as a letter has room for; of a long sentence its beginning."""
    parts = _SENTENCE.split(" ".join(text.split()))
    while len(parts) > 1 and len(" ".join(parts)) > _LONGEST:
        parts.pop()
    told = " ".join(parts)
    return told if len(told) <= _LONGEST else told[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _start(school: School, sender: Sender) -> dict[str, Any]:
    return {"school": school, "sender": sender, "on": sender.on}


def _written(
    template: str, context: Mapping[str, Any], school: School, sender: Sender, templates: Path | None
) -> Document:
    properties = {"school": school.name, "date": sender.on.isoformat()}
    return document(template, context, properties, subject=school.urn, templates=templates)


def _well(now: Told) -> list[str]:
    """The titles of the sections that are covered in full, by the first checklist of the school."""
    first = now.reports[0]
    return [each.title for each in first.sections if first.covered(each.ident) == "yes"]


def _nearly(now: Told) -> list[Part]:
    """The sections of which half the lines or more are covered, but not all."""
    return [each for each in form(now.reports[0]).parts if each.asked / 2 <= each.met < each.asked]


def _right(group: Sequence[Finding]) -> Mapping[str, Any]:
    """What is wrong, and what is right; why, and since when, where that fits."""
    first = group[0]
    alike = len({finding.message for finding in group}) == 1
    quoted = [each for finding in group for each in finding.evidence]
    return {
        "says": first.message if alike else first.says,
        "place": quoted[0].place if quoted else first.place,
        "more_places": max(0, len(quoted) - 1),
        "why": _SENTENCE.split(first.why or "")[0],
        "fix": first.fix,
    }
