"""Finders that look for law and guidance: cited though it is no longer in force, or in an edition that is past."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from policy_kit import lexicon, pages
from policy_kit.evidence.passages import under
from policy_kit.evidence.patterns import any_of, spans
from policy_kit.evidence.reading import Sentences, bits
from policy_kit.faults.filling import named
from policy_kit.faults.matter import Hit, Matter
from policy_kit.law import Guidance, Instrument

_YEAR = re.compile(r"20[0-4]\d")
_WITHIN = 7
_NUMBER = re.compile(r"SI (\d{4})/(\d+)")

Entry = Instrument | Guidance


def cited(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Law or guidance of one of these statuses is cited as authority, not told of as history.

    `only` and `but`: ids that alone are looked for, or that are left out. `without`: unless this one is cited too.
    `unless`: not in a sentence with one of these.
    """
    seen: set[str] = set()
    for entry in matter.law.register:
        chosen = entry.ident in wanted.get("only", (entry.ident,)) and entry.ident not in wanted.get(
            "but", ()
        )
        if entry.status in wanted["status"] and chosen and entry.ident not in seen:
            seen.add(entry.ident)
            yield from _hits(entry, wanted, matter)


def edition(wanted: Any, matter: Matter) -> Iterator[Hit]:
    """Guidance is cited with the year of an edition that is no longer the current one."""
    for ident in wanted:
        current = matter.law.guidance.get(ident)
        if current is None or current.edition is None:
            continue
        years = {str(day.year) for day in (current.edition, current.applies_from) if day}
        labels = {
            e.label.lower() for e in matter.law.register if e.ident == ident and isinstance(e, Guidance)
        }
        for number in bits(_mentions(ident, (), matter) & ~_history(matter)):
            year, month = _year(ident, number, matter)
            stale = f"{month} {year}" in labels - {current.label.lower()}
            if year and (year not in years or stale) and int(year) <= matter.law.on.year:
                told = f"{current.title}, edition of {year}"
                yield Hit((matter.quote(number),), told, named(current), current.source)


def _hits(entry: Entry, wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    found = _mentions(entry.ident, _numbers(entry), matter) & ~_history(matter)
    found &= ~any_of(wanted.get("unless", ()), matter.reading)
    if found and "without" in wanted and _mentions(wanted["without"], (), matter):
        return
    for number in bits(found):
        told = entry.title
        if entry.in_force_to is not None:
            told += f", {entry.status} on {pages.day(entry.in_force_to + timedelta(days=1))}"
        yield Hit((matter.quote(number),), told, _instead(entry, matter), entry.source)


def _mentions(ident: str, numbers: tuple[str, ...], matter: Matter) -> Sentences:
    """The sentences that name an instrument or guidance, by any of its names, by number or by address."""
    return any_of((*lexicon.titles(ident), *numbers), matter.reading) & matter.everything


def _numbers(entry: Entry) -> tuple[str, ...]:
    """An SI number as people write it: "SI 2006/1751", "S.I. 2006 No. 1751", ".../uksi/2006/1751/contents"."""
    number = _NUMBER.match(getattr(entry, "number", ""))
    if not number:
        return ()
    year, own = number.groups()
    return f"si {year} {own}", f"{year} no {own}", f"uksi {year} {own}", f"ukxi {year} {own}", f"{year} {own}"


def _history(matter: Matter) -> Sentences:
    """The sentences that tell what the law was, or that it has changed."""
    found = any_of(lexicon.words("law_history"), matter.reading)
    for pattern in lexicon.words("history_headings"):
        found |= under(pattern, matter.reading)
    return found


def _year(ident: str, number: int, matter: Matter) -> tuple[str, str]:
    """The year of the edition: the first year after a title, with nothing but words of an edition before it.

    With its month, where no day stands before that: "(August 2024)" is an edition, "from 19 August 2024" is a day.
    """
    words = matter.reading.lines[number].split()
    known = frozenset(lexicon.words("edition_words"))
    for pattern in lexicon.titles(ident):
        for _, after in spans(pattern, number, matter.reading):
            for at, word in enumerate(words[after : after + _WITHIN], after):
                if _YEAR.fullmatch(word):
                    return word, "" if words[at - 2].isdigit() else words[at - 1]
                if word not in known and not word.isdigit():
                    break
    return "", ""


def _instead(entry: Entry, matter: Matter) -> str:
    others = (matter.law.instruments, matter.law.guidance)
    new = next((found[entry.replaced_by] for found in others if entry.replaced_by in found), None)
    return named(new) if new else ""
