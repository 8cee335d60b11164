"""What has changed since an earlier version: answers, faults, and the words themselves."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, islice

from policy_kit.evidence import Reading
from policy_kit.model import Finding

_RANK = {"met": 2, "partly": 1}
_LEAST_ALIKE = 0.5
_NEAR = 24
"""How many sentences ahead the new words for an old sentence are looked for."""
_MOST_WORDS = 1500

_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.)]?|[a-z]\)|\([a-z\d]{1,4}\))\s+(?=\D)")
_WORD = re.compile(r"[^\W_]+|[£%]")

Told = tuple[str, str]
"""A sentence, and the heading that it stands under."""
Pieces = tuple[tuple[str, bool], ...]
"""Words in a row, and whether the other version has others in their place."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of a checklist that is answered in another way."""

    before: Finding
    now: Finding


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence that was changed, or a passage that was added (nothing before) or taken out (nothing now)."""

    before: Pieces
    now: Pieces
    heading: str
    """Under which it stands, or stood."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is different."""

    gained: tuple[Turn, ...]
    lost: tuple[Turn, ...]
    new: tuple[Finding, ...]
    """Faults that were not there before."""
    mended: tuple[Finding, ...]
    edits: tuple[Edit, ...]

    @property
    def nothing(self) -> bool:
        return not (self.gained or self.lost or self.new or self.mended or self.edits)


def changes(before: Sequence[Finding], now: Sequence[Finding], old: Reading, new: Reading) -> Changes:
    """What is different between two versions that were judged alike: the same checklists, the same day."""
    turns = list(_turns(before, now))
    return Changes(
        gained=tuple(turn for turn in turns if _rank(turn.now) > _rank(turn.before)),
        lost=tuple(turn for turn in turns if _rank(turn.now) < _rank(turn.before)),
        new=tuple(_without(now, before)),
        mended=tuple(_without(before, now)),
        edits=tuple(_edits(old, new)),
    )


def _rank(finding: Finding) -> int:
    return _RANK.get(finding.outcome, 0)


def _turns(before: Sequence[Finding], now: Sequence[Finding]) -> Iterator[Turn]:
    known: Mapping[str, Finding] = {f.rule: f for f in before if f.outcome != "fault"}
    for finding in now:
        if finding.rule in known and "not_applicable" not in (finding.outcome, known[finding.rule].outcome):
            yield Turn(known[finding.rule], finding)


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> Iterator[Finding]:
    """The faults that others do not have, each once."""
    seen = {(f.rule, f.message) for f in others if f.outcome == "fault"}
    for finding in findings:
        if finding.outcome == "fault" and (finding.rule, finding.message) not in seen:
            seen.add((finding.rule, finding.message))
            yield finding


def _edits(old: Reading, new: Reading) -> Iterator[Edit]:
    """The sentences that differ, in reading order; each that is much like the one before it is one change."""
    before, now = list(_told(old)), list(_told(new))
    same = SequenceMatcher(None, [_key(text) for text, _ in before], [_key(text) for text, _ in now])
    for how, i, end, j, until in same.get_opcodes():
        if how != "equal":
            yield from _joined(_paired(before[i:end], now[j:until]))


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """What was added in a row under one heading, or taken out, as one."""
    for (heading, before, now), group in groupby(edits, key=_kind):
        if before and now:
            yield from group
            continue
        text = " ".join(words for edit in group for words, _ in edit.before or edit.now)
        yield Edit(((text, True),) if before else (), ((text, True),) if now else (), heading)


def _kind(edit: Edit) -> tuple[str, bool, bool]:
    return edit.heading, bool(edit.before), bool(edit.now)


def _told(reading: Reading) -> Iterator[Told]:
    """Headings and sentences in reading order. A line of the contents page, which only says a heading, is left out."""
    headings = [f"{heading.block.number} {heading.block.text}".strip() for heading in reading.headings]
    said = {_key(heading): number for number, heading in enumerate(headings)}
    last = [(h, h) if said[_key(h)] == n else ("", "") for n, h in enumerate(headings)]
    told = 0
    for passage, own in islice(zip(reading.passages, reading.of_passage, strict=True), reading.texts):
        yield from filter(any, last[told : passage.section + 1])
        told = max(told, passage.section + 1)
        under = headings[passage.section] if passage.section >= 0 else ""
        for number in own:
            one = reading.sentences[number]
            text = " ".join(passage.text[one.start : one.end].split())
            if _key(text) and _key(text) not in said:
                yield text, under
    yield from filter(any, last[told:])


def _key(text: str) -> str:
    """The words alone, without the number of a section or an item before them."""
    return " ".join(_WORD.findall(_NUMBER.sub("", text.casefold())))


def _paired(before: list[Told], now: list[Told]) -> Iterator[Edit]:
    rest = list(now)
    for text, heading in before:
        match = next((one for one in rest[:_NEAR] if _alike(text, one[0])), None)
        if match is None:
            yield Edit(((text, True),), (), heading)
            continue
        for added, under in rest[: rest.index(match)]:
            yield Edit((), ((added, True),), under)
        rest = rest[rest.index(match) + 1 :]
        yield Edit(*_pieces(text, match[0]), match[1] or heading)
    for added, under in rest:
        yield Edit((), ((added, True),), under)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS])
    ratios = (
        matcher.real_quick_ratio,
        matcher.quick_ratio,
        matcher.ratio,
    )  # the quick ones are never too low
    return all(ratio() >= _LEAST_ALIKE for ratio in ratios)


def _pieces(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts cut where they differ, word by word."""
    before, now = one.split(), other.split()
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, before[:_MOST_WORDS], now[:_MOST_WORDS], autojunk=False)
    for how, i, end, j, until in matcher.get_opcodes():
        left.append((" ".join(before[i:end]), how != "equal"))
        right.append((" ".join(now[j:until]), how != "equal"))
    left.append((" ".join(before[_MOST_WORDS:]), False))
    right.append((" ".join(now[_MOST_WORDS:]), False))
    return tuple(piece for piece in left if piece[0]), tuple(piece for piece in right if piece[0])
