"""The sheets of a workbook: a named head that stays in sight, filters, widths, and cells that are only ever data."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from policy_kit import pages
from policy_kit.report.audit_table import Cell

Columns = Sequence[tuple[str, int]]
"""The title of each column and its width in characters."""

MOST_ROWS = 1_048_576  # of a sheet; more go on in another of its name and a number
LONGEST = 32_767  # characters of a cell, as UTF-16 counts them
CUT = " … [cut here: results.json has the rest]"
_FREE = 31 - len(" 99")  # characters of a sheet's name
_UNSAFE = str.maketrans(dict.fromkeys("[]:*?/\\'"))


class Sheets:
    """A workbook in the making, and the looks of its cells."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": "d mmmm yyyy"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e4eaf0", "bottom": 1}
        )

    def add(self, name: str, columns: Columns) -> "Sheet":
        return Sheet(self, safe_name(name), columns)


class Sheet:
    """A table that is written from the top down."""

    def __init__(self, sheets: Sheets, name: str, columns: Columns) -> None:
        self._sheets, self._name, self._columns = sheets, name, columns
        self._number = 0
        self._begin()

    def add(self, cells: Sequence[Cell | date | None]) -> None:
        """One row. What is empty is left out."""
        if self._row == MOST_ROWS:
            self.close()
            self._begin()
        for column, cell in enumerate(cells):
            match cell:
                case int():
                    self._sheet.write_number(self._row, column, cell)
                case date():
                    self._sheet.write_datetime(self._row, column, cell, self._sheets.day)
                case str() | tuple() if text := clean(cell):
                    self._sheet.write_string(self._row, column, text)
        self._row += 1

    def close(self) -> None:
        """Filters, over all that was written."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns) - 1)

    def _begin(self) -> None:
        self._number += 1
        name = self._name if self._number == 1 else f"{self._name} {self._number}"
        self._sheet = self._sheets.book.add_worksheet(name)
        for column, (_, width) in enumerate(self._columns):
            self._sheet.set_column(column, column, width, self._sheets.plain)
        self._sheet.freeze_panes(1, 1)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        for column, (title, _) in enumerate(self._columns):
            self._sheet.write_string(0, column, clean(title), self._sheets.head)
        self._row = 1
        self._sheets.book.define_name(f"'{name}'!ColumnTitle", f"='{name}'!{_head(len(self._columns))}")


def safe_name(name: str) -> str:
    """A name that a sheet may have."""
    return pages.printable(name).translate(_UNSAFE)[:_FREE].strip() or "Sheet"


def clean(cell: str | tuple[str, ...]) -> str:
    """Text without control characters, no longer than a cell may be; a list, one to a line."""
    text = pages.printable("\n".join(cell) if isinstance(cell, tuple) else cell).replace("\r", "\n")
    if len(text) <= LONGEST // 2 or len(text.encode("utf-16-le")) <= 2 * LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def _head(columns: int) -> str:
    """The first row, as the name by which screen readers know a head: $A$1:$N$1."""
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(0, 0, 0, columns - 1))
