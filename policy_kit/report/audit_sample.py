"""A sample of an audit for people to read blind: which files, and the form to fill in."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from policy_kit.audited import Audit, Row, School
from policy_kit.pages import printable
from policy_kit.report.audit_csv import safe

COLUMNS = ("urn", "school", "file", "document", "line", "says", "answer", "notes")
"""`document`: how the SHA-256 of the file begins, by which a form knows what it was about."""
DIGITS = 12


def chosen(audit: Audit, most: int, seed: int) -> tuple[Row, ...]:
    """So many of the files that were checked, in the order of their keys; the same for the same seed.

    Where a register was given, one file of each school that is sure, and no others. Each file has a number out of the
    seed and its name, and the lowest are taken: no other file has a say in it.
    """
    rows = (row for row in audit.rows if row.state == "checked" and (row.match.urn or not audit.schools))
    once = {row.match.urn or row.key: row for row in reversed(list(rows))}
    drawn = sorted(
        once.items(), key=lambda one: sha256(f"{seed}\n{one[0]}".encode("utf-8", "replace")).digest()
    )
    return tuple(sorted((row for _, row in drawn[:most]), key=lambda row: row.key))


def school(row: Row, audit: Audit) -> School | None:
    """The school of a file, where it is sure."""
    return audit.schools.by_urn.get(row.match.urn or "") if audit.schools else None


def lines(row: Row, audit: Audit) -> Iterator[tuple[str, str]]:
    """Each line that was asked of a file: its name, and what it says. Not how it was answered."""
    for checklist in audit.checklists:
        if row.answered(checklist.ident):
            yield from ((item.ident, item.says) for item in checklist.items)


def form(audit: Audit, rows: Sequence[Row]) -> str:
    """The form as a table, its answers and notes empty."""
    return table(COLUMNS, [cells for row in rows for cells in _cells(row, audit)])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV that Excel reads, and in which nothing is a formula."""
    target = io.StringIO()
    target.write("\ufeff")  # by which Excel knows UTF-8
    write = csv.writer(target, lineterminator="\r\n").writerow
    write(head)
    for row in rows:
        write([safe(printable(cell)) for cell in row])
    return target.getvalue()


def _cells(row: Row, audit: Audit) -> Iterator[tuple[str, ...]]:
    own = school(row, audit)
    start = (own.urn if own else "", own.name if own else "", row.key, row.digest[:DIGITS])
    return ((*start, ident, says, "", "") for ident, says in lines(row, audit))
