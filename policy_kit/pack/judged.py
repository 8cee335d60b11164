"""A file that has been judged: its reports, and the text that they are about."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from policy_kit import evidence
from policy_kit import judge as judging
from policy_kit.evidence import Reading
from policy_kit.evidence.kind import stranger
from policy_kit.model import Finding, KitError, Policy, Report


@dataclass(frozen=True)
class Told:
    """A policy, and what was found about it."""

    file: Path
    reports: tuple[Report, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, by every checklist; faults are in the first report."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def form(self) -> str:
        """What it is, as a suffix."""
        return self.file.suffix.lower()


@dataclass(frozen=True)
class Judged(Told):
    """One version of a policy, and its text."""

    subject: Policy | Reading
    reading: Reading
    """The text. What a policy file of ours makes is read as anybody's document is."""
    chosen: tuple[str, ...] = ()
    """The checklists that were asked for by name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The checklists that it was judged by, as they can be loaded again."""
        return self.chosen or tuple(report.checklist for report in self.reports)

    @cached_property
    def stranger(self) -> str | None:
        """Why the document is not to be judged; None for a policy."""
        return None if self.reports[0].kind == "policy" else stranger(self.reading)


def judge(file: Path, names: tuple[str, ...], on: date) -> Judged:
    """Judge a file and keep its text. Raises as `judge.judge` does."""
    subject = judging.subject(file, on)
    reading = evidence.read(subject.document) if isinstance(subject, Policy) else subject
    return Judged(file, tuple(judging.judged(subject, names, on)), subject, reading, names)


def earlier(file: Path, now: Judged) -> Judged:
    """An earlier version, judged as the one of now was: by the same checklists and on the same day.

    Raises KitError for a file that is no attendance policy, and as `judge` does.
    """
    found = judge(file, now.names, now.reports[0].on)
    if found.stranger:
        raise KitError(f"{file}: {found.stranger}, so the two cannot be compared. Nothing was written.")
    return found
