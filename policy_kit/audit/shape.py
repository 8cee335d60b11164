"""What a process that reads strangers' files may say: nothing of it is taken on trust."""

from typing import Any, get_args

from policy_kit.model import Force, Outcome, Severity

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
_HINTS = {"urns": [str], "postcodes": [str], "first": [str], "named": [list]}
ANSWER = {
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
}
"""The answer about a file that was judged."""


def fits(data: Any, shape: Any) -> bool:
    """Whether data has a shape: a type, a set of values, alternatives, a list of one shape, or keys of given shapes."""
    if shape is None:
        return data is None
    if isinstance(shape, type):
        return type(data) is shape
    if isinstance(shape, frozenset):
        return isinstance(data, str | None) and data in shape
    if isinstance(shape, tuple):
        return any(fits(data, one) for one in shape)
    if isinstance(shape, list):
        return isinstance(data, list) and all(fits(each, shape[0]) for each in data)
    return isinstance(data, dict) and all(key in data and fits(data[key], one) for key, one in shape.items())
