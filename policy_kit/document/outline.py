"""Headings: which lines are headings, and under which trail of headings everything else stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from policy_kit.document.wording import is_question, is_sentence
from policy_kit.model import Block, Cell, Inline, Place

_NUMBER = re.compile(
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,4})(?:[.):]|\s*[-–—])?\s+(?=[\"“‘'(]?[A-Z])"
    r"|(?P<named>(?:appendix|annexe?|section|part|schedule|chapter)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b)"
    r"\s*[:.)–—-]*\s*(?=[\"“‘'(]?[A-Z])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:appendix|annexe?|part|schedule|chapter)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})", re.IGNORECASE
)
_CAPITAL = re.compile(r"[\"“‘'(]?[A-Z]")
_NOT_WORDS = re.compile(
    r"@|https?:|www\.|\.{3}|…|\t|\b0\d{2,4}[ -]?\d{3}|_{3}|[|«»<>~=]|^dear\b", re.IGNORECASE
)
_TWO_SENTENCES = re.compile(r"[a-z)][.;!?] +\S")
_PERSON = re.compile(r"(Mr|Mrs|Ms|Miss|Mx|Dr|Fr|Rev|Revd|Sir|Dame|Prof)\b\.?\s")
_TITLE_WORDS = 14
_LABEL = re.compile(r"[^:,]{2,40}: [^:]*,")
_WORD = re.compile(r"[A-Za-z][\w'’-]*")


def finish(blocks: Iterable[Block], file: str) -> tuple[Block, ...]:
    """Blocks with all that follows from their order.

    Every block, and every block in a cell, gets the trail of headings above it ("4 The day › 4.2 Times"; the title is
    no part of it); a block without line or page gets its number among the paragraphs as its line. Headings get
    levels without jumps, their number apart from their words, and an anchor if they have none.
    """
    levelled = tuple(_levelled(_numbered(block) for block in blocks))
    state = _State(file, _over_all(levelled))
    return tuple(_placed(levelled, state))


def title(blocks: Sequence[Block], file: str) -> str:
    """What a document calls itself: its title heading, else its first heading or short line, else its file name."""
    found = _title_block(blocks)
    if found is None:
        return Path(file).stem
    index = next(index for index, block in enumerate(blocks) if block is found)
    above = blocks[index - 1].text if index and found.text.lower().startswith("policy") else ""
    above = "" if ":" in above else above
    return f"{above} {found.text}".strip().replace("\n", " ")


def looks_like_heading(text: str, *, bold: bool = False, size_ratio: float = 1.0, alone: bool = True) -> bool:
    """Whether a line is a heading by its own looks: numbered, in capitals, bold, large or in title case.

    `size_ratio` is the size of its letters over that of the body; `alone` that nothing else stands in its paragraph.
    A clause number before a full sentence makes no heading. In doubt: no.
    """
    number, rest = split_number(text)
    words = rest.split()
    if _NAMED.fullmatch(text) or is_question(text):
        return alone
    named = number[:1].isalpha() and rest[:1].islower()
    if not _could_be(rest[:1].upper() + rest[1:] if named else rest, words) or not alone:
        return False
    if rest.endswith(":"):
        return bold and len(words) <= 4
    if number and (depth(number) == 1 or len(words) <= 12):
        return True
    if rest.isupper() and sum(map(str.isalpha, rest)) >= max(4, 3 * sum(map(str.isdigit, rest))):
        return True
    return bold or size_ratio >= 1.15 or (len(words) <= 10 and _title_case(words) and not has_digits(rest))


def may_be_heading(text: str, *, words: int = 8) -> bool:
    """Whether a line may be a heading, if it stands alone above a text: of few words, with no end and no figure."""
    parts = text.split()
    return _could_be(text, parts) and len(parts) <= words and not text.endswith(":") and not has_digits(text)


def cannot_be_heading(text: str) -> bool:
    """Whether a line is no heading though it is marked as one: a sentence, a time, a telephone number, a name."""
    rest = split_number(text)[1]
    words = rest.split()
    sentence = len(words) > 25 or (len(words) > 6 and rest.endswith((".", ";", ",")))
    fact = re.search(r"@|\b0\d{2,4}[ -]?\d{3}|\b\d{1,2}[.:]\d\d|^\(?\w{1,2}[.)] [a-z]", rest)
    return sentence or fact is not None or (len(words) <= 4 and _PERSON.match(rest) is not None)


def split_number(text: str) -> tuple[str, str]:
    """The number that a heading begins with, and the rest: ("4.2", "Times of the day"), ("Appendix A", "Codes")."""
    found = _NUMBER.match(text)
    if not found:
        return "", text
    apart = found["named"] and re.search(r"[:–—-]\s*$", found[0])
    if not (apart or _CAPITAL.match(text, found.end())):
        return "", text
    return found["decimal"] or found["named"], text[found.end() :]


def depth(number: str) -> int:
    """How deep a number is: "4" and "Appendix 2" are 1, "4.2" is 2; 0 for what is none."""
    numbered = re.match(r"\d+(\.\d+)*\b", number) or _NAMED.match(number)
    return number.strip(".").count(".") + 1 if numbered else 0


def has_digits(text: str) -> bool:
    """Whether a text has figures in it, other than those of year groups and key stages."""
    return any(char.isdigit() for char in re.sub(r"(?i)\b(years?|stage|step|phase|day) \d+\b", "", text))


def _could_be(text: str, words: list[str]) -> bool:
    return (
        0 < len(words) <= _TITLE_WORDS
        and len(text) <= 110
        and bool(_CAPITAL.match(text))
        and not text.endswith((".", ";", ",", "-"))
        and text.count("(") == text.count(")")
        and not _NOT_WORDS.search(text)
        and not _TWO_SENTENCES.search(text)
        and not _PERSON.match(text)
        and not _LABEL.match(text)
        and not is_sentence(split_number(text)[1])
    )


def _title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and _WORD.match(word.strip("\"“‘'("))]
    capital = sum(bool(_CAPITAL.match(word)) for word in long)
    return len(long) > 0 and capital / len(long) > 0.6


def _numbered(block: Block) -> Block:
    """A heading with its number apart from its words."""
    if block.kind != "heading" or block.number:
        return block
    number, rest = split_number(block.text)
    return replace(cut(block, len(block.text) - len(rest)), number=number) if number else block


def cut(block: Block, length: int) -> Block:
    """A block without the first characters of its text."""
    runs: list[Inline] = []
    left = length
    for run in block.runs:
        taken, left = min(left, len(run.text)), max(0, left - len(run.text))
        if taken < len(run.text) or (run.href and not run.text):
            runs.append(replace(run, text=run.text[taken:]))
    marks = tuple((max(0, offset - length), place) for offset, place in block.marks)
    return replace(block, runs=tuple(runs), marks=marks)


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings one level under the one they belong to, whatever their writer chose."""
    above: list[int] = []
    for block in blocks:
        if block.kind != "heading":
            yield block
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        yield replace(block, level=min(len(above), 6))


def _title_block(blocks: Sequence[Block]) -> Block | None:
    """A policy says "policy" in its title; the name of the school often stands above it."""
    front = takewhile(lambda block: len(block.text.split()) <= 2 * _TITLE_WORDS, blocks[:20])
    kinds = ("heading", "paragraph")
    short = [b for b in front if b.kind in kinds and 0 < len(b.text.split()) <= _TITLE_WORDS]
    short = [b for b in short if not b.text.startswith("(")] or short
    ends = (".", ":", ",", ";", "?")
    named = [
        b
        for b in short
        if re.search(r"(?i)\bpolicy\b", b.text) and not b.text.endswith(ends) and not b.number
    ]
    headings = [b for b in blocks if b.kind == "heading" and b.text]
    return next(iter([*(b for b in named if b.kind == "heading"), *named, *headings, *short]), None)


def _over_all(blocks: Sequence[Block]) -> Block | None:
    """The title, if it is one: it stands over everything, so that no trail needs to name it."""
    found = _title_block(blocks)
    if found is None or found.number:
        return None
    alone = [block for block in blocks if block.kind == "heading" and block.level == 1] == [found]
    return found if alone or re.search(r"(?i)\bpolicy\b", found.text) else None


@dataclass(slots=True)
class _State:
    file: str
    title: Block | None
    trail: list[Block] = field(default_factory=list)
    idents: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    """How often each anchor was asked for: the next number is not looked for from the start."""
    paragraphs: int = 0
    above: str | None = None


def _placed(blocks: Sequence[Block], state: _State) -> Iterator[Block]:
    state.idents = {block.ident for block in blocks if block.ident}
    for block in blocks:
        if block.kind == "heading":
            state.trail = [*(b for b in state.trail if b.level < block.level), block]
            named = [f"{b.number} {b.text}".strip() for b in state.trail if b is not state.title]
            state.above = " › ".join(named).replace("\n", " ") or None
        placed = _with_place(block, state)
        if block.kind == "heading":
            placed = replace(placed, ident=block.ident or _ident(block.text, state))
        if block.rows:
            placed = replace(placed, rows=tuple(tuple(_cell(c, state) for c in row) for row in block.rows))
        yield placed


def _cell(cell: Cell, state: _State) -> Cell:
    return Cell(tuple(_with_place(block, state) for block in cell.blocks))


def _with_place(block: Block, state: _State) -> Block:
    place = block.place or Place(state.file)
    if place.line is None and place.page is None:
        counts = block.kind not in ("table", "page_break")
        state.paragraphs += counts
        place = replace(place, line=state.paragraphs + (not counts))
    marks = tuple((offset, replace(mark, heading=state.above)) for offset, mark in block.marks)
    return replace(block, place=replace(place, heading=state.above), marks=marks)


def _ident(text: str, state: _State) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "heading"
    ident, count = stem, state.counts.get(stem, 1)
    while ident in state.idents:
        count += 1
        ident = f"{stem}-{count}"
    state.counts[stem] = count
    state.idents.add(ident)
    return ident
