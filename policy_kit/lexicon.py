"""The words that mean something to every checklist, from `checklists/lexicon.yaml`."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from policy_kit import data, source
from policy_kit.model import KitError

_BRACKETED = re.compile(r"\[[^\]]*\]|<[^>]*>")
_FEW_WORDS = 3


def is_placeholder(text: str) -> bool:
    """Nothing but words that keep a place: "TBC", "xx", "Ms [insert name]"."""
    kept, inside = text.strip().lower(), _inside()
    if _is_whole(kept):
        return True
    return bool(inside.search(kept)) and len(inside.sub("", _BRACKETED.sub("", kept)).split()) <= _FEW_WORDS


def has_placeholder(text: str) -> bool:
    """A text that is, or still holds, words to be filled in."""
    kept = text.strip().lower()
    return _is_whole(kept) or bool(_inside().search(kept))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words and phrases that mean one thing: "headteacher" → headteacher*, principal*, head of school …

    Raises KitError where a checklist of somebody's own names a list that there is not.
    """
    known = _data()["words"]
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean “@{near[0]}”?" if near else " The lists stand in checklists/lexicon.yaml."
        raise KitError(f"A pattern asks for “@{name}”, and there is no such list of words.{hint}")
    return tuple(known[name])


@cache
def titles(ident: str) -> tuple[str, ...]:
    """How people name an instrument or guidance of the law data, as patterns; none for one that nobody names."""
    return tuple(_data()["titles"].get(ident, ()))


@cache
def code_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """How schools describe each code of the register (checklists/code_names.yaml): code → kind of words → the words."""
    known = source.load_source(data.CHECKLISTS / "code_names.yaml").data["codes"]
    return {code: {kind: tuple(said) for kind, said in kinds.items()} for code, kinds in known.items()}


@cache
def _data() -> Any:
    return source.load_source(data.CHECKLISTS / "lexicon.yaml").data


def _is_whole(kept: str) -> bool:
    """A word that keeps a place, with or without full stops after it."""
    while kept and kept not in _whole():
        if kept[-1] not in ".!?":
            return False
        kept = kept[:-1]
    return bool(kept)


@cache
def _whole() -> frozenset[str]:
    return frozenset(word.lower() for word in _data()["placeholders"]["whole"])


@cache
def _inside() -> re.Pattern[str]:
    """By their first characters, which a text is quickly passed over for."""
    known: dict[str, list[str]] = {}
    for word in _data()["placeholders"]["inside"]:
        known.setdefault(word[0].lower(), []).append(word.lower())
    return re.compile("|".join(_beginning(first, words) for first, words in known.items()))


def _beginning(first: str, words: list[str]) -> str:
    before = rf"(?<!\w{first})" if first.isalnum() else ""
    ends = (re.escape(word[1:]) + (r"(?!\w)" if word[-1].isalnum() else "") for word in words)
    return f"{re.escape(first)}{before}(?:{'|'.join(ends)})"
