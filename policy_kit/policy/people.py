"""One person in two roles: `same_as` filled in from the other."""

from collections.abc import Iterator
from typing import Any

from policy_kit import schema
from policy_kit.model import Finding, Source
from policy_kit.source import fault

_CARRIED = ("name", "title", "email", "telephone", "hours")


def with_people(source: Source) -> tuple[Source, list[Finding]]:
    """Every `same_as` filled in with what the other person has and this one has not, and those that lead nowhere."""
    people = source.data.get("people") if isinstance(source.data, dict) else None
    if not isinstance(people, dict):
        return source, []
    places, keys = dict(source.places), dict(source.keys)
    findings: list[Finding] = []
    filled: dict[str, dict[str, Any]] = {}
    for pointer, person in _everyone(people):
        filled[pointer] = own = dict(person)
        for other, wrong in _others(pointer, person, people):
            if wrong:
                findings.append(fault(wrong, source.place(f"{pointer}/same_as"), source.texts))
                break
            for key in _CARRIED:
                if key in people[other] and key not in own:
                    own[key] = people[other][key]
                    at, of = f"{pointer}/{key}", f"/people/{other}/{key}"
                    places[at], keys[at] = source.place(of), source.keys.get(of, source.place(of))
    data = {**source.data, "people": {role: _filled(filled, role, held) for role, held in people.items()}}
    return Source(source.file, data, places, keys, source.texts), findings


def _everyone(people: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each person with their pointer, in roles that one person holds and in roles that several hold."""
    for role, held in people.items():
        for pointer, person in _holders(role, held):
            if isinstance(person, dict):
                yield pointer, person


def _holders(role: str, held: Any) -> list[tuple[str, Any]]:
    if isinstance(held, list):
        return [(f"/people/{role}/{n}", person) for n, person in enumerate(held)]
    return [(f"/people/{role}", held)]


def _filled(filled: dict[str, dict[str, Any]], role: str, held: Any) -> Any:
    members = [filled.get(pointer, person) for pointer, person in _holders(role, held)]
    return members if isinstance(held, list) else members[0]


def _others(pointer: str, person: dict[str, Any], people: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The roles that `same_as` leads through, each with "" or with what is wrong about it.

    A role that the format does not know is left to the schema.
    """
    seen = [pointer.split("/")[2]] if pointer.count("/") == 2 else []
    while isinstance(role := person.get("same_as"), str) and schema.known(f"/people/{role}"):
        if role in seen:
            yield role, f"same_as leads back to {role}. Give one of these people a name."
            return
        if not people.get(role):
            yield role, f"same_as names {role}, but people has no {role}. Add {role}, or give the name here."
            return
        if not isinstance(people[role], dict):
            return
        yield role, ""
        seen.append(role)
        person = people[role]
