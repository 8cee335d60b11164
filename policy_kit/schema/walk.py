"""From a place in a file to what the schema says of it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from policy_kit import data
from policy_kit.source import read, unescape

Node = Mapping[str, Any]
"""A schema, its `$ref` followed: what is said at the reference itself comes first."""


@cache
def load(name: str) -> Node:
    """The schema of a kind of file, as plain data."""
    schema: Node = json.loads(read(data.SCHEMAS / f"{name}.schema.json"))
    return schema


@lru_cache(maxsize=8192)
def trail(pointer: str, name: str = "policy") -> tuple[Node, ...]:
    """The schemas from the whole file down to a place; empty where the schema knows no such place."""
    if not pointer:
        return (load(name),)
    parent, _, step = pointer.rpartition("/")
    above = trail(parent, name)
    node = child(above[-1], unescape(step), name) if above else None
    return (*above, node) if node is not None else ()


def child(node: Node, step: str, name: str) -> Node | None:
    """One step down: a key of a map, or any item of a list, whatever the number."""
    if step in node.get("properties", {}):
        return resolved(node["properties"][step], name)
    if "items" in node:
        return resolved(node["items"], name) if step.isdecimal() or step in ("*", "-") else None
    for branch in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        if (found := child(resolved(branch, name), step, name)) is not None:
            return found
    return None


def resolved(node: Node, name: str) -> Node:
    """A schema with its reference followed; references stand in `$defs` of the same file."""
    while "$ref" in node:
        target = load(name)["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def known(pointer: str) -> bool:
    """The format has such a place."""
    return bool(trail(pointer))


def title(pointer: str) -> str:
    """The plain name of a place, with that of what it belongs to ("Attendance officer: Telephone")."""
    while pointer and not trail(pointer):
        pointer = pointer.rpartition("/")[0]
    titles = [node["title"] for node in trail(pointer)[1:] if "title" in node]
    return ": ".join(titles[-2:]) or "The policy"


def printed(pointer: str) -> bool:
    """False where the schema says so, here or above: the value steers the document and does not stand in it."""
    return all(node.get("printed", True) for node in trail(pointer))


def is_prose(pointer: str) -> bool:
    """The value is the school's own Markdown."""
    return bool(_last(pointer).get("prose", False))


def kind(pointer: str) -> str | None:
    """time, date, date_or_month, email, telephone or url; None for other text."""
    found = _last(pointer).get("kind")
    return str(found) if found else None


@cache
def homes(name: str) -> Mapping[str, tuple[str, ...]]:
    """Each key of a format → the maps that have it, as pointers with * for an item of a list."""
    found: dict[str, list[str]] = {}
    for pointer in _pointers(load(name), "", (), name):
        parent, _, step = pointer.rpartition("/")
        found.setdefault(unescape(step), []).append(parent)
    return {key: tuple(parents) for key, parents in found.items()}


def _last(pointer: str) -> Node:
    nodes = trail(pointer)
    return nodes[-1] if nodes else {}


def _pointers(node: Node, pointer: str, above: tuple[str, ...], name: str) -> Iterator[str]:
    """Every place of a format; a schema that holds itself is entered once."""
    reference = node.get("$ref", "")
    if reference in above:
        return
    above = (*above, reference) if reference else above
    node = resolved(node, name)
    for key, member in node.get("properties", {}).items():
        yield f"{pointer}/{key}"
        yield from _pointers(member, f"{pointer}/{key}", above, name)
    if "items" in node:
        yield from _pointers(node["items"], f"{pointer}/*", above, name)
    for branch in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _pointers(branch, pointer, above, name)
