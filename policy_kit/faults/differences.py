"""Finders that compare the facts of a document: one fact in two ways, and times that do not go together."""

from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit import ledger
from policy_kit.faults.matter import Hit, Matter
from policy_kit.ledger import Clash, Fact
from policy_kit.ledger.values import minutes
from policy_kit.model import Evidence, Place

_SESSIONS = ("morning", "afternoon")
_DAYS = 5
_PLAUSIBLE = 75
"""A register that seems to be open for more minutes has been misread."""


def differ(wanted: Any, matter: Matter) -> Iterator[Hit]:
    """One of these facts is stated in two ways, where only one can be right: both places are the evidence.

    In what a school has written itself, the other way may stand anywhere in the document that its file makes.
    """
    own = {(f.ident, f.value): f.places[0] for f in ledger.entries(matter.reading) if f.ident in wanted}
    if not own:
        return
    for clash in ledger.clashes(matter.whole):
        if clash.ident not in wanted:
            continue
        if matter.whole is matter.reading:
            yield Hit(clash.places, _both(clash, clash.places))
        else:
            stand = [own.get((clash.ident, value)) for value in clash.values]
            if any(stand):
                places = tuple(place for place in stand if place)
                yield Hit(places, _both(clash, (stand[0], stand[1])))


def too_long(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A register is open for longer than a figure of the law, from what is printed: `since` it is opened, or taken.

    With `but`, only registers of which this other time is not printed.
    """
    figure = matter.law.figures.get(wanted["most"])
    if figure is None:
        return
    known = {(closes.ident, closes.group) for _, closes in _registers(wanted.get("but", ()), matter)}
    for opens, closes in _registers(wanted["since"], matter):
        length = _length(opens, closes)
        if figure.value < length <= _PLAUSIBLE and (closes.ident, closes.group) not in known:
            told = f"open for {length} minutes, from {opens.shown} to {closes.shown}"
            yield Hit((closes.places[0], opens.places[0]), told)


def unequal(wanted: Any, matter: Matter) -> Iterator[Hit]:
    """Registers that are all to be open for as long as each other are not."""
    spans = {
        _length(opens, closes): closes
        for opens, closes in _registers(wanted, matter)
        if 0 < _length(opens, closes) <= _PLAUSIBLE
    }
    if len(spans) > 1:
        told = ", ".join(str(length) for length in sorted(spans)[:-1]) + f" and {max(spans)} minutes"
        yield Hit(tuple(dict.fromkeys((spans[max(spans)].places[0], spans[min(spans)].places[0]))), told)


def order(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """What should come `first` comes after what should come `then`, or at the same time where `apart` is said."""
    for first in wanted["first"]:
        early = _clear(first, matter)
        for then in wanted["then"]:
            late = _clear(then, matter)
            for group in dict.fromkeys(fact.group for fact in early):
                a = min((f for f in early if f.group == group), key=_value)
                b = max((f for f in late if f.group == group), key=_value, default=None)
                if b and (a.value > b.value or (wanted.get("apart") and a.value == b.value)):
                    told = f"{a.says[0].lower()}{a.says[1:]} {a.shown}, {b.says[0].lower()}{b.says[1:]} {b.shown}"
                    yield Hit((a.places[0], b.places[0]), told)


def week(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """From the start to the end of the printed day, a week of five has fewer hours than a figure."""
    figure = matter.law.figures.get(wanted["hours"])
    starts, ends = _clear("day_starts", matter), _clear("day_ends", matter)
    if figure is None or not starts or any(matter.says(pattern) for pattern in wanted["without"]):
        return
    if any(word in fact.group for fact in (*starts, *ends) for word in wanted["but"]):
        return
    alone = starts if len({start.value for start in starts}) == 1 else []
    days = [(_length(start, end), start, end) for end in ends for start in _own(end, starts) or alone]
    for length, start, end in sorted(days, key=lambda day: day[0])[:1]:
        hours = length * _DAYS / 60
        if 0 < hours < figure.value:
            told = f"from {start.shown} to {end.shown} on five days are {hours:.4g} hours"
            yield Hit(tuple(dict.fromkeys((end.places[0], start.places[0]))), told)


def _own(end: Fact, starts: list[Fact]) -> list[Fact]:
    return sorted((start for start in starts if start.group == end.group), key=_value)[:1]


def _length(start: Fact, end: Fact) -> int:
    return minutes(end.value) - minutes(start.value)


def interval(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The next review is later after approval than the policy's own interval allows, by more than `late` months."""
    intervals, approved, reviews = (
        _clear(ident, matter) for ident in ("review_interval", "approval_date", "review_date")
    )
    if len(intervals) != 1 or not approved or len(reviews) != 1:
        return
    last = max(approved, key=_value)
    months = _months(reviews[0].value) - _months(last.value)
    if months > int(intervals[0].value) + wanted["late"]:
        told = (
            f"reviewed {intervals[0].shown}, but approved {last.shown} and to be reviewed {reviews[0].shown}"
        )
        yield Hit((intervals[0].places[0], reviews[0].places[0]), told)


def _both(clash: Clash, places: tuple[Evidence | None, Evidence | None]) -> str:
    """ "morning register closes 9.05am (line 108) and 9.15am (line 230)"."""
    whose = f" ({clash.group})" if clash.group else ""
    told = (f"{shown}{_where(place)}" for shown, place in zip(clash.shown, places, strict=True))
    return f"{clash.says[0].lower()}{clash.says[1:]}{whose}, {' and '.join(told)}"


def _where(evidence: Evidence | None) -> str:
    place = evidence.place if evidence else Place("")
    return f" (page {place.page})" if place.page else f" (line {place.line})" if place.line else ""


def _registers(since: Any, matter: Matter) -> Iterator[tuple[Fact, Fact]]:
    """Each register that is printed with an opening and a closing time: the shortest time that it can be open.

    Where there are several of a group, as in a table of sites, only times of one row belong together.
    """
    for session in _SESSIONS:
        closing = _clear(f"{session}_register_closes", matter)
        opening = [f for one in since for f in _clear(f"{session}_register_{one}", matter)]
        for group in dict.fromkeys(fact.group for fact in closing):
            closes = [fact for fact in closing if fact.group == group]
            opens = [fact for fact in opening if fact.group == group]
            rows = [(a, b) for b in closes for a in opens if _together(a, b)]
            if len(closes) > 1 and len(opens) > 1 and rows:
                yield from rows
            elif opens:
                yield max(opens, key=_value), min(closes, key=_value)


def _together(one: Fact, other: Fact) -> bool:
    """Stated in one place."""
    return any(place in other.places for place in one.places)


def _clear(ident: str, matter: Matter) -> list[Fact]:
    return [fact for fact in ledger.entries(matter.reading) if fact.ident == ident and fact.clear]


def _value(fact: Fact) -> str:
    return fact.value


def _months(value: str) -> int:
    year, month = value.split("-")[:2]
    return int(year) * 12 + int(month)
