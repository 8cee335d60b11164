"""check(subject, checklist) → a report: every line answered, with its evidence or with what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from policy_kit.check import documents, policies
from policy_kit.check.policies import faults, unknown_waivers
from policy_kit.evidence import Reading
from policy_kit.evidence.kind import stranger
from policy_kit.model import Checklist, Policy, Report

__all__ = ["check", "faults", "unknown_waivers"]


def check(subject: Policy | Reading, checklist: Checklist, figures: Mapping[str, Any], on: date) -> Report:
    """Judge a school's own policy, or a document that was read, by one edition of a checklist.

    `figures` are the law's figures in force, by id; `on` is the day of the judgement: nothing else decides.
    """
    match subject:
        case Policy():
            notes: tuple[str, ...] = ()
            document, found = subject.document, policies.findings(subject, checklist, figures, on)
            title = f"{document.properties['school']}: {document.title}"
        case Reading():
            why = stranger(subject)
            notes = (*([f"{why}."] if why else []), *subject.document.notes)
            document, found = subject.document, documents.findings(subject, checklist, why)
            title = document.title
    return Report(
        subject=document.file,
        kind="policy" if isinstance(subject, Policy) else "document",
        title=title,
        checklist=checklist.ident,
        edition=checklist.edition,
        on=on,
        sections=checklist.sections,
        findings=tuple(found),
        checklist_title=checklist.title,
        notes=notes,
    )
