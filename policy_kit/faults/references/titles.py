"""How headings are compared and told of."""

from functools import lru_cache

from policy_kit.evidence.tokens import fold, words
from policy_kit.faults.references.outline import Part
from policy_kit.model import Evidence, Place

_MOST = 0.7
_LONGER = 3


def alike(one: str, other: str) -> bool:
    """Most words of the shorter stand in the longer, which is not much longer."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and len(short & long) >= _MOST * len(short) and len(long) <= _LONGER * len(short)


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text))


@lru_cache(maxsize=8192)
def plain(text: str) -> tuple[str, ...]:
    """The words of a heading, without figures."""
    return tuple(word for word in words(fold(text)) if not word.isdigit())


def named(part: Part) -> str:
    """ "3.1 Governors", "Appendix 2 Codes"."""
    number = part.label if part.kind == "section" else f"{part.kind.capitalize()} {part.label.upper()}"
    return f"{number} {part.title}".strip()


def heading(part: Part) -> Evidence:
    return Evidence(named(part), part.block.place or Place(""))
