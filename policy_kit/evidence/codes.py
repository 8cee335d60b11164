"""The predicate that looks for the national codes with their meanings."""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from policy_kit.evidence.passages import quotes
from policy_kit.evidence.reading import Reading, bits, once
from policy_kit.evidence.scene import Found, Missing

_CODE = r"/\s*\\?|\\|#|[B-Z]|C[12]|J1|Y[1-7]"
_LISTED = re.compile(
    rf"(?:[Cc]ode:?\s*)?({_CODE})(?:\s*[:|=~–—-]\s*(?:\w+:\s*)?(?=[A-Za-z“(])|\s+(?=[A-Z“(]))"
)
_ALONE = re.compile(rf"(?:{_CODE})$")
_NAMED = re.compile(r"\b[Cc]ode[sd]?\s+['\"‘“(]?([A-Z][1-7]?)\b|[(‘'\"“]([A-Z][1-7]?)[)’'\"”,]")
_MEANT = re.compile(
    r"\b([B-Z][1-7]?)\s\((?=[a-z])|\ba ['‘“\"]?([B-Z])['’”\"]? mark\b"
    r"|\bmarked ['‘“\"]?([B-Z])\b|\bcoded? ([B-Z][1-7]?)\b"
)
_LETTER = re.compile(r"[b-z][1-7]?")
_SEVERAL = re.compile(r"\([B-Z][1-7]?(?:(?:,\s*|\s+and(?:/or)?\s+|\s+or\s+)[B-Z][1-7]?)+\b")


def codes(wanted: Mapping[str, Any], reading: Reading, name: str) -> Found:
    """`full` different codes listed with their meaning; from `some` codes named anywhere it is part of it."""
    listed = _listed(wanted["full"], reading)
    if len(listed) >= wanted["full"]:
        return Found(quotes(_best_first(listed.values(), reading), reading, name))
    both = {**_named(reading), **listed}
    if len(both) < wanted["some"]:
        return Found((), (Missing(name),))
    others = (number for code, number in both.items() if code not in listed)
    ranked = (*_best_first(listed.values(), reading), *_best_first(others, reading))
    return Found(quotes(ranked, reading, name), (Missing(f"{name}: only {len(both)} are there"),))


@once
def _listed(full: int, reading: Reading) -> dict[str, int]:
    """Code → the sentence that lists it. A table may have lost its columns: the codes then stand alone."""
    listed: dict[str, int] = {}
    alone: dict[str, int] = {}
    for number, one in enumerate(reading.sentences[: reading.body.bit_length()]):
        if one.start == 0:
            text, block = reading.quote(number)[0], reading.passages[one.passage].block
            if block.kind == "item" and _ALONE.match(block.number.rstrip(".) ")):  # the codes number the list
                listed.setdefault(block.number.rstrip(".) "), number)
            found = _LISTED.match(text)
            if found and len(text) > len(found[1]) + 3:
                listed.setdefault(found[1], number)
            elif _ALONE.match(text):
                alone.setdefault(text, number)
    return {**alone, **listed} if len(alone) >= full else listed


def _named(reading: Reading) -> dict[str, int]:
    """Code → the sentence that names it."""
    named: dict[str, int] = {}
    letters = [word for word in reading.postings if _LETTER.fullmatch(word)]
    for number in bits(reading.body & reduce(or_, (reading.holding[word] for word in letters), 0)):
        text = reading.quote(number)[0]
        for meant in _MEANT.finditer(text):
            named.setdefault(next(code for code in meant.groups() if code), number)
        for several in _SEVERAL.finditer(text):
            named.update(dict.fromkeys(re.findall(r"[A-Z][1-7]?", several[0]), number))
        for pair in _NAMED.finditer(text):
            named.setdefault(pair[1] or pair[2], number)
    return named


def _best_first(numbers: Iterable[int], reading: Reading) -> list[int]:
    return sorted(set(numbers), key=reading.order)
