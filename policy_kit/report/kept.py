"""The JSON report back into nouns: what was found some time ago can be told again, in any form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policy_kit.model import Decision, Evidence, Finding, Place, Report, Section, Waiver


def report(found: Mapping[str, Any], title: str = "") -> Report:
    """A report as it was before it was written; `title` is that of its checklist."""
    return Report(
        subject=found["subject"],
        kind=found["kind"],
        title=found["title"],
        checklist=found["checklist"],
        edition=found["edition"],
        on=date.fromisoformat(found["on"]),
        sections=tuple(Section(each["id"], each["title"]) for each in found["sections"]),
        findings=tuple(map(_finding, found["findings"])),
        checklist_title=title,
        notes=tuple(found["notes"]),
    )


def _finding(found: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=found["rule"],
        outcome=found["outcome"],
        message=found["message"],
        place=_place(found["place"]),
        says=found["says"] or "",
        section=found["section"] or "",
        force=found["force"],
        severity=found["severity"],
        evidence=tuple(map(_evidence, found["evidence"])),
        missing=tuple(found["missing"]),
        nearest=_evidence(found["nearest"]) if found["nearest"] else None,
        fix=found["fix"],
        why=found.get("why"),
        reference=found["reference"],
        waiver=_waiver(found["waived"]) if found["waived"] else None,
        decision=_decision(found["decided"]) if found.get("decided") else None,
    )


def _place(found: Mapping[str, Any]) -> Place:
    return Place(*(found[name] for name in ("file", "line", "column", "page", "heading")))


def _evidence(found: Mapping[str, Any]) -> Evidence:
    return Evidence(found["quote"], _place(found["place"]), found["label"] or "")


def _waiver(found: Mapping[str, Any]) -> Waiver:
    until = date.fromisoformat(found["until"])
    return Waiver(found["reason"], found["agreed_by"], until, _place(found["place"]))


def _decision(found: Mapping[str, Any]) -> Decision:
    return Decision(found["by"], date.fromisoformat(found["on"]), found["reason"], found["instead_of"])
