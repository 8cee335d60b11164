"""decisions.csv: what officers have decided, and which documents each decision is about."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from policy_kit.audit import table
from policy_kit.audit.shape import shaped
from policy_kit.audited import Ruling, School
from policy_kit.model import Checklist, Outcome
from policy_kit.pages import printable

NAME = "decisions.csv"
COLUMNS = ("school", "line", "answer", "reason", "name", "date")
_ALSO = ("document",)
_LARGEST = 50_000_000
_ANSWERS: Mapping[str, Outcome] = {
    "yes": "met",
    "partly": "partly",
    "no": "not_found",
    "does not apply": "not_applicable",
}
_LEAST_DIGITS = 8
_PINS = "decisions.json"
_are_pins = shaped([str])

Pins = Mapping[str, tuple[str, ...]]
"""Ident of a decision → the SHA-256 of each document that it is about."""


def load(
    path: Path, schools: Mapping[str, School] | None, checklists: Sequence[Checklist]
) -> tuple[Ruling, ...]:
    """The decisions of a file. Raises KitError with the line of each mistake."""
    lines = {item.ident for checklist in checklists for item in checklist.items}
    names = _names(schools or {})
    found: dict[tuple[str, str], Ruling] = {}
    wrong = []
    for at, cells in table.named(path, _LARGEST, COLUMNS, _ALSO):
        own = {name: printable(value) for name, value in cells.items()}
        school = names.get(own["school"].casefold(), own["school"])
        if told := _wrong(own, school, schools, lines) or _twice(found.get((school, own["line"].upper()))):
            wrong.append(f"{path}:{at}: {told}")
            continue
        found[school, own["line"].upper()] = _ruling(own, school, f"{path}:{at}")
    table.refuse(wrong)
    return tuple(found.values())


def pinned(rulings: Iterable[Ruling], *known: Pins) -> tuple[Ruling, ...]:
    """The decisions, each with the documents that the first of `known` says that it is about."""
    return tuple(
        replace(ruling, digests=next((pins[ruling.ident] for pins in known if ruling.ident in pins), ()))
        for ruling in rulings
    )


def pins(own: Path) -> Pins:
    """What the audits before have noted in their folder."""
    try:
        kept = json.loads((own / _PINS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    found = kept if isinstance(kept, dict) else {}
    return {ident: tuple(digests) for ident, digests in found.items() if _are_pins(digests)}


def note(own: Path, work: Path, rulings: Iterable[Ruling]) -> None:
    """Note for the next audit which documents the decisions are about. Raises OSError."""
    now = {ruling.ident: ruling.digests for ruling in rulings if ruling.digests}
    if now:
        draft = work / _PINS
        draft.write_text(json.dumps({**pins(own), **now}, indent=0, sort_keys=True), "utf-8")
        draft.replace(own / _PINS)


def _names(schools: Mapping[str, School]) -> Mapping[str, str]:
    """Name of a school, where there is one of that name → its URN."""
    urns: dict[str, set[str]] = {}
    for urn, school in schools.items():
        urns.setdefault(school.name.casefold(), set()).add(urn)
    return {name: found.pop() for name, found in urns.items() if len(found) == 1}


def _wrong(own: Mapping[str, str], school: str, schools: Mapping[str, School] | None, lines: set[str]) -> str:
    if empty := [name for name in COLUMNS if not own[name]]:
        return f"nothing stands under {' and '.join(empty)}."
    if own["line"].upper() not in lines:
        return f"there is no line “{own['line'][:30]}” in the checklists of this audit."
    if own["answer"].casefold() not in _ANSWERS:
        return f"the answer is “{own['answer'][:30]}”; write Yes, Partly, No or Does not apply."
    if _day(own["date"]) is None:
        return f"“{own['date'][:30]}” is not a date; write it year first, for example 2026-09-24."
    return _unknown(school, schools) or _no_document(own["document"].lower())


def _unknown(school: str, schools: Mapping[str, School] | None) -> str:
    """Why a number is no school of the register; what is no number may be the name of a file."""
    if not (len(school) == 6 and school.isdigit()) or school in (schools or {}):
        return ""
    if schools is None:
        return f"no register was given, so nobody knows the school {school}: use --schools, or name the file."
    return f"there is no school {school} in the register."


def _no_document(document: str) -> str:
    known = len(document) >= _LEAST_DIGITS and set(document) <= set("0123456789abcdef")
    return (
        ""
        if known or not document
        else f"“{document[:30]}” is no SHA-256; leave it empty, or copy it from results.json."
    )


def _twice(first: Ruling | None) -> str:
    where = first.at.rpartition(":")[2] if first else ""
    return f"this is decided on line {where} already. Take one of them out." if first else ""


def _ruling(own: Mapping[str, str], school: str, at: str) -> Ruling:
    said = (
        school,
        own["line"].upper(),
        _ANSWERS[own["answer"].casefold()],
        own["reason"],
        own["name"],
        _day(own["date"]) or date.min,
    )
    ident = sha256("\n".join(map(str, (*said, own["document"].lower()))).encode()).hexdigest()[:16]
    return Ruling(*said, ident=ident, at=at, document=own["document"].lower())


def _day(text: str) -> date | None:
    """A day, year first or as Excel saves it in England."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
