"""A table that a person has made or filled in: CSV in UTF-8 or as Excel saves it. Mistakes are told by line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from policy_kit.model import KitError

_MOST_TOLD = 5
_SIGNS = ("=", "+", "-", "@")


def rows(path: Path, most: int) -> Iterator[tuple[int, list[str]]]:
    """The lines that have something in them, each with the number of the line where it ends. At most so many bytes."""
    reader = csv.reader(io.StringIO(_text(path, most), newline=""), strict=True)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error as error:
        raise KitError(
            f"{path}:{reader.line_num}: this is not CSV ({error}). Save the list as CSV."
        ) from error


def named(
    path: Path, most: int, wanted: Sequence[str], also: Sequence[str] = ()
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line under its head as column → cell. Raises KitError where a column of `wanted` is not there."""
    found = rows(path, most)
    _, head = next(found, (1, []))
    places = {" ".join(name.split()).casefold(): place for place, name in reversed(list(enumerate(head)))}
    if missing := [name for name in wanted if name not in places]:
        there = ", ".join(f"“{name[:30]}”" for name in head[:8]) or "nothing"
        raise KitError(
            f"{path}:1: there is no column {' and no column '.join(missing)}; the first line says {there}. "
            f"The columns are {', '.join(wanted)}."
        )
    for line, row in found:
        yield line, {name: cell(row, places.get(name)) for name in (*wanted, *also)}


def cell(row: Sequence[str], place: int | None) -> str:
    """A cell without needless space, and without the apostrophe that keeps it from being a formula."""
    text = " ".join(row[place].split()) if place is not None and place < len(row) else ""
    return text[1:] if text[:1] == "'" and text[1:].lstrip().startswith(_SIGNS) else text


def refuse(wrong: Sequence[str]) -> None:
    """Raise KitError with the first of these mistakes, if there are any."""
    if wrong:
        more = f"\n… and {len(wrong) - _MOST_TOLD} more lines like these" if len(wrong) > _MOST_TOLD else ""
        raise KitError("\n".join(wrong[:_MOST_TOLD]) + more)


def _text(path: Path, most: int) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        raise KitError(f"{path} cannot be opened ({reason}). Check its name and its folder.") from error
    if len(content) > most or b"\0" in content[:4096] or content.startswith(b"PK\x03\x04"):
        raise KitError(f"{path} is no CSV file. Save the list as CSV, and give that file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
