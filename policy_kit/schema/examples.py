"""The YAML to add, made of the schema's own examples."""

import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from itertools import islice
from typing import Any

from policy_kit.schema.walk import Node, child, resolved, trail
from policy_kit.source import plain, unescape

_PLAIN = re.compile(r"[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#|[ ](?=\S))*")
_OLD_WORDS = {"yes", "no", "on", "off", "y", "n"}  # other programs, with YAML 1.1, read true and false


def example(pointer: str) -> str:
    """The YAML that would fill a place of a policy, under the keys that it belongs to."""
    return examples((pointer,))


def examples(pointers: Iterable[str]) -> str:
    """The YAML that would fill several places, each key written once; a place that is not known adds nothing."""
    tree: dict[Any, Any] = {}
    for pointer in pointers:
        nodes = trail(pointer)
        if len(nodes) > 1:
            _plant(tree, _steps(pointer, nodes), value_of(nodes, pointer))
    return written(_grown(tree)) if tree else ""


def value_of(nodes: tuple[Node, ...], pointer: str, name: str = "policy") -> Any:
    """An example for the last of these schemas, out of its parents' examples where they have one."""
    found: Any = None
    for node, step in zip(nodes, ("", *pointer.split("/")[1:]), strict=True):
        inner = _member(found, unescape(step))
        found = node["examples"][0] if inner is None and node.get("examples") else inner
    return deepcopy(found) if found is not None else _made(nodes[-1], name)


def written(value: Any, indent: int = 0) -> str:
    """Plain data as YAML in block style."""
    pad = " " * indent
    match value:
        case dict() if value:
            return "".join(f"{pad}{_key(key)}:{_below(member, indent)}" for key, member in value.items())
        case list() if value:
            return "".join(f"{pad}- {_item(member, indent)}" for member in value)
        case _:
            return f"{pad}{scalar(value)}\n"


def scalar(value: Any) -> str:
    """A value on one line, in quotation marks only where YAML or a reader would take it for something else."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if value.lower() in _OLD_WORDS else _key(value)


def _key(text: str) -> str:
    """Text as it may stand before a colon: `on` is a key of the format, and needs no quotation marks."""
    bare = _PLAIN.fullmatch(text) and plain(text) == text
    return text if bare else json.dumps(text, ensure_ascii=False)


def _below(value: Any, indent: int) -> str:
    is_nest = isinstance(value, dict | list) and value
    return f"\n{written(value, indent + 2)}" if is_nest else f" {scalar(value)}\n"


def _item(value: Any, indent: int) -> str:
    return written(value, indent + 2).lstrip(" ")


def _member(value: Any, step: str) -> Any:
    match value:
        case Mapping():
            return value.get(step)
        case list() if value and (step.isdecimal() or step in ("*", "-")):
            return value[0]
    return None


def _made(node: Node, name: str) -> Any:
    """An example of a schema that gives none: what it requires, or its first few keys."""
    if "items" in node:
        return [_made(resolved(node["items"], name), name)]
    if "properties" in node:
        keys = node.get("required") or list(islice(node["properties"], 3))
        members = {key: child(node, key, name) or {} for key in keys}
        return {
            key: deepcopy(m["examples"][0]) if m.get("examples") else _made(m, name)
            for key, m in members.items()
        }
    branches = node.get("anyOf") or node.get("oneOf")
    if branches:
        return _made(resolved(branches[0], name), name)
    return node.get("const", node.get("enum", ["…"])[0])


def _steps(pointer: str, nodes: tuple[Node, ...]) -> list[str | int]:
    """The steps of a pointer, an item of a list as a number."""
    steps = [unescape(step) for step in pointer.split("/")[1:]]
    return [
        (int(step) if step.isdecimal() else 0)
        if step not in above.get("properties", {}) and "items" in above
        else step
        for step, above in zip(steps, nodes, strict=False)
    ]


def _plant(tree: dict[Any, Any], steps: list[str | int], value: Any) -> None:
    *above, last = steps
    for step in above:
        tree = tree.setdefault(step, {})
        if not isinstance(tree, dict):
            return  # an example of the whole list stands here already
    tree.setdefault(last, value)


def _grown(tree: Any) -> Any:
    """Lists were planted as maps with numbers for keys."""
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_grown(tree[key]) for key in sorted(tree)]
    return {key: _grown(value) for key, value in tree.items()}
