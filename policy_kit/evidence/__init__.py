"""search(clause, scene) → what was found, and what is missing. A predicate returns the evidence it found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from policy_kit.evidence import codes, contradictions, facts, passages, roles
from policy_kit.evidence.indexing import read
from policy_kit.evidence.reading import Reading
from policy_kit.evidence.scene import Found, Missing, Scene

__all__ = ["PREDICATES", "Found", "Missing", "Reading", "Scene", "read", "search"]

Predicate = Callable[[Any, Any, str], Found]

PREDICATES: Mapping[str, Predicate] = {
    "sentence": passages.sentence,
    "passage": passages.passage,
    "cluster": passages.cluster,
    "section": passages.section,
    "heading": passages.heading,
    "duty": roles.duty,
    "codes": codes.codes,
    "value": facts.value,
    "yes": facts.yes,
    "number": facts.number,
    "words": facts.words,
    "standard": facts.standard,
    "longer": contradictions.longer,
    "earlier": contradictions.earlier,
    "passed": contradictions.passed,
    "ahead": contradictions.ahead,
    "apart": contradictions.apart,
    "week_below": contradictions.week_below,
    "below": contradictions.below,
    "outside": contradictions.outside,
    "differ": contradictions.differ,
    "placeholder": contradictions.placeholder,
    "waiver_over": contradictions.waiver_over,
}


def search(clause: Mapping[str, Any], scene: Scene | Reading) -> Found:
    """What of a clause is found in a policy, or in a document that was read.

    A clause is one predicate by name, `all:` or `any:` of clauses, or `partly:` a clause that answers only part of the
    question; `as:` names the predicate in plain English.
    Of `all`, every part is looked for. Of `any`, the first that is found whole is the answer; failing that, the
    one of which most was found.
    """
    if "all" in clause:
        return _all([search(part, scene) for part in clause["all"]])
    if "partly" in clause:
        found = search(clause["partly"], scene)
        return Found(found.evidence, (*found.missing, Missing(clause.get("as", "the rest"))))
    if "any" in clause:
        return _any((search(part, scene) for part in clause["any"]), clause.get("as", ""))
    (name,) = (key for key in clause if key != "as")
    return PREDICATES[name](clause[name], scene, clause.get("as", ""))


def _all(parts: list[Found]) -> Found:
    return Found(
        tuple(dict.fromkeys(e for part in parts for e in part.evidence)),
        tuple(dict.fromkeys(m for part in parts for m in part.missing)),
    )


def _any(parts: Iterable[Found], name: str) -> Found:
    tried = []
    for found in parts:
        if found.evidence and not found.missing:
            return found
        tried.append(found)
    best = max(tried, key=lambda found: len(found.evidence))
    if best.evidence:
        return best
    first = tried[0].missing
    return Found((), tuple(replace(missing, name=name) for missing in first[:1]) if name else first)
