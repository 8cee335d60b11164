"""The schema's objections in plain English: what is wrong, where, and what to do."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policy_kit.model import Source
from policy_kit.schema.examples import scalar
from policy_kit.schema.keys import missing, missing_beside, unknown
from policy_kit.schema.kinds import not_a
from policy_kit.schema.types import mistyped, nothing
from policy_kit.schema.wrong import Said, Wrong, one_line

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def tell(error: "ValidationError", source: Source, name: str) -> Iterator[Said]:
    """Everything that one error of the validator means; nothing where another error says it better."""
    wrong = Wrong(error, source, name)
    word = str(error.validator)
    if wrong.value is None and word in _OF_VALUES:
        yield nothing(wrong)
    elif word in ("anyOf", "oneOf"):
        yield from _nearest_branch(wrong)
    else:
        yield from _TELL.get(word, _otherwise)(wrong)


def _nearest_branch(wrong: Wrong) -> Iterator[Said]:
    """Of several forms that would do, the mistakes in the one that was meant."""
    branches: dict[object, list[ValidationError]] = {}
    for inner in wrong.error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if not branches:
        yield from _otherwise(wrong)
        return

    def distance(errors: "list[ValidationError]") -> tuple[bool, int]:
        return any(e.validator == "type" and not e.relative_path for e in errors), len(errors)

    for error in min(branches.values(), key=distance):
        yield from tell(error, wrong.source, wrong.name)


def _choice(wrong: Wrong) -> Iterator[Said]:
    choices = [scalar(choice) for choice in wrong.wants]
    near = wrong.nearest(wrong.raw, choices)
    hint = f" (did you mean {near}?)" if near else ""
    yield wrong.say(f'{wrong.label} is "{wrong.raw}"; choose one of {", ".join(choices)}{hint}')


def _constant(wrong: Wrong) -> Iterator[Said]:
    yield wrong.say(f'{wrong.label} is "{wrong.raw}"; write {wrong.line(scalar(wrong.wants))}')


def _shape(wrong: Wrong) -> Iterator[Said]:
    kind = wrong.rules.get("kind") or wrong.rules.get("format")
    if wrong.value == "":
        yield nothing(wrong)
        return
    if kind in ("time", "date", "date_or_month", "email", "telephone", "url"):
        yield wrong.say(not_a(kind, wrong.label, wrong.value))
        return
    such = f", such as {one_line(wrong.example)}" if wrong.node.get("examples") else ""
    yield wrong.say(
        f'{wrong.label} is "{one_line(wrong.value)}", which is not written as it has to be{such}.'
    )


def _empty(wrong: Wrong) -> Iterator[Said]:
    yield nothing(wrong)


def _bound(wrong: Wrong) -> Iterator[Said]:
    bound = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
    }[str(wrong.error.validator)]
    yield wrong.say(f"{wrong.label} is {wrong.raw}; it has to be {bound} {wrong.wants}.")


def _repeated(wrong: Wrong) -> Iterator[Said]:
    yield wrong.say(f"{wrong.label} says the same thing twice. Delete one of the two.")


def _otherwise(wrong: Wrong) -> Iterator[Said]:
    about = wrong.node.get("description", "")
    such = f" For example: {one_line(wrong.example)}" if wrong.node.get("examples") else ""
    yield wrong.say(f"{wrong.label} is not as it has to be. {about}{such}".rstrip())


_TELL: dict[str, Callable[[Wrong], Iterator[Said]]] = {
    "type": mistyped,
    "additionalProperties": unknown,
    "required": missing,
    "dependentRequired": missing_beside,
    "enum": _choice,
    "const": _constant,
    "pattern": _shape,
    "format": _shape,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
    "uniqueItems": _repeated,
}
_OF_VALUES = {"type", "enum", "const", "anyOf", "oneOf"}
