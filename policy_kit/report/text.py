"""The report that a headteacher reads: what is covered, what to do next in order, and what is wrong."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policy_kit import pages
from policy_kit.model import Evidence, Finding, Report, in_one_line
from policy_kit.report.faults import faults
from policy_kit.report.lines import harmless, heading, line, quoted, wrapped
from policy_kit.report.tasks import tasks

_COVERED = {"yes": "Yes", "partly": "Partly", "no": "No", "not applicable": "Does not apply"}
_OUTCOME = {"partly": "partly covered", "not_found": "not found", "not_checked": "not checked"}
_FORCE = {
    "must": "the law asks for it",
    "should": "the statutory guidance asks for it",
    "local": "the council asks for it",
}
_MOST_PLACES = 5
_MOST_TASKS = 10


def write(reports: Sequence[Report], *, full: bool = False) -> str:
    """All reports about one file as one text; `full`: every task at length, and the quotes behind every line met."""
    return harmless("\n".join(_lines(reports, full)) + "\n")


def problems(findings: Sequence[Finding]) -> str:
    """What keeps a file from being used at all: each mistake with its place, its line of text, and what to do."""
    told = []
    for finding in findings:
        told.append(f"{finding.place}: {finding.message}")
        told += [textwrap.indent(part.rstrip(), "    ") for part in (finding.excerpt, finding.fix) if part]
    many = f"These {len(findings)} things have" if len(findings) > 1 else "This has"
    return harmless("\n".join([*told, "", f"{many} to be put right before the file can be used."]) + "\n")


def trust(subject: str, policy: Mapping[str, Any]) -> str:
    """What there is to say of a trust's own file, which has no school to judge."""
    locked = pages.count(len(policy.get("locked", ())), "key")
    told = f"{in_one_line(subject)} is well formed. It is the file of {policy['trust']['name']}, and it locks {locked}."
    name = in_one_line(subject).replace("\\", "/").rpartition("/")[2]
    how = f"Next, check the file of a school that says “extends: {name}”, with the path from that file:"
    return harmless(f"{told}\n{how}\n    policy-kit check my-school.yaml\n")


def _lines(reports: Sequence[Report], full: bool) -> Iterator[str]:
    first = reports[0]
    yield in_one_line(" ".join(first.title.split()))
    yield f"{in_one_line(first.subject)}, as judged on {pages.day(first.on)}"
    for note in first.notes:
        yield from wrapped(note, "", "")
    for report in reports:
        if report.sections:
            yield ""
            yield from _overview(report)
    findings = [f for report in reports for f in report.findings]
    yield from faults([f for f in findings if f.outcome == "fault"], first.subject, full=full)
    yield from _todo(findings, first.subject, full)
    yield from _waived([f for f in findings if f.waiver])
    for report in reports if full else ():
        yield from _met(report)
    yield ""
    yield _verdict(findings)


def _overview(report: Report) -> Iterator[str]:
    yield f"{report.checklist_title}, edition of {pages.day(report.edition)}"
    for section in report.sections:
        findings = [
            f for f in report.findings if f.section == section.ident and f.outcome != "not_applicable"
        ]
        met = sum(f.outcome == "met" for f in findings)
        told = f"{met} of {len(findings)}" if findings else ""
        yield f"  {_COVERED[report.covered(section.ident)]:15}{section.title:56}{told}".rstrip()


def _todo(findings: Iterable[Finding], subject: str, full: bool) -> Iterator[str]:
    """What to do next, at length but for what comes last."""
    groups = tasks(findings)
    if groups:
        yield from heading("What to do next, in this order")
    numbered = list(enumerate(groups, 1))
    long = numbered if full else numbered[:_MOST_TASKS]
    for number, group in long:
        yield ""
        yield from _task(number, group, subject)
    if len(numbered) > len(long):
        yield ""
        yield f"And then ({len(numbered) - len(long)} more; --full shows what to add for each):"
        for number, group in numbered[len(long) :]:
            yield from wrapped(
                f"{number:3}. {group[0].says}: {_OUTCOME[group[0].outcome]} ({group[0].rule})", ""
            )


def _task(number: int, group: Sequence[Finding], subject: str) -> Iterator[str]:
    first, *others = group
    also = f" (settles {', '.join(f.rule for f in others)} too)" if others else ""
    yield from wrapped(f"{number:3}. {first.says}: {_OUTCOME[first.outcome]}", "")
    yield f"     {first.rule}{also}; {_FORCE[first.force or 'should']}"
    if first.outcome == "partly":
        yield from wrapped(f"Missing: {'; '.join(first.missing)}.")
    plain, _, example = (first.fix or "").partition("\n\n")
    yield from wrapped(f"{plain}{_near(first.nearest, subject)}")
    if example:
        yield "     Add, in your own words:"
        yield textwrap.indent(example, "         ")


def _near(nearest: Evidence | None, subject: str) -> str:
    """Where to look: the key that the missing fact belongs under, or the words that come closest to it."""
    if nearest is None:
        return ""
    if nearest.quote.endswith(":") and nearest.place.line:
        return f" It belongs under {nearest.quote.removesuffix(':')} ({line(nearest.place, subject)})."
    return f" Nearest: {quoted(nearest, subject)}."


def _waived(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield from heading("Accepted for a time")
    for finding in findings:
        if finding.waiver:
            told = f"until {pages.day(finding.waiver.until)}, agreed by {finding.waiver.agreed_by}"
            yield from wrapped(
                f"{finding.rule} {finding.says}: {_OUTCOME.get(finding.outcome, 'covered')}; {told}. "
                f"Reason: {finding.waiver.reason}",
                first="  - ",
                rest="    ",
            )


def _met(report: Report) -> Iterator[str]:
    yield from heading(f"Evidence found: {report.checklist_title}")
    for finding in report.findings:
        if finding.outcome == "met":
            yield from wrapped(f"{finding.rule} {finding.says}", first="  ", rest="    ")
            for evidence in finding.evidence[:_MOST_PLACES]:
                label = f"{evidence.label}: " if evidence.label else ""
                yield from wrapped(label + quoted(evidence, report.subject), first="      ", rest="        ")


def _verdict(findings: Sequence[Finding]) -> str:
    counted: Mapping[str, int] = {
        "line": sum(f.outcome in ("met", "partly", "not_found", "not_checked") for f in findings),
        "met": sum(f.outcome == "met" for f in findings),
        "open": sum(f.outstanding and f.outcome != "fault" for f in findings),
        "wrong": sum(f.outstanding and f.outcome == "fault" for f in findings),
    }
    told = f"Evidence found for {counted['met']} of {counted['line']} lines"
    if not counted["line"]:
        told = "No line was judged"
    if not counted["open"] and not counted["wrong"]:
        return f"{told}. Nothing is outstanding."
    return f"{told}; {counted['open']} to do, {counted['wrong']} wrong."
