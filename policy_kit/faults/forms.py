"""Forms, letters and templates within a policy: what is left open in them is for those who fill them in."""

import re
from collections.abc import Iterator

from policy_kit import lexicon
from policy_kit.evidence.patterns import sentences
from policy_kit.evidence.reading import Reading, bits, once

BLANK = re.compile(r"_{3,}|\.{5,}|…[…. ]*…|(?:\. ){5,}")
"""A line to write on, or dots."""

_BOX = re.compile(r"[☐□❏❑]|\[ {0,3}\]")
_DEAR = re.compile(r"Dear\b|To (?:the )?[Pp]arents?\b.{0,30}:?$")
_YOURS = re.compile(r"Yours (?:sincerely|faithfully|truly)|(?:Kind|Best|With kind|Warm) regards", re.IGNORECASE)
_HEAD, _FOOT = 6, 8
_NEAR, _LEAST = 4, 3
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
    named = sentences("@form_words", reading) & reading.titles
    within = named & sentences("appendix | appendices | annex*", reading) if named else 0
    loose = sentences("@appended_words", reading) & sentences("appendix | annex*", reading) & reading.titles
    chosen = {reading.heading_of(title) for title in bits(named & ~sentences("polic*", reading) | within | loose)}
    for number, heading in enumerate(reading.headings):
        if heading.above in chosen:
            chosen.add(number)
        if number in chosen:
            yield reading.texts + number
    for number, passage in enumerate(reading.passages[: reading.texts]):
        if passage.section in chosen:
            yield number


def _letters(reading: Reading) -> Iterator[int]:
    """From some lines above "Dear" to some lines below "Yours sincerely", or to the end of the section."""
    passages = reading.passages[: reading.texts]
    for number, passage in enumerate(passages):
        if _DEAR.match(passage.text):
            end = number
            while end + 1 < len(passages) and passages[end + 1].section == passage.section:
                end += 1
                if _YOURS.match(passages[end].text):
                    end += _FOOT
                    break
            yield from range(max(number - _HEAD, 0), min(end + 1, len(passages)))


def _labelled(reading: Reading) -> Iterator[int]:
    """From a short line that names a form, where it is no heading, to the end of its section."""
    passages = reading.passages[: reading.texts]
    for number, passage in enumerate(passages):
        words = passage.text.lower().strip(" :*_").split()
        if passage.block.kind != "paragraph" or not 1 < len(words) <= _LABEL_WORDS or "polic" in passage.text.lower():
            continue
        if words[-1] in lexicon.words("form_words") or (
            words[0] in ("appendix", "annex") and not lexicon_free(words)
        ):
            while number < len(passages) and passages[number].section == passage.section:
                yield number
                number += 1


def lexicon_free(words: list[str]) -> bool:
    """None of these words names a form."""
    return not set(words) & {*lexicon.words("form_words"), *lexicon.words("appended_words")}


def _written_on(reading: Reading) -> Iterator[int]:
    """Where several lines to write on, or boxes to tick, stand near each other; and every single such line."""
    passages = reading.passages[: reading.texts]
    lines = [n for n, passage in enumerate(passages) if _is_line(passage.text)]
    yield from lines
    for first, last in zip(lines, lines[_LEAST - 1 :], strict=False):
        if last - first <= _NEAR * _LEAST:
            yield from range(max(first - 2, 0), min(last + 3, len(passages)))


def _is_line(text: str) -> bool:
    if _BOX.search(text):
        return True
    gaps = list(BLANK.finditer(text))
    return bool(gaps) and not any(running(text, gap) for gap in gaps)


def _own_voice(text: str) -> bool:
    """Whoever fills in the form speaks."""
    return bool(re.search(r"\bI\b(?!\.)|\b[Mm]y\b|\bI/[Ww]e\b|\b[Ss]igned\b", text))
