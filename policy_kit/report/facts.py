"""The ledger of facts, for people who read a policy before they discuss it, and for other tools."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy_kit.model import Evidence
from policy_kit.report.lines import wrapped

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Entry:
    """One value, ready to be told."""

    ident: str
    says: str
    under: str
    group: str
    value: str
    shown: str
    places: tuple[Evidence, ...]
    at_odds: bool = False
    """Another value of the same fact contradicts it."""
    passed: bool = False
    """A day to come that has passed."""


def write(title: str, subject: str, entries: Sequence[Entry], headings: Sequence[str]) -> str:
    """Every value with its places under plain headings; a value that another contradicts is marked."""
    return "\n".join(_lines(title, subject, entries, headings)) + "\n"


def as_json(subject: str, entries: Iterable[Entry]) -> str:
    """One JSON object; keys are only ever added."""
    whole = {"format": "policy-kit-facts/1", "subject": subject, "facts": [_entry(one) for one in entries]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _lines(title: str, subject: str, entries: Sequence[Entry], headings: Sequence[str]) -> Iterator[str]:
    yield title or subject
    yield f"The facts that {subject} states, each with every place"
    for heading in headings:
        told = [entry for entry in entries if entry.under == heading]
        if told:
            yield from ("", heading, "-" * len(heading))
        for entry in told:
            yield from wrapped(_value(entry), "  ", "    ")
            for place in entry.places:
                yield from wrapped(_place(place, subject), "      ", "        ")
    odds = len({(entry.ident, entry.group) for entry in entries if entry.at_odds})
    yield ""
    if not entries:
        yield "No facts were found."
    elif odds:
        things = "1 fact is" if odds == 1 else f"{odds} facts are"
        yield f"{things} stated in two ways: look for “at odds”."
    else:
        yield "No fact was found to contradict another."


def _value(entry: Entry) -> str:
    whose = f" ({entry.group})" if entry.group else ""
    mark = " ← at odds with another place" if entry.at_odds else " ← has passed" if entry.passed else ""
    return f"{entry.says}{whose}: {entry.shown}{mark}"


def _place(evidence: Evidence, subject: str) -> str:
    place = evidence.place
    at = f"page {place.page}" if place.page else f"line {place.line}"
    where = at if place.file == subject else f"{place.file}, {at}"
    quote = evidence.quote if len(evidence.quote) <= _LONGEST else _short(evidence.quote)
    return f"{where}: “{quote}”" if quote else where


def _short(quote: str) -> str:
    return quote[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {
        "id": entry.ident,
        "says": entry.says,
        "heading": entry.under,
        "group": entry.group or None,
        "value": entry.value,
        "shown": entry.shown,
        "at_odds": entry.at_odds,
        "passed": entry.passed,
        "places": [
            {
                "quote": evidence.quote,
                "place": {
                    "file": evidence.place.file,
                    "line": evidence.place.line,
                    "column": evidence.place.column,
                    "page": evidence.place.page,
                    "heading": evidence.place.heading,
                },
            }
            for evidence in entry.places
        ],
    }
