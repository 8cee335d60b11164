"""Which school of the register a file belongs to, with a reason; what is weak is left for a person to confirm."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from policy_kit.audit import names
from policy_kit.audited import Match, School

_URN = re.compile(r"(?<!\d)\d{6}(?!\d)")
_LONGEST = 9
_OFTEN = 3
_ALIKE = 0.84
_LENGTHS = 4
Words = tuple[str, ...]


class Register:
    """The schools by number and by every name under which they are looked for."""

    def __init__(self, schools: Mapping[str, School]) -> None:
        self.schools = schools
        self._full: dict[Words, list[str]] = defaultdict(list)
        self._core: dict[Words, list[str]] = defaultdict(list)
        for urn, school in schools.items():
            for own in {names.full(school.name)} - {()}:
                self._full[own].append(urn)
            if own := names.core(school.name):
                self._core[own].append(urn)
        self._spelt = {" ".join(own): urns for own, urns in self._full.items()}

    def match(self, key: str, hints: Mapping[str, Any]) -> Match:
        """By the number in the path; else by the number or the name in the text; else what a person may confirm."""
        numbered = [urn for urn in dict.fromkeys(_URN.findall(key)) if urn in self.schools]
        said = [urn for urn in hints.get("urns", ()) if urn in self.schools]
        named = self._one([key, *hints.get("first", ())], hints)
        if len(numbered) > 1 or (not numbered and len(said) > 1):
            several = numbered or said
            return Match("ambiguous", tuple(several), f"it has the URNs {', '.join(several)}")
        if numbered:
            return self._confirmed(numbered[0], "the path has its URN", (*said, *named))
        if said:
            return self._confirmed(said[0], "the text has its URN", named)
        return self._by_name(key, hints, named)

    def _confirmed(self, urn: str, reason: str, others: Iterable[str]) -> Match:
        """A number, unless the text is about another school."""
        other = [each for each in dict.fromkeys(others) if each != urn]
        if not other or urn in set(others):
            return Match("sure", (urn,), reason)
        name = self.schools[other[0]].name
        return Match("ambiguous", (urn, *other), f"{reason}, but the document names {name}")

    def _by_name(self, key: str, hints: Mapping[str, Any], named: tuple[str, ...]) -> Match:
        if len(named) > 1:
            return self._several(named)
        if named:
            where = (
                "the path names it" if named == self._one([key], hints) else "the text begins with its name"
            )
            return Match("sure", named, where)
        often = self._one([name for name, count in _counted(hints) if count >= _OFTEN], hints)
        if len(often) == 1:
            return Match("sure", often, f"the text names it {_OFTEN} times or more")
        return self._weak(key, hints)

    def _one(self, texts: Iterable[str], hints: Mapping[str, Any]) -> tuple[str, ...]:
        """The schools that texts name in full, narrowed by what else the text says of the place."""
        found = dict.fromkeys(urn for text in texts for urns in self._in(text) for urn in urns)
        return self._narrowed(tuple(found), hints)

    def _narrowed(self, urns: tuple[str, ...], hints: Mapping[str, Any]) -> tuple[str, ...]:
        if len(urns) < 2:
            return urns
        places = set(hints.get("postcodes", ()))
        text = f" {' '.join(' '.join(names.words(one)) for one in hints.get('first', ()))} "
        here = tuple(urn for urn in urns if self.schools[urn].postcode in places)
        here = here or tuple(urn for urn in urns if _told(self.schools[urn].town, text))
        working = tuple(urn for urn in here or urns if self.schools[urn].open)
        return working or here or urns

    def _in(self, text: str) -> Iterator[list[str]]:
        """The schools of each name that stands in a text, the longest where one stands in another."""
        found = names.words(text)
        at = 0
        while at < len(found):
            for end in range(min(len(found), at + _LONGEST), at, -1):
                urns = self._full.get(tuple(found[at:end]))
                if urns:
                    yield urns
                    at = end - 1
                    break
            at += 1

    def _weak(self, key: str, hints: Mapping[str, Any]) -> Match:
        """A name in part, or nearly: never more than something to confirm."""
        told = [name for name, _ in _counted(hints)]
        texts = [key.rpartition("/")[2].rpartition(".")[0], *hints.get("first", ()), *told]
        for text in texts:
            if found := self._narrowed(tuple(self._in_part(text)), hints):
                reason = f"“{text[:80]}” has the name in part"
                return Match("confirm", found, reason) if len(found) == 1 else self._several(found)
        for text in (*told, texts[0]):
            near = get_close_matches(" ".join(names.full(text)), self._near(text), 2, _ALIKE)
            found = tuple(urn for name in near[:1] for urn in self._spelt[name])
            if len(found) == 1:
                return Match("confirm", found, f"“{text[:80]}” is nearly its name")
        return Match("none", (), "no URN and no name of the register was found in it")

    def _in_part(self, text: str) -> Iterator[str]:
        """The schools whose own words stand in a text, with a word of their kind or at its beginning."""
        found = [word for word in names.words(text) if word not in names.KINDS | names.FAITHS]
        for at in range(len(found)):
            for end in range(min(len(found), at + _LONGEST), at, -1):
                if at == 0 or end - at > 1:
                    yield from self._core.get(tuple(found[at:end]), ())

    def _near(self, text: str) -> list[str]:
        """The names that begin alike and are about as long: a comparison with each of 24,000 would take seconds."""
        own = " ".join(names.full(text))
        return [
            name
            for name in self._spelt
            if own and name.startswith(own[:2]) and abs(len(name) - len(own)) < _LENGTHS
        ]

    def _several(self, urns: tuple[str, ...]) -> Match:
        told = ", ".join(f"{self.schools[urn].name} ({urn})" for urn in urns[:5])
        return Match("ambiguous", urns, f"it may be of {told}")


def _told(town: str, text: str) -> bool:
    return bool(town) and f" {' '.join(names.words(town))} " in text


def _counted(hints: Mapping[str, Any]) -> list[tuple[str, int]]:
    pairs = (pair for pair in hints.get("named", ()) if len(pair) == 2)
    return [(str(name), count) for name, count in pairs if isinstance(count, int)]
