"""entries(reading) → the facts that a document states, each value with every place that states it.

What the facts are, and by which words they are known, is data: `checklists/facts.yaml`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from policy_kit.evidence.reading import Reading, once
from policy_kit.ledger.kinds import known
from policy_kit.ledger.odds import AGREE, Agree, at_odds, equal
from policy_kit.ledger.people import contacts, holders, person, same
from policy_kit.ledger.stating import Statement, statements
from policy_kit.model import Evidence

__all__ = ["Clash", "Fact", "clashes", "entries", "headings"]

_PERSON = {"phone_of_person": "Telephone", "email_of_person": "E-mail"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one fact."""

    ident: str
    says: str
    """In plain English: "Morning register closes"."""
    under: str
    """The plain heading that it belongs under."""
    group: str
    """For whom it holds, or whose it is; "": for all."""
    value: str
    """As it can be compared: "09:15"."""
    shown: str
    """As printed."""
    places: tuple[Evidence, ...]
    clear: bool = True
    """It can be told for whom it holds, and it can be compared."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two places that state different values of a fact that has only one."""

    ident: str
    says: str
    group: str
    values: tuple[str, str]
    """As they can be compared, and …"""
    shown: tuple[str, str]
    """… as printed."""
    places: tuple[Evidence, Evidence]


def entries(reading: Reading) -> tuple[Fact, ...]:
    """Every fact, in the order of the headings, then by group, then as they stand."""
    return _entries("entries", reading)


@once
def _entries(_name: str, reading: Reading) -> tuple[Fact, ...]:
    found: dict[tuple[str, str, str], list[Statement]] = {}
    for one in _all(reading):
        found.setdefault((one.ident, one.group, _value(one)), []).append(one)
    facts = [_fact(stated) for stated in found.values()]
    order = {ident: number for number, ident in enumerate(_says())}
    return tuple(sorted(facts, key=lambda fact: (order[fact.ident], fact.group, _line(fact.places[0]))))


def clashes(reading: Reading) -> tuple[Clash, ...]:
    """The facts that are stated in two ways, where only one can be right."""
    return _clashes("clashes", reading)


@once
def _clashes(_name: str, reading: Reading) -> tuple[Clash, ...]:
    grouped: dict[tuple[str, str], list[Statement]] = {}
    for one in _all(reading):
        if one.ident in _one():
            grouped.setdefault((one.ident, one.group), []).append(one)
    found = []
    for (ident, group), stated in grouped.items():
        stated.sort(key=lambda one: _line(one.evidence))
        for one, other in at_odds(stated, _agree(ident)):
            found.append(
                Clash(
                    ident,
                    _says()[ident][0],
                    group,
                    (one.value, other.value),
                    (one.shown, other.shown),
                    (one.evidence, other.evidence),
                )
            )
    return tuple(found)


def headings() -> tuple[str, ...]:
    """The plain headings under which the facts are told, in order."""
    return known().headings


def _all(reading: Reading) -> tuple[Statement, ...]:
    return _stated("stated", reading)


@once
def _stated(_name: str, reading: Reading) -> tuple[Statement, ...]:
    return (*statements(reading), *holders(reading), *_named_once(contacts(reading)))


def _named_once(stated: Iterable[Statement]) -> Iterator[Statement]:
    """A person has one name here, the longest that is used; a number that several have is nobody's own."""
    every = list(stated)
    for one in every:
        names = [other.group for other in every if same(person(other.group), person(one.group))]
        shared = any(other.value == one.value and other.group not in names for other in every)
        yield replace(one, group=max(names, key=len), clear=one.clear and not shared)


def _value(one: Statement) -> str:
    """Two ways to write one name are one value."""
    return one.value.replace("-", " ").split()[-1] if one.ident in _roles() else one.value


def _fact(stated: list[Statement]) -> Fact:
    first = max(stated, key=lambda one: len(one.shown)) if stated[0].ident in _roles() else stated[0]
    says, under = _says()[first.ident]
    places = tuple(sorted(dict.fromkeys(one.evidence for one in stated), key=_line))
    clear = any(one.clear for one in stated)
    return Fact(first.ident, says, under, first.group, first.value, first.shown, places, clear)


def _roles() -> frozenset[str]:
    return frozenset(role.ident for role in known().roles)


def _says() -> dict[str, tuple[str, str]]:
    """What each fact is called, and its heading, in the order in which they are told."""
    told = {kind.ident: (kind.says, kind.under) for kind in known().kinds}
    told |= {role.ident: (role.says, "People") for role in known().roles}
    told |= {ident: (says, "Contacts") for ident, says in _PERSON.items()}
    return dict(sorted(told.items(), key=lambda item: known().headings.index(item[1][1])))


def _one() -> frozenset[str]:
    """The facts of which only one value can be right."""
    kinds = {kind.ident for kind in known().kinds if kind.one}
    return frozenset(kinds | {role.ident for role in known().roles if role.one} | set(_PERSON))


def _agree(ident: str) -> Agree:
    return same if ident in _roles() else AGREE.get(ident, equal)


def _line(evidence: Evidence) -> tuple[int, int]:
    return evidence.place.page or 0, evidence.place.line or 0
