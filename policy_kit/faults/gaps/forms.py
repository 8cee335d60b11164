"""Forms, letters and templates within a policy: what is left open in them is for those who fill them in."""

import re
from collections.abc import Iterator

from policy_kit import lexicon
from policy_kit.evidence.patterns import sentences
from policy_kit.evidence.reading import Reading, bits, once

BLANK = re.compile(r"_{3,}|\.{6,}|…[…. ]*…|(?:\. ){5,}")
"""A line to write on, or dots."""

_BOX = re.compile(r"[☐□❏❑]|\[ {0,3}\]")
_DEAR = re.compile(r"Dear\b|To (?:the )?[Pp]arents?\b.{0,30}:?$")
_YOURS = re.compile(
    r"Yours (?:sincerely|faithfully|truly)|(?:Kind|Best|With kind|Warm) regards", re.IGNORECASE
)
_HEAD, _FOOT, _LONGEST_LETTER = 6, 8, 60
_NEAR, _LEAST = 6, 3
_LABEL_WORDS = 8


def in_forms(reading: Reading) -> frozenset[int]:
    """The passages, headings among them, that stand in a form, a letter or a template."""
    return _in_forms("", reading)


def running(text: str, gap: re.Match[str]) -> bool:
    """A gap stands within a sentence: a word that cannot end one leads to it."""
    before = re.findall(r"[\w'’]+", text[: gap.start()].rpartition("\n")[2])
    label = text[: gap.start()].rstrip().endswith(":")
    leads = bool(before) and before[-1].lower() in lexicon.words("leads_to_a_gap")
    return leads and not label and len(before) > 2 and not _own_voice(text)


@once
def _in_forms(_: str, reading: Reading) -> frozenset[int]:
    return frozenset((*_headed(reading), *_letters(reading), *_labelled(reading), *_written_on(reading)))


def _headed(reading: Reading) -> Iterator[int]:
    """Under a heading that names a form: "Appendix 2: Leave request form"; not under the title of the policy."""
    named = sentences("@form_words", reading) & ~sentences("polic*", reading)
    appended = sentences("@form_words | @appended_words", reading) & sentences("appendix | annex*", reading)
    chosen = {reading.heading_of(title) for title in bits((named | appended) & reading.titles)}
    for number, heading in enumerate(reading.headings):
        if heading.above in chosen:
            chosen.add(number)
    yield from (reading.texts + number for number in chosen)
    yield from (number for number in range(reading.texts) if reading.passages[number].section in chosen)


def _letters(reading: Reading) -> Iterator[int]:
    """From some lines above "Dear" to some lines below "Yours sincerely", or to the next heading."""
    order = _in_order(reading)
    for at, number in enumerate(order):
        if _DEAR.match(reading.passages[number].text):
            ahead = order[at + 1 : at + _LONGEST_LETTER]
            ends = (n for n, one in enumerate(ahead) if _YOURS.match(reading.passages[one].text))
            heads = (n for n, one in enumerate(ahead) if one >= reading.texts)
            end = at + 1 + next((n + _FOOT for n in ends), next(heads, len(ahead)))
            yield from order[max(at - _HEAD, 0) : end]


def _labelled(reading: Reading) -> Iterator[int]:
    """From a short line that names a form, where it is no heading, to the end of its section."""
    passages = reading.passages[: reading.texts]
    for number, passage in enumerate(passages):
        words = passage.text.lower().strip(" :*_").split()
        if passage.block.kind != "paragraph" or not 1 < len(words) <= _LABEL_WORDS or not _names_form(words):
            continue
        section = passage.section
        for following in range(number, len(passages)):
            if passages[following].section != section:
                break
            yield following


def _names_form(words: list[str]) -> bool:
    """ "Leave request form", "Appendix 3 attendance contract"."""
    forms = lexicon.words("form_words")
    if words[0] in ("appendix", "annex"):
        return bool(set(words) & {*forms, *lexicon.words("appended_words")})
    return words[-1] in forms


def _in_order(reading: Reading) -> list[int]:
    """The passages of the text and the headings, as they follow each other."""
    order, heading = [], 0
    for number, passage in enumerate(reading.passages[: reading.texts]):
        while heading <= passage.section:
            order.append(reading.texts + heading)
            heading += 1
        order.append(number)
    return order + list(range(reading.texts + heading, reading.texts + len(reading.headings)))


def _written_on(reading: Reading) -> Iterator[int]:
    """Where several lines to write on, or boxes to tick, stand near each other; and every single such line."""
    passages = reading.passages[: reading.texts]
    lines = [n for n, passage in enumerate(passages) if _is_line(passage.text)]
    yield from lines
    for first, last in zip(lines, lines[_LEAST - 1 :], strict=False):
        if last - first <= _NEAR:
            around = range(max(first - 2, 0), min(last + 3, len(passages)))
            sections = passages[first].section, passages[last].section
            yield from (number for number in around if passages[number].section in sections)


def _is_line(text: str) -> bool:
    if _BOX.search(text):
        return True
    gaps = list(BLANK.finditer(text))
    return bool(gaps) and not any(running(text, gap) for gap in gaps)


def _own_voice(text: str) -> bool:
    """Whoever fills in a form, or signs the policy, is to write here."""
    signing = any(word in text.lower() for word in lexicon.words("signing_words"))
    return signing or bool(re.search(r"\bI\b(?!\.)|\b[Mm]y\b", text))
