"""A finder that looks for the name of another school where the school speaks of itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_kit.evidence import tokens
from policy_kit.evidence.patterns import any_of
from policy_kit.evidence.reading import Reading, bits
from policy_kit.faults.gaps.forms import in_forms
from policy_kit.faults.matter import Hit, Matter

_WORD = r"(?:St\.|C\.? ?of ?E\.?|[A-Z][A-Za-z'’-]{1,60}|\([A-Z][A-Za-z .]{1,60}\))"
_KIND = r"(?:Primary|Infants?|Junior|Juniors|Nursery|High|Grammar|Special|Secondary|Middle|First)"
_NAME = re.compile(
    rf"{_WORD}(?: (?:(?:of|and|the|in|on|upon|under|with|&) ){{0,2}}{_WORD}){{0,6}}?"
    rf" (?:{_KIND} (?:School|Academy|College)|School|Academy|College|Primary|Infants|Juniors)\b(?! [A-Z])"
)
_FIRST, _LAST, _LABEL = 8, 4, 14
_OFTEN, _LED = 3, 6
_SAINTS = ("St", "St.", "Saint")


def other_school(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The name of a school that is not this one, where a sentence says what its own school does or asks.

    general: words that belong to no one school's name. at, of: the words before a name, and does: after it, with
    which a school speaks of itself; `at` also needs one of `then` right after the name. unless: patterns of sentences
    about other schools.
    """
    reading = matter.reading
    general = frozenset((*wanted["general"], *wanted["whose"], *wanted["of"]))
    own = own_names(reading, general)
    left_out = in_forms(reading)
    among = reading.body & ~any_of(wanted["unless"], reading) if own else 0
    for number in bits(among):
        if reading.sentences[number].passage in left_out:
            continue
        text = reading.quote(number)[0]
        for name in _NAME.finditer(text):
            telling = _telling(name[0], general)
            start = name.start() + _before(name[0], general)
            if telling and not telling & own and _speaks_of_itself(text[:start], text[name.end() :], wanted):
                yield Hit((matter.quote(number),), f"“{text[start : name.end()]}”")
                break


def own_names(reading: Reading, general: frozenset[str]) -> frozenset[str]:
    """The words that tell the school's own name: in its title, its running heads, on its first and last lines.

    Where these name no school, the name that is said far oftener than any other.
    """
    document = reading.document
    shown = [block for block in document.blocks if block.text]
    labels = [b.text for b in (*shown[:_FIRST], *shown[-_LAST:]) if len(b.text.split()) <= _LABEL]
    heads = [block.text for block in document.furniture]
    named = _names([document.title, document.properties.get("school", ""), *heads, *labels], general)
    if named:
        return frozenset(word for name in named for word in name)
    counted = Counter(_names((p.text for p in reading.passages[: reading.texts]), general)).most_common(2)
    often = [*(count for _, count in counted), 0, 0]
    return counted[0][0] if often[0] >= _OFTEN * max(often[1], 1) else frozenset()


def _names(texts: Iterable[str], general: frozenset[str]) -> list[frozenset[str]]:
    found = (_telling(name[0], general) for text in texts for name in _NAME.finditer(text))
    return [telling for telling in found if telling]


def _telling(name: str, general: frozenset[str]) -> frozenset[str]:
    """The words of a name that other schools do not have."""
    return frozenset(tokens.words(tokens.fold(name))) - general


def _before(name: str, general: frozenset[str]) -> int:
    """Where a name begins: "At" and "The" before it are none of its words, "St" is."""
    words = list(re.finditer(r"\S+", name))
    first = next(n for n, word in enumerate(words) if _telling(word[0], general))
    return words[first - 1 if first and words[first - 1][0] in _SAINTS else first].start()


def _speaks_of_itself(lead: str, rest: str, wanted: Mapping[str, Any]) -> bool:
    """Between these words a school names itself."""
    before, after = tokens.words(tokens.fold(lead)), " ".join(tokens.words(tokens.fold(rest[:40]))) + " "
    if " ".join(before) in wanted["at"]:
        return after.startswith(tuple(f"{word} " for word in wanted["then"]))
    if not before or before == ["the"]:
        return after.startswith(tuple(f"{word} " for word in wanted["does"]))
    led = 1 < len(before) <= _LED
    return led and before[-2] in wanted["whose"] and before[-1] in wanted["of"]
