"""find(rules, reading, law) → what is wrong in a document: each fault with its place, its source and what to put instead.

A rule is data (`checklists/faults/`): what it looks for is one finder by name. A finder yields a hit for each place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from policy_kit.evidence import Reading
from policy_kit.faults import citations, differences, figures, wording
from policy_kit.faults.filling import filled
from policy_kit.faults.matter import Hit, Matter
from policy_kit.law import Law
from policy_kit.model import Finding, Rule

__all__ = ["FINDERS", "find"]

Finder = Callable[[Any, Matter], Iterator[Hit]]

FINDERS: Mapping[str, Finder] = {
    "wording": wording.wording,
    "absent": wording.absent,
    "cited": citations.cited,
    "edition": citations.edition,
    "figure": figures.figure,
    "pair": figures.pair,
    "differ": differences.differ,
    "too_long": differences.too_long,
    "unequal": differences.unequal,
    "order": differences.order,
    "week": differences.week,
    "interval": differences.interval,
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
        if rule.applies(law.on) and not (whole and rule.whole):
            for finding in _findings(rule, matter):
                found.setdefault((rule.family, finding.place, finding.message), finding)
    return tuple(sorted(found.values(), key=lambda f: (_ORDER[f.severity or "note"], f.place.line or 0)))


def _findings(rule: Rule, matter: Matter) -> Iterator[Finding]:
    (name,) = rule.finds
    hits = FINDERS[name](rule.finds[name], matter)
    for hit in islice(hits, rule.most):
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
            reference=hit.reference or filled(rule.source, matter.law) or None,
        )
