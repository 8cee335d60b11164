"""Predicates that look for a fault: facts that contradict each other, the law's figures, or the calendar.

The evidence of such a predicate is the fault itself; its label says what is wrong with it, in plain English.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_kit import lexicon, pages
from policy_kit.evidence.scene import Found, Scene
from policy_kit.model import Evidence
from policy_kit.source import leaves


def longer(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """From one time to another are more minutes than a figure of the law allows."""
    most = _figure(wanted["than"], scene)
    return _found(
        _evidence(scene, end, f"open for {minutes} minutes; the most is {pages.number(most)}")
        for _, end, minutes in _spans(wanted, scene)
        if most is not None and minutes > most
    )


def earlier(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """One time or date is not after another that it should be after."""
    pairs = _pairs(scene, wanted["this"], wanted["than"])
    return _found(
        _evidence(scene, this, f"{_shown(this[1])} is not after {_shown(than[1])} ({_line(scene, than[0])})")
        for this, than in pairs
        if _comparable(this[1]) <= _comparable(than[1])
    )


def passed(pointer: str, scene: Scene, _name: str) -> Found:
    """A date lies before the day of the check."""
    return _found(
        _evidence(scene, (at, value), f"{_shown(value)} has passed")
        for at, value in scene.at(pointer)
        if (on := _date(value)) and on < scene.on
    )


def ahead(pointer: str, scene: Scene, _name: str) -> Found:
    """A date lies after the day of the check."""
    return _found(
        _evidence(scene, (at, value), f"{_shown(value)} is still to come")
        for at, value in scene.at(pointer)
        if (on := _date(value)) and on > scene.on
    )


def apart(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """Between two dates lie more months than the policy itself allows."""
    (_, first), (at, last) = next(scene.at(wanted["from"])), next(scene.at(wanted["to"]))
    _, most = next(scene.at(wanted["more_than_months"]))
    start, end = _date(first), _date(last)
    if start is None or end is None or not isinstance(most, int):
        return Found()
    later = end.day > start.day and not _MONTH.fullmatch(str(last))  # a month without a day is all of it
    months = (end.year - start.year) * 12 + end.month - start.month + later
    label = f"{_shown(last)} is more than {pages.count(most, 'month')} after {_shown(first)}"
    return Found((_evidence(scene, (at, last), label),)) if months > most else Found()


def week_below(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """The week of a row of the timetable, from the start to the end of each day, has fewer hours than a figure."""
    least = _figure(wanted["hours"], scene)
    rows = ((at, row) for at, row in scene.at(wanted["days"] + "/*") if isinstance(row, dict))
    weeks: dict[str, tuple[str, float, list[str]]] = {}
    for at, row in rows:
        minutes = _minutes(row.get("starts"), row.get("ends"))
        if minutes is None or minutes <= 0:
            continue
        pupils = row.get("pupils", "")
        days = len(row.get("on", range(5)))
        first, hours, sums = weeks.get(pupils, (at, 0.0, []))
        sums.append(f"{row['starts']} to {row['ends']} on {pages.count(days, 'day')}")
        weeks[pupils] = (first, hours + minutes * days / 60, sums)
    return _found(
        _evidence(scene, (at, pupils or "the week"), f"{'; '.join(sums)}: {hours:.4g} hours a week")
        for pupils, (at, hours, sums) in weeks.items()
        if least is not None and hours < least
    )


def below(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """A number is smaller than a figure of the law."""
    least = _figure(wanted, scene)
    return _found(
        _evidence(scene, (at, value), f"{value} is less than {pages.number(least)}")
        for at, value in scene.at(wanted["at"])
        if least is not None and isinstance(value, int | float) and value < least
    )


def outside(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """A number lies outside the range that two figures give."""
    least, most = _figure(wanted["from"], scene), _figure(wanted["to"], scene)
    return _found(
        _evidence(
            scene, (at, value), f"{value} is not between {pages.number(least)} and {pages.number(most)}"
        )
        for at, value in scene.at(wanted["at"])
        if least is not None and most is not None and isinstance(value, int) and not least <= value <= most
    )


def differ(wanted: Mapping[str, Any], scene: Scene, _name: str) -> Found:
    """Spans that should all be of one length are not."""
    spans = [span for start, end in wanted["lengths"] for span in _spans({"from": start, "to": end}, scene)]
    lengths = sorted({minutes for _, _, minutes in spans if minutes > 0})
    if len(lengths) < 2:
        return Found()
    shown = pages.printable(", ".join(str(minutes) for minutes in lengths))
    _, end, _ = next(span for span in spans if span[2] == lengths[-1])
    return Found((_evidence(scene, end, f"some registers are open for longer than others: {shown} minutes"),))


def placeholder(pointer: str, scene: Scene, _name: str) -> Found:
    """A text still holds words that were to be filled in."""
    start = "" if pointer == "/" else pointer
    return _found(
        _evidence(scene, (at, text), "")
        for at, text in leaves(next(scene.at(start))[1], start)
        if isinstance(text, str) and lexicon.has_placeholder(text)
    )


def waiver_over(pointer: str, scene: Scene, _name: str) -> Found:
    """A waiver's end has passed."""
    return _found(
        _evidence(scene, (f"{at}/until", waiver["item"]), f"accepted until {_shown(waiver['until'])} only")
        for at, waiver in scene.at(pointer + "/*")
        if isinstance(waiver, dict) and (until := _date(waiver.get("until"))) and until < scene.on
    )


def _found(evidence: Iterator[Evidence]) -> Found:
    return Found(tuple(evidence))


def _evidence(scene: Scene, at: tuple[str, Any], label: str) -> Evidence:
    return scene.evidence(at[0], at[1], label)


_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
Valued = tuple[str, Any]


def _pairs(scene: Scene, one: str, other: str) -> Iterator[tuple[Valued, Valued]]:
    """Values of two patterns that stand in the same row; a pattern without `*` stands beside every row."""
    left, right = list(scene.at(one)), list(scene.at(other))
    if len(left) != len(right):
        longest = max(len(left), len(right))
        left, right = (side * longest if len(side) == 1 else side for side in (left, right))
    yield from ((a, b) for a, b in zip(left, right, strict=True) if a[1] is not None and b[1] is not None)


def _spans(wanted: Mapping[str, Any], scene: Scene) -> Iterator[tuple[Valued, Valued, int]]:
    for start, end in _pairs(scene, wanted["from"], wanted["to"]):
        minutes = _minutes(start[1], end[1])
        if minutes is not None:
            yield start, end, minutes


def _minutes(start: Any, end: Any) -> int | None:
    try:
        (h1, m1), (h2, m2) = (str(t).split(":") for t in (start, end))
        return (int(h2) - int(h1)) * 60 + int(m2) - int(m1)
    except ValueError:
        return None


def _date(value: Any) -> date | None:
    """The day that a date names; of a month without a day, the last one."""
    text = str(value)
    try:
        if _MONTH.fullmatch(text):
            year, month = map(int, text.split("-"))
            return date(year, month, monthrange(year, month)[1])
        return date.fromisoformat(text)
    except ValueError:
        return None


def _comparable(value: Any) -> str:
    """Times and dates as texts that sort; a month without a day is its last day."""
    on = _date(value)
    return on.isoformat() if on else str(value)


def _figure(wanted: Mapping[str, Any], scene: Scene) -> float | None:
    figure = scene.figures.get(wanted["figure"])
    return None if figure is None else figure.value


def _shown(value: Any) -> str:
    text = str(value)
    return pages.day(text) if _date(text) else pages.time(text)


def _line(scene: Scene, pointer: str) -> str:
    return f"line {scene.policy.source.place(pointer).line}"
