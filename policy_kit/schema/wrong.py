"""One objection of the validator, with what a message needs to know about it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from policy_kit.model import Place, Source
from policy_kit.schema.examples import scalar, value_of, written
from policy_kit.schema.walk import Node, trail
from policy_kit.source import escape, lines, unescape

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_RAW = re.compile(r"[^\s,\]}#]+")
_LONGEST = 60


class Said(NamedTuple):
    """A message, its place, and the YAML that would put it right."""

    message: str
    place: Place
    fix: str | None = None


@dataclass(frozen=True)
class Wrong:
    """One error, and the place in the file and in the schema that it is about."""

    error: "ValidationError"
    source: Source
    name: str

    @property
    def pointer(self) -> str:
        return "".join(f"/{escape(str(step))}" for step in self.error.absolute_path)

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def wants(self) -> Any:
        """What the broken rule asks for: a type, the choices, the keys."""
        return self.error.validator_value

    @property
    def rules(self) -> Node:
        """The schema that holds the broken rule, without what a reference to it adds."""
        return self.error.schema if isinstance(self.error.schema, Mapping) else {}

    @property
    def label(self) -> str:
        return label(self.pointer)

    @property
    def node(self) -> Node:
        """What the schema says of the place, its title and examples with it."""
        nodes = trail(self.pointer, self.name)
        return nodes[-1] if nodes else self.rules

    @property
    def example(self) -> Any:
        return example_at(self.pointer, self.name)

    @property
    def raw(self) -> str:
        """The value as it was typed: 9.30, not 9.3."""
        place = self.source.places.get(self.pointer)
        if place and not isinstance(self.value, str) and place.file in self.source.texts:
            line = lines(self.source.texts[place.file])[(place.line or 1) - 1]
            if (typed := _RAW.match(line, (place.column or 1) - 1)) and isinstance(
                self.value, bool | int | float
            ):
                return typed.group()
        return one_line(self.value)

    def line(self, written: str) -> str:
        """How a value, already in YAML, is written at this place on one line."""
        last = self.pointer.rpartition("/")[2]
        return f"- {written}" if last.isdecimal() else f"{unescape(last)}: {written}"

    def block(self, value: Any) -> str:
        """How a list or a map is written at this place."""
        last = self.pointer.rpartition("/")[2]
        return written([value] if last.isdecimal() else {unescape(last): value})

    def say(self, message: str, *, fix: str | None = None) -> Said:
        return Said(message, self.source.place(self.pointer), fix)

    def at_key(self, message: str, pointer: str, *, fix: str | None = None) -> Said:
        """Say something about a key, or about an item that has none, rather than about its value."""
        return Said(message, self.source.keys.get(pointer) or self.source.place(pointer), fix)

    @staticmethod
    def nearest(word: str, choices: Iterable[str]) -> str | None:
        """The choice that was probably meant: by its letters, or because one stands in the other."""
        tidy = re.sub(r"[\s_-]+", "_", word.strip().lower())
        tidied = {re.sub(r"[\s_-]+", "_", choice.lower()): choice for choice in choices}
        longer = [own for own in tidied if len(tidy) > 3 and tidy in own]
        cutoff = 0.65 if len(longer) < 2 else 0.85  # "voluntary" alone may be any of the voluntary ones
        if close := difflib.get_close_matches(tidy, tidied, n=1, cutoff=cutoff):
            return tidied[close[0]]
        within = longer + [own for own in tidied if len(tidy) > 3 and own in tidy]
        return tidied[within[0]] if len(within) == 1 else None


def label(pointer: str) -> str:
    """What to call a place in a message: its key, or its number in a list."""
    parent, _, step = pointer.rpartition("/")
    if not pointer:
        return "The file"
    return f"item {int(step) + 1} of {label(parent)}" if step.isdecimal() else unescape(step)


def example_at(pointer: str, name: str) -> Any:
    """An example for a place; None where the schema knows no such place."""
    nodes = trail(pointer, name)
    return value_of(nodes, pointer, name) if nodes else None


def one_line(value: Any) -> str:
    """A value in a message, cut where it grows long."""
    match value:
        case dict():
            text = ", ".join(value)
        case list():
            text = ", ".join(one_line(member) for member in value)
        case str():
            text = " ".join(value.split())
        case _:
            text = scalar(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
