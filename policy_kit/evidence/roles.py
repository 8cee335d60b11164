"""The predicate that looks for a role's duties, however a policy tells them.

A role has duties where it is a heading with text under it, the head of a column or a row of a table, or a sentence in
which the role is the one who acts. A policy may go on to speak of the person by name: the name then stands for the
role.
"""

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any

from policy_kit import lexicon
from policy_kit.evidence.names import names
from policy_kit.evidence.passages import MOST_QUOTES, quotes
from policy_kit.evidence.patterns import Span, any_of, sentences, spans
from policy_kit.evidence.reading import Reading, Sentences, bits, once
from policy_kit.evidence.scene import Found, Missing

_TITLE_EXTRAS = 1
_SUBJECT_WITHIN = 9
_ACT_WITHIN = 6
_DONE_WITHIN = 8
_BESIDE = {"the", "our", "a", "an", "your", "their", "school", "and", "or", "class", "local", "relevant"}
_PREPOSITIONS = {"with", "to", "from", "for", "of", "by", "at", "in", "inform", "informs", "contact", "via"}
_PARTICIPLES = {"taken", "made", "kept", "given", "sent", "held", "led", "run", "set", "told", "done"}
_PRONOUNS = {"he", "she", "they", "his", "her", "hers", "their", "its", "in", "that"}
_BEGINS_WITHIN = 1
_TELLING_WORDS = 6


def duty(wanted: str | Mapping[str, Any], reading: Reading, name: str) -> Found:
    """What a role of the lexicon does: `least` sentences (default 2); fewer, or only `weak` ones, are part of it."""
    clause: Mapping[str, Any] = {"role": wanted} if isinstance(wanted, str) else wanted
    role, never = clause["role"], any_of(clause.get("unless", ()), reading)
    weak = any_of(clause.get("weak", ()), reading)
    titled = [s for s in _titled(role, clause.get("extras", _TITLE_EXTRAS), reading) if not never >> s & 1]
    found = quotes((s for s in titled if not weak >> s & 1), reading, name)
    if len(found) == MOST_QUOTES:
        return Found(found)
    acting = [] if clause.get("titled") else [s for s in _acting(role, reading) if not never >> s & 1]
    strong = [s for s in (*titled, *acting) if not weak >> s & 1]
    found = quotes(dict.fromkeys((*strong, *titled, *acting)), reading, name)
    if not found:
        return Found((), (Missing(name or "its duties"),))
    enough = any(not weak >> s & 1 for s in titled) or len(set(strong)) >= clause.get("least", 2)
    more = Missing(clause.get("more", f"more than a mention of {name or 'the role'}"))
    return Found(found, () if enough else (more,))


def _titled(role: str, extras: int, reading: Reading) -> Iterator[int]:
    """What stands under a heading, in a list or in the column or row of a table that the role is the head of."""
    telling = reading.usable & reading.telling
    for title in _named(role, extras, reading.titles, reading):
        yield from bits(reading.under[reading.heading_of(title)] & telling)
    heads = (
        reading.passages[reading.sentences[n].passage].text
        for n in _named(role, extras, reading.heads, reading)
    )
    yield from bits(reduce(or_, (reading.headed[head] for head in heads), 0) & telling)
    for lead in _named(role, extras, reading.leading, reading):  # "Parents:"
        yield from bits(reading.led[lead] & telling)


def _named(role: str, extras: int, titles: Sentences, reading: Reading) -> Iterator[int]:
    """Headings that are the role and little else: "3.2 The headteacher", "Role of parents and carers"."""
    pattern = f"@{role}"
    for number in bits(sentences(pattern, reading) & titles):
        words = reading.lines[number].split()
        inside = {index for start, after in spans(pattern, number, reading) for index in range(start, after)}
        if sum(_is_extra(word) for index, word in enumerate(words) if index not in inside) <= extras:
            yield number


def _is_extra(word: str) -> bool:
    return word not in _title_words() and not word.isdigit()


@cache
def _title_words() -> frozenset[str]:
    return frozenset(lexicon.words("title_words"))


@once
def _acting(role: str, reading: Reading) -> list[int]:
    """Usable sentences in which the role, or a person named for it, is the one who acts: the plainest first."""
    named, naming = names(role, reading)
    plain, begun = 0, 0
    for number in bits((sentences(f"@{role}", reading) | any_of(named, reading)) & reading.body):
        words, text = reading.lines[number].split(), reading.quote(number)[0]
        known = (f"@{role}", *(() if naming >> number & 1 else named))
        roles = [span for pattern in known for span in spans(pattern, number, reading)]
        subjects = [one for one in roles if _subject(one, words)]
        if _acts(subjects, number, reading):
            plain |= 1 << number
            if text.endswith(":"):  # "Parents must:"
                plain |= reading.led.get(number, 0)
            continue
        done = "by:" not in text and any(_done_by(one, words) for one in roles)
        if done or _begins(subjects, number, reading):
            begun |= 1 << number
    begun |= _continued(plain | begun | naming, reading)
    return [*bits(plain & reading.usable), *bits(begun & ~plain & reading.usable)]


def _begins(subjects: list[Span], number: int, reading: Reading) -> bool:
    """A sentence that begins with the role, and says more of it than a name or a number."""
    words = reading.lines[number].split()
    typed = [one.first for one in reading.typed.get(number, ())]
    telling = len(words) > _TELLING_WORDS and not reading.passages[reading.sentences[number].passage].heads
    return telling and any(
        start <= _BEGINS_WITHIN and not any(after <= first < after + _ACT_WITHIN for first in typed)
        for start, after in subjects
    )


def _continued(found: Sentences, reading: Reading) -> Sentences:
    """The sentences that go on about the same person ("She checks …")."""
    more = 0
    for number in bits(found):
        passage = reading.of_passage[reading.sentences[number].passage]
        for following in range(number + 1, passage.stop):
            if reading.lines[following].split()[:1] not in ([word] for word in _PRONOUNS):
                break
            more |= 1 << following
    return more


def _subject(role: Span, words: list[str]) -> bool:
    """The role stands near the beginning, and nothing is done with it, for it or to it."""
    before = role[0] - 1
    while before >= 0 and words[before] in _BESIDE:
        before -= 1
    return role[0] <= _SUBJECT_WITHIN and (before < 0 or words[before] not in _PREPOSITIONS)


def _acts(subjects: list[Span], number: int, reading: Reading) -> bool:
    """A verb of the lexicon follows soon; a name or a number in between is one more step."""
    acts = [start for start, _ in spans("@acts", number, reading)] if subjects else []
    typed = [one.first for one in reading.typed.get(number, ())]
    return any(
        0 <= start - after < _ACT_WITHIN - sum(after <= first <= start for first in typed)
        for _, after in subjects
        for start in acts
    )


def _done_by(role: Span, words: list[str]) -> bool:
    """A participle stands before "by": "registers are taken by class teachers"."""
    before = words[max(role[0] - _DONE_WITHIN - 2, 0) : role[0]]
    by = len(before) - (2 if before[-1:] == ["the"] else 1)
    if by < 0 or before[by] != "by":
        return False
    return any(word.endswith("ed") or word in _PARTICIPLES for word in before[max(by - _DONE_WITHIN, 0) : by])
