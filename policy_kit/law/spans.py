"""Things through time: one after another, entries of one id become values and editions with a first and a last day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from policy_kit.law.nouns import Status

IN_FORCE: Status = "in force"


@dataclass(slots=True)
class Span:
    """One value of a figure, one instrument, or one edition of guidance."""

    ident: str
    said: list[tuple[date, dict[str, Any]]]
    """What the files say of it, and from which day."""
    known: date
    """The first day on which the kit can say anything of it."""
    status: Status
    """Before it is in force; for what never is, at all times."""
    start: date | None = None
    """From this day the kit calls it in force; None: never."""
    since: date | None = None
    """The day to print; None: before the kit's own days."""
    end: date | None = None
    after: Status = "superseded"

    def on(self, day: date) -> Status:
        """Its status on a day."""
        if self.end is not None and day > self.end:
            return self.after
        return self.status if self.start is None or day < self.start else IN_FORCE

    def fields(self, day: date) -> dict[str, Any]:
        """What is said of it on a day: the newest word on each field, and nothing of later days."""
        found: dict[str, Any] = {}
        for said, fields in self.said:
            if said <= day:
                found |= fields
        if self.on(day) == "superseded" and "replaced_by" not in found and "value" not in found:
            found["replaced_by"] = self.ident
        return found


def spans(entries: Iterable[tuple[date, str, Mapping[str, Any]]]) -> tuple[Span, ...]:
    """The spans of one kind of entry: day of the file, id and fields, in the order of the days."""
    by_ident: dict[str, list[Span]] = {}
    for day, ident, fields in entries:
        earlier = by_ident.setdefault(ident, [])
        if earlier and _same(earlier[-1], fields):
            _change(earlier[-1], day, fields)
            continue
        span = _begin(day, ident, fields)
        if span.start is not None:
            _end(earlier, span.start)
        earlier.append(span)
    return tuple(span for found in by_ident.values() for span in found)


def _same(span: Span, fields: Mapping[str, Any]) -> bool:
    """A later entry without a value, about the same edition, tells of a change of status."""
    return "value" not in fields and span.said[-1][1].get("edition") == fields.get("edition")


def _begin(day: date, ident: str, fields: Mapping[str, Any]) -> Span:
    start, since, end = _days(day, fields)
    status = fields.get("status", IN_FORCE)
    if status != IN_FORCE:
        return Span(ident, [(start, _plain(fields))], known=start, status=status)
    known = min(day, start)
    return Span(ident, [(known, _plain(fields))], known, status, start=start, since=since, end=end)


def _change(span: Span, day: date, fields: Mapping[str, Any]) -> None:
    start, since, end = _days(day, fields)
    span.said.append((start, _plain(fields)))
    if (status := fields.get("status", IN_FORCE)) == IN_FORCE:
        span.start, span.since, span.end = start, since, end
    else:
        span.end, span.after = start - timedelta(days=1), status


def _end(earlier: Iterable[Span], start: date) -> None:
    for span in earlier:
        if span.end is None:
            span.end = start - timedelta(days=1)


def _days(day: date, fields: Mapping[str, Any]) -> tuple[date, date | None, date | None]:
    """First day for the kit, first day to print, last day."""
    in_force = fields.get("in_force", {})
    since = in_force.get("from", day)
    return since or day, since, in_force.get("to")


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ("status", "in_force")}
