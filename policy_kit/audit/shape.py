"""What a process that reads strangers' files may say: nothing of it is taken on trust.

A shape is a type, None, a set of values, a tuple of alternatives, a list of one shape, or a dict of keys that must be
there with a shape for each.
"""

from collections.abc import Callable
from types import NoneType
from typing import Any, get_args

from policy_kit.model import Force, Outcome, Severity

Check = Callable[[Any], bool]


def shaped(shape: Any) -> Check:
    """Whether data has a shape, as a function that is quick to ask: an answer has thousands of values."""
    if isinstance(shape, dict):
        return _keyed(
            {key: shaped(one) for key, one in shape.items()}, {k: _types(v) for k, v in shape.items()}
        )
    if isinstance(shape, list):
        each = shaped(shape[0])
        return lambda data: type(data) is list and all(map(each, data))
    if isinstance(shape, frozenset):
        return lambda data: type(data) in (str, NoneType) and data in shape
    if types := _types(shape):
        return lambda data: type(data) in types
    checks = [shaped(one) for one in shape]
    return lambda data: any(check(data) for check in checks)


def _types(shape: Any) -> frozenset[type]:
    """The types that a shape allows, where it says no more than that."""
    parts = shape if isinstance(shape, tuple) else (shape,)
    plain = all(part is None or isinstance(part, type) for part in parts)
    return frozenset(part or NoneType for part in parts) if plain else frozenset()


def _keyed(checks: dict[str, Check], types: dict[str, frozenset[type]]) -> Check:
    plain = [(key, types[key]) for key in checks if types[key]]
    others = [(key, check) for key, check in checks.items() if not types[key]]

    def fits(data: Any) -> bool:
        if type(data) is not dict or not data.keys() >= checks.keys():
            return False
        for key, allowed in plain:
            if type(data[key]) not in allowed:
                return False
        return all(check(data[key]) for key, check in others)

    return fits


_TEXT = (str, None)
_NUMBER = (int, None)
_PLACE = {"file": str, "line": _NUMBER, "column": _NUMBER, "page": _NUMBER, "heading": _TEXT}
_EVIDENCE = {"quote": str, "place": _PLACE, "label": _TEXT}
_FINDING = {
    "rule": str,
    "outcome": frozenset(get_args(Outcome)),
    "force": frozenset({*get_args(Force), None}),
    "severity": frozenset({*get_args(Severity), None}),
    "message": str,
    "place": _PLACE,
    "evidence": [_EVIDENCE],
    "missing": [str],
    "nearest": (_EVIDENCE, None),
    "why": _TEXT,
    "fix": _TEXT,
    "reference": _TEXT,
    "says": _TEXT,
    "section": _TEXT,
    "waived": ({"reason": str, "agreed_by": str, "until": str, "place": _PLACE}, None),
}
_FAULTS = dict.fromkeys(get_args(Severity), int)
_COUNTED = ("met", "partly", "not_found", "not_applicable", "not_checked", "waived")
_COVERED = frozenset({"yes", "partly", "no", "not_applicable"})
_REPORT = {
    "subject": str,
    "kind": frozenset({"policy", "document"}),
    "title": str,
    "checklist": str,
    "edition": str,
    "on": str,
    "summary": {**dict.fromkeys(_COUNTED, int), "faults": _FAULTS},
    "sections": [{"id": str, "title": str, "covered": _COVERED}],
    "findings": [_FINDING],
    "notes": [str],
}
_FACT = {**dict.fromkeys(("ident", "says", "under", "group", "value", "shown"), str), "places": [str]}
_HINTS = {"urns": [str], "postcodes": [str], "first": [str], "named": [list]}
is_answer = shaped(
    {
        "alone": bool,
        "reports": [_REPORT],
        "words": int,
        "pages": _NUMBER,
        "stranger": _TEXT,
        "review": _TEXT,
        "years": [int],
        "sketch": str,
        "hints": _HINTS,
        "passages": dict,
        "facts": [_FACT],
    }
)
"""Whether this is the answer about a file that was judged."""
