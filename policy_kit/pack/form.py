"""The checklist as a form: each section with its lines, answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy_kit.model import Finding, Report, Section


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a form."""

    section: Section
    covered: str
    lines: tuple[Finding, ...]

    @property
    def met(self) -> int:
        """How many lines there is evidence for …"""
        return sum(line.outcome == "met" for line in self.lines)

    @property
    def asked(self) -> int:
        """… of how many that apply to the school."""
        return sum(line.outcome != "not_applicable" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Form:
    """One checklist, filled in."""

    report: Report
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines there are, and how they were answered."""

    lines: int
    met: int
    partly: int
    missing: int
    unchecked: int
    waived: int
    wrong: int
    """Faults that have to be put right."""


def form(report: Report) -> Form:
    """The form of one checklist, in its own order."""
    return Form(report, tuple(_part(section, report) for section in report.sections))


def tally(findings: Sequence[Finding]) -> Tally:
    """The counts of a whole pack. A gap that was accepted for a time is counted apart."""
    told = [finding.outcome for finding in findings if not finding.waiver]
    waived = sum(finding.waiver is not None for finding in findings)
    return Tally(
        lines=sum(outcome not in ("fault", "not_applicable") for outcome in told) + waived,
        met=told.count("met"),
        partly=told.count("partly"),
        missing=told.count("not_found"),
        unchecked=told.count("not_checked"),
        waived=waived,
        wrong=sum(finding.outcome == "fault" and finding.outstanding for finding in findings),
    )


def _part(section: Section, report: Report) -> Part:
    lines = tuple(f for f in report.findings if f.section == section.ident and f.outcome != "fault")
    return Part(section, report.covered(section.ident), lines)
