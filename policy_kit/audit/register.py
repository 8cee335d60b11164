"""The schools of a council from a CSV file with the columns of the national register of schools (GIAS)."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

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
_MOST_TOLD = 5


def load(path: Path) -> Mapping[str, School]:
    """URN → school. Raises KitError with the line of each mistake: a column or a number missing, a URN twice."""
    rows = _rows(_text(path), path)
    _, head = next(rows, (1, []))
    return _schools(rows, _columns(head, path), path)


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that have something in them, each with the number of the line where it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error as error:
        raise KitError(
            f"{path}:{reader.line_num}: this is not CSV ({error}). Save the list as CSV."
        ) from error


def _text(path: Path) -> str:
    """The text, in UTF-8 or as Excel saves it."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        raise KitError(f"{path} cannot be opened ({reason}). Check its name and its folder.") from error
    if len(content) > _LARGEST or b"\0" in content[:4096] or content.startswith(b"PK\x03\x04"):
        raise KitError(f"{path} is no CSV file. Save the list of schools as CSV, and give that file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


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
    if wrong:
        more = f"\n… and {len(wrong) - _MOST_TOLD} more lines like these" if len(wrong) > _MOST_TOLD else ""
        raise KitError("\n".join(wrong[:_MOST_TOLD]) + more)
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
