"""The facts that a reader looks for first: people, times, and how to reach them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy_kit.evidence.tokens import fold, names, typed
from policy_kit.model import Evidence
from policy_kit.pack.judged import Judged

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_KINDS = {"<time>", "<phone>", "<email>"}

Shown = tuple[str, str]
"""What a fact is called ("" where its line says enough), and the fact as it is printed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is told of one thing, and where."""

    says: str
    shown: tuple[Shown, ...]
    evidence: tuple[Evidence, ...]


def facts_at_a_glance(judged: Judged) -> tuple[Fact, ...]:
    """People, times and contacts, out of the evidence that was found; each is told once, where it was found first."""
    told: set[str] = set()
    facts = []
    for finding in judged.findings:
        found = list(_new(finding.evidence, told)) if finding.outcome in ("met", "partly") else []
        told |= {words.casefold() for (_, words), _ in found}
        if found:
            shown, places = zip(*found, strict=True)
            facts.append(Fact(finding.says, tuple(dict.fromkeys(shown)), tuple(dict.fromkeys(places))))
    return tuple(facts)


def _new(evidence: Sequence[Evidence], told: set[str]) -> Iterator[tuple[Shown, Evidence]]:
    for one in (one for one in evidence if not _DATE.fullmatch(one.quote)):
        for words in _facts(one.quote):
            if words.casefold() not in told:
                yield (one.label, words), one


def _facts(quote: str) -> Iterator[str]:
    """The times, numbers, addresses and names in a quote, as they stand."""
    folded = fold(quote)
    found = [(start, end) for kind, start, end in typed(folded, [(0, len(folded))]) if kind in _KINDS]
    found += [(start, end) for _, start, end in names(quote)]
    return (" ".join(quote[start:end].split()) for start, end in sorted(found))
