"""Finders that look for what is left to fill: words in brackets, words that keep a place, dots and lines."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from policy_kit.evidence import tokens
from policy_kit.evidence.scene import quoted
from policy_kit.faults.forms import BLANK, in_forms, running
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Evidence, Place

_BRACKETS = re.compile(
    r"\[(?P<square>[^\[\]]{1,200})\]|<<(?P<merged>[^<>]{1,60})>>|«(?P<quoted>[^«»]{1,60})»|<(?P<angle>[^<>]{1,80})>"
    r"|\{\{(?P<twice>[^{}]{1,80})\}\}|\{(?P<curly>[^{}]{1,80})\}|\((?P<round>[^()]{1,120})\)"
)
_TAG = re.compile(r"</|/>|<[^<>]*=[^<>]*>")
_FIELDS = ("merged", "quoted", "twice")
_OPEN = re.compile(r"\[|\{|<<|«|\( ?insert", re.IGNORECASE)
_MOST_TOLD = 3
_FEW, _LONG = 5, 60
_ENDS = r"\W*(?:[|;)\]]|$)"


class _Gap(NamedTuple):
    text: str
    start: int


def bracketed(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Words in brackets that tell the writer what to put there: an order ("insert …"), or a kind of thing ("role").

    orders: first words that are enough; asks: first words that are enough with a thing; within: phrases that are
    enough anywhere; things: with `links` they are all there is; people: the same, after one of `before_people`;
    rounded: phrases with which round brackets begin; alone: all there is in round ones.
    """
    fields, told = frozenset(_merged(matter)), set[str]()
    for number, start, text in _texts(matter):
        before = matter.reading.passages[number].text[:start]
        gaps = [gap for gap in _gaps(text, wanted, before) if gap.text not in fields]
        if gaps:
            hit = _hit(gaps, number, start, matter)
            told.update(gap.text for gap in gaps)
            yield hit
    for block in matter.reading.document.furniture:
        gaps = [gap for gap in _gaps(block.text, wanted, "") if gap.text not in told]
        if gaps:
            told.update(gap.text for gap in gaps)
            place = block.place or Place(matter.reading.document.file)
            yield Hit((Evidence(quoted(block.text), place),), _told(gaps))


def left(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A sentence fits a clause and stands in no form or letter.

    `last`: these words end it, or their cell. `bare`: not where there are brackets, which are looked at by themselves.
    """
    forms = in_forms(matter.reading)
    for number in matter.sentences(wanted):
        if matter.reading.sentences[number].passage in forms:
            continue
        text = matter.reading.quote(number)[0]
        if wanted.get("bare") and _OPEN.search(text):
            continue
        last = wanted.get("last", ())
        if not last or any(re.search(rf"\b{_spaced(words)}{_ENDS}", text, re.IGNORECASE) for words in last):
            yield Hit((matter.quote(number),))


def blank(_: Any, matter: Matter) -> Iterator[Hit]:
    """Dots, or a line to write on, within a sentence that is no part of a form."""
    for number, start, text in _texts(matter):
        passage = matter.reading.passages[number]
        if passage.heads or passage.block.kind not in ("paragraph", "item", "quote"):
            continue
        gaps = [_Gap(gap[0], gap.start()) for gap in BLANK.finditer(text) if running(text, gap)]
        if gaps:
            yield Hit((matter.quote(_sentence(number, start, matter)),))


def _texts(matter: Matter) -> Iterator[tuple[int, int, str]]:
    """The sentences that are not in forms: passage, offset in it, text."""
    reading, forms = matter.reading, in_forms(matter.reading)
    for number, passage in enumerate(reading.passages[: reading.texts + len(reading.headings)]):
        if number not in forms:
            for sentence in reading.of_passage[number]:
                one = reading.sentences[sentence]
                yield number, one.start, passage.text[one.start : one.end]


def _sentence(passage: int, start: int, matter: Matter) -> int:
    own = matter.reading.of_passage[passage]
    return next(n for n in own if matter.reading.sentences[n].start == start)


def _merged(matter: Matter) -> Iterator[str]:
    """The fields of the forms and letters: the school's own program fills them in, wherever they stand."""
    for number in in_forms(matter.reading):
        text = matter.reading.passages[number].text
        yield from (one[0] for one in _BRACKETS.finditer(text) if one.lastgroup in _FIELDS)


def _hit(gaps: list[_Gap], passage: int, start: int, matter: Matter) -> Hit:
    return Hit((matter.quote(_sentence(passage, start, matter)),), _told(gaps))


def _told(gaps: list[_Gap]) -> str:
    shown = list(dict.fromkeys(quoted(gap.text, _LONG) for gap in gaps))[:_MOST_TOLD]
    return ", ".join(f"“{one}”" for one in shown)


def _gaps(text: str, wanted: Mapping[str, Any], before: str) -> Iterator[_Gap]:
    if not any(sign in text for sign in "[<{(«"):
        return
    tagged = bool(_TAG.search(text))
    for found in _BRACKETS.finditer(text):
        kind = str(found.lastgroup)
        lead, after = before + text[: found.start()], text[found.end() : found.end() + 1]
        if (kind == "angle" and tagged) or (kind == "square" and after == "("):
            continue
        if _asks(kind, found[kind], lead, wanted):
            yield _Gap(found[0], found.start())


def _asks(kind: str, inside: str, lead: str, wanted: Mapping[str, Any]) -> bool:
    """What stands in brackets of a kind is an order to the writer, or what belongs there."""
    words = tokens.words(tokens.fold(inside))
    line = f" {' '.join(words)} "
    if kind == "round":
        return line.strip() in wanted["alone"] or any(line.startswith(f" {one} ") for one in wanted["rounded"])
    if not words or kind in _FIELDS:
        return 0 < len(words) <= _FEW
    things, led = set(wanted["things"]) & set(words), tokens.words(tokens.fold(lead[-40:]))[-1:]
    if words[0] in wanted["orders"] or any(f" {one} " in line for one in wanted["within"]):
        return True
    if words[0] in wanted["asks"] and things:
        return True
    if not set(words) <= {*wanted["things"], *wanted["links"], *wanted["people"]} or led == ["see"]:
        return False
    if _in_quotes(lead) or (words == ["x"] and not led):
        return False
    return bool(things) or (bool(set(words) & set(wanted["people"])) and led[:1] and led[0] in wanted["before_people"])


def _in_quotes(lead: str) -> bool:
    """A quotation is open: the brackets are the words of whoever quotes."""
    return lead.count("“") > lead.count("”") or lead.count('"') % 2 == 1


def _spaced(words: str) -> str:
    return r"\W+".join(re.escape(word) for word in words.split())
