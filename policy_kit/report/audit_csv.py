"""An audit as one table: a row for every line of every file, and for every fault. Nothing in it is a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit.audited import Audit, Row

HEAD = (
    "file",
    "urn",
    "school",
    "authority",
    "match",
    "state",
    "reason",
    "checklist",
    "edition",
    "section",
    "line",
    "says",
    "outcome",
    "severity",
    "message",
    "quote",
    "page",
    "heading",
    "to do",
    "decided",
)
_SIGNS = frozenset("=+-@\t\r\n")
_FORMULA = _SIGNS | {" "}  # spaces before a sign are passed over
_BOM = "\ufeff"  # by which Excel knows UTF-8


def write(audit: Audit) -> Iterator[str]:
    """The head and, file by file, its rows."""
    yield _BOM + _csv([HEAD])
    for row in audit.rows:
        yield _csv(_rows(row, audit))


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in _FORMULA and text.lstrip(" ")[:1] in _SIGNS else text


def _csv(rows: Any) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return target.getvalue()


def _rows(row: Row, audit: Audit) -> Iterator[tuple[object, ...]]:
    start = _start(row, audit)
    if not row.answers:
        yield (*start, *[""] * (len(HEAD) - len(start)))
        return
    for report in audit.report(row)["reports"]:
        for finding in report["findings"]:
            yield (*start, report["checklist"], report["edition"], *_finding(finding))


def _start(row: Row, audit: Audit) -> tuple[object, ...]:
    school = audit.schools.by_urn.get(row.match.urn or "") if audit.schools else None
    whose = (school.urn, school.name, school.authority) if school else ("", "", "")
    return (row.key, *whose, row.match.strength if audit.schools else "", row.state, row.reason)


def _finding(finding: Mapping[str, Any]) -> tuple[object, ...]:
    quote = finding["evidence"][0] if finding["evidence"] else {"quote": "", "place": finding["place"]}
    return (
        finding["section"],
        finding["rule"],
        finding["says"],
        finding["outcome"],
        finding["severity"],
        finding["message"],
        quote["quote"],
        quote["place"]["page"],
        quote["place"]["heading"],
        finding["fix"],
        decided(finding),
    )


def decided(finding: Mapping[str, Any]) -> str:
    """Who has answered a line in place of the kit, when and why."""
    decision = finding.get("decided")
    return f"by {decision['by']}, on {decision['on']}: {decision['reason']}" if decision else ""
