"""Words in brackets that tell a writer what to put there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from policy_kit.evidence import tokens

FIELDS = ("merged", "quoted", "twice")
"""The brackets of the fields that a program fills in."""

_BRACKETS = re.compile(
    r"\[(?P<square>[^\[\]]{1,200})\]|<<(?P<merged>[^<>]{1,60})>>|«(?P<quoted>[^«»]{1,60})»|<(?P<angle>[^<>]{1,80})>"
    r"|\{[{%](?P<twice>[^{}]{1,80})[}%]\}|\{(?P<curly>[^{}]{1,80})\}|\((?P<round>[^()]{1,120})\)"
)
_TAG = re.compile(r"</|/>|<[^<>]*=[^<>]*>")
_FEW, _BEFORE, _INITIALS = 5, 40, 3


class Gap(NamedTuple):
    """Brackets of a kind, with what stands before them."""

    kind: str
    text: str
    inside: str
    lead: str
    after: str
    """The one character that follows."""


def gaps(text: str, wanted: Mapping[str, Any]) -> Iterator[Gap]:
    """The brackets in a text with an order to the writer in them, or with what belongs there."""
    yield from (gap for gap in brackets(text) if _asks(gap, wanted))


def brackets(text: str) -> Iterator[Gap]:
    """All brackets in a text, but for links and tags."""
    if not any(sign in text for sign in "[<{(«"):
        return
    tagged = bool(_TAG.search(text))
    for found in _BRACKETS.finditer(text):
        kind, after = str(found.lastgroup), text[found.end() : found.end() + 1]
        if not (kind == "angle" and tagged) and not (kind == "square" and after == "("):
            yield Gap(kind, found[0], found[kind], text[: found.start()], after)


def _asks(gap: Gap, wanted: Mapping[str, Any]) -> bool:
    words = tokens.words(tokens.fold(gap.inside))
    line = f" {' '.join(words)} "
    if gap.kind == "round":
        return line.strip() in wanted["alone"] or any(
            line.startswith(f" {one} ") for one in wanted["rounded"]
        )
    if not words or gap.kind in FIELDS:
        return 0 < len(words) <= _FEW
    if words[0] in wanted["orders"] or any(f" {one} " in line for one in wanted["within"]):
        return True
    noted = len(words[0]) <= _INITIALS and words[1:2] == ["to"] and set(words[2:3]) <= set(wanted["checks"])
    asks = words[0] in wanted["asks"] and not set(words[1:]).isdisjoint(wanted["things"])
    return noted or asks or _belongs(words, gap, wanted)


def _belongs(words: list[str], gap: Gap, wanted: Mapping[str, Any]) -> bool:
    """A kind of thing, as "name of school", and nothing else; no words put into a quotation."""
    before = tokens.words(tokens.fold(gap.lead[-_BEFORE:]))[-1:]
    quoting = gap.lead.count("“") > gap.lead.count("”") or gap.lead.count('"') % 2 == 1
    if quoting or before == ["see"]:
        return False
    if words == ["x"]:
        return gap.after == "%"
    if not set(words) <= {*wanted["things"], *wanted["links"], *wanted["people"]}:
        return False
    person = not set(words).isdisjoint(wanted["people"]) and not set(before).isdisjoint(
        wanted["before_people"]
    )
    return person or not set(words).isdisjoint(wanted["things"])
