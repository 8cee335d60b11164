"""Finders of numbers that are given twice or left out, and of contents pages that do not fit the headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from policy_kit.evidence.tokens import fold, words
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.outline import Outline, Part, outline
from policy_kit.model import Block, Evidence, Place

_ENTRY = re.compile(
    r"\s*(?:(?P<number>\d{1,2}(?:\.\d{1,2})*|(?:appendix|annexe?)\s+(?:\d{1,2}|[a-z])\b)[.):\s–—-]+)?"
    r"(?P<title>.*?[^\W\d_].*?)[\s.…·_–-]*?(?P<page>[\s.…\t]\d{1,3})?\s*$",
    re.IGNORECASE,
)
_FIRST_ENTRY = 4
_MATCHING = 0.7
_FEWEST = 3
_MOST_LOST = 2


def doubled(_: Any, matter: Matter) -> Iterator[Hit]:
    """Two headings that follow each other in rank have one number and are not the same heading."""
    for before, part in _siblings(outline(matter.whole)):
        if part.label == before.label and part.kind == before.kind and not _alike(part.title, before.title):
            told = f"{_name(before)} and {_name(part)}"
            yield Hit((_heading(part), _heading(before)), told)


def skipped(_: Any, matter: Matter) -> Iterator[Hit]:
    """A number is left out between two headings (2, 4), and stands nowhere else."""
    whole = outline(matter.whole)
    for before, part in _siblings(whole):
        last, own = _count(before), _count(part)
        lost = [_with(part.label, n) for n in range(last + 1, own)] if last and own else []
        if 0 < len(lost) <= _MOST_LOST and not any(_seen(part.kind, one, whole) for one in lost):
            between = whole.blocks[before.first : part.first - 1]
            if not any(b.kind == "heading" and b.level <= part.block.level for b in between):
                told = f"{_name(part)} follows {_name(before)}"
                yield Hit((_heading(part), _heading(before)), told)


def contents(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Contents and headings do not fit. `lacks: heading`: an entry with no heading; `lacks: entry`: the other way."""
    whole = outline(matter.whole)
    for block in (one for one in whole.blocks if one.kind == "contents"):
        entries = [found for line in block.text.splitlines() if (found := _ENTRY.match(line))]
        headings = [part for part in whole.parts if "." not in part.label]
        known = [one for one in entries if any(_alike(one["title"], h.title) for h in headings)]
        if len(entries) < _FIRST_ENTRY or len(known) < _MATCHING * len(entries):
            continue
        if wanted["lacks"] == "heading":
            yield from _unheaded(entries, block, whole)
        else:
            yield from _unlisted(entries, headings, block)


def _unheaded(entries: Sequence[re.Match[str]], block: Block, whole: Outline) -> Iterator[Hit]:
    texts = [b.text for b in whole.blocks if b.kind != "contents"]
    texts += [line for line in whole.lines if len(line) < 120]
    folded = [_words(text) for text in texts]
    for found in entries[:-1]:  # the last may go on behind a page break
        title = _words(found["title"])
        own = [text for text in folded if text[: len(title)] == title or _same(title, text)]
        shown = sum(_words(e["title"]) == title for e in entries)
        in_contents = sum(
            _words(line) != () and _same(title, _words(line.split("\t")[0]))
            for line in block.text.splitlines()
        )
        if len(own) <= min(shown, in_contents):
            place = block.place_at(block.text.find(found["title"])) or Place("")
            yield Hit((Evidence(found[0].strip(), place),), f"“{found['title'].strip()}”")


def _unlisted(entries: Sequence[re.Match[str]], headings: Sequence[Part], block: Block) -> Iterator[Hit]:
    kinds = {"appendix" if (e["number"] or "")[:1].isalpha() else "section" for e in entries if e["number"]}
    for part in headings:
        own = any(_alike(part.title, e["title"]) or _alike(part.title, e[0]) for e in entries)
        numbers = {(e["number"] or "").lower() for e in entries}
        same = part.label in numbers or f"{part.kind} {part.label}" in numbers
        if part.kind in kinds and part.title and not own and not same:
            yield Hit((_heading(part), Evidence("Contents", block.place or Place(""))), _name(part))


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


def _alike(one: str, other: str) -> bool:
    return _same(_words(one), _words(other))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Most words of the shorter stand in the longer."""
    short, long = sorted((set(one), set(other)), key=len)
    return bool(short) and len(short & long) >= _MATCHING * len(short) and len(long) <= 3 * len(short)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(fold(text)) if not word.isdigit())


def _name(part: Part) -> str:
    number = part.label if part.kind == "section" else f"{part.kind.capitalize()} {part.label.upper()}"
    return f"{number} {part.title}".strip()


def _heading(part: Part) -> Evidence:
    return Evidence(_name(part), part.block.place or Place(""))
