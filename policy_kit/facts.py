"""A file → the facts that it states, ready to be told: of a document, the ledger; of a policy file, its own values."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from policy_kit import evidence, ledger, policy, schema
from policy_kit.document import read
from policy_kit.model import Evidence, Source
from policy_kit.report.facts import Entry
from policy_kit.source import leaves, unescape

_YAML = (".yaml", ".yml")
_REVIEWS = ("review_date", "/document/next_review")
_KINDS = ("time", "date", "date_or_month", "email", "telephone")


def facts(file: Path, on: date) -> tuple[str, tuple[Entry, ...], tuple[str, ...]]:
    """The title of a file, its facts, and the plain headings in order; a review that is past on a day is marked.

    Raises KitError and its kinds for a file that cannot be used or read.
    """
    if file.suffix.lower() in _YAML:
        source = policy.load(file)
        entries = tuple(_marked(one, on) for one in _own(source))
        return _title(source), entries, tuple(dict.fromkeys(entry.under for entry in entries))
    reading = evidence.read(read(file))
    return reading.document.title, tuple(_marked(one, on) for one in _told(reading)), ledger.headings()


def _marked(entry: Entry, on: date) -> Entry:
    past = entry.ident in _REVIEWS and entry.value < on.isoformat()[: len(entry.value)]
    return replace(entry, passed=past)


def _told(reading: evidence.Reading) -> Iterator[Entry]:
    clashes = ledger.clashes(reading)
    for fact in ledger.entries(reading):
        places = {
            place
            for clash in clashes
            if (clash.ident, clash.group) == (fact.ident, fact.group)
            for place in clash.places
        }
        odd = not places.isdisjoint(fact.places)
        yield Entry(fact.ident, fact.says, fact.under, fact.group, fact.value, fact.shown, fact.places, odd)


def _own(source: Source) -> Iterator[Entry]:
    """The values of a policy file that are facts, by their plain names: times, dates, numbers, people, contacts."""
    for pointer, value in leaves(source.data):
        if value is None or isinstance(value, bool) or not schema.printed(pointer):
            continue
        if not (
            isinstance(value, int | float) or schema.kind(pointer) in _KINDS or pointer.endswith("/name")
        ):
            continue
        under = schema.title("/" + pointer.split("/")[1])
        place = Evidence("", source.place(pointer))
        says, group = schema.title(pointer), _group(pointer, source.data)
        yield Entry(pointer, says, under, group, str(value), str(value), (place,))


def _group(pointer: str, policy: Any) -> str:
    """For whom a row of the timetable holds."""
    node = policy
    for step in pointer.split("/")[1:]:
        if isinstance(node, dict) and "pupils" in node:
            return str(node["pupils"])
        node = node[int(step)] if isinstance(node, list) else node[unescape(step)]
    return ""


def _title(source: Source) -> str:
    name = source.data.get("school", source.data.get("trust", {})).get("name", "")
    return str(name)
