"""What an officer asks of the whole: which lines are missing, which faults are common, which reviews are due."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from policy_kit.audited import LETTERS, Answers, Fault, Frequent, Gap, Row
from policy_kit.model import Checklist

_SOON = timedelta(days=92)
_JUDGED = tuple(LETTERS[name] for name in ("met", "partly", "not_found"))


def gaps(rows: Sequence[Row], checklists: Sequence[Checklist]) -> tuple[Gap, ...]:
    """The lines that at least one file lacks, those that most lack first."""
    found = (gap for checklist in checklists for gap in _gaps(rows, checklist) if gap.not_found + gap.partly)
    return tuple(sorted(found, key=lambda gap: (-gap.not_found, -gap.partly, gap.checklist)))


def _gaps(rows: Sequence[Row], checklist: Checklist) -> Iterator[Gap]:
    answers = [found for row in rows if (found := row.answered(checklist.ident))]
    for place, item in enumerate(checklist.items):
        counted = Counter(_letter(one, place) for one in answers)
        yield Gap(
            checklist.ident,
            item.ident,
            item.says,
            item.section,
            counted[LETTERS["not_found"]],
            counted[LETTERS["partly"]],
            sum(counted[letter] for letter in _JUDGED),
        )


def _letter(answers: Answers, place: int) -> str:
    return answers.lines[place : place + 1]


def faults(rows: Sequence[Row]) -> tuple[Frequent, ...]:
    """Each fault in its own words with the files that have it, the commonest first."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], Fault] = {}
    for row in rows:
        for fault in {(one.rule, one.message): one for one in row.faults}.values():
            files[fault.rule, fault.message].append(row.key)
            first.setdefault((fault.rule, fault.message), fault)
    found = (
        Frequent(fault.rule, fault.family, fault.severity, fault.message, tuple(files[name]))
        for name, fault in first.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.keys), one.rule, one.message)))


def overdue(rows: Sequence[Row], on: date) -> tuple[Row, ...]:
    """The policies whose review should have been by now, the oldest first."""
    return _by_date(row for row in rows if row.review and row.review < on)


def due_soon(rows: Sequence[Row], on: date) -> tuple[Row, ...]:
    """The policies to be reviewed within three months."""
    return _by_date(row for row in rows if row.review and on <= row.review <= on + _SOON)


def _by_date(rows: Iterator[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.review or date.max, row.key)))
