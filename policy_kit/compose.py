"""A school's facts, the standard wording and the law in force → the document that the school publishes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from policy_kit import pages, schema, templating
from policy_kit import source as yaml
from policy_kit.law import Law, council
from policy_kit.model import Document, KitError, Source
from policy_kit.typeset import typeset

_MAINTAINED = ("community", "foundation", "voluntary-aided", "voluntary-controlled")
_ACADEMIES = ("academy", "free-school")
_COMMON = {
    *(
        "the",
        "a",
        "of",
        "and",
        "full",
        "local",
        "interim",
        "joint",
        "school",
        "academy",
        "trust",
        "governing",
    ),
    *(
        "governors",
        "governors'",
        "trustees",
        "directors",
        "board",
        "body",
        "committee",
        "council",
        "management",
    ),
}  # words that are no part of a name, at the beginning of the name of a board
_SINGULAR = {"pupils": "pupil", "students": "student", "children": "child", "learners": "learner"}


def compose(source: Source, law: Law, *, templates: Path | None = None) -> Document:
    """The document that a policy makes.

    `templates` is a folder whose files come before ours of the same name. Raises KitError when a template of
    that folder cannot be used, or when the file is a trust's and names no school.
    """
    policy = source.data
    if "school" not in policy:
        raise KitError(
            f"{source.file} is a trust's file and names no school. "
            "Check or publish the file of a school that says “extends: …” with this file's name."
        )
    with pages.holding(pages.Slots()) as slots:
        context = _context(policy, law)
        context["roles"] = _roles(context, templates)
        text = templating.fill(templating.environment(templates), "policy.md.j2", context)
        blocks = typeset(text, slots, "policy.md.j2")
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    return Document(source.file, title, blocks, properties=dict(_properties(policy)))


def facts(source: Source, document: Document) -> tuple[str, ...]:
    """Every fact of the policy, in the words in which the document prints it.

    Raises KitError if the document lacks one: a template left it out.
    """
    printed = tuple(_facts(source))
    text = _squeezed(" ".join(document.texts()))
    for pointer, fact in printed:
        if _squeezed(fact) not in text:
            raise KitError(
                f"{source.place(pointer)}: “{fact}” ({schema.title(pointer)}) would not stand in the document, because "
                "the templates leave it out. Nothing was written. Print it in your templates; if you use ours, tell us."
            )
    return tuple(dict.fromkeys(fact for _, fact in printed))


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    for pointer, value in yaml.leaves(source.data):
        if value is not None and not isinstance(value, bool) and schema.printed(pointer):
            yield from ((pointer, text) for text in _printed(pointer, value) if text)


def _context(policy: Mapping[str, Any], law: Law) -> dict[str, Any]:
    school = policy["school"]
    kind, words = school.get("type"), policy.get("words", {})
    pupils = words.get("pupils", "pupils")
    academy = kind in _ACADEMIES
    return {
        "policy": policy,
        "school": school,
        "law": law,
        "on": law.on,
        "council": _council(school),
        "pupils": pupils,
        "pupil": _SINGULAR[pupils],
        "headteacher": words.get("headteacher", "headteacher"),
        "board": _in_sentence(school.get("board") or ("trust board" if academy else "governing board")),
        "approved_by": _in_sentence(policy.get("document", {}).get("approved", {}).get("by", "")),
        "maintained": kind in _MAINTAINED,
        "academy": academy,
        "statutory_leave": kind in (*_MAINTAINED, "non-maintained-special"),
    }


def _in_sentence(name: str) -> str:
    """The name of a board without capitals where it begins with common words, and without "the"."""
    words = name.split()
    common = len(list(takewhile(lambda word: word.casefold() in _COMMON, words)))
    lowered = [word.lower() for word in words[:common]] + words[common:]
    return " ".join(lowered).removeprefix("the ")


def _council(school: Mapping[str, Any]) -> Any:
    known = council(school.get("local_authority", "")) or council(school.get("local_authority_name", ""))
    own = school.get("local_authority_name")
    if known is not None:
        return replace(known, name=own or known.name)
    name = own or school.get("local_authority") or "the local authority"
    return {"name": name, "short": name}


def _roles(context: Mapping[str, Any], templates: Path | None) -> Any:
    """The standard duties: a YAML file of our own, whose words may hold slots and simple Markdown."""
    text = templating.fill(templating.environment(templates), "roles.yaml.j2", context)
    return _marked(yaml.parse(text, "roles.yaml.j2").data)


def _marked(value: Any) -> Any:
    from markupsafe import Markup

    match value:
        case dict():
            return {key: _marked(inner) for key, inner in value.items()}
        case list():
            return [_marked(inner) for inner in value]
        case str():
            return Markup(value)  # noqa: S704 - the template's own words
        case _:
            return value


def _properties(policy: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    document = policy.get("document", {})
    approved = document.get("approved", {}).get("on")
    yield "school", pages.printable(policy["school"]["name"])
    yield "status", "" if approved else "Draft"
    for name, value in (
        ("version", document.get("version")),
        ("category", document.get("category")),
        ("date", document.get("in_force_from") or approved),
        ("author", policy["school"]["name"]),
    ):
        if value:
            yield name, pages.printable(str(value))


def _printed(pointer: str, value: Any) -> Iterator[str]:
    from policy_kit.document import markdown

    text = pages.printable(str(value))
    match schema.kind(pointer):
        case "time":
            yield pages.time(text)
        case "date" | "date_or_month":
            yield pages.day(text)
        case _ if schema.is_prose(pointer):
            for block in markdown.blocks(text, "prose"):
                yield block.text
                yield from (cell.text for row in block.rows for cell in row)
        case _:
            yield pages.number(value) if isinstance(value, int | float) else text


def _squeezed(text: str) -> str:
    """Words without white space, case or a final full stop: a template may set a fact into a sentence."""
    return "".join(text.split()).casefold().rstrip(".")
