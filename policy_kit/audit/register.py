"""The schools of a council from a CSV file with the columns of the national register of schools (GIAS)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from policy_kit.audit import table
from policy_kit.audited import School
from policy_kit.model import KitError

_LARGEST = 300_000_000  # bytes; the register of all England is about 70 million
_COLUMNS = {
    "urn": "URN",
    "name": "EstablishmentName",
    "authority": "LA (name)",
    "phase": "PhaseOfEducation (name)",
    "kind": "TypeOfEstablishment (name)",
    "status": "EstablishmentStatus (name)",
    "town": "Town",
    "postcode": "Postcode",
}
_NEEDED = ("urn", "name")
_ALSO = {
    "la": "authority",
    "phase": "phase",
    "type": "kind",
    "status": "status",
    "school": "name",
    "name": "name",
}


def load(path: Path) -> Mapping[str, School]:
    """URN → school. Raises KitError with the line of each mistake: a column or a number missing, a URN twice."""
    rows = table.rows(path, _LARGEST)
    _, head = next(rows, (1, []))
    return _schools(rows, _columns(head, path), path)


def _columns(head: list[str], path: Path) -> Mapping[str, int]:
    """What we call a column → where it stands."""
    names = {" ".join(name.split()).casefold(): place for place, name in reversed(list(enumerate(head)))}
    known = {own: names[name.casefold()] for own, name in _COLUMNS.items() if name.casefold() in names}
    also = {own: names[name] for name, own in _ALSO.items() if name in names}
    found = also | known
    if missing := [_COLUMNS[own] for own in _NEEDED if own not in found]:
        there = ", ".join(f"“{name}”" for name in head[:8]) or "nothing"
        raise KitError(
            f"{path}:1: there is no column {' and no column '.join(missing)}; the first line says {there}. Use the "
            "columns of the register: URN, EstablishmentName, LA (name), PhaseOfEducation (name) and so on."
        )
    return found


def _schools(
    rows: Iterator[tuple[int, list[str]]], columns: Mapping[str, int], path: Path
) -> Mapping[str, School]:
    found: dict[str, School] = {}
    lines: dict[str, int] = {}
    wrong = []
    for line, row in rows:
        own = {
            name: " ".join(row[place].split()) if place < len(row) else "" for name, place in columns.items()
        }
        if told := _wrong(own, lines):
            wrong.append(f"{path}:{line}: {told}")
            continue
        found[own["urn"]], lines[own["urn"]] = School(**own), line
    table.refuse(wrong)
    if not found:
        raise KitError(f"{path}: there is no school in this list.")
    return found


def _wrong(own: Mapping[str, str], lines: Mapping[str, int]) -> str:
    urn = own["urn"]
    if not (urn.isascii() and urn.isdigit() and len(urn) == 6):
        return f"“{urn[:30]}” is not a URN, which has six figures."
    if not own["name"]:
        return f"the school {urn} has no name."
    return f"the school {urn} is on line {lines[urn]} already. Take one of them out." if urn in lines else ""
