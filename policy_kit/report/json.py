"""The report that other tools read, version 1. Keys are only ever added; the shape never depends on verbosity."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from policy_kit.model import Decision, Evidence, Finding, Place, Report, Waiver

_ODD = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey, and JSON would let through."""

OUTCOMES = ("met", "partly", "not_found", "not_applicable", "not_checked")
SEVERITIES = ("error", "warning", "note")


def write(reports: Sequence[Report]) -> str:
    """One JSON object for all reports."""
    return _ODD.sub(_escaped, json.dumps(plain(reports), ensure_ascii=False, indent=1)) + "\n"


def plain(reports: Sequence[Report]) -> Mapping[str, Any]:
    """The same object as plain data."""
    return {"format": "policy-kit-report/1", "reports": [_report(report) for report in reports]}


def _escaped(odd: re.Match[str]) -> str:
    r"""As `\u009b`. A half of a character, from a file name in no encoding, is no text that others could read."""
    return "\ufffd" if "\ud800" <= odd[0] <= "\udfff" else f"\\u{ord(odd[0]):04x}"


def faulty(subject: str, findings: Sequence[Finding], on: date) -> str:
    """The same object for a file that cannot be used: what is wrong with its form, and no line judged."""
    return write([Report(subject, "policy", "", "", "", on, (), tuple(findings))])


def unjudged(subject: str, note: str, on: date) -> str:
    """The same object for a file in which there is nothing to judge, and a note that says why."""
    return write([Report(subject, "policy", "", "", "", on, (), (), notes=(note,))])


def unread(subject: str, told: str, on: date) -> str:
    """The same object for a document that could not be read: not checked, and why."""
    finding = Finding("DOCUMENT", "not_checked", told, Place(subject))
    return write([Report(subject, "document", "", "", "", on, (), (finding,))])


def _report(report: Report) -> Mapping[str, Any]:
    return {
        "subject": report.subject,
        "kind": report.kind,
        "title": report.title,
        "checklist": report.checklist,
        "edition": report.edition,
        "on": report.on.isoformat(),
        "summary": summary(report),
        "sections": [
            {"id": s.ident, "title": s.title, "covered": report.covered(s.ident).replace(" ", "_")}
            for s in report.sections
        ],
        "findings": [_finding(finding) for finding in report.findings],
        "notes": list(report.notes),
    }


def summary(report: Report) -> Mapping[str, Any]:
    """How many findings have each outcome, and each severity of fault."""
    outcomes = Counter[str](finding.outcome for finding in report.findings)
    severities = Counter(str(finding.severity) for finding in report.findings if finding.outcome == "fault")
    counted: dict[str, Any] = {outcome: outcomes[outcome] for outcome in OUTCOMES}
    counted["waived"] = sum(finding.waiver is not None for finding in report.findings)
    counted["faults"] = {severity: severities[severity] for severity in SEVERITIES}
    return counted


def _finding(finding: Finding) -> Mapping[str, Any]:
    return {
        "rule": finding.rule,
        "outcome": finding.outcome,
        "force": finding.force,
        "severity": finding.severity,
        "message": finding.message,
        "place": _place(finding.place),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "missing": list(finding.missing),
        "nearest": finding.nearest and _evidence(finding.nearest),
        "why": finding.why,
        "fix": finding.fix,
        "reference": finding.reference,
        "says": finding.says or None,
        "section": finding.section or None,
        "waived": finding.waiver and _waiver(finding.waiver),
    } | ({"decided": _decision(finding.decision)} if finding.decision else {})


def _evidence(evidence: Evidence) -> Mapping[str, Any]:
    return {"quote": evidence.quote, "place": _place(evidence.place), "label": evidence.label or None}


def _place(place: Place) -> Mapping[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "page": place.page,
        "heading": place.heading,
    }


def _decision(decision: Decision) -> Mapping[str, Any]:
    return {
        "by": decision.by,
        "on": decision.on.isoformat(),
        "reason": decision.reason,
        "instead_of": decision.instead_of,
    }


def _waiver(waiver: Waiver) -> Mapping[str, Any]:
    return {
        "reason": waiver.reason,
        "agreed_by": waiver.agreed_by,
        "until": waiver.until.isoformat(),
        "place": _place(waiver.place),
    }
