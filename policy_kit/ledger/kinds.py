"""Which facts a policy states and by which words each is known, from `checklists/facts.yaml`."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_kit import cache, data
from policy_kit.source import load_source

FILE = data.CHECKLISTS / "facts.yaml"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fact."""

    ident: str
    says: str
    under: str
    """The plain heading that it is told under."""
    of: tuple[str, ...]
    """The kinds of typed tokens that can be its value; none where `values` tells each value by its words."""
    said: tuple[str, ...]
    about: str = ""
    where: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    between: tuple[str, str] | None = None
    values: Mapping[str, Mapping[str, str]] | None = None
    short: int = 0
    """Only a sentence of no more than so many words states it; 0: any."""
    one: bool = False
    """Only one value can be right."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a person holds."""

    ident: str
    says: str
    called: str
    one: bool


@dataclass(frozen=True, slots=True)
class Known:
    """All that the file says."""

    headings: tuple[str, ...]
    kinds: tuple[Kind, ...]
    roles: tuple[Role, ...]
    subjects: Mapping[str, str]
    groups: Mapping[str, str]
    counted: Mapping[str, tuple[str, ...]]
    in_heads: Mapping[str, str]
    plain_heads: frozenset[str]
    unclear: str
    unclear_people: str
    shared_numbers: str
    words: Mapping[str, frozenset[str]]
    """not_before, not_after, linking, linking_back."""


@functools.cache
def known() -> Known:
    """What is known of the facts; the parsed file is kept between runs."""
    read = cache.kept("facts", FILE.read_bytes(), lambda: load_source(FILE).data)
    by_name = {fields["id"]: fields for fields in read["facts"]}
    return Known(
        headings=tuple(read["headings"]),
        kinds=tuple(_kind({**by_name.get(fields.get("like"), {}), **fields}) for fields in read["facts"]),
        roles=tuple(Role(r["id"], r["says"], r["called"], r.get("one", False)) for r in read["roles"]),
        subjects=read["subjects"],
        groups=read["groups"],
        counted={name: tuple(words) for name, words in read["counted"].items()},
        in_heads=read["in_heads"],
        plain_heads=frozenset(read["plain_heads"]),
        unclear=read["unclear"],
        unclear_people=read["unclear_people"],
        shared_numbers=read["shared_numbers"],
        words={
            name: frozenset(read[name]) for name in ("not_before", "not_after", "linking", "linking_back")
        },
    )


def _kind(fields: Mapping[str, Any]) -> Kind:
    of = fields.get("of", [])
    between = fields.get("between")
    return Kind(
        ident=fields["id"],
        says=fields["says"],
        under=fields["under"],
        of=(of,) if isinstance(of, str) else tuple(of),
        said=tuple(one for pattern in fields.get("said", ()) for one in _written(pattern)),
        about=fields.get("about", ""),
        where=tuple(fields.get("where", ())),
        unless=tuple(fields.get("unless", ())),
        between=(between[0], between[1]) if between else None,
        values=fields.get("values"),
        short=fields.get("short", 0),
        one=fields.get("one", False),
    )


def _written(patterns: str) -> list[str]:
    """The alternatives of a pattern; `<day>` is a date, or a month with its year."""
    parts = [part.strip() for part in patterns.split("|")]
    return [
        one
        for part in parts
        for one in (
            (part.replace("<day>", "<date>"), part.replace("<day>", "@months 20*"))
            if "<day>" in part
            else (part,)
        )
    ]
