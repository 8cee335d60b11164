"""What is wrong, as a person reads it: the gravest first, the same fault in many places once, not all at once."""

from collections.abc import Iterator, Mapping, Sequence

from policy_kit.model import Evidence, Finding
from policy_kit.report.lines import heading, line, quoted, wrapped

_SEVERITY: Mapping[str, tuple[str, int]] = {
    "error": ("Wrong", 99),
    "warning": ("Look again", 12),
    "note": ("Notes", 8),
}
"""Severity → the heading, and how many faults stand under it."""
_MOST_PLACES = 5


def faults(findings: Sequence[Finding], subject: str, *, full: bool) -> Iterator[str]:
    """All faults of a file; `full`: with every place."""
    for severity, (title, most) in _SEVERITY.items():
        groups = list(_grouped(f for f in findings if f.severity == severity))
        if groups:
            yield from heading(title)
        shown = groups if full else groups[:most]
        for group in shown:
            yield ""
            yield from _fault(group, subject, full=full)
        if len(groups) > len(shown):
            yield ""
            yield f"  and {len(groups) - len(shown)} more; --full shows them."


def _grouped(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    """Findings of one rule with one advice together, in the order in which the first of each stands."""
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.fix), []).append(finding)
    yield from groups.values()


def _fault(group: Sequence[Finding], subject: str, *, full: bool) -> Iterator[str]:
    first = group[0]
    message = first.message if len({f.message for f in group}) == 1 else f"{first.says}."
    yield from wrapped(f"{message} [{first.rule}]", first="  - ", rest="    ")
    places = list(_places(group, subject))
    shown = places if full else places[:_MOST_PLACES]
    if len(places) == 1:
        yield from wrapped(f"Stands: {places[0]}.", "    ", "    ")
    else:
        for place in shown:
            yield from wrapped(place, "      * ", "        ")
        if len(places) > len(shown):
            yield f"        and {len(places) - len(shown)} more places"
    for advice in (first.why, first.fix, first.reference and f"Source: {first.reference}."):
        if advice:
            yield from wrapped(advice, first="    ", rest="    ")


def _places(group: Sequence[Finding], subject: str) -> Iterator[str]:
    """Each place, with its words; what is wrong in it first, where the places differ in that."""
    several = len({finding.message for finding in group}) > 1
    for finding in group:
        told = finding.message.removeprefix(f"{finding.says}: ").removesuffix(".") if several else ""
        before = f"{told}: " if told and told != finding.says else ""
        evidence: Sequence[Evidence] = finding.evidence
        for one in evidence:
            yield before + quoted(one, subject)
        if not evidence:
            yield before + line(finding.place, subject)
