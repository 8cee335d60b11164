"""What is kept of a file and the register → the row of the file."""

import sys
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from policy_kit.audit.fingerprint import SIZE
from policy_kit.audit.matching import Register
from policy_kit.audit.submissions import Submission
from policy_kit.audited import Answers, Fault, Match, Row

_NO_REGISTER = Match("none", (), "")


def row(found: Submission, head: Mapping[str, Any], register: Register | None) -> Row:
    """The row of a file that was judged, or that could not be."""
    return Row(
        key=found.key,
        digest=found.digest,
        size=found.size,
        form=found.form,
        state=head["state"],
        reason=head["reason"],
        advice=head["advice"],
        notes=(*found.notes, *head.get("notes", ())),
        title=head.get("title", ""),
        words=head.get("words", 0),
        pages=head.get("pages"),
        match=register.match(found.key, head.get("hints", {})) if register else _NO_REGISTER,
        answers=tuple(map(answers_of, head.get("answers", ()))),
        faults=tuple(Fault(*map(sys.intern, one)) for one in head.get("faults", ())),  # type: ignore[arg-type]
        review=review(head.get("review")),
        years=tuple(head.get("years", ())),
        sketch=_sketch(head.get("sketch", "")),
    )


def unread(found: Submission, register: Register | None) -> Row:
    """The row of a file that was not even to be read."""
    return row(found, {"state": "not_checked", "reason": found.reason, "advice": found.advice}, register)


def answers_of(values: list[Any]) -> Answers:
    checklist, edition, sections, lines, waived = values
    covered = tuple(sys.intern(one) for one in sections)
    return Answers(sys.intern(checklist), sys.intern(edition), covered, lines, waived)  # type: ignore[arg-type]


def review(text: str | None) -> date | None:
    """A day; of a month, its last. None where it is neither."""
    try:
        if not text or len(text) > len("2027-09"):
            return date.fromisoformat(text) if text else None
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def _sketch(text: str) -> bytes:
    """As it was made, or none: it comes from the process that reads strangers' files."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return b""
    return found if len(found) == SIZE else b""
