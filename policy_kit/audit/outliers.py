"""Which submissions a person should read first, and why."""

from collections.abc import Iterator, Sequence
from statistics import median

from policy_kit.audited import Outlier, Row

_FEW = 10  # files: too few to tell what is usual
_LEAST_WORDS = 600


def outliers(rows: Sequence[Row]) -> tuple[Outlier, ...]:
    """The files that are unlike the others, those with most reasons first."""
    checked = [row for row in rows if row.state == "checked"]
    usual = _Usual(checked)
    found = (Outlier(row.key, tuple(usual.reasons(row))) for row in rows)
    return tuple(sorted((one for one in found if one.reasons), key=lambda one: (-len(one.reasons), one.key)))


class _Usual:
    """What is usual for the files of an audit, by their medians."""

    def __init__(self, rows: Sequence[Row]) -> None:
        many = len(rows) >= _FEW
        self.words = median(row.words for row in rows) if many else 0
        self.partly = median(_share(row, "partly") for row in rows) if many else 0.0
        self.missing = median(_share(row, "not_found") for row in rows) if many else 0.0

    def reasons(self, row: Row) -> Iterator[str]:
        if row.state == "not_checked":
            if row.answers:  # it was read, and is something else
                yield row.reason
            return
        if row.words < max(_LEAST_WORDS, self.words / 4):
            yield f"very short: {row.words} words"
        elif self.words and row.words > 4 * self.words:
            yield f"very long: {row.words} words; is it one policy?"
        if (share := _share(row, "partly")) > max(0.25, 1.5 * self.partly):
            yield f"many lines are answered in part ({share:.0%})"
        if (share := _share(row, "not_found")) > max(0.5, 1.5 * self.missing):
            yield f"many lines were not found ({share:.0%})"
        yield from row.notes


def _share(row: Row, outcome: str) -> float:
    lines = sum(len(answers.lines) for answers in row.answers)
    return sum(answers.count(outcome) for answers in row.answers) / lines if lines else 0.0
