"""The reviews that are overdue or soon due, as a calendar (RFC 5545) for any program that keeps one."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from policy_kit.audited import Audit, Row
from policy_kit.pages import day, printable

_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None, "\t": " "})


def write(audit: Audit) -> str:
    """One calendar: an event of a whole day for each review, on the day that the policy itself gives."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(audit))


def text(value: str) -> str:
    """A value of the type TEXT: escaped, without control characters."""
    return printable(value).translate(_ESCAPED)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, none of which ends in the middle of a character."""
    pieces, piece, room = [], "", _OCTETS
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1  # the space that a piece begins with counts
        piece += char
        room -= size
    return "\r\n ".join([*pieces, piece])


def _lines(audit: Audit) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//policy-kit//attendance policies//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{text('Reviews of attendance policies')}"
    for row in audit.overdue:
        yield from _event(row, audit, "Review overdue")
    for row in audit.due_soon:
        yield from _event(row, audit, "Review due")
    yield "END:VCALENDAR"


def _event(row: Row, audit: Audit, says: str) -> Iterator[str]:
    if row.review is None:
        return
    urn = row.match.urn
    school = audit.schools.by_urn.get(urn or "") if audit.schools else None
    alone = urn and audit.schools and urn not in audit.schools.twice
    whose = school.name if school else row.title or row.key
    told = f"The policy says that it will be reviewed by {day(row.review)}.\nFile: {row.key}"
    told += f"\nURN: {urn}" if urn else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_number(urn if urn and alone else f'{urn} {row.key}')}@policy-kit"
    yield f"DTSTAMP:{audit.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(row.review.isoformat())}"
    yield (
        f"DTEND;VALUE=DATE:{_day((row.review + timedelta(1)).isoformat())}"
        if row.review.year < 9999
        else ("DURATION:P1D")
    )
    yield f"SUMMARY:{text(f'{says}: {whose}')}"
    yield f"DESCRIPTION:{text(told)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(iso: str) -> str:
    return iso.replace("-", "")


def _number(name: str) -> str:
    """The same for the same school, whatever becomes of its review."""
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
