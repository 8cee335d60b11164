"""The finder that holds the version on the cover against the table of versions and the running footer."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from policy_kit.faults.dates.control import zone
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Block, Document, Evidence, Place

_NUMBER = re.compile(r"v?(\d{1,4}(?:\.\d{1,3}){0,2})(?!\d)(?:\s*\(.*\))?", re.IGNORECASE)
_NAME = r"(?:policy |document )?(?:current )?version(?: no\.?| number)?"
_LINE = re.compile(
    rf"^\W*{_NAME}\s*[:–-]?\s*v?(\d{{1,4}}(?:\.\d{{1,3}}){{0,2}})(?![\d/])\W*(?:$|[|,(]|\s[–-])",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"\b(?:version|v)\.?\s?(\d{1,3}(?:\.\d{1,3}){0,2})(?![\d.]*\w)", re.IGNORECASE)
_LABEL = re.compile(rf"{_NAME}\W*", re.IGNORECASE)

Version = tuple[int, ...]


def versions(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The version on the cover is not that of the footer, or the latest of its table; `past`: tables of the past."""
    document = matter.reading.document
    cover = next(_cover(document), None)
    if cover is None:
        return
    for other in (*_footers(document), *_tables(document, wanted["past"], cover[0])):
        if other[0] != cover[0]:
            yield Hit((cover[1], other[1]), f"{_shown(cover[0])} and {_shown(other[0])}")
            return


def _cover(document: Document) -> Iterator[tuple[Version, Evidence]]:
    for number, block, _ in zone(document):
        if number > 20:
            return
        place = block.place or Place(document.file)
        if block.kind == "table" and not _heads(block):
            for row in block.rows:
                for label, value in pairwise(row):
                    found = _NUMBER.fullmatch(value.text.strip())
                    if found and _LABEL.fullmatch(label.text.strip()):
                        here = next((b.place for b in value.blocks if b.place), place)
                        yield (
                            _version(found[1]),
                            Evidence(f"{label.text.strip()}: {value.text.strip()}", here),
                        )
        elif block.kind in ("paragraph", "heading", "item") and (line := _LINE.match(block.text)):
            yield _version(line[1]), Evidence(block.text.strip(), place)


def _footers(document: Document) -> Iterator[tuple[Version, Evidence]]:
    for block in document.furniture:
        if found := _FOOTER.search(block.text):
            yield _version(found[1]), Evidence(block.text.strip(), block.place or Place(document.file))


def _tables(document: Document, past: list[str], cover: Version) -> Iterator[tuple[Version, Evidence]]:
    """The latest version of each table of versions; of a table of earlier ones, only if it is later than the cover."""
    above = ""
    for block in document.blocks:
        if block.kind == "heading":
            above = block.text
        column = _heads(block) if block.kind == "table" else None
        if not column:
            continue
        rows = [row for row in block.rows[1:] if len(row) >= column]
        known = [(found, row) for row in rows if (found := _NUMBER.fullmatch(row[column - 1].text.strip()))]
        if not known:
            continue
        latest, row = max(((_version(found[1]), row) for found, row in known), key=lambda one: one[0])
        told = f"{above} {block.text}".lower()
        if latest > cover or not any(word in told for word in past):
            place = next((b.place for cell in row for b in cell.blocks if b.place), block.place)
            quote = " | ".join(filter(None, (" ".join(cell.text.split()) for cell in row)))
            yield latest, Evidence(quote, place or Place(document.file))


def _heads(table: Block) -> int:
    """The column of a table that is headed "Version", from 1; 0: none, or it is a label with its value beside it."""
    first = [cell.text.strip() for cell in table.rows[0]] if len(table.rows) > 1 else []
    if len(first) < 2 or any(_NUMBER.fullmatch(text) for text in first):
        return 0
    return next((index for index, text in enumerate(first, 1) if _LABEL.fullmatch(text)), 0)


def _version(text: str) -> Version:
    numbers = [int(part) for part in text.split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _shown(version: Version) -> str:
    return ".".join(map(str, version))
