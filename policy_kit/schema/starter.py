"""A policy to begin with: what has to be said as questions, and all else as examples to take up."""

from collections.abc import Iterator
from typing import Any

from policy_kit.schema.examples import scalar, written
from policy_kit.schema.walk import Node, load, resolved

_HEAD = """\
# yaml-language-server: $schema={address}
## Fill in what stands in square brackets. Of the rest, take up what you need: delete the "# " before a key and before
## what belongs to it, and put your own words in the place of the example. What you leave as it is, is not printed.
"""
_LIVE = ("format", "school")  # the least that a school's file says


def starter(address: str) -> str:
    """A valid file for a school that begins from nothing; every line of it stays valid YAML without its "# ".

    `address` is that of the schema, for the editor in which the file is filled in.
    """
    sections = (_section(key, resolved(node, "policy")) for key, node in load("policy")["properties"].items())
    return "\n".join([_HEAD.format(address=address), *sections])


def _section(key: str, node: Node) -> str:
    lines = _live(key, node) if key in _LIVE else _offered({key: _whole(node)})
    return "".join([f"## {node['description']}\n", *lines])


def _live(key: str, node: Node) -> Iterator[str]:
    """A section of which the needed keys are there already."""
    if "properties" not in node:
        yield f"{key}: {scalar(_whole(node))}\n"
        return
    yield f"{key}:\n"
    for name, member in node["properties"].items():
        inner = resolved(member, "policy")
        if name in node["required"]:
            yield f"  {_question(name, inner)}\n"
        else:
            yield from (f"  {line}" for line in _offered({name: _whole(inner)}))


def _question(key: str, node: Node) -> str:
    if "enum" in node:
        value = _whole(node)
        others = ", ".join(choice for choice in node["enum"] if choice != value)
        return f"{key}: {scalar(value)}  # or {others}"
    return f"{key}: {scalar(f'[insert {key}]')}"


def _offered(example: dict[str, Any]) -> Iterator[str]:
    return (f"# {line}\n" for line in written(example).splitlines())


def _whole(node: Node) -> Any:
    """The example of a place, or those of all its keys."""
    if "const" in node:
        return node["const"]
    if node.get("examples"):
        return node["examples"][0]
    return {key: _whole(resolved(member, "policy")) for key, member in node["properties"].items()}
