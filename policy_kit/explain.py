"""What a rule, or a line of a checklist, is about: looked up by its name."""

from datetime import date
from difflib import get_close_matches

from policy_kit import checklist, law, rulebook
from policy_kit.faults.filling import filled
from policy_kit.model import KitError
from policy_kit.report import explain as told

_INSTEAD = "what is in force today"


def explain(name: str, on: date) -> str:
    """A rule or a line in plain English, by the law of a day. Raises KitError for a name that nothing has."""
    ident = name.strip().upper()
    in_force = law.load_law(on)
    for rule in rulebook.rules():
        if rule.ident == ident:
            why, fix, source = (
                filled(text, in_force, _INSTEAD) for text in (rule.why, rule.fix, rule.source)
            )
            return told.rule(rule, why=why, fix=fix, source=source)
    editions = [*reversed(list(checklist.available())), checklist.faults()]
    for edition in sorted(editions, key=lambda one: not _in_force(one.in_force_from, one.in_force_to, on)):
        for item in edition.items:
            if item.ident == ident:
                return told.line(item, edition)
    known = [rule.ident for rule in rulebook.rules()]
    known += [item.ident for edition in editions for item in edition.items]
    close = get_close_matches(ident, known, n=3)
    meant = f" Did you mean {' or '.join(dict.fromkeys(close))}?" if close else ""
    raise KitError(f"There is no rule or line “{name}”.{meant} Every report gives the names in brackets.")


def _in_force(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or on <= end)
