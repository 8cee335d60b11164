"""Text → words, and the typed tokens that stand for a time, an address, an amount … however people write them."""

import re
from collections.abc import Iterator
from functools import cache

from policy_kit import lexicon

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|£|%")
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-", "ʼ": "'"})

_TIME = (
    r"(?<![\d.:£])(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|[.:]\d|\s?%)\s?(?:a\.?m\.?|p\.?m\.?|hrs|hours|o'clock)?"
    r"|(?<![\d.:£])(?:1[0-2]|[1-9])\s?(?:a\.?m\b\.?|p\.?m\b\.?|o'clock)"
    r"|\b(?:(?:half|quarter|five|ten|twenty|twenty-five)\s(?:past|to)\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))\b"
    r"|\b(?:noon|midday)\b"
)
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS = rf"{_NUMBER}(?:st|nd|rd|th)?\s(?:(?:consecutive|continuous|school|working|or more)\s)*days?"
_PATTERNS = {
    "<email>": r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+",
    "<link>": r"https?://\S+|\bwww\.\S+",
    "<time>": _TIME,
    "<phone>": r"(?<![\d.£])(?:\+44\s?\(?0?\)?|\(?0)\d[\d()]*(?:[\s-]\(?\d[\d()]*){1,4}(?!\d)"
    r"|(?<![\d.£])0\d{9,10}(?!\d)",
    "<money>": r"£\s?\d[\d,]*(?:\.\d\d)?|\b\d+\s?pounds\b",
    "<percent>": r"\b\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)",
    "<date>": rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTHS})\b(?:\s\d{{4}})?|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b",
    "<minutes>": rf"\b{_NUMBER}\s?(?:minutes?|mins?\.?)\b|\bhalf an hour\b|\ban hour\b",
    "<days>": rf"\b{_DAYS}\b|\b(?:second|third|fourth|fifth|tenth)\s(?:school\s)?day\b",
    "<weeks>": rf"\b{_NUMBER}\s(?:school\s)?weeks?\b",
    "<sessions>": rf"\b{_NUMBER}\s(?:or more\s)?(?:unauthorised\s)?sessions?\b",
}
_TYPED = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS.items()]
_TITLED = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Fr|Father|Rev|Revd|Reverend|Canon|Sir|Prof)\.?\s+"
    r"(?:[A-Z]\.?\s*){0,3}[A-Z][\w'’-]+(?:[\s-][A-Z][\w'’-]+)?"
)
_PLAIN = r"[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?\s+(?:[A-Z]\.?\s+)?[A-Z][a-z'’]+(?:[-'’][A-Z][a-z]+)*"
_NAME = re.compile(rf"\b(?:{_TITLED}|{_PLAIN})")


def fold(text: str) -> str:
    """Small letters and plain quotation marks and dashes, at the same offsets."""
    folded = text.lower().translate(_FOLD)
    return (
        folded
        if len(folded) == len(text)
        else "".join((c.lower() if len(c.lower()) == 1 else c) for c in text)
    )


def words(text: str) -> list[tuple[str, int, int]]:
    """Every word with its offsets, and the typed tokens at the words with which they begin."""
    folded = fold(text)
    found = [(_plain(m[0]), m.start(), m.end()) for m in _WORD.finditer(folded)]
    found += [(name, start, end) for name, start, end in _typed(text, folded)]
    return sorted(found, key=lambda word: (word[1], word[0][0] != "<"))


def _plain(word: str) -> str:
    return word.removesuffix("'s")


def _typed(text: str, folded: str) -> Iterator[tuple[str, int, int]]:
    digits = any(c.isdigit() for c in folded)
    for name, pattern in _TYPED:
        if digits or name in ("<minutes>", "<days>", "<weeks>", "<time>", "<email>", "<link>"):
            yield from ((name, m.start(), m.end()) for m in pattern.finditer(folded))
    for m in _NAME.finditer(text):
        if _is_name(m[0]):
            yield "<name>", m.start(), m.end()


def _is_name(text: str) -> bool:
    """A personal name: after a title, or two words none of which belongs to the language of policies."""
    if re.match(_TITLED, text):
        return True
    return not any(
        word.lower().rstrip("'’s") in _not_names() or word.lower() in _not_names() for word in text.split()
    )


@cache
def _not_names() -> frozenset[str]:
    return frozenset(lexicon.words("not_names"))
