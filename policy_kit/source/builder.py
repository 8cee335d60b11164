"""From the parser's events to data and places, without building what an alias or a deep nest would multiply."""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from policy_kit.model import Finding, Place, Source
from policy_kit.source import UNREADABLE, Faulty, escape, fault, lines, plain, unreadable
from policy_kit.source.slips import BARE_DASH, BARE_KEY, explain, spaced

_DEEPEST = 50
_MOST_NODES = 200_000
_MOST_FINDINGS = 100
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = "This file is empty. A policy begins with the line format: policy-kit/1"


def build(text: str, file: str) -> Source:
    """One document of plain YAML. Raises Faulty with all that is wrong with it, by line."""
    builder = _Builder(text, file)
    data = builder.document()
    if builder.findings:
        raise Faulty(sorted(builder.findings, key=lambda f: (f.place.line or 0, f.place.column or 0)))
    return Source(file, data, builder.places, builder.keys, {file: text})


class _Enough(Exception):  # noqa: N818 (no error: it ends the walk)
    """Reading further would tell nothing new."""


class _Builder:
    """One walk along the events of one text."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.places: dict[str, Place] = {}
        self.keys: dict[str, Place] = {}
        self.findings: list[Finding] = []
        self.nodes = 0
        self.events: Iterator[Any] = iter(())

    def document(self) -> Any:
        try:
            self.events = yaml.parse(self.text, Loader=_LOADER)
            return self._one_document()
        except _Enough:
            return None
        except yaml.MarkedYAMLError as error:
            message, line, column = explain(error, lines(self.text))
            if all(f.place.line != line for f in self.findings):  # what was said of this line explains it
                self.findings.append(fault(message, Place(self.file, line, column), {self.file: self.text}))
        except (yaml.YAMLError, ValueError, OverflowError):  # the parser without C stumbles over \U00110000
            self.findings.append(
                fault("This file holds a character that cannot be read.", Place(self.file), {})
            )
        return None

    def _one_document(self) -> Any:
        next(self.events)
        if type(next(self.events)) is yaml.StreamEndEvent:
            self._end(_EMPTY, Place(self.file, 1, 1))
        first = next(self.events)
        data = self._node(first, "", 0)
        if data is None and type(first) is yaml.ScalarEvent:
            self._say(_EMPTY, Place(self.file, 1, 1))
        next(self.events)
        following = next(self.events)
        if type(following) is not yaml.StreamEndEvent:
            self._end("A second document begins here. Keep one to a file, and delete this line.", following)
        return data

    def _node(self, event: Any, pointer: str, depth: int) -> Any:
        self.nodes += 1
        mark = event.start_mark
        self.places[pointer] = Place(self.file, mark.line + 1, mark.column + 1)
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._say(_begins("*", "a reference to another place"), event)
        if event.anchor is not None or event.tag is not None or self.nodes > _MOST_NODES or depth > _DEEPEST:
            self._refuse_node(event, depth)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent:
            return self._mapping(pointer, depth + 1)
        items = self._until(yaml.SequenceEndEvent)
        return [self._node(item, f"{pointer}/{n}", depth + 1) for n, item in enumerate(items)]

    def _refuse_node(self, event: Any, depth: int) -> None:
        if self.nodes > _MOST_NODES:
            self._end("This file holds over 200,000 values, far more than a policy can.", event)
        if depth > _DEEPEST:
            self._end("The text is nested more than 50 deep here. Is a bracket repeated by mistake?", event)
        if event.anchor is not None:
            self._say(_begins("&", "a name for this place"), event)
        if event.tag is not None:
            self._say(_begins("!", "an instruction to the computer"), event)

    def _mapping(self, pointer: str, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._key(event, pointer, depth)
            here = f"{pointer}/{escape(key)}"
            if key in members:
                self._say_twice(key, here, event)
            else:
                self.keys[here] = self._place(event)
            members[key] = self._node(next(self.events), here, depth)
        return members

    def _say_twice(self, key: str, pointer: str, event: Any) -> None:
        first, second = self.keys[pointer].line, event.start_mark.line + 1
        self._say(f"{key} is given twice, on line {first} and on line {second}. Keep one of them.", event)

    def _key(self, event: Any, pointer: str, depth: int) -> str:
        if type(event) is not yaml.ScalarEvent:
            self._say(
                "Brackets cannot stand before a colon. Put text that holds { } or [ ] in quotation marks.",
                event,
            )
            self._node(event, f"{pointer}/", depth)
            return f"a key on line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
        if event.anchor is not None or event.tag is not None:
            self._refuse_node(event, depth)
        key = self._scalar(event)
        if key is None:
            self._say("There is no key before this colon. Write one, such as name: Oakfield School", event)
        elif not isinstance(key, str):
            self._say(f'{event.value} cannot be a key. If you mean it, quote it: "{event.value}"', event)
        elif not event.style and BARE_KEY.match(key):
            self._say(spaced(key), event)
        return str(key)

    def _scalar(self, event: Any) -> Any:
        value: str = event.value
        if event.style:
            if event.style == '"' and (bad := UNREADABLE.search(value)):
                self._say(f"{unreadable(bad.group())} Delete what begins with a backslash.", event)
            return value
        if value[:1] == "-" or ":" in value or event.end_mark.line > event.start_mark.line:
            self._look_for_slips(event)
        return plain(value)

    def _look_for_slips(self, event: Any) -> None:
        """Slips that YAML takes for text: a dash or a key that the line above has swallowed."""
        first, last = event.start_mark.line, event.end_mark.line
        for number, line in enumerate(lines(self.text)[first : last + 1], first):
            text = line.lstrip(" ")
            place = Place(self.file, number + 1, len(line) - len(text) + 1)
            if number == first and place.column != event.start_mark.column + 1:
                continue
            if BARE_KEY.match(text):
                self._say(spaced(text), place)
            elif BARE_DASH.match(text):
                self._say(f"Put a space after the dash: - {text[1:].strip()}", place)
            elif number > first and text.startswith("- "):
                self._say(
                    "YAML joins this line to the one above, because its dash stands under no other. "
                    "Begin all dashes of a list in the same column.",
                    place,
                )

    def _until(self, end: type[Any]) -> Iterator[Any]:
        while type(event := next(self.events)) is not end:
            yield event

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _say(self, message: str, at: Any) -> None:
        place = at if isinstance(at, Place) else self._place(at)
        self.findings.append(fault(message, place, {self.file: self.text}))
        if len(self.findings) >= _MOST_FINDINGS:
            raise _Enough

    def _end(self, message: str, at: Any) -> NoReturn:
        self._say(message, at)
        raise _Enough


def _begins(sign: str, means: str) -> str:
    return f"Text cannot begin with {sign} here: to YAML it means {means}. Put the text in quotation marks."
