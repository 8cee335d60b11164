"""find(rules, reading, law) → what is wrong in a document: each fault with its place, its source and what is right.

A rule is data (`checklists/faults/`): what it looks for is one finder by name. A finder yields a hit for each place.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from policy_kit.evidence import Reading
from policy_kit.faults import (
    citations,
    contents,
    dangling,
    endings,
    figures,
    gaps,
    highlights,
    links,
    misdirected,
    numbering,
    schools,
    wording,
)
from policy_kit.faults.filling import filled, known
from policy_kit.faults.matter import Hit, Matter
from policy_kit.law import Law
from policy_kit.model import Finding, KitError, Rule

__all__ = ["FINDERS", "find"]

Finder = Callable[[Any, Matter], Iterator[Hit]]

FINDERS: Mapping[str, Finder] = {
    "wording": wording.wording,
    "absent": wording.absent,
    "cited": citations.cited,
    "edition": citations.edition,
    "figure": figures.figure,
    "pair": figures.pair,
    "bracketed": gaps.bracketed,
    "left": gaps.left,
    "blank": gaps.blank,
    "highlighted": highlights.highlighted,
    "other_school": schools.other_school,
    "cut_off": endings.cut_off,
    "dangling": dangling.dangling,
    "empty": dangling.empty,
    "misdirected": misdirected.misdirected,
    "doubled": numbering.doubled,
    "skipped": numbering.skipped,
    "contents": contents.contents,
    "malformed": links.malformed,
    "legislation": links.legislation,
}

_ORDER = {"error": 0, "warning": 1, "note": 2}


def find(
    rules: Iterable[Rule], reading: Reading, law: Law, *, whole: Reading | None = None
) -> tuple[Finding, ...]:
    """The faults of a document by the law of a day, the gravest first, then as they stand.

    `whole`: `reading` is only a school's own words out of this document; rules about a whole document are left out.
    """
    matter = Matter(reading, law, whole or reading)
    found: dict[tuple[object, ...], Finding] = {}
    for rule in rules:
        if _applies(rule, law) and not (whole and rule.whole):
            for finding in _findings(rule, matter):
                found.setdefault((rule.family, finding.place, finding.message), finding)
    return tuple(sorted(found.values(), key=lambda f: (_ORDER[f.severity or "note"], f.place.line or 0)))


def _applies(rule: Rule, law: Law) -> bool:
    """In force on the day, with all the figures that it speaks of."""
    return rule.applies(law.on) and known((rule.why, rule.fix, rule.source), law)


def _findings(rule: Rule, matter: Matter) -> Iterator[Finding]:
    hits = islice(_hits(rule, matter), rule.most)
    for hit in _gathered(hits) if rule.together else hits:
        yield Finding(
            rule=rule.ident,
            outcome="fault",
            message=f"{rule.says}: {hit.told}." if hit.told else f"{rule.says}.",
            place=hit.evidence[0].place,
            says=rule.says,
            section=rule.family,
            severity=rule.severity,
            evidence=tuple(one for one in hit.evidence if one.quote),
            fix=filled(rule.fix, matter.law, hit.instead) or None,
            why=filled(rule.why, matter.law) or None,
            reference=hit.reference or filled(rule.source, matter.law) or None,
        )


def _hits(rule: Rule, matter: Matter) -> Iterator[Hit]:
    (name,) = rule.finds
    try:
        yield from FINDERS[name](rule.finds[name], matter)
    except (TypeError, ValueError, LookupError, AttributeError, re.error) as error:
        told = f"the finder “{name}” cannot use what rule {rule.ident} gives it, or is none of ours"
        raise KitError(f"{rule.place}: {told}. Compare the rules in checklists/faults.") from error


def _gathered(hits: Iterable[Hit]) -> Iterator[Hit]:
    """All hits as one."""
    if every := tuple(hits):
        yield Hit(tuple(one for hit in every for one in hit.evidence), every[0].told, every[0].instead)
