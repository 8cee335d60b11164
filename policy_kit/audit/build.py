"""The rows of an audit → the audit: everything that can be told of the whole."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy_kit import __version__
from policy_kit.audit import counting, likenesses, outliers, rulings
from policy_kit.audit.before import Before, changes
from policy_kit.audit.placing import rename
from policy_kit.audited import Audit, Row, Ruling, School, Schools
from policy_kit.model import Checklist


@dataclass(frozen=True, slots=True)
class Ground:
    """What an audit stands on, beside its rows."""

    folder: str
    on: date
    checklists: Sequence[Checklist]
    schools: Mapping[str, School] | None = None
    before: Before | None = None
    rulings: Sequence[Ruling] = ()
    """What officers have decided, each with the documents that it is known to be about."""


def build(
    rows: Sequence[Row], ground: Ground, body: Callable[[Row], Mapping[str, Any]], *, left_out: int = 0
) -> Audit:
    """The audit. `body` reads what is kept of one file."""
    rows = sorted(rows, key=lambda row: row.key)
    asked = {answers.checklist for row in rows for answers in row.answers}
    checklists = tuple(each for each in ground.checklists if each.ident in asked)
    settled = rulings.settled(ground.rulings, rows, checklists)
    said = rulings.by_key(settled)

    def report(row: Row) -> Mapping[str, Any]:
        found = _report(body(row)["reports"], row.key)
        return rulings.overruled(found, said[row.key]) if row.key in said else found

    rows = [rulings.row(row, report(row), checklists) if row.key in said else row for row in rows]
    checked = [row for row in rows if row.state == "checked"]
    return Audit(
        folder=ground.folder,
        on=ground.on,
        kit=__version__,
        checklists=checklists,
        rows=tuple(rows),
        report=report,
        facts=lambda row: body(row)["facts"],
        left_out=left_out,
        schools=None if ground.schools is None else schools(rows, ground.schools),
        gaps=counting.gaps(checked, checklists),
        faults=counting.faults(checked),
        overdue=counting.overdue(checked, ground.on),
        due_soon=counting.due_soon(checked, ground.on),
        clusters=likenesses.clusters(checked, lambda row: body(row)["passages"]),
        outliers=outliers.outliers(rows),
        changes=None if ground.before is None else changes(rows, checklists, ground.before),
        rulings=settled,
    )


def schools(rows: Sequence[Row], by_urn: Mapping[str, School]) -> Schools:
    """Who has submitted and who has not. What is not sure counts for nobody, and is told beside."""
    sure: dict[str, list[str]] = defaultdict(list)
    perhaps: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for urn in row.match.urns:
            (sure if row.match.urn else perhaps)[urn].append(row.key)
    missing = (school for urn, school in by_urn.items() if school.open and urn not in sure)
    return Schools(
        by_urn=by_urn,
        not_submitted=tuple(sorted(missing, key=lambda school: (school.name, school.urn))),
        perhaps={urn: tuple(keys) for urn, keys in perhaps.items() if urn not in sure},
        twice={urn: tuple(keys) for urn, keys in sure.items() if len(keys) > 1},
    )


def _report(reports: list[dict[str, Any]], key: str) -> Mapping[str, Any]:
    """The report of a content as that of one file: what has no name gets the name of the file."""
    rename(reports, lambda name: name or key)
    return {"format": "policy-kit-report/1", "reports": reports}
