"""The rules about faults: a file of `checklists/faults/` for each family."""

import functools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from policy_kit import cache, data, schema
from policy_kit.model import Place, Rule, Section, Source
from policy_kit.source import Faulty, load_source

FAMILIES = ("law", "figures", "codes", "gaps", "references", "dates", "facts", "terms", "duties", "risks")
"""In the order in which a report tells of them."""


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule that comes with the kit, of all days."""
    return tuple(rule for name in FAMILIES for rule in _built(_path(name))[1])


@functools.cache
def families() -> tuple[Section, ...]:
    """The families with their titles."""
    return tuple(_built(_path(name))[0] for name in FAMILIES)


def read(path: Path) -> tuple[Section, tuple[Rule, ...]]:
    """A family from a file, validated. Raises source.Faulty with every mistake and its place."""
    source = load_source(path)
    if problems := schema.validate(source, "faults"):
        raise Faulty(problems)
    return _family(path, _plain(source))


def _path(name: str) -> Path:
    return data.CHECKLISTS / "faults" / f"{name}.yaml"


@functools.cache
def _built(path: Path) -> tuple[Section, tuple[Rule, ...]]:
    """A family of the kit's own, validated by its tests; what its file says is kept between runs."""
    return _family(
        path, cache.kept(f"rules-{path.stem}", path.read_bytes(), lambda: _plain(load_source(path)))
    )


def _plain(source: Source) -> dict[str, Any]:
    lines = [source.place(f"/rules/{index}").line for index, _ in enumerate(source.data["rules"])]
    return {"data": source.data, "lines": lines}


def _family(path: Path, parsed: Mapping[str, Any]) -> tuple[Section, tuple[Rule, ...]]:
    head = parsed["data"]
    family = Section(head["id"], head["title"])
    places = (Place(str(path), line) for line in parsed["lines"])
    return family, tuple(
        _rule(fields, place, family) for fields, place in zip(head["rules"], places, strict=True)
    )


def _rule(fields: Mapping[str, Any], place: Place, family: Section) -> Rule:
    in_force = fields.get("in_force", {})
    return Rule(
        ident=fields["id"],
        says=fields["says"],
        family=family.ident,
        severity=fields["severity"],
        finds=fields["finds"],
        place=place,
        why=" ".join(fields["why"].split()),
        fix=" ".join(fields["fix"].split()),
        source=fields.get("source", ""),
        wrong=tuple(fields.get("wrong", ())),
        right=tuple(fields.get("right", ())),
        in_force_from=_date(in_force.get("from")),
        in_force_to=_date(in_force.get("to")),
        whole=fields.get("whole", False),
        most=fields.get("most"),
        together=fields.get("together", False),
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
