"""find(rules, reading, law) → what is wrong in a document: each fault with its place, its source and what is right.

A rule is data (`checklists/faults/`): what it looks for is one finder by name. A finder yields a hit for each place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from policy_kit.evidence import Reading
from policy_kit.faults import citations, differences, figures, wording
from policy_kit.faults.codes import wrong as codes
from policy_kit.faults.dates import overdue as dates
from policy_kit.faults.dates import versions
from policy_kit.faults.filling import filled, known
from policy_kit.faults.gaps import endings, highlights, left, schools
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.references import contents, dangling, links, misdirected, numbering
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
    "bracketed": left.bracketed,
    "left": left.left,
    "blank": left.blank,
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
    "retired_code": codes.retired_code,
    "renamed_code": codes.renamed_code,
    "mixed_code": codes.mixed_code,
    "late_code": codes.late_code,
    "missing_codes": codes.missing_codes,
    "counted_code": codes.counted_code,
    "overdue_review": dates.overdue_review,
    "overdue_by_interval": dates.overdue_by_interval,
    "undated": dates.undated,
    "out_of_order": dates.out_of_order,
    "expired": dates.expired,
    "ended": dates.ended,
    "past_title": dates.past_title,
    "past_year": dates.past_year,
    "versions": versions.versions,
    "differ": differences.differ,
    "too_long": differences.too_long,
    "unequal": differences.unequal,
    "order": differences.order,
    "week": differences.week,
    "interval": differences.interval,
}

_ORDER = {"error": 0, "warning": 1, "note": 2}


def find(
    rules: Iterable[Rule], reading: Reading, law: Law, *, around: Callable[[], Reading] | None = None
) -> tuple[Finding, ...]:
    """The faults of a document by the law of a day, the gravest first, then as they stand.

    `around`: `reading` is only a school's own words out of the document that this reads; rules about a whole one are
    left out.
    """
    matter = Matter(reading, law, cache(around) if around else None)
    found: dict[tuple[object, ...], Finding] = {}
    for rule in rules:
        if _applies(rule, law) and not (around and rule.whole):
            for finding in _findings(rule, matter):
                quotes = tuple(one.quote for one in finding.evidence)
                found.setdefault((rule.family, finding.place, finding.message, quotes), finding)
    return tuple(sorted(found.values(), key=lambda f: (_ORDER[f.severity or "note"], f.place.line or 0)))


def _applies(rule: Rule, law: Law) -> bool:
    """In force on the day, with all the figures that it speaks of."""
    return rule.applies(law.on) and known((rule.why, rule.fix, rule.source), law)


def _findings(rule: Rule, matter: Matter) -> Iterator[Finding]:
    (name,) = rule.finds
    hits = islice(FINDERS[name](rule.finds[name], matter), rule.most)
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


def _gathered(hits: Iterable[Hit]) -> Iterator[Hit]:
    """All hits as one."""
    if every := tuple(hits):
        yield Hit(tuple(one for hit in every for one in hit.evidence), every[0].told, every[0].instead)
