"""A table of an audit, and by what names its files and schools are called in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_kit.audited import Audit, Row, School

Cell = str | int | tuple[str, ...]
"""A text, a number, or a list of texts."""
Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name, a sentence that says what it tells, and what is said when there is nothing to tell."""

    ident: str
    title: str
    says: str
    head: tuple[str, ...]
    rows: Sequence[Cells]
    empty: str


class Names:
    """By what name a file is called: that of its school, else its title, else its own."""

    def __init__(self, audit: Audit) -> None:
        self._schools = audit.schools.by_urn if audit.schools else {}
        self._rows = {row.key: row for row in audit.rows}

    def school(self, row: Row) -> School | None:
        """The school, where it is sure."""
        return self._schools.get(row.match.urn or "")

    def of(self, row: Row) -> str:
        school = self.school(row)
        return school.name if school else row.title or row.key.rpartition("/")[2]

    def called(self, key: str) -> str:
        """The name of a file of this audit or of the one before."""
        return self.of(self._rows[key]) if key in self._rows else key.rpartition("/")[2]

    def maybe(self, urns: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{self._schools[urn].name} ({urn})" if urn in self._schools else urn for urn in urns)


def percent(part: int, whole: int) -> int:
    """Of a whole, rounded; of nothing, 0."""
    return round(100 * part / whole) if whole else 0
