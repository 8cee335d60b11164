"""Keys that a trust keeps for itself: a school may repeat what stands there, and nothing else."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from policy_kit import schema
from policy_kit.model import Evidence, Finding, Place, Source
from policy_kit.schema.wrong import one_line
from policy_kit.source import escape, fault, unescape

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Lock:
    """A key that is kept, with everything under it, and the line that keeps it."""

    pointer: str
    place: Place


def locks(source: Source) -> tuple[Lock, ...]:
    """The locks of one file."""
    named = source.data.get("locked") if isinstance(source.data, dict) else None
    if not isinstance(named, list):
        return ()
    return tuple(
        Lock(pointer, source.place(f"/locked/{n}"))
        for n, pointer in enumerate(named)
        if isinstance(pointer, str) and pointer.startswith("/")
    )


def unknown_locks(source: Source) -> Iterator[Finding]:
    """A lock on a key that the format does not have would keep nothing, and nobody would notice."""
    for lock in locks(source):
        if not schema.known(lock.pointer):
            message = (
                f"{lock.pointer} keeps nothing: there is no such key. Write it like /school_day/gates_open"
            )
            yield fault(message, lock.place, source.texts)


def broken(own: Source, base: Source, laid: Source, kept: Iterable[Lock]) -> Iterator[Finding]:
    """What the own file says otherwise than the base where the base allows no other word; once for each place."""
    told: set[Place] = set()
    for lock in kept:
        for pointer in _changes(_at(base.data, lock.pointer), _at(laid.data, lock.pointer), lock.pointer):
            place = own.keys.get(pointer) or own.place(pointer)
            if place not in told:
                told.add(place)
                yield _told(pointer, place, lock, base, laid)


def _told(pointer: str, place: Place, lock: Lock, base: Source, laid: Source) -> Finding:
    value = _at(base.data, pointer)
    name = unescape(pointer.rpartition("/")[2])
    if value is _MISSING:
        message = (
            f"The trust keeps {name}, and leaves it out: {lock.place}. Delete it here, or ask the trust."
        )
        return fault(message, place, laid.texts)
    where, quote = base.place(pointer), one_line(value)
    says = "says otherwise" if isinstance(value, list | dict) else f"says “{quote}”"
    message = f"The trust keeps {name}: {where} {says}. Delete it here, or ask the trust to change it."
    return replace(fault(message, place, laid.texts), evidence=(Evidence(quote, where, "kept by the trust"),))


def _changes(base: Any, laid: Any, pointer: str) -> Iterator[str]:
    """The deepest places where two values differ."""
    if isinstance(base, dict) and isinstance(laid, dict):
        for key in {**laid, **base}:
            yield from _changes(base.get(key, _MISSING), laid.get(key, _MISSING), f"{pointer}/{escape(key)}")
    elif (base is _MISSING) != (laid is _MISSING) or (
        base is not _MISSING and _written(base) != _written(laid)
    ):
        yield pointer


def _at(value: Any, pointer: str) -> Any:
    for step in map(unescape, pointer.split("/")[1:]):
        match value:
            case dict() if step in value:
                value = value[step]
            case list() if step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            case _:
                return _MISSING
    return value


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
