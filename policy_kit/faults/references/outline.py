"""The outline of a document: its sections and clauses, appendices, tables and pages, as far as they can be seen."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from policy_kit.evidence.reading import Reading, once
from policy_kit.model import Block

_NAMED = re.compile(
    r"(?i)\W*(?P<kind>appendix|annexe?|app\.|section|clause|part|table)\s+(?P<label>\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{1,4})\b"
)
_DECIMAL = re.compile(r"\W{0,3}(\d{1,2}(?:\.\d{1,2})*)\b(?!\.\d)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.):]?\s+(?=[“\"‘'(]?[A-Z])")
_TITLE = re.compile(r"\s*[:.)–—-]|\s+[“\"‘'(]?[A-Z]")
_INLINE = re.compile(
    r"(?<![\d.£:/])\d{1,2}(?:\.\d{1,2})+(?![\d%:/£]|\.\d|\s?(?:%|[ap]\.?m\b|hrs|hours|per\s?cent))"
)
_PAGE_OF = re.compile(r"(?i)\bpage\s+\d{1,3}\s+of\s+(\d{1,3})\b")
_KINDS = {"annex": "appendix", "annexe": "appendix", "app.": "appendix", "clause": "section"}
_FEWEST = 3
_SEEN = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with a number, and the blocks under it."""

    kind: str
    """section, appendix, part or table."""
    label: str
    """ "4.2", "b": as it is compared, in small letters."""
    title: str
    block: Block
    first: int
    after: int
    """The blocks under it, from the first up to, not including, the other."""

    @property
    def name(self) -> str:
        label = self.label.upper() if self.kind != "section" else self.label
        return f"{self.kind} {label}" + (f", “{self.title}”" if self.title else "")


class Outline:
    """What a reference may point to. `parts` have a heading; of the others only the number can be seen."""

    def __init__(self, reading: Reading) -> None:
        self.blocks = reading.document.blocks
        self.furniture = reading.document.furniture
        self.notes = reading.document.notes
        self.parts = tuple(_parts(self.blocks))

    def of(self, kind: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind == kind)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Every line of every block and cell, contents pages as well."""
        return tuple(line for block in self.blocks for line in _lines(block))

    @cached_property
    def labels(self) -> frozenset[tuple[str, str]]:
        """Kind and label of all that is headed, or that begins a line by its name."""
        named = (_NAMED.match(line) for line in self.lines if not _refers(line))
        found = {(_kind(one["kind"]), one["label"].lower()) for one in named if one}
        return frozenset(found | {(part.kind, part.label) for part in self.parts})

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number that a section or clause may have; the third point of a list under 2 may be called 2.3."""
        points = {
            f"{part.label}.{block.number.strip('().')}"
            for part in self.of("section")
            for block in self.blocks[part.first : part.after]
            if block.kind == "item" and block.number
        }
        return self.written | points

    @cached_property
    def written(self) -> frozenset[str]:
        """The numbers of blocks, and those that begin a line or stand in it."""
        found = {label for kind, label in self.labels if kind == "section"}
        found |= {block.number.strip("().:").lower() for block in self.blocks if block.number}
        found |= {one[1] for line in self.lines if (one := _DECIMAL.match(line))}
        for line in self.lines:
            found |= {one[0] for one in _INLINE.finditer(line) if not _REFERRED.search(line, 0, one.start())}
        return frozenset(found)

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The numbers of the sections of the first rank."""
        return tuple(sorted({int(part.label.split(".")[0]) for part in self.of("section")}))

    @cached_property
    def numbered(self) -> bool:
        """The sections can be seen to be numbered throughout: 1, 2, 3 … with hardly a gap."""
        tops = self.tops
        return len(tops) >= _FEWEST and tops[0] <= 1 and len(tops) >= _SEEN * tops[-1]

    def has(self, label: str) -> bool:
        """A section or clause with this number, or with clauses that begin with it, is somewhere."""
        return any(number == label or number.startswith(f"{label}.") for number in self.numbers)

    def lacks(self, label: str) -> bool:
        """There is no section or clause with this number, and one that had lost its number would have been seen."""
        if not self.numbered or self.has(label) or label.startswith("0"):
            return False
        above = label.rpartition(".")[0]
        if not above:
            return not self._unnumbered(self._main(), 1)
        if not self.has(above):
            return self.lacks(above)
        beside = [n for n in self.numbers if n.rpartition(".")[0] == above]
        over = [part for part in self.of("section") if part.label == above]
        split = {n.split(".")[0] for n in self.numbers if n.count(".") == label.count(".")}
        seen = beside or len(split) >= _FEWEST
        return bool(seen) and not any(
            self._unnumbered(self._stretch(part), part.block.level + 1) for part in over
        )

    def last(self, above: str) -> str:
        """The last clause that can be seen under a section; "" where there is none."""
        last = [n.rpartition(".") for n in self.written]
        own = [int(n) for head, _, n in last if head == above and n.isdecimal() and len(n) < 6]
        return f"{above}.{max(own)}".removeprefix(".") if own else ""

    @cached_property
    def pages(self) -> int:
        """How many pages there are, as far as can be known; 0: not at all."""
        texts = [*self.lines, *(block.text for block in self.furniture)]
        told = [int(one[1]) for text in texts for one in _PAGE_OF.finditer(text)]
        placed = [block.place.page for block in self.blocks if block.place and block.place.page]
        printed = [int(t) for b in self.furniture if (t := b.text.strip()).isdecimal() and len(t) < 6]
        return 0 if self.notes else max([*told, *placed, *printed], default=0)

    def _main(self) -> tuple[Block, ...]:
        """The text from the first numbered heading to the first appendix."""
        first = self.of("section")[0].first
        appendices = [
            part.first - 1 for part in self.of("appendix") if part.first > self.of("section")[-1].first
        ]
        return self.blocks[first : min(appendices, default=len(self.blocks))]

    def _stretch(self, part: Part) -> tuple[Block, ...]:
        """The text from a heading to the next numbered one that is not under it."""
        ends = (
            p.first - 1
            for p in self.parts
            if p.first > part.first and not p.label.startswith(f"{part.label}.")
        )
        return self.blocks[part.first : min(ends, default=len(self.blocks))]

    def _unnumbered(self, blocks: tuple[Block, ...], level: int) -> bool:
        levels = [p.block.level for p in self.of("section") if p.label.count(".") == level - 1]
        most = max(levels, default=level)
        return any(b.kind == "heading" and not _named(b) and b.level <= most for b in blocks)


@once
def _outline(_: str, reading: Reading) -> Outline:
    return Outline(reading)


def outline(reading: Reading) -> Outline:
    """The outline of a document, made once."""
    return _outline("outline", reading)


_REFERRED = re.compile(
    r"(?i)(?:\b(?:sections?|clauses?|cl\.?|paragraphs?|paras?\.?|sub-?sections?|parts?)|§)\s*"
    r"(?:\d[\d.]*\s*(?:,|and|&|or|to|-|–)\s*)*$"
)


def _refers(line: str) -> bool:
    """A line that begins with a reference and goes on: "Appendix 2 sets out the codes." """
    named = _NAMED.match(line)
    return bool(named) and bool(
        re.match(r",?\s+[a-z]|\)|\s+(?:and|&)\s", line[named.end() :] if named else "")
    )


def _lines(block: Block) -> Iterator[str]:
    yield from block.text.splitlines()
    for row in block.rows:
        for cell in row:
            for inner in cell.blocks:
                yield from f"{inner.number} {inner.text}".strip().splitlines()


def _kind(word: str) -> str:
    return _KINDS.get(word.lower(), word.lower())


def _named(block: Block) -> tuple[str, str, str] | None:
    """Kind, label and title of a heading that has a number, apart from its words or not."""
    number, text = block.number, " ".join(block.text.split())
    if found := _NAMED.match(number or text):
        title = text if number else text[found.end() :].strip(" :.–-")
        if number or not title or _TITLE.match(text, found.end()):
            return _kind(found["kind"]), found["label"].lower(), title
    if number:
        found = _DECIMAL.fullmatch(number.strip("().: "))
        return ("section", found[1], text) if found else None
    found = _NUMBERED.match(text)
    return ("section", found[1], text[found.end() :]) if found else None


def _parts(blocks: tuple[Block, ...]) -> Iterator[Part]:
    headings = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    for index in headings:
        block = blocks[index]
        if named := _named(block):
            kind, label, title = named
            later = headings[bisect_right(headings, index) :]
            after = next((n for n in later if not _under(blocks[n], block, label)), len(blocks))
            yield Part(kind, label, title, block, index + 1, after)


def _under(block: Block, over: Block, label: str) -> bool:
    """A heading belongs to one above it: it is of a lower rank, or its number begins with that one's."""
    own = (_named(block) or ("", "", ""))[1]
    return own.startswith(f"{label}.") or (block.level > over.level and own != label)
