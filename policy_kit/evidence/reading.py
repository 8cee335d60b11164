"""A document read for evidence: its passages cut into sentences and words, indexed once.

A passage is a paragraph, an item of a list, a cell or a row of a table. What is not evidence is left out: headings,
contents pages, running heads. What a passage stands under (headings, the words that lead into a list, the heads of a
table) is its context.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.model import Block, Cell, Document, Place

_ABBREVIATIONS = re.compile(
    r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|no|approx|inc|rev|revd|fr|p|a\.m|p\.m|cl|para|yr|vs)\.$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£•])")

_LABEL_WORDS = 10
_SHORT_ROW = 240


@dataclass(slots=True)
class Passage:
    """A block, or a row of a table, with its context."""

    text: str
    block: Block
    section: int
    """The heading that it stands under, by number."""
    trail: str
    lead: int | None = None
    """The passage that leads into this one ("Parents should:"), or the item above it."""
    place: Place | None = None
    heads: tuple[str, ...] = ()
    """In a table: the head of its column and of its row."""

    def at(self, offset: int) -> Place:
        return self.block.place_at(offset) or self.place or Place("")


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    sentence: int
    start: int
    end: int
    """Offsets in the text of the passage."""


@dataclass(slots=True)
class Sentence:
    passage: int
    start: int
    end: int
    usable: bool = True
    """False for a sentence that still has to be filled in."""


@dataclass
class Reading:
    """Everything that predicates ask of a document; `memo` keeps what a pattern has been found to be."""

    document: Document
    passages: list[Passage] = field(default_factory=list)
    headings: list[tuple[Block, int, str]] = field(default_factory=list)
    """Each heading with the number of the heading above it (-1: none) and its trail."""
    sentences: list[Sentence] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    memo: dict[object, object] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> list[str]:
        return sorted(self.postings)

    @cached_property
    def under(self) -> Mapping[int, list[int]]:
        """Heading → the passages directly or indirectly under it."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            section = passage.section
            while section >= 0:
                found[section].append(number)
                section = self.headings[section][1]
        return found

    @cached_property
    def titles(self) -> "Reading":
        """The headings, read as if each were a passage."""
        titles = Reading(self.document)
        for block, _, _ in self.headings:
            _cut(Passage(block.text, block, -1, ""), titles)
        _post(titles)
        return titles

    @cached_property
    def title_of(self) -> list[int]:
        """Sentence of `titles` → heading."""
        return [sentence.passage for sentence in self.titles.sentences]

    @cached_property
    def of_passage(self) -> list[range]:
        """Passage → its sentences."""
        ends: list[int] = [0] * (len(self.passages) + 1)
        for sentence in self.sentences:
            ends[sentence.passage + 1] += 1
        for index in range(1, len(ends)):
            ends[index] += ends[index - 1]
        return [range(ends[i], ends[i + 1]) for i in range(len(self.passages))]

    @cached_property
    def dependents(self) -> Mapping[int, list[int]]:
        """Passage → the passages that it leads into, near or far."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            lead = passage.lead
            while lead is not None:
                found[lead].append(number)
                lead = self.passages[lead].lead
        return found

    def quote(self, sentence: int) -> tuple[str, Place]:
        """The words of a sentence, and where they stand."""
        one = self.sentences[sentence]
        passage = self.passages[one.passage]
        return passage.text[one.start : one.end].strip(), passage.at(one.start)


def read(document: Document) -> Reading:
    """Index a document for searching."""
    reading = Reading(document)
    for passage in _passages(document.blocks, reading):
        _cut(passage, reading)
    _post(reading)
    return reading


def _post(reading: Reading) -> None:
    for index, token in enumerate(reading.tokens):
        reading.postings[token.word].append(index)


def _passages(blocks: tuple[Block, ...], reading: Reading) -> Iterator[Passage]:
    section, trail = -1, ""
    leads: list[tuple[int, int]] = []  # (depth, passage) of what leads into the next items
    for block in blocks:
        if block.kind == "heading":
            section = _heading(block, section, reading)
            trail, leads = reading.headings[section][2], []
        elif block.kind == "table":
            leads = [(d, p) for d, p in leads if d == 0]
            yield from _rows(block, section, trail, leads[-1][1] if leads else None, reading)
        elif block.kind in ("paragraph", "item", "quote", "code") and block.text.strip():
            depth = block.level if block.kind == "item" else 0
            leads = [(d, p) for d, p in leads if d < max(depth, 1)] if depth else []
            number = len(reading.passages)
            yield Passage(block.text, block, section, trail, leads[-1][1] if leads else None, block.place)
            if depth or block.text.rstrip(" *_").endswith((":", "-", "–", "to", "…")):
                leads.append((depth, number))


def _heading(block: Block, section: int, reading: Reading) -> int:
    while section >= 0 and reading.headings[section][0].level >= block.level:
        section = reading.headings[section][1]
    above = reading.headings[section][2] if section >= 0 else ""
    own = f"{block.number} {block.text}".strip()
    shown = own if block.text != reading.document.title else ""
    reading.headings.append((block, section, " › ".join(part for part in (above, shown) if part)))
    return len(reading.headings) - 1


def _rows(table: Block, section: int, trail: str, lead: int | None, reading: Reading) -> Iterator[Passage]:
    """A short row is one passage, each cell with the head of its column; of a long one each cell is its own."""
    heads = [cell.text.strip() for cell in table.rows[0]] if table.header_rows and table.rows else []
    for row in table.rows[table.header_rows :]:
        label = row[0].text.strip() if len(row) > 1 and len(row[0].text.split()) <= _LABEL_WORDS else ""
        cells = [(heads[column] if column < len(heads) else "", cell) for column, cell in enumerate(row)]
        place = next((b.place for cell in row for b in cell.blocks if b.place), table.place)
        if sum(len(cell.text) for cell in row) <= _SHORT_ROW:
            parts = [
                f"{head}: {_flat(cell)}" if head and head != cell.text else _flat(cell)
                for head, cell in cells
                if cell.text.strip()
            ]
            if parts:
                block = Block("paragraph", place=place)
                yield Passage(" | ".join(parts), block, section, trail, lead, place, (label,))
            continue
        above = lead
        if label:
            above = len(reading.passages)
            yield Passage(label, Block("paragraph", place=place), section, trail, lead, place)
        for head, cell in cells[1 if label else 0 :]:
            first = len(reading.passages)
            for number, inner in enumerate(block for block in cell.blocks if block.text.strip()):
                text = f"{head} {inner.text}" if head.endswith(":") and not number else inner.text
                ledby = first if number and cell.blocks[0].text.rstrip().endswith(":") else above
                yield Passage(text, inner, section, trail, ledby, inner.place or place, (head, label))


def _flat(cell: Cell) -> str:
    return " ; ".join(inner.text for inner in cell.blocks if inner.text)


def _cut(passage: Passage, reading: Reading) -> None:
    number = len(reading.passages)
    reading.passages.append(passage)
    words = tokens.words(passage.text)
    cuts = list(_sentences(passage.text))
    starts = [start for start, _ in cuts]
    first = len(reading.sentences)
    for start, end in cuts:
        usable = not lexicon.has_placeholder(
            passage.text[start:end].strip(" .")
        )  # dots lead from a label to its value
        reading.sentences.append(Sentence(number, start, end, usable))
    for word, start, end in words:
        reading.tokens.append(Token(word, first + bisect_right(starts, start) - 1, start, end))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _ENDS.finditer(text):
        if not _ABBREVIATIONS.search(text[start : found.start()]):
            yield start, found.start()
            start = found.end()
    yield start, len(text)
