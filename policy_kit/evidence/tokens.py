"""Text → words, and the typed tokens that stand for a time, an address, an amount … however people write them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from policy_kit import lexicon

BREAK = "\0"
"""Stands between passages that are looked through as one text: no word, no white space."""

Token = tuple[str, int, int]
"""Kind, and offsets in the text."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|£|%")
_OF = re.compile(r"'s(?<=[a-z0-9]'s)(?![a-z])")
_FOLD = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-", "ʼ": "'"}

_COUNTS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen|twenty|thirty|forty|fifty|"
    "sixty|eighty|hundred"
)
_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|fifteenth|twentieth"
OPENERS = tuple(f"{_COUNTS}|{_ORDINALS}|half|quarter|noon|midday|an|fortnight".split("|"))
"""Words with which a typed token may begin, where no figure does."""

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_COUNT = rf"\b(?:\d+|{_COUNTS})(?:-(?:one|eight|five))?"
_AMOUNTS = {
    "<money>": rf"{_COUNT}(?:\shundred)?(?:\s(?:and\s)?(?:{_COUNTS}))?\s?pounds?\b",
    "<percent>": rf"{_COUNT}(?:\.\d+)?\s?(?:%|per\s?cent\b)",
    "<time>": r"(?<![\d.:£])(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|[.:]\d|\s?%)\s?(?:a\.?m\.?|p\.?m\.?|hrs|hours|o'clock)?"
    r"|(?<![\d.:£])(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours)\b"
    r"|(?<![\d.:£])(?:1[0-2]|[1-9])\s?(?:a\.?m\b\.?|p\.?m\b\.?|o'clock)"
    rf"|(?:half|quarter|five|ten|twenty|twenty-five)\s(?:past|to)\s(?:{_HOURS})\b"
    r"|(?:noon|midday)\b",
    "<date>": rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})\b(?:\s\d{{4}})?"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    "<minutes>": rf"{_COUNT}\s?(?:minutes?|mins?\.?)\b|half an hour\b|an hour\b",
    "<days>": rf"(?:{_COUNT}(?:st|nd|rd|th)?|(?:{_ORDINALS}))"
    r"\s(?:(?:consecutive|continuous|school|working|or more|full|half|whole)\s)*days?\b|fortnight\b",
    "<weeks>": rf"{_COUNT}[\s-](?:school[\s-])?weeks?\b",
    "<years>": rf"{_COUNT}[\s-](?:school[\s-]|academic[\s-]|full[\s-])?years?\b",
    "<sessions>": rf"{_COUNT}\s(?:(?:or|and)\s(?:more|over)\s)?"
    r"(?:(?:half-days?|school|missed|unauthorised)\s)*sessions?\b"
    rf"|{_COUNT}(?=\s?/\s?\d+\ssessions?\b)",
}
_AMOUNT = re.compile("|".join(f"(?P<{kind[1:-1]}>{one})" for kind, one in _AMOUNTS.items()))
# These begin with the character to look for, and look back from there: a text is then passed over quickly.
_FIGURE = re.compile(r"\d+")
_OPENER = re.compile(rf"\b(?:{'|'.join(OPENERS)})\b")
_DIALLED = r"(?:(?<=\+)44\s?\(?0?\)?|(?<=\()0|(?<=0))\d[\d()]*"
_OTHERS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("<money>", r"£\s?\d[\d,]*(?:\.\d\d)?"),
        ("<phone>", rf"[+(0](?<![\d.£].){_DIALLED}(?:[\s-]\(?\d[\d()]*){{1,4}}(?!\d)"),
        ("<phone>", r"0(?<![\d.£].)\d{9,10}(?!\d)"),
        ("<link>", rf"https?://[^\s{BREAK}]+"),
        ("<link>", rf"www\.(?<!\wwww\.)[^\s{BREAK}]+"),
    )
]
_AT = re.compile("@")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LONGEST_EMAIL = 100

_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Fr|Father|Rev|Revd|Reverend|Canon|Sir|Prof"
_CAPITAL, _SMALL = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ'’]"
_TITLED = (
    rf"(?:{_TITLES})\.?\s+"
    rf"(?:{_CAPITAL}\.?\s*){{0,3}}{_CAPITAL}[\w'’-]+(?:[\s-]{_CAPITAL}[\w'’-]+)?"
)
_PART = rf"{_CAPITAL}(?:['’]{_CAPITAL})?{_SMALL}+(?:{_CAPITAL}{_SMALL}+)?"
_PLAIN = rf"{_PART}(?:-{_PART})?\s+(?:{_CAPITAL}\.?\s+)?{_PART}(?:-{_PART})*"
_DEPUTIES = {"deputy", "assistant", "vice", "associate"}
_INNER = {"academy", "school", "student", "pupil", "youth", "parent", "church", "parish"}
_SPECIAL = _DEPUTIES | {"council"}
_CAPITALS = re.compile(rf"{_CAPITAL}[\w'’.-]{{0,60}}(?:\s+{_CAPITAL}[\w'’.-]*)+")  # 60: longer is no name
_NAME = re.compile(rf"\b(?:(?P<titled>{_TITLED})|{_PLAIN})")


def fold(text: str) -> str:
    """Small letters, plain quotation marks and dashes, "school's" as "school", at the same offsets."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for mark, plain in _FOLD.items():
        folded = folded.replace(mark, plain)
    return _OF.sub("  ", folded)


def words(folded: str) -> list[str]:
    """Every word of a folded text; a deputy head is no head, a school council no council."""
    found: list[str] = _WORD.findall(folded)
    if _SPECIAL.isdisjoint(found):
        return found
    for index in range(1, len(found)):
        before, word = found[index - 1], found[index]
        if before in _DEPUTIES and word.startswith(("head", "principal")):
            found[index] = f"deputy{word}"
        elif word == "council" and before in _INNER:
            found[index] = "innercouncil"
    return found


def starts(folded: str) -> list[int]:
    """Where each word of a folded text begins."""
    return [match.start() for match in _WORD.finditer(folded)]


def typed(folded: str, told: Iterable[tuple[int, int]]) -> Iterator[Token]:
    """The typed tokens of a folded text, all but names; `told` are the stretches that have one of the OPENERS."""
    yield from _amounts(folded, told)
    for kind, pattern in _OTHERS:
        yield from ((kind, m.start(), m.end()) for m in pattern.finditer(folded))
    end = 0
    for at in _AT.finditer(folded):
        found = _EMAIL.search(folded, max(end, at.start() - _LONGEST_EMAIL), at.end() + _LONGEST_EMAIL)
        if found:
            end = found.end()
            yield "<email>", found.start(), end


def _amounts(folded: str, told: Iterable[tuple[int, int]]) -> Iterator[Token]:
    anchors = [m.start() for m in _FIGURE.finditer(folded)]
    anchors += [m.start() for start, end in told for m in _OPENER.finditer(folded, start, end)]
    last = ("", 0)
    for anchor in sorted(anchors):
        found = _AMOUNT.match(folded, anchor)
        if found and not (found.lastgroup == last[0] and anchor < last[1]):
            last = (str(found.lastgroup), found.end())
            yield f"<{last[0]}>", anchor, last[1]


def names(text: str) -> Iterator[Token]:
    """Personal names: after a title, or two words none of which belongs to the language of policies."""
    for capitals in _CAPITALS.finditer(text):
        at = capitals.start()
        while m := _NAME.search(text, at, capitals.end()):
            named = m["titled"] or not any(_policy_word(word) for word in m[0].split())
            at = m.end() if named else m.start() + 1
            if named:
                yield "<name>", m.start(), m.end()


def _policy_word(word: str) -> bool:
    small = word.lower()
    return word in _TITLES.split("|") or small in _not_names() or small.rstrip("'’s") in _not_names()


@cache
def _not_names() -> frozenset[str]:
    return frozenset(lexicon.words("not_names"))
