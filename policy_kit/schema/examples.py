"""The YAML to add, made of the schema's own examples."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import islice
from typing import Any

from policy_kit.schema.walk import Node, child, resolved, trail
from policy_kit.source import escape, plain, unescape

There = Callable[[str], bool]
Step = str | int

_PLAIN = re.compile(r"[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#|[ ](?=\S))*")
_OLD_WORDS = {"yes", "no", "on", "off", "y", "n"}  # other programs, with YAML 1.1, read true and false


def example(pointer: str, there: There = lambda _: False) -> str:
    """The YAML that would fill a place of a policy, under the keys that it belongs to."""
    return examples((pointer,), there)


def examples(pointers: Iterable[str], there: There = lambda _: False) -> str:
    """The YAML that would fill several places, each key written once; a place that is not known adds nothing.

    A map or an entry of a list that the policy has not yet, as `there` says of a pointer, comes with the keys
    that it has to have.
    """
    tree: dict[Any, Any] = {}
    for pointer in pointers:
        nodes = trail(pointer)
        if len(nodes) > 1:
            steps = _steps(pointer, nodes)
            _plant(tree, steps, value_of(nodes, pointer), list(_needed(steps, nodes, there)))
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


def _steps(pointer: str, nodes: tuple[Node, ...]) -> list[Step]:
    """The steps of a pointer, an item of a list as a number."""
    steps = [unescape(step) for step in pointer.split("/")[1:]]
    return [
        (int(step) if step.isdecimal() else 0)
        if step not in above.get("properties", {}) and "items" in above
        else step
        for step, above in zip(steps, nodes, strict=False)
    ]


def _needed(steps: list[Step], nodes: tuple[Node, ...], there: There) -> Iterator[tuple[list[Step], Any]]:
    """The keys that must stand beside those of a pointer, above it, with their examples."""
    for depth in range(1, len(steps)):
        above, key = steps[:depth], str(steps[depth])
        if there(_pointer(above)):
            continue
        rules = nodes[depth]
        rules = _branch(rules, key) if "properties" not in rules else rules
        for needed in (*rules.get("required", ()), *rules.get("dependentRequired", {}).get(key, ())):
            if needed != key:
                pointer = _pointer([*above, needed])
                yield [*above, needed], value_of(trail(pointer), pointer)


def _branch(node: Node, key: str) -> Node:
    """Of several forms that would do, the one that has the key."""
    branches = (resolved(branch, "policy") for branch in (*node.get("anyOf", ()), *node.get("oneOf", ())))
    return next((branch for branch in branches if key in branch.get("properties", {})), node)


def _pointer(steps: list[Step]) -> str:
    return "".join(f"/{escape(str(step))}" for step in steps)


def _plant(tree: dict[Any, Any], steps: list[Step], value: Any, beside: list[tuple[list[Step], Any]]) -> None:
    """Put a value where it belongs, after what has to stand beside it."""
    for path, held in (*beside, (steps, value)):
        *above, last = path
        here = tree
        for step in above:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                break  # an example of the whole list stands here already
        else:
            here.setdefault(last, held)


def _grown(tree: Any) -> Any:
    """Lists were planted as maps with numbers for keys."""
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_grown(tree[key]) for key in sorted(tree)]
    return {key: _grown(value) for key, value in tree.items()}
