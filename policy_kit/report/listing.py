"""What the kit knows, as plain text: checklists, their lines, and the attendance codes."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from policy_kit import pages
from policy_kit.model import Checklist

if TYPE_CHECKING:
    from policy_kit.law import Law

_FORCE = {"must": "law", "should": "statutory guidance", "local": "the council's own"}


def editions(checklists: Iterable[Checklist]) -> str:
    """Every edition of every checklist, with the days on which it is in force."""
    return "".join(
        f"{c.ident:6} {c.edition}  {c.title} ({c.publisher}), {len(c.items)} lines, {_in_force(c)}\n"
        for c in checklists
    )


def lines(checklist: Checklist) -> str:
    """The lines of one edition in plain English, with their references."""
    return "\n".join(_lines(checklist)) + "\n"


def codes(law: "Law") -> str:
    """The attendance and absence codes in force, by category."""
    told = [f"Attendance and absence codes in force on {pages.day(law.on)}"]
    for category, group in groupby(law.codes, key=lambda code: code.category):
        told += ["", law.categories[category]]
        for code in group:
            told.append(f"  {code.code:3} {code.name} ({code.statistical_class})")
            told += textwrap.wrap(code.states, 90, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(told) + "\n"


def _lines(checklist: Checklist) -> Iterator[str]:
    yield f"{checklist.title}, edition of {pages.day(checklist.edition)}, {_in_force(checklist)}"
    if checklist.note:
        yield from textwrap.wrap(checklist.note, 96)
    for section in checklist.sections:
        yield ""
        yield f"{section.ident} {section.title}"
        for item in checklist.items:
            if item.section == section.ident:
                yield f"  {item.ident:9} {item.says} ({_FORCE[item.force]})"
                if item.reference:
                    yield f"            {item.reference}"


def _in_force(checklist: Checklist) -> str:
    start = f"in force from {pages.day(checklist.in_force_from)}"
    return f"{start} to {pages.day(checklist.in_force_to)}" if checklist.in_force_to else start
