"""Finders of numbers that two headings have, or that are left out between two of them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.references.outline import Outline, Part, outline
from policy_kit.faults.references.titles import alike, heading, named

_FEWEST = 3
_MOST_LOST = 2


def doubled(_: Any, matter: Matter) -> Iterator[Hit]:
    """Two headings that follow each other in rank have one number, are not the same heading, and the count goes on."""
    whole = outline(matter.whole)
    for before, part in _siblings(whole):
        same = part.label == before.label and not alike(part.title, before.title)
        if same and _counts(part, whole) and not _restarts(before, part, whole):
            yield Hit((heading(part), heading(before)), f"{named(before)} and {named(part)}")


def skipped(_: Any, matter: Matter) -> Iterator[Hit]:
    """A number is left out between two headings (2, 4), and stands nowhere else."""
    whole = outline(matter.whole)
    for before, part in _siblings(whole):
        lost = _lost(before, part)
        between = whole.blocks[before.first : part.first - 1]
        unnumbered = any(b.kind == "heading" and b.level <= part.block.level for b in between)
        seen = any(_seen(part.kind, one, whole) for one in lost)
        if 0 < len(lost) <= _MOST_LOST and not (unnumbered or seen or _restarts(before, part, whole)):
            yield Hit((heading(part), heading(before)), f"{named(part)} follows {named(before)}")


def _siblings(whole: Outline) -> Iterator[tuple[Part, Part]]:
    """Headings of sections, or of appendices, one after the other in one rank and under one heading."""
    for kind in ("section", "appendix"):
        runs: dict[str, list[Part]] = {}
        for part in whole.of(kind):
            runs.setdefault(part.label.rpartition(".")[0], []).append(part)
        for run in runs.values():
            if len(run) >= _FEWEST:
                yield from pairwise(run)


def _counts(part: Part, whole: Outline) -> bool:
    """The number before it or the one after it is there too: not every heading is called 1."""
    own = _count(part)
    beside = {_with(part.label, n) for n in (own - 1, own + 1) if n > 0}
    return any(other.label in beside for other in whole.of(part.kind))


def _restarts(before: Part, part: Part, whole: Outline) -> bool:
    """A heading of a higher rank, or an appendix, stands between, so that the count may begin anew."""
    between = whole.blocks[before.first : part.first - 1]
    higher = any(b.kind == "heading" and b.level < part.block.level for b in between)
    apart = (p for p in whole.parts if p.kind in ("appendix", "part") and p.kind != part.kind)
    return higher or any(before.first < p.first < part.first for p in apart)


def _count(part: Part) -> int:
    last = part.label.rpartition(".")[2]
    return (
        int(last) if last.isdecimal() and len(last) < 6 else ord(last) - ord("a") + 1 if len(last) == 1 else 0
    )


def _lost(before: Part, part: Part) -> list[str]:
    last, own = _count(before), _count(part)
    return [_with(part.label, n) for n in range(last + 1, own)] if last and own else []


def _with(label: str, count: int) -> str:
    """The label beside this one with another count."""
    above, dot, last = label.rpartition(".")
    return f"{above}{dot}{count if last.isdigit() else chr(ord('a') + count - 1)}"


def _seen(kind: str, label: str, whole: Outline) -> bool:
    return whole.has(label) if kind == "section" else (kind, label) in whole.labels
