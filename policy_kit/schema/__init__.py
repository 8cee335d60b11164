"""What a file of ours may say, told from its schema: mistakes with their lines, examples, plain names."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from policy_kit.model import Finding, Source
from policy_kit.schema.examples import example, examples
from policy_kit.schema.messages import tell
from policy_kit.schema.walk import is_prose, kind, known, load, printed, title
from policy_kit.source import fault

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

__all__ = ["example", "examples", "is_prose", "kind", "known", "printed", "title", "validate"]

_MOST = 300  # more would help nobody, and a hostile file could make any number


def validate(source: Source, name: str, *, partial: bool = False) -> tuple[Finding, ...]:
    """All that a schema ("policy", "checklist" …) finds wrong, by line, each with what to do.

    `partial`: the file will be laid under or over another, so a key that is missing from a map is no fault.
    """
    everything = (said for error in _errors(source, name, partial) for said in tell(error, source, name))
    found = {
        (said.place, said.message): fault(said.message, said.place, source.texts, fix=said.fix)
        for said in islice(everything, _MOST)
    }
    return tuple(sorted(found.values(), key=lambda finding: by_line(finding, source.file)))


def by_line(finding: Finding, file: str) -> tuple[bool, str, int, int]:
    """The order in which findings are told: those of the file itself first, then by line and column."""
    place = finding.place
    return place.file != file, place.file, place.line or 0, place.column or 0


def _errors(source: Source, name: str, partial: bool) -> "Iterator[ValidationError]":
    for error in _validator(name).iter_errors(source.data):
        in_list = any(isinstance(step, int) for step in error.absolute_path)
        if not (partial and error.validator == "required" and not in_list):
            yield error


@cache
def _validator(name: str) -> "Validator":
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend

    from policy_kit.schema.kinds import FORMATS

    formats = FormatChecker(formats=())
    for word, agrees in FORMATS.items():
        formats.checks(word)(agrees)
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    strict = extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    validator: Validator = strict(load(name), format_checker=formats)
    return validator
