"""An audit as one page that works from a folder, with no network: a table to sort, filter and search, and lists.

What was found in files is data: escaped where it stands in the page, and read by the page's own script as JSON.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from policy_kit import pages, templating
from policy_kit.audited import Answers, Audit, Fault, Row
from policy_kit.report.audit_names import stems
from policy_kit.report.audit_table import Cell, Cells, Names, Table
from policy_kit.report.audit_tables import tables
from policy_kit.report.audit_totals import WORDS, errors, figures, totals

_ACCENT = {"light": "#1d4f7c", "dark": "#8ebbe3"}
_STATIC = 200  # files in the table for those who have no script
_STATIC_ROWS = 50
_MOST_ROWS = 25_000
_MOST_LISTED = 100
_LONGEST = 400
_HOLE = "<!--data-->"  # no text of a file can have it: there is no "<" in escaped text
_CHUNK = 500

SIGNS = {"yes": "✓", "partly": "◐", "no": "✗", "not_applicable": "–", "not_checked": "?"}
_LETTERS = {"yes": "y", "partly": "p", "no": "n", "not_applicable": "-", "not_checked": "?"}


def write(audit: Audit) -> Iterator[str]:
    """The page, in parts: the files of an audit may be many."""
    shown = _Shown(audit)
    before, after = _filled(audit, shown).split(_HOLE)
    yield before
    yield from _json(audit, shown)
    yield after


class _Shown:
    """The files as the page shows them."""

    def __init__(self, audit: Audit) -> None:
        self.audit, self.names = audit, Names(audit)
        self._stems = stems(audit) if audit.reported else {}
        self.tables = [_short(table) for table in tables(audit)]
        self.messages: dict[tuple[str, str, str], int] = {}
        self._overdue = {row.key for row in audit.overdue}
        self._soon = {row.key for row in audit.due_soon}
        self._twice = {
            key for keys in (audit.schools.twice.values() if audit.schools else ()) for key in keys
        }

    def rows(self) -> Iterator[Mapping[str, Any]]:
        return map(self.row, self.audit.rows)

    def row(self, row: Row) -> Mapping[str, Any]:
        """What is told of a file. The names of these are the keys of the script."""
        school = self.names.school(row)
        return {
            "name": _clean(self.names.of(row)),
            "key": _clean(row.key),
            "urn": school.urn if school else "",
            "authority": _clean(school.authority) if school else "",
            "phase": _clean(school.phase) if school else "",
            "checked": int(row.state == "checked"),
            "match": "twice" if row.key in self._twice else row.match.strength,
            "why": _clean(row.match.reason),
            "errors": errors(row),
            "review": row.review.isoformat() if row.review else "",
            "due": self._due(row),
            "answers": [_answers(row.answered(each.ident)) for each in self.audit.checklists],
            "faults": [part for fault in row.faults for part in (self._number(fault), _clean(fault.where))],
            "reason": _clean(row.reason),
            "advice": _clean(row.advice),
            "notes": [_clean(note) for note in row.notes],
            "title": _clean(row.title),
            "words": row.words,
            "pages": row.pages or 0,
            "decided": row.decided,
            "page": f"schools/{self._stems[row.key]}.html" if row.key in self._stems else "",
        }

    def _due(self, row: Row) -> str:
        if not row.review:
            return "none"
        return "overdue" if row.key in self._overdue else "soon" if row.key in self._soon else "later"

    def _number(self, fault: Fault) -> int:
        return self.messages.setdefault(
            (fault.rule, fault.severity, _clean(fault.message)), len(self.messages)
        )


def _filled(audit: Audit, shown: _Shown) -> str:
    from markupsafe import Markup

    env = templating.html_environment()
    style = "\n".join(templating.fill(env, name, _ACCENT).strip() for name in ("page.css", "audit.css"))
    script = templating.fill(env, "audit.js", {}).strip()
    context = {
        "audit": audit,
        "folder": _clean(audit.folder),
        "day": pages.day(audit.on),
        "style": Markup(style),  # noqa: S704 - ours; no text of a file is in it
        "script": Markup(script),  # noqa: S704 - ours
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "hole": Markup(_HOLE),  # noqa: S704 - ours
        "figures": list(figures(audit)),
        "totals": [totals(audit, each) for each in audit.checklists],
        "tables": shown.tables,
        "first": [shown.row(row) for row in audit.rows[:_STATIC]],
        "words": dict(zip(_LETTERS.values(), WORDS.values(), strict=True)),
        "signs": dict(zip(_LETTERS.values(), SIGNS.values(), strict=True)),
        "classes": dict(zip(_LETTERS.values(), WORDS, strict=True)),
        "static_rows": _STATIC_ROWS,
        "listed": 5,
        "count": pages.count,
        "date": pages.day,
    }
    return templating.fill(env, "audit.html.j2", context)


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _json(audit: Audit, shown: _Shown) -> Iterator[str]:
    """The data of the script: one object, no part of which can end the element that it stands in."""
    yield '{"rows":[\n'
    yield from _chunks(tuple(row.values()) for row in shown.rows())
    head = {
        "keys": list(shown.row(Row("", "", 0, "", "checked"))),
        "checklists": [
            {
                "title": f"{each.title}, edition {each.edition}",
                "sections": [section.title for section in each.sections],
                "lines": [[item.ident, item.says] for item in each.items],
            }
            for each in audit.checklists
        ],
        "words": {letter: [SIGNS[name], WORDS[name], name] for name, letter in _LETTERS.items()},  # type: ignore[index]
        "faults": list(shown.messages),
        "rest": {table.ident: table.rows[_STATIC_ROWS:] for table in shown.tables},
        "schools": audit.schools is not None,
    }
    yield f"],\n{_dump(head)[1:]}"


def _chunks(values: Iterable[Any]) -> Iterator[str]:
    waiting, before = [], ""
    for value in values:
        waiting.append(_dump(value))
        if len(waiting) == _CHUNK:
            yield before + ",\n".join(waiting)
            waiting, before = [], ",\n"
    if waiting:
        yield before + ",\n".join(waiting)


def _dump(value: Any) -> str:
    """JSON in which nothing is a tag, a comment or a line break of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        if sign in text:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _answers(answers: Answers | None) -> tuple[str, str] | int:
    """One letter for each section, and one for each line; 0: the checklist was not asked."""
    return ("".join(_LETTERS[covered] for covered in answers.sections), answers.lines) if answers else 0


def _short(table: Table) -> Table:
    """What the page has room for; the rest is in results.json."""
    rows = [_cells(cells) for cells in table.rows[:_MOST_ROWS]]
    return Table(table.ident, table.title, table.says, table.head, rows, table.empty)


def _cells(cells: Cells) -> Cells:
    return tuple(map(_cell, cells))


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, tuple):
        more = len(cell) - _MOST_LISTED
        end = (f"and {more} more in results.json",) if more > 0 else ()
        return (*map(_clean, cell[:_MOST_LISTED]), *end)
    return _clean(cell) if isinstance(cell, str) else cell


def _clean(text: str) -> str:
    text = pages.printable(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
