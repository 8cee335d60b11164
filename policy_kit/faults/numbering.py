"""Finders of numbers that two headings have, or that are left out between two of them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.outline import Outline, Part, outline
from policy_kit.faults.titles import alike, heading, named

_FEWEST = 3
_MOST_LOST = 2


def doubled(_: Any, matter: Matter) -> Iterator[Hit]:
    """Two headings that follow each other in rank have one number and are not the same heading."""
    for before, part in _siblings(outline(matter.whole)):
        if part.label == before.label and part.kind == before.kind and not alike(part.title, before.title):
            told = f"{named(before)} and {named(part)}"
            yield Hit((heading(part), heading(before)), told)


def skipped(_: Any, matter: Matter) -> Iterator[Hit]:
    """A number is left out between two headings (2, 4), and stands nowhere else."""
    whole = outline(matter.whole)
    for before, part in _siblings(whole):
        last, own = _count(before), _count(part)
        lost = [_with(part.label, n) for n in range(last + 1, own)] if last and own else []
        if 0 < len(lost) <= _MOST_LOST and not any(_seen(part.kind, one, whole) for one in lost):
            between = whole.blocks[before.first : part.first - 1]
            if not any(b.kind == "heading" and b.level <= part.block.level for b in between):
                told = f"{named(part)} follows {named(before)}"
                yield Hit((heading(part), heading(before)), told)


def _siblings(whole: Outline) -> Iterator[tuple[Part, Part]]:
    """Headings of sections, or of appendices, one after the other in one rank and under one heading."""
    for kind in ("section", "appendix"):
        runs: dict[str, list[Part]] = {}
        for part in whole.of(kind):
            runs.setdefault(part.label.rpartition(".")[0], []).append(part)
        for run in runs.values():
            if len(run) >= _FEWEST:
                yield from pairwise(run)


def _count(part: Part) -> int:
    last = part.label.rpartition(".")[2]
    return int(last) if last.isdigit() else ord(last) - ord("a") + 1 if len(last) == 1 else 0


def _with(label: str, count: int) -> str:
    """The label beside this one with another count."""
    above, dot, last = label.rpartition(".")
    return f"{above}{dot}{count if last.isdigit() else chr(ord('a') + count - 1)}"


def _seen(kind: str, label: str, whole: Outline) -> bool:
    return whole.has(label) if kind == "section" else (kind, label) in whole.labels
