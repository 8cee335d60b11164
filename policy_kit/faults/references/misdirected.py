"""A finder of references that lead to a thing, but to another one than is meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from policy_kit import lexicon
from policy_kit.evidence.tokens import fold, words
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.references.cited import Reference, references
from policy_kit.faults.references.outline import Outline, Part, outline
from policy_kit.model import Evidence, Place

_ASIDE = re.compile(r"(?i)(?:\(|\b(?:please )?see\b|\brefer to\b|[-–—])[^(]{0,24}$")
_CLAUSE = 18
_NEAR = 6
_STEM = 5
_MUCH = 3
_LITTLE = 0.02


class _About:
    """What a section or an appendix is about: by its headings, and by its text."""

    def __init__(self, part: Part, whole: Outline, topics: Sequence[str]) -> None:
        self.part, self.topics = part, topics
        blocks = whole.blocks[part.first : part.after]
        self.heads = "\n".join([part.title, *(block.text for block in blocks if block.kind == "heading")])
        self._blocks = blocks

    @cached_property
    def text(self) -> str:
        cells = (cell.text for block in self._blocks for row in block.rows for cell in row)
        return "\n".join([*(block.text for block in self._blocks), *cells])

    @cached_property
    def headed(self) -> frozenset[str]:
        return _topics(self.heads, self.topics)

    def says(self, topics: frozenset[str]) -> int:
        """How often its text touches one of these topics."""
        text = fold(self.text)
        return sum(len(_pattern(topic).findall(text)) for topic in topics)

    def is_other(self, words_there: str, topics: frozenset[str]) -> bool:
        """Its heading is about topics of its own, and neither the headings nor the text touch these."""
        own = bool(_topics(self.part.title, self.topics))
        shared = _stems(self.heads) & _stems(words_there)
        rare = self.says(topics) <= _LITTLE * len(self.text.split())
        return own and not self.headed & topics and not shared and rare

    def fits(self, topics: frozenset[str], other: "_About") -> bool:
        """It is about these topics by its own heading; or its text is full of them, that of the other has none."""
        named = bool(_topics(self.part.title, self.topics) & topics)
        beside = self.part.label.rpartition(".")[0] == other.part.label.rpartition(".")[0]
        return beside and (named or (self.says(topics) >= _MUCH and not other.says(topics)))


def misdirected(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The words of a reference are about one of the `topics`, the place is about others, and another place fits.

    A topic is a pattern of words (`regist* | late arrival*`); those of `headings` tell only what a heading is about.
    """
    cited = references(matter.reading)
    if not cited:
        return
    whole = outline(matter.whole)
    known = [_About(part, whole, (*wanted["topics"], *wanted["headings"])) for part in whole.parts]
    for one in cited:
        own = [about for about in known if (about.part.kind, about.part.label) == (one.kind, one.label)][-1:]
        topics = _topics(_said(one), wanted["topics"])
        if own and topics and own[0].is_other(f"{one.before} {one.after}", topics):
            yield from _better(one, own[0], [a for a in known if a.part.kind == one.kind], topics, matter)


def _better(
    one: Reference, own: _About, others: Sequence[_About], topics: frozenset[str], matter: Matter
) -> Iterator[Hit]:
    fitting = [other for other in others if other.part.label != own.part.label and other.fits(topics, own)]
    if fitting:
        best = max(
            fitting,
            key=lambda about: (bool(_topics(about.part.title, about.topics) & topics), about.says(topics)),
        )
        told = f"{own.part.name}; more likely {best.part.name}"
        evidence = Evidence(best.part.title, best.part.block.place or Place(""), "more likely")
        yield Hit((matter.quote(one.sentence), evidence), told, best.part.name)


def _said(one: Reference) -> str:
    """What is to be found there: the clause before "(see …)" if it is short, else the few words beside it."""
    before = one.before.rstrip()
    if aside := _ASIDE.search(before):
        clause = before[: aside.start()].rpartition(",")[2]
        return clause if len(clause.split()) <= _CLAUSE else ""
    near = " ".join(before.rpartition(",")[2].split()[-_NEAR:])
    return near if len(near.split()) > 1 else " ".join(one.after.split()[:_NEAR])


def _topics(text: str, topics: Sequence[str]) -> frozenset[str]:
    folded = fold(text)
    return frozenset(topic for topic in topics if _pattern(topic).search(folded))


@lru_cache(maxsize=200)
def _pattern(topic: str) -> re.Pattern[str]:
    """One of the words or phrases, `*` for any ending."""
    said = (r"\W+".join(re.escape(w).replace(r"\*", r"\w*") for w in one.split()) for one in topic.split("|"))
    return re.compile(rf"\b(?:{'|'.join(said)})(?!\w)")


def _stems(text: str) -> set[str]:
    plain = set(lexicon.words("common")) | set(lexicon.words("everywhere"))
    return {word[:_STEM] for word in words(fold(text)) if word not in plain and len(word) > 3}
