"""What a clause is searched in: the policy, the figures of the law, and the day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy_kit import lexicon, schema
from policy_kit.model import Evidence, Policy

_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was looked for in vain."""

    name: str
    """In plain English."""
    pointer: str = ""
    """Where it would stand; "" if it is not a key of the policy."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a clause: met if there is evidence and nothing is missing."""

    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A policy, and what it is judged by."""

    policy: Policy
    figures: Mapping[str, Any]
    on: date

    def at(self, pattern: str) -> Iterator[tuple[str, Any]]:
        """The pointers that a pattern stands for, each with its value; None where nothing stands.

        `*` is every member of a list or map; a list that is not there is taken to have one empty member.
        """
        yield from _expand(self.policy.source.data, pattern.split("/")[1:], "")

    def evidence(self, pointer: str, value: Any, label: str = "") -> Evidence:
        place = self.policy.source.place(pointer)
        return Evidence(quoted(value), place, label or schema.title(pointer))


def _expand(value: Any, keys: list[str], pointer: str) -> Iterator[tuple[str, Any]]:
    if not keys:
        yield pointer, value
        return
    key, rest = keys[0], keys[1:]
    for name, inner in _members(value) if key == "*" else [(key, _member(value, key))]:
        yield from _expand(inner, rest, f"{pointer}/{name}")


def _members(value: Any) -> list[tuple[str, Any]]:
    match value:
        case dict() if value:
            return list(value.items())
        case list() if value:
            return [(str(index), inner) for index, inner in enumerate(value)]
        case _:
            return [("0", None)]


def _member(value: Any, key: str) -> Any:
    match value:
        case dict():
            return value.get(key)
        case list() if key.isdecimal() and int(key) < len(value):
            return value[int(key)]
        case _:
            return None


def filled(value: Any) -> bool:
    """Something stands here that says something: not empty, not a placeholder."""
    match value:
        case None:
            return False
        case str():
            return bool(value.strip()) and not lexicon.is_placeholder(value)
        case dict():
            return any(filled(inner) for key, inner in value.items() if key != "same_as")
        case list():
            return any(filled(inner) for inner in value)
        case _:
            return True


def quoted(value: Any, longest: int = _LONGEST_QUOTE) -> str:
    """A value as a short quotation."""
    match value:
        case bool():
            text = "yes" if value else "no"
        case dict() | list():
            members = value.values() if isinstance(value, dict) else value
            text = ", ".join(quoted(inner) for inner in members if inner is not None)
        case _:
            text = " ".join(str(value).split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def pattern(words: list[str]) -> re.Pattern[str]:
    """One of these words or phrases, whole; `*` ends a word that may go on. White space is any white space."""
    return re.compile("|".join(_one(word) for word in words), re.IGNORECASE)


def _one(word: str) -> str:
    escaped = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split())
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{before}{escaped}{after}"
