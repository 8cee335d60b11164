"""The predicate that looks for the national codes with their meanings."""

import re
from collections.abc import Mapping
from typing import Any

from policy_kit.evidence.passages import quotes
from policy_kit.evidence.reading import Reading
from policy_kit.evidence.scene import Found, Missing

_CODE = r"/\s*\\?|\\|#|[B-Z]|C[12]|J1|Y[1-7]"
_LISTED = re.compile(
    rf"(?:[Cc]ode:?\s*)?({_CODE})(?:\s*[:|=~–—-]\s*(?:\w+:\s*)?(?=[A-Za-z“(])|\s+(?=[A-Z“(]))"
)
_ALONE = re.compile(rf"(?:{_CODE})$")
_NAMED = re.compile(r"\b[Cc]ode[sd]?\s+['\"‘“(]?([A-Z][1-7]?)\b|[(‘'\"“]([A-Z][1-7]?)[)’'\"”,]")
_SEVERAL = re.compile(r"\([B-Z][1-7]?(?:(?:,\s*|\s+and(?:/or)?\s+|\s+or\s+)[B-Z][1-7]?)+\b")


def codes(wanted: Mapping[str, Any], reading: Reading, name: str) -> Found:
    """`full` different codes listed with their meaning; from `some` codes named anywhere it is part of it."""
    listed: dict[str, int] = {}
    named: dict[str, int] = {}
    alone: dict[str, int] = {}
    for number, one in enumerate(reading.sentences):
        text = reading.passages[one.passage].text[one.start : one.end].strip()
        found = _LISTED.match(text)
        if found and one.start == 0 and len(text) > len(found[1]) + 3:
            listed.setdefault(found[1], number)
        elif (
            _ALONE.match(text) and one.start == 0
        ):  # a table that lost its columns: the codes, then the meanings
            alone.setdefault(text, number)
        for several in _SEVERAL.finditer(text):
            named.update(dict.fromkeys(re.findall(r"[A-Z][1-7]?", several[0]), number))
        for pair in _NAMED.finditer(text):
            named.setdefault(pair[1] or pair[2], number)
    if len(alone) >= wanted["full"]:
        listed = {**alone, **listed}
    if len(listed) >= wanted["full"]:
        return Found(quotes([(0, s) for s in listed.values()], reading, name))
    both = {**named, **listed}
    if len(both) < wanted["some"]:
        return Found((), (Missing(name),))
    best = quotes([(code not in listed, sentence) for code, sentence in both.items()], reading, name)
    return Found(best, (Missing(f"{name}: only {len(both)} are there"),))
