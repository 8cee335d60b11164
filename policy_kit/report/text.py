"""The report that a headteacher reads: what is covered, what to do next in order, and what is wrong."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_kit import pages
from policy_kit.model import Evidence, Finding, Report

_WIDTH = 96
_COVERED = {"yes": "Yes", "partly": "Partly", "no": "No", "not applicable": "Does not apply"}
_OUTCOME = {"partly": "partly covered", "not_found": "not found", "not_checked": "not checked"}
_FORCE = {
    "must": "the law asks for it",
    "should": "the statutory guidance asks for it",
    "local": "the council asks for it",
}
_SEVERITY = {"error": "Wrong", "warning": "Look again", "note": "Note"}
_RANK = {"must": 0, "should": 1, "local": 2, None: 1}
_MOST_PLACES = 5


def write(reports: Sequence[Report], *, evidence: bool = False) -> str:
    """All reports about one file as one text; with `evidence`, the quotes behind every line that is met."""
    return "\n".join(_lines(reports, evidence)) + "\n"


def _lines(reports: Sequence[Report], evidence: bool) -> Iterator[str]:
    first = reports[0]
    yield first.title
    yield f"{first.subject}, as judged on {pages.day(first.on)}"
    for report in reports:
        yield ""
        yield from _overview(report)
    yield from _todo([f for report in reports for f in report.findings])
    yield from _faults([f for report in reports for f in report.findings if f.outcome == "fault"])
    yield from _waived([f for report in reports for f in report.findings if f.waiver])
    if evidence:
        for report in reports:
            yield from _met(report)
    yield ""
    yield _verdict([f for report in reports for f in report.findings])


def _overview(report: Report) -> Iterator[str]:
    yield f"{report.checklist_title}, edition of {pages.day(report.edition)}"
    for section in report.sections:
        findings = [
            f for f in report.findings if f.section == section.ident and f.outcome != "not_applicable"
        ]
        met = sum(f.outcome == "met" for f in findings)
        told = f"{met} of {len(findings)}" if findings else ""
        yield f"  {_COVERED[report.covered(section.ident)]:15}{section.title:56}{told}".rstrip()


def _todo(findings: Iterable[Finding]) -> Iterator[str]:
    """What to do next: the law first, and lines that one answer settles together."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (_RANK[f.force], f.outcome != "not_found")):
        if finding.outcome in _OUTCOME and not finding.waiver:
            answer = (finding.fix or finding.rule).rpartition("\n\n")[2]
            groups.setdefault(answer, []).append(finding)
    if groups:
        yield from _heading("What to do next, in this order")
    for number, group in enumerate(groups.values(), 1):
        yield ""
        yield from _task(number, group)


def _task(number: int, group: Sequence[Finding]) -> Iterator[str]:
    first, *others = group
    also = f" (settles {', '.join(f.rule for f in others)} too)" if others else ""
    yield f"{number:3}. {first.says}: {_OUTCOME[first.outcome]}"
    yield f"     {first.rule}{also}; {_FORCE[first.force or 'should']}"
    if first.missing:
        yield from _wrapped(f"Missing: {'; '.join(first.missing)}.")
    if first.nearest:
        yield from _wrapped(f"Nearest: {_quote(first.nearest)}.")
    plain, _, example = (first.fix or "").partition("\n\n")
    if plain:
        yield from _wrapped(f"To do: {plain}")
    if example:
        yield "     Add to your file, with your own words:"
        yield textwrap.indent(example, "         ")


def _faults(faults: Sequence[Finding]) -> Iterator[str]:
    for severity, title in _SEVERITY.items():
        found = [fault for fault in faults if fault.severity == severity]
        if found:
            yield from _heading(title)
        for fault in found:
            yield ""
            yield from _wrapped(f"{fault.message} [{fault.rule}]", first="  - ", rest="    ")
            for evidence in fault.evidence[:_MOST_PLACES]:
                yield from _wrapped(_quote(evidence, label=False), first="    ", rest="      ")
            if len(fault.evidence) > _MOST_PLACES:
                yield f"    and {len(fault.evidence) - _MOST_PLACES} more"
            if fault.fix:
                yield from _wrapped(f"To do: {fault.fix}", first="    ", rest="    ")


def _waived(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield from _heading("Accepted for a time")
    for finding in findings:
        if finding.waiver:
            told = f"until {pages.day(finding.waiver.until)}, agreed by {finding.waiver.agreed_by}"
            yield from _wrapped(
                f"{finding.rule} {finding.says}: {_OUTCOME.get(finding.outcome, 'covered')}; {told}. "
                f"Reason: {finding.waiver.reason}",
                first="  - ",
                rest="    ",
            )


def _met(report: Report) -> Iterator[str]:
    yield from _heading(f"Evidence found: {report.checklist_title}")
    for finding in report.findings:
        if finding.outcome == "met":
            yield from _wrapped(f"{finding.rule} {finding.says}", first="  ", rest="    ")
            for evidence in finding.evidence[:_MOST_PLACES]:
                yield from _wrapped(_quote(evidence), first="      ", rest="        ")


def _quote(evidence: Evidence, *, label: bool = True) -> str:
    where = [evidence.place.file if evidence.place.line is None else str(evidence.place)]
    where += [evidence.place.heading] if evidence.place.heading else []
    told = f"{evidence.label}: " if label and evidence.label else ""
    return f"{told}“{evidence.quote}” ({', '.join(where)})"


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def _wrapped(text: str, first: str = "     ", rest: str = "     ") -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _verdict(findings: Sequence[Finding]) -> str:
    counted: Mapping[str, int] = {
        "line": sum(f.outcome in ("met", "partly", "not_found", "not_checked") for f in findings),
        "met": sum(f.outcome == "met" for f in findings),
        "open": sum(f.outstanding and f.outcome != "fault" for f in findings),
        "wrong": sum(f.outstanding and f.outcome == "fault" for f in findings),
    }
    told = f"Evidence found for {counted['met']} of {counted['line']} lines"
    if not counted["open"] and not counted["wrong"]:
        return f"{told}. Nothing is outstanding."
    return f"{told}; {counted['open']} to do, {counted['wrong']} wrong."
