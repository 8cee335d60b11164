"""One file laid over another: maps are merged, lists are replaced, null takes away."""

from collections.abc import Iterator
from typing import Any

from policy_kit.model import Place, Source
from policy_kit.source import escape

_NEVER_INHERITED = ("extends", "locked")


def laid_over(own: Source, base: Source) -> Source:
    """What the own file says, and what it leaves to the base; every place points into the file that says it."""
    if not isinstance(own.data, dict) or not isinstance(base.data, dict):
        return own
    inherited = {key: value for key, value in base.data.items() if key not in _NEVER_INHERITED}
    places, keys = dict(own.places), dict(own.keys)
    data = _merged(own.data, inherited, "", (places, keys), (base.places, base.keys))
    return Source(own.file, data, places, keys, {**base.texts, **own.texts})


_Maps = tuple[dict[str, Place], dict[str, Place]]


def _merged(own: dict[str, Any], base: dict[str, Any], pointer: str, to: _Maps, of: Any) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for key in (*base, *(key for key in own if key not in base)):
        here = f"{pointer}/{escape(key)}"
        if key not in own:
            merged[key] = base[key]
            _carry(base[key], here, to, of)
        elif key in base and own[key] is None:
            for places in to:
                places.pop(here, None)
        elif key in base and isinstance(own[key], dict) and isinstance(base[key], dict):
            merged[key] = _merged(own[key], base[key], here, to, of)
        else:
            merged[key] = own[key]
    return merged


def _carry(value: Any, pointer: str, to: _Maps, of: Any) -> None:
    """Take the places of a value, and of all in it, from one file to the other."""
    for here in pointers(value, pointer):
        for places, known in zip(to, of, strict=True):
            if here in known:
                places[here] = known[here]


def pointers(value: Any, pointer: str) -> Iterator[str]:
    """The pointer of a value and of everything in it."""
    yield pointer
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, member in members:
        yield from pointers(member, f"{pointer}/{escape(str(step))}")
