"""Write docs/cli.md from the commands' own help, and docs/format.md from the schema."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

import click
import yaml
from click.testing import CliRunner

from policy_kit import data
from policy_kit.model import Block

HERE = Path(__file__).resolve().parent
Schema = Mapping[str, Any]

CLI_HEAD = """# Commands

What each command says when it is asked for `--help`. This page is made from the commands; do not edit it.

Every command ends with the status 0 when nothing is outstanding, 1 when something is, and 2 when it could
not do its work.
"""

FORMAT_HEAD = """# What a policy file may say

Every key that a school may write, in the order in which the policy prints them. This page is made from
`schemas/policy.schema.json`; do not edit it.

How to write the file:

- A key, a colon, a space and the value: `name: Oakfield CE Primary School`.
- What belongs to a key stands below it, two spaces further in. Use spaces, never tabs.
- Each entry of a list starts with a dash and a space.
- Times are written `08:45`, dates year first (`2026-09-24`). They need no quotation marks, and telephone
  numbers need none. A version does (`"3"`), and so does a text that holds `: ` or ` #`.
- A longer text starts with `|` after the colon and stands on the lines below, two spaces further in.
- Where this page says "your own text", it may hold Markdown: a blank line between paragraphs, `-` before each
  point, `**` on either side of strong words.
- Leave out what does not apply to your school. Nothing is printed for it.
- What follows ` #` on a line is a note to yourself.
"""

DUTIES_HEAD = """### Standard duties

These are printed already, here for a community primary school. Add only what is not among them.
"""

PLAIN_SCHOOL = """
format: policy-kit/1
school: {name: Oakfield Primary School, phase: primary, type: community}
"""

KINDS = {
    "time": "a time, such as 08:45",
    "date": "a date, year first",
    "date_or_month": "a date or a month, year first",
    "email": "an e-mail address",
    "telephone": "a telephone number",
    "url": "a web address",
}
REFERRED = {"person": "a person", "people": "a list of people", "role": "added duties"}
TYPES = {"string": "text", "boolean": "`true` or `false`", "integer": "a whole number", "number": "a number"}
CORE = {
    "bool": r"(?:true|false)$",
    "null": r"(?:null|~|)$",
    "int": r"[-+]?(?:0|[1-9][0-9]*)$",
    "float": r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$",
}


def cli() -> str:
    """The reference of commands, as Markdown."""
    from policy_kit.cli import main  # the page of the format is made without it

    return "\n".join([CLI_HEAD, _help(main), *(_help(main, name) for name in main.commands)])


def _help(main: click.Group, *names: str) -> str:
    """What a reader sees who asks for help, on a screen of 80 columns."""
    words = [*names, "--help"]
    shown = CliRunner().invoke(main, words, prog_name="policy-kit", terminal_width=80, max_content_width=80)
    return f"## {' '.join(('policy-kit', *names))}\n\n```text\n{shown.output}```\n"


def policy_format() -> str:
    """The reference of the format that a school writes, as Markdown."""
    schema = json.loads((data.SCHEMAS / "policy.schema.json").read_text(encoding="utf-8"))
    shared = schema["$defs"]
    parts = [FORMAT_HEAD, "## The keys\n", _contents(schema["properties"])]
    parts += [_section(key, _whole(node, shared), shared) for key, node in schema["properties"].items()]
    parts += [_shared("A person", shared["person"], shared), _shared("Added duties", shared["role"], shared)]
    return "\n".join(parts)


def _contents(properties: Schema) -> str:
    lines = [f"- [`{key}`](#{key}): {node['title']}" for key, node in properties.items()]
    return "\n".join(lines) + "\n"


def _whole(node: Schema, shared: Schema) -> dict[str, Any]:
    """A node with what it refers to; what it says itself comes first."""
    name = node.get("$ref", "").rpartition("/")[2]
    return {**(shared[name] if name else {}), **node, "refers": name}


def _section(key: str, node: Schema, shared: Schema) -> str:
    required = " Must be there." if key == "format" else ""
    parts = [f"## {key}\n", f"**{node['title']}.** {node['description']}{required}\n"]
    if "examples" in node or "properties" in node:
        parts.append(f"```yaml\n{_yaml({key: _example(node, shared)})}```\n")
    rows = list(_rows(node, "", shared))
    parts += [_table(rows)] if rows else [f"What to write: {_kind(node, shared)}.\n"]
    return "\n".join([*parts, *(_duties(node["properties"]) if key == "roles" else ())])


def _duties(roles: Schema) -> Iterator[str]:
    """The duties that the policy prints of itself, as it prints them for a plain school."""
    from policy_kit import compose, law
    from policy_kit.source import parse

    newest = max(date.fromisoformat(path.stem) for path in (data.CHECKLISTS / "law").glob("*.yaml"))
    printed = compose.compose(parse(PLAIN_SCHOOL, "plain.yaml"), law.load_law(newest)).blocks
    yield DUTIES_HEAD
    for key, node in roles.items():
        if key != "others":
            lines = "\n".join(f"- {text}" for text in _under(f"role-{key.replace('_', '-')}", printed))
            yield f"**{node['title']}** (`{key}`)\n\n{lines}\n"


def _under(ident: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The items of the list under a heading of the printed policy."""
    start = next(index for index, block in enumerate(blocks) if block.ident == ident)
    under = takewhile(lambda block: block.kind != "heading", blocks[start + 1 :])
    return (block.text for block in under if block.kind == "item")


def _shared(title: str, node: Schema, shared: Schema) -> str:
    return f"## {title}\n\n{_table(list(_rows(node, '', shared)))}"


def _example(node: Schema, shared: Schema) -> Any:
    """The first example of a node, or one put together from those of its members."""
    if "examples" in node:
        return node["examples"][0]
    members = {key: _whole(member, shared) for key, member in node.get("properties", {}).items()}
    return {key: _example(member, shared) for key, member in members.items()}


def _rows(node: Schema, above: str, shared: Schema) -> Iterator[tuple[str, str, str, str]]:
    """One row for each key below a node: key, what it is, what to write, an example."""
    inner = _members(node, shared)
    for key, member in inner.get("properties", {}).items():
        whole = _whole(member, shared)
        path = f"{above}{key}"
        must = " **Needed.**" if key in inner.get("required", ()) else ""
        leaf = whole["refers"] in REFERRED or not _members(whole, shared)
        example = f"`{_flow(whole['examples'][0])}`" if leaf and "examples" in whole else ""
        yield f"`{path}`", f"{whole['title']}. {whole['description']}{must}", _kind(whole, shared), example
        if not leaf:
            yield from _rows(whole, f"{path}{_dot(whole)}", shared)


def _members(node: Schema, shared: Schema) -> Schema:
    """The map that holds a node's own keys: the node itself, or what each entry of its list is."""
    if node.get("type") == "array":
        entry = _whole(node["items"], shared)
        choices = [_whole(choice, shared) for choice in entry.get("anyOf", ())]
        return next((one for one in [entry, *choices] if "properties" in one), {})
    return node if "properties" in node else {}


def _dot(node: Schema) -> str:
    return " – " if node.get("type") == "array" else "."


def _kind(node: Schema, shared: Schema) -> str:
    """What to write, in words."""
    match node:
        case {"refers": str() as name} if name in REFERRED:
            words = f"[{REFERRED[name]}](#{'added-duties' if name == 'role' else 'a-person'})"
        case {"enum": values}:
            words = "one of " + ", ".join(f"`{value}`" for value in values)
        case {"const": value}:
            words = f"always `{value}`"
        case {"prose": True}:
            words = "your own text"
        case {"type": "array", "items": entry}:
            words = _list_kind(_whole(entry, shared))
        case {"properties": _}:
            words = "the keys below"
        case _:
            words = KINDS.get(node.get("kind", ""), TYPES[node["type"]]) + _limits(node)
    return words


def _list_kind(entry: Schema) -> str:
    if "enum" in entry:
        return "a list of " + ", ".join(f"`{value}`" for value in entry["enum"])
    if "properties" in entry:
        return "a list; each entry has the keys below"
    return "a list of texts, or of entries with the keys below" if "anyOf" in entry else "a list of texts"


def _limits(node: Schema) -> str:
    if "minimum" in node and "maximum" in node:
        return f" from {node['minimum']} to {node['maximum']}"
    return f" up to {node['maximum']}" if "maximum" in node else ""


def _yaml(value: Any) -> str:
    return yaml.dump(value, sort_keys=False, allow_unicode=True, width=90, Dumper=_Plain)


def _flow(value: Any) -> str:
    text = yaml.dump(
        value, sort_keys=False, allow_unicode=True, width=9999, default_flow_style=True, Dumper=_Plain
    )
    return text.removesuffix("...\n").strip().replace("|", "\\|")


class _Plain(yaml.SafeDumper):
    """Writes YAML as a school would: lists indented, quotation marks only where our reader needs them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern in CORE.items():
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), None)


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    lines = ["| Key | What it is | What to write | Example |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows]) + "\n"


PAGES = {"cli.md": cli, "format.md": policy_format}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
