"""The words that mean something to every checklist, from `checklists/lexicon.yaml`."""

import re
from functools import cache
from typing import Any

from policy_kit import data, source

_BRACKETED = re.compile(r"\[[^\]]*\]|<[^>]*>")
_FEW_WORDS = 3


def is_placeholder(text: str) -> bool:
    """Nothing but words that keep a place: "TBC", "xx", "Ms [insert name]"."""
    whole, inside = _placeholders()
    if whole.fullmatch(text.strip()):
        return True
    return bool(inside.search(text)) and len(inside.sub("", _BRACKETED.sub("", text)).split()) <= _FEW_WORDS


def has_placeholder(text: str) -> bool:
    """A text that is, or still holds, words to be filled in."""
    whole, inside = _placeholders()
    return bool(whole.fullmatch(text.strip()) or inside.search(text))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words and phrases that mean one thing: "headteacher" → headteacher*, principal*, head of school …"""
    return tuple(_data()["words"][name])


@cache
def _data() -> Any:
    return source.load_source(data.CHECKLISTS / "lexicon.yaml").data


@cache
def _placeholders() -> tuple[re.Pattern[str], re.Pattern[str]]:
    kept = _data()["placeholders"]
    whole = "|".join(re.escape(word) for word in kept["whole"])
    inside = "|".join(_inside(word) for word in kept["inside"])
    return re.compile(f"(?:{whole})[.!?]*", re.IGNORECASE), re.compile(inside, re.IGNORECASE)


def _inside(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return before + re.escape(word) + after
