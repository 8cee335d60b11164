"""Finders that look for what is left to fill: words in brackets, words that keep a place, dots and lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policy_kit.evidence.patterns import spans
from policy_kit.evidence.scene import quoted
from policy_kit.faults.gaps.brackets import FIELDS, brackets, gaps
from policy_kit.faults.gaps.forms import BLANK, in_forms, running
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Evidence, Place

_OPEN = re.compile(r"\[|\{|<<|«|\( ?insert", re.IGNORECASE)
_ENDS = r"\W*(?:[|;)\]]|$)"
_MOST, _LONGEST = 3, 60
_KISSES = re.compile(r"(?<=[!.?] )xx\W*$|\bXX(?=\s+[A-Z][a-z])")
"""Two letters that are a greeting, or a part of a name."""


def bracketed(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Words in brackets that tell the writer what to put there: an order ("insert …"), or a kind of thing ("role").

    orders: first words that are enough; asks: first words that are enough with a thing; within: phrases that are
    enough anywhere; things: with `links` they are all there is; people: the same, after one of `before_people`;
    rounded: phrases with which round brackets begin; alone: all there is in round ones.
    """
    fields, told = frozenset(_fields(matter)), set[str]()
    for number, text in _texts(matter):
        found: dict[int, list[str]] = {}
        for gap in gaps(text, wanted):
            if gap.text not in fields:
                found.setdefault(_sentence(number, len(gap.lead), matter), []).append(gap.text)
        for sentence, words in found.items():
            told.update(words)
            yield Hit((matter.quote(sentence),), _told(words))
    for block in matter.reading.document.furniture:
        if words := [gap.text for gap in gaps(block.text, wanted) if gap.text not in told]:
            told.update(words)
            place = block.place or Place(matter.reading.document.file)
            yield Hit((Evidence(quoted(block.text), place),), _told(words))


def left(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A sentence fits a clause and stands in no form or letter.

    `first`: the first pattern begins it. `last`: these words end it, or their cell. `bare`: not where there are
    brackets, which are looked at by themselves.
    """
    forms = in_forms(matter.reading)
    for number in matter.sentences(wanted):
        text = matter.reading.quote(number)[0]
        if matter.reading.sentences[number].passage in forms or (wanted.get("bare") and _OPEN.search(text)):
            continue
        if _KISSES.sub("", text) != text and not _said(wanted["has"][0], number, matter).strip("“”Xx"):
            continue
        if wanted.get("first") and not _begins(wanted["has"][0], number, matter):
            continue
        last = wanted.get("last", ())
        if not last or any(
            re.search(rf"\b{_spaced(words.split())}{_ENDS}", text, re.IGNORECASE) for words in last
        ):
            yield Hit((matter.quote(number),), _said(wanted["has"][0], number, matter))


def blank(_: Any, matter: Matter) -> Iterator[Hit]:
    """Dots, or a line to write on, within a sentence that is no part of a form."""
    for number, text in _texts(matter):
        passage = matter.reading.passages[number]
        if passage.heads or passage.block.kind not in ("paragraph", "item", "quote"):
            continue
        starts = (gap.start() for gap in BLANK.finditer(text) if running(text, gap))
        for sentence in dict.fromkeys(_sentence(number, start, matter) for start in starts):
            yield Hit((matter.quote(sentence),))


def _texts(matter: Matter) -> Iterator[tuple[int, str]]:
    """The passages and headings that are not in forms."""
    reading, forms = matter.reading, in_forms(matter.reading)
    for number, passage in enumerate(reading.passages[: reading.texts + len(reading.headings)]):
        if number not in forms:
            yield number, passage.text


def _sentence(passage: int, offset: int, matter: Matter) -> int:
    """The sentence of a passage in which an offset lies."""
    own = matter.reading.of_passage[passage]
    return next((n for n in reversed(own) if matter.reading.sentences[n].start <= offset), own[0])


def _fields(matter: Matter) -> Iterator[str]:
    """The fields of the forms and letters: the school's own program fills them in, wherever they stand."""
    for number in in_forms(matter.reading):
        yield from (one.text for one in brackets(matter.reading.passages[number].text) if one.kind in FIELDS)


def _told(words: Iterable[str]) -> str:
    shown = dict.fromkeys(quoted(one, _LONGEST) for one in words)
    return ", ".join(f"“{one}”" for one in list(shown)[:_MOST])


def _begins(pattern: str, number: int, matter: Matter) -> bool:
    return any(first == 0 for first, _ in spans(pattern, number, matter.reading))


def _said(pattern: str, number: int, matter: Matter) -> str:
    """The words of a sentence that fit a pattern, as they stand there; the longest, where several fit."""
    words, text = matter.reading.lines[number].split(), matter.reading.quote(number)[0]
    fitting = sorted(spans(pattern, number, matter.reading), key=lambda span: span[0] - span[1])
    found = (re.search(_spaced(words[first:after]), text, re.IGNORECASE) for first, after in fitting)
    return next((f"“{one[0]}”" for one in found if one), "")


def _spaced(words: Sequence[str]) -> str:
    return r"\W+".join(re.escape(word) for word in words)
