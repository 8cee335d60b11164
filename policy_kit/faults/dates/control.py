"""statements(document) → what a document says of its own dates: approved, in force from, last review, next review.

Labels and values stand in a table, on one line, under one another, or torn apart: first the labels, then the dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policy_kit import lexicon
from policy_kit.faults.dates.calendar import Said, alone, dates
from policy_kit.model import Block, Document, Evidence, Place

Kind = Literal["next_review", "any_review", "last_review", "approved", "in_force", "dated"]

_KINDS: tuple[Kind, ...] = ("next_review", "any_review", "last_review", "approved", "in_force")
_FRONT, _BACK = 30, 20
_NEAR = 90
_SHORT = 90
_ABOUT = re.compile(
    r"\breview|\bdocument control|\bversion|\bapprov|\bpolicy (?:details|information|control)|\bmonitoring",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;!?]\s+(?=[A-Z])")
_LABEL_WORDS = 6
_COVER = 10
_TITLE_WORDS = 10
_APART = 15


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a document gives for itself."""

    kind: Kind
    said: Said
    evidence: Evidence


def statements(document: Document) -> list[Stated]:
    """Every date that a document gives for itself, in reading order."""
    return [*_in_place(document), *_torn(document)]


def labels(text: str) -> list[tuple[Kind, int, int]]:
    """The labels in a text with their offsets, the longest first where two overlap."""
    lowered = text.lower()
    found = [
        (kind, match.start(), match.end())
        for kind in _KINDS
        for key, pattern in _patterns(kind)
        if key in lowered
        for match in pattern.finditer(text)
    ]
    kept: list[tuple[Kind, int, int]] = []
    for one in sorted(found, key=lambda f: (f[1] - f[2], f[1])):
        if all(one[2] <= start or end <= one[1] for _, start, end in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f[1])


def about_policy(text: str) -> bool:
    """A sentence about the policy itself, and not about a plan, a target or a timetable."""
    return bool(re.search(r"\bpolic(?:y|ies)\b", text, re.IGNORECASE)) or not _other().search(text)


def zone(document: Document) -> Iterator[tuple[int, Block, bool]]:
    """The blocks with their numbers; True for those where documents speak of themselves."""
    near, last = False, len(document.blocks) - _BACK
    for number, block in enumerate(document.blocks):
        if block.kind == "heading":
            near = bool(_ABOUT.search(block.text))
        yield number, block, near or number < _FRONT or number >= last


def _in_place(document: Document) -> Iterator[Stated]:
    for _, block, inside in zone(document):
        if block.kind == "table" and inside:
            yield from _table(block)
        elif block.kind in ("paragraph", "item", "heading", "quote", "code"):
            for text, place in _lines(block):
                yield from _stated(text, place, inside)
    yield from _dated(document)
    for block in document.furniture:
        yield from _stated(block.text, block.place or Place(document.file), True)


def _dated(document: Document) -> Iterator[Stated]:
    """A date that stands alone on the cover, or in the title ("Attendance policy, September 2025")."""
    for block in document.blocks[:_COVER]:
        found = dates(block.text)
        title = (
            re.search(r"\bpolicy\b", block.text, re.IGNORECASE) and len(block.text.split()) <= _TITLE_WORDS
        )
        if (
            block.kind != "table"
            and (alone(block.text.strip(" ()")) or title)
            and found
            and not labels(block.text)
        ):
            yield Stated("dated", found[0], Evidence(block.text.strip(), block.place or Place(document.file)))


def _stated(text: str, place: Place, inside: bool) -> Iterator[Stated]:
    start = 0
    for stop in (*_STOP.finditer(text), None):
        end = stop.start() + 1 if stop else len(text)
        yield from _sentence(text[start:end].strip(), place, inside)
        start = end


def _sentence(text: str, place: Place, inside: bool) -> Iterator[Stated]:
    policy = bool(re.search(r"\bpolicy\b", text, re.IGNORECASE))
    if not (policy or (inside and about_policy(text))) or (not policy and len(text) > 2 * _SHORT):
        return
    found, known = labels(text), dates(text)
    for index, (kind, _, end) in enumerate(found):
        until = min(found[index + 1][1] if index + 1 < len(found) else len(text), end + _NEAR)
        said = next((one for one in known if end <= one.start < until), None)
        if said and not (said.year and kind != "next_review"):
            yield Stated(kind, said, Evidence(_short(text), place))


def _table(table: Block) -> Iterator[Stated]:
    rows = [[" ".join(cell.text.split()) for cell in row] for row in table.rows]
    places = [
        next((b.place for c in row for b in c.blocks if b.place), table.place) or Place("")
        for row in table.rows
    ]
    if not rows:
        return
    heads = [_label(text) for text in rows[0]]
    if not any(_ABOUT.search(text) for text in rows[0]):
        heads = []  # a column of dates that belong to something else
    if len(rows) > 1 and sum(bool(head) for head in heads) > 0 and not any(dates(text) for text in rows[0]):
        columns = [(index, head) for index, head in enumerate(heads) if head]
        if len(columns) > 1 or len(rows[0]) > 2 or not alone(rows[1][0]):
            for row, place in zip(rows[1:], places[1:], strict=True):
                for index, head in columns:
                    if index < len(row) and (said := alone(row[index])):
                        yield Stated(head, said, Evidence(f"{rows[0][index]}: {row[index]}", place))
    for row, place in zip(rows, places, strict=True):
        for text, following in zip(row, [*row[1:], ""], strict=True):
            kind = _label(text)
            if kind and (found := dates(following)) and not dates(text):
                yield Stated(
                    kind,
                    found[-1] if kind == "next_review" else found[0],
                    Evidence(f"{text}: {following}", place),
                )
            elif dates(text) and not _label(text):
                yield from _stated(text, place, len(text) < _SHORT)


def _torn(document: Document) -> Iterator[Stated]:
    """Labels that stand alone, and below as many dates that stand alone, in the same order."""
    waiting: list[tuple[Kind, str]] = []
    values: list[tuple[Said, str, Place]] = []
    last = 0
    for number, block, inside in zone(document):
        for text, place in _lines(block) if inside and block.kind in ("paragraph", "item", "heading") else ():
            kind, said = _label(text), alone(text)
            if waiting and (number > last + _APART or (kind and values)):
                yield from _paired(waiting, values)
                waiting, values = [], []
            if kind:
                waiting.append((kind, text))
            elif said and waiting:
                values.append((said, text, place))
            last = number if kind or said else last
    yield from _paired(waiting, values)


def _paired(labelled: list[tuple[Kind, str]], values: list[tuple[Said, str, Place]]) -> Iterator[Stated]:
    """Each label with its date; a single date is that of the label right above it."""
    for (kind, label), (said, text, place) in zip(
        labelled[-1:] if len(values) == 1 else labelled, values, strict=False
    ):
        if len(values) in (1, len(labelled)):
            yield Stated(kind, said, Evidence(f"{label.rstrip(' :')}: {text}", place))


def _label(text: str) -> Kind | None:
    """What a short text is the label of, if it is nothing else."""
    kept = text.strip(" *:.-–")
    if not kept or len(kept.split()) > _LABEL_WORDS or dates(kept):
        return None
    found = labels(kept)
    return found[0][0] if found and found[0][1] <= len("policy ") else None


def _lines(block: Block) -> Iterator[tuple[str, Place]]:
    offset = 0
    for line in block.text.split("\n"):
        if line.strip():
            yield line.strip(), block.place_at(offset) or Place("")
        offset += len(line) + 1


def _short(text: str) -> str:
    return text if len(text) <= 240 else text[:239].rsplit(" ", 1)[0] + "…"


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of a kind, each with its longest word: a text without that need not be looked through."""
    return tuple((_longest(words), _pattern(words)) for words in lexicon.words(kind))


def _longest(words: str) -> str:
    return max((word.strip("^*").lower() for word in words.split()), key=len)


@cache
def _other() -> re.Pattern[str]:
    return re.compile(
        "|".join(_pattern(words).pattern for words in lexicon.words("other_reviews")), re.IGNORECASE
    )


def _pattern(words: str) -> re.Pattern[str]:
    inner = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in words.removeprefix("^").split())
    if words.startswith("^"):
        return re.compile(
            rf"^[\s*_]*{inner}\s*(?=[:–-]|$|\s\d|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
            re.IGNORECASE,
        )
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)
