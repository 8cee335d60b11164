"""An audit for other tools: one JSON object, in which each file has a line of its own and can be read by itself."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from policy_kit.audited import AUDIT_FORMAT, Audit, Row, Ruling
from policy_kit.model import Checklist

_FINDING = ("rule", "outcome", "severity", "message", "missing", "fix", "waived", "decided")


def write(audit: Audit) -> Iterator[str]:
    """Head, one line for each file, and what was found of the whole. Keys are only ever added."""
    yield dump(_head(audit))[:-1] + ',"files":[\n'
    yield from members(_row(row, audit) for row in audit.rows)
    for name, found in _whole(audit).items():
        yield f'],"{name}":[\n'
        yield from members(found)
    yield "]}\n"


def members(objects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The objects of an array, one line for each."""
    before = ""
    for found in objects:
        yield before + dump(found)
        before = ",\n"
    yield "\n" if before else ""


def _head(audit: Audit) -> Mapping[str, Any]:
    return {
        "format": AUDIT_FORMAT,
        "kit": audit.kit,
        "folder": audit.folder,
        "on": audit.on.isoformat(),
        "checklists": [_checklist(each) for each in audit.checklists],
        "summary": {
            "files": len(audit.rows),
            "not_checked": len(audit.not_checked()),
            "left_out": audit.left_out,
        },
    }


def _checklist(checklist: Checklist) -> Mapping[str, Any]:
    return {
        "id": checklist.ident,
        "edition": checklist.edition,
        "title": checklist.title,
        "sections": [{"id": each.ident, "title": each.title} for each in checklist.sections],
        "lines": [{"id": item.ident, "section": item.section, "says": item.says} for item in checklist.items],
    }


def _row(row: Row, audit: Audit) -> Mapping[str, Any]:
    """`key` comes first: by it, whoever reads line by line knows the line of a file."""
    return {
        "key": row.key,
        "urn": row.match.urn,
        "digest": row.digest,
        "state": row.state,
        "reason": row.reason or None,
        "advice": row.advice or None,
        "notes": list(row.notes),
        "form": row.form or None,
        "title": row.title,
        "words": row.words,
        "pages": row.pages,
        "match": {"strength": row.match.strength, "urns": list(row.match.urns), "reason": row.match.reason},
        "review": row.review and row.review.isoformat(),
        "sections": _sections(row, audit),
        "lines": row.lines(audit.checklists),
        "findings": list(_findings(row, audit)),
    }


def _sections(row: Row, audit: Audit) -> Mapping[str, str]:
    """Id of a section → yes, partly, no, not_applicable or not_checked."""
    return {
        section.ident: covered
        for checklist in audit.checklists
        if (answers := row.answered(checklist.ident))
        for section, covered in zip(checklist.sections, answers.sections, strict=False)
    }


def _findings(row: Row, audit: Audit) -> Iterator[Mapping[str, Any]]:
    """Each finding in short, with its first quote; of lines that do not apply, those that an officer decided."""
    if not row.answers:
        return
    for report in audit.report(row)["reports"]:
        for one in report["findings"]:
            if one.get("decided") or one["outcome"] not in ("not_applicable", "not_checked"):
                quotes = one["evidence"] or [{"quote": None, "place": one["place"]}]
                place = {name: value for name, value in quotes[0]["place"].items() if value}
                yield {name: one[name] for name in _FINDING if one.get(name)} | {
                    "quote": quotes[0]["quote"],
                    "place": place,
                }


def _whole(audit: Audit) -> Mapping[str, Iterable[Mapping[str, Any]]]:
    schools = audit.schools
    return {
        "not_submitted": map(asdict, schools.not_submitted) if schools else [],
        "submitted_twice": _named(schools.twice, "keys") if schools else [],
        "lines_missing": map(asdict, audit.gaps),
        "faults": map(asdict, audit.faults),
        "reviews_overdue": [_review(row) for row in audit.overdue],
        "reviews_due_soon": [_review(row) for row in audit.due_soon],
        "alike": map(asdict, audit.clusters),
        "read_first": map(asdict, audit.outliers),
        "changes": map(asdict, audit.changes or ()),
        "decisions": map(_ruling, audit.rulings),
    }


def _named(found: Mapping[str, tuple[str, ...]], name: str) -> list[Mapping[str, Any]]:
    return [{"urn": urn, name: list(keys)} for urn, keys in found.items()]


def _ruling(ruling: Ruling) -> Mapping[str, Any]:
    """`decision` comes first: by it, whoever reads line by line knows the line of a decision."""
    return {
        "decision": ruling.ident,
        "school": ruling.school,
        "line": ruling.line,
        "answer": ruling.answer,
        "reason": ruling.reason,
        "name": ruling.by,
        "date": ruling.on.isoformat(),
        "standing": ruling.standing.replace(" ", "_"),
        "files": list(ruling.keys),
        "documents": list(ruling.digests),
    }


def _review(row: Row) -> Mapping[str, Any]:
    return {"file": row.key, "urn": row.match.urn, "review": row.review and row.review.isoformat()}


dump: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
