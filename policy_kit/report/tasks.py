"""What to do next, in order: the law first, and lines that one answer settles together."""

from collections.abc import Iterable

from policy_kit.model import Finding

_FORCE = {"must": 0, "should": 1, "local": 2, None: 1}
_OPEN = ("partly", "not_found", "not_checked")


def tasks(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The lines that are open and were not accepted for a time, those with one answer together."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (_FORCE[f.force], f.outcome != "not_found")):
        if finding.outcome in _OPEN and not finding.waiver:
            answer = (finding.fix or finding.rule).rpartition("\n\n")[2]
            groups.setdefault(answer, []).append(finding)
    return list(groups.values())
