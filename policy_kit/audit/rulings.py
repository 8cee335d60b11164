"""What officers have decided, laid over what the kit has found: pure. What the kit had found stays beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policy_kit.audit import rows as rowing
from policy_kit.audit import settled as settling
from policy_kit.audited import Row, Ruling
from policy_kit.model import Checklist, Decision, Finding, KitError, Report
from policy_kit.pages import day
from policy_kit.report import json, kept

Said = Mapping[str, Ruling]
"""Line → what was decided."""


def settled(
    rulings: Sequence[Ruling], rows: Sequence[Row], checklists: Sequence[Checklist]
) -> tuple[Ruling, ...]:
    """Each decision with what has become of it. A decision without documents is about those that are there now.

    Raises KitError, with its line, for a decision about a file that is not there and never was.
    """
    return tuple(_settled(ruling, _files(ruling, rows), checklists) for ruling in rulings)


def by_key(rulings: Iterable[Ruling]) -> Mapping[str, Said]:
    """Key of a file → the decisions that are in force for it."""
    found: dict[str, dict[str, Ruling]] = defaultdict(dict)
    for ruling in rulings:
        if ruling.standing == "in force":
            for key in ruling.keys:
                found[key][ruling.line] = ruling
    return dict(found)


def overruled(found: Mapping[str, Any], said: Said) -> Mapping[str, Any]:
    """The JSON report of a file with the officers' answers in the place of the kit's."""
    reports = [_overruled(kept.report(each), said) for each in found["reports"]]
    return {**found, "reports": json.plain(reports)["reports"]}


def row(row: Row, found: Mapping[str, Any], checklists: Sequence[Checklist]) -> Row:
    """The row of a file by its report, which officers have changed."""
    known = {each.ident: each for each in checklists}
    answers = (settling.answers(each, known[each["checklist"]]) for each in found["reports"])
    lines = (one["rule"] for each in found["reports"] for one in each["findings"] if one.get("decided"))
    return replace(row, answers=tuple(map(rowing.answers_of, answers)), decided=tuple(lines))


def _files(ruling: Ruling, rows: Sequence[Row]) -> list[Row]:
    own = [row for row in rows if ruling.school in (row.match.urn, row.key)]
    if not own and not ruling.digests and not _is_urn(ruling.school):
        raise KitError(
            f"{ruling.at}: there is no school and no file “{ruling.school[:60]}”. Give the URN of the school, or the "
            "file as results.csv names it."
        )
    return [row for row in own if row.state == "checked"]


def _is_urn(school: str) -> bool:
    return len(school) == 6 and school.isascii() and school.isdigit()


def _settled(ruling: Ruling, files: Sequence[Row], checklists: Sequence[Checklist]) -> Ruling:
    if not files:
        return replace(ruling, standing="no document")
    asked = [row for row in files if ruling.line in row.lines(checklists)]
    if not asked:
        return replace(ruling, standing="not asked", keys=tuple(row.key for row in files))
    seen = ruling.digests or tuple(
        dict.fromkeys(row.digest for row in asked if row.digest.startswith(ruling.document))
    )
    known = [row.key for row in asked if row.digest in seen]
    if known:
        return replace(ruling, standing="in force", digests=seen, keys=tuple(known))
    return replace(ruling, standing="lapsed", digests=seen, keys=tuple(row.key for row in asked))


def _overruled(report: Report, said: Said) -> Report:
    findings = (
        _decided(one, said[one.rule]) if one.rule in said and one.outcome != "fault" else one
        for one in report.findings
    )
    return replace(report, findings=tuple(findings))


def _decided(found: Finding, ruling: Ruling) -> Finding:
    """The officer's answer. What the kit has quoted stays, unless the officer says that it is not there."""
    says = found.says or found.rule
    gone, full = ruling.answer == "not_found", ruling.answer in ("met", "not_applicable")
    return replace(
        found,
        outcome=ruling.answer,
        message=f"{says}: decided by {ruling.by}, on {day(ruling.on)}: {ruling.reason}",
        evidence=() if gone or ruling.answer == "not_applicable" else found.evidence,
        missing=() if full else found.missing or (ruling.reason,),
        nearest=None if full else found.nearest or (found.evidence[0] if gone and found.evidence else None),
        fix=None if full else found.fix,
        waiver=None,
        decision=Decision(ruling.by, ruling.on, ruling.reason, found.outcome),
    )
