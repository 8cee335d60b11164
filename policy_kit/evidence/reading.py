"""A document as it is searched for evidence: its passages, sentences and words.

A set of sentences is an integer with one bit for each of them: to search is then to combine a few integers.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import accumulate, pairwise
from operator import or_
from typing import Any, NamedTuple, TypeVar

from policy_kit import lexicon
from policy_kit.evidence.cutting import Heading, Passage
from policy_kit.model import Document, Place

_BRIEF = 12
_LABEL_WORDS = 3
_STRETCH = (1 << 256) - 1

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

Sentences = int
"""A set of sentences: bit n stands for sentence n."""


class Typed(NamedTuple):
    """A typed token in a sentence."""

    kind: str
    first: int
    after: int
    """The words from `first` up to, not including, `after`."""
    text: str


@dataclass(slots=True)
class Sentence:
    passage: int
    start: int
    end: int
    """Offsets in the text of the passage."""


class _Holding(dict[str, Sentences]):
    """Word, `word*` or typed token → the sentences that have it."""

    def __init__(self, reading: "Reading") -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, term: str) -> Sentences:
        flags = bytearray(len(self._reading.sentences) // 8 + 1)
        for word in self._reading.fitting(term):
            for number in self._reading.postings[word]:
                flags[number >> 3] |= 1 << (number & 7)
        self[term] = found = int.from_bytes(flags, "little")
        return found


@dataclass
class Reading:
    """Everything that predicates ask of a document; `memo` keeps what a pattern has been found to be."""

    document: Document
    passages: list[Passage]
    """Those of the text; after them the headings and the heads of tables, each read as if it were a passage."""
    headings: list[Heading] = field(default_factory=list)
    texts: int = 0
    """How many passages are text."""
    sentences: list[Sentence] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The words of each sentence, with a space before each and at the end."""
    postings: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Word or typed token → the sentence of each time that it is said."""
    typed: dict[int, list[Typed]] = field(default_factory=lambda: defaultdict(list))
    """Sentence → its typed tokens."""
    usable: Sentences = 0
    """All but the questions, which say nothing, and the sentences that still have to be filled in."""
    memo: dict[object, Any] = field(default_factory=dict)
    standing: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.holding = _Holding(self)

    def fitting(self, term: str) -> list[str]:
        """The words of the document that a term stands for."""
        if not term.endswith("*"):
            return [term] if term in self.postings else []
        words, stem = self.vocabulary, term[:-1]
        first = bisect_left(words, stem)
        return words[first : bisect_left(words, stem + "\uffff", first)]

    @cached_property
    def vocabulary(self) -> list[str]:
        return sorted(self.postings)

    @cached_property
    def length(self) -> int:
        """How many words a document has."""
        return sum(self.lines[number].count(" ") - 1 for number in bits(self.body))

    @cached_property
    def body(self) -> Sentences:
        """The sentences of the text."""
        return together(range(self._first(self.texts)))

    @cached_property
    def titles(self) -> Sentences:
        """The headings."""
        return together(range(self._first(self.texts), self._first(self.texts + len(self.headings))))

    @cached_property
    def heads(self) -> Sentences:
        """The heads of the columns and rows of tables."""
        return together(range(len(self.sentences))) & ~self.body & ~self.titles

    def _first(self, passage: int) -> int:
        return self.of_passage[passage].start if passage < len(self.passages) else len(self.sentences)

    def heading_of(self, title: int) -> int:
        """The heading that a sentence of the titles is."""
        return self.sentences[title].passage - self.texts

    @cached_property
    def of_passage(self) -> list[range]:
        """Passage → its sentences."""
        lengths = [0] * len(self.passages)
        for sentence in self.sentences:
            lengths[sentence.passage] += 1
        ends = list(accumulate(lengths, initial=0))
        return [range(start, end) for start, end in pairwise(ends)]

    @cached_property
    def under(self) -> list[Sentences]:
        """Heading → the sentences directly or indirectly under it."""
        found = [0] * len(self.headings)
        for passage, own in zip(self.passages, self.of_passage, strict=True):
            if passage.section >= 0:
                found[passage.section] |= together(own)
        for number in range(len(found) - 1, -1, -1):
            if self.headings[number].above >= 0:
                found[self.headings[number].above] |= found[number]
        return found

    @cached_property
    def homeless(self) -> Sentences:
        """The sentences under no heading."""
        return self.body & ~reduce(or_, self.under, 0)

    @cached_property
    def telling(self) -> Sentences:
        """The sentences of passages that are more than labels."""
        told = zip(self.passages, self.of_passage, strict=True)
        return sum(together(own) for passage, own in told if len(passage.text.split()) > _LABEL_WORDS)

    @cached_property
    def headed(self) -> Mapping[str, Sentences]:
        """The head of a column or row → the sentences below or beside it."""
        found: dict[str, Sentences] = defaultdict(int)
        for passage, own in zip(self.passages, self.of_passage, strict=True):
            for head in passage.heads:
                found[head] |= together(own)
        return found

    @cached_property
    def led(self) -> dict[int, Sentences]:
        """The last sentence of a passage → those of the passages that it leads into, near or far."""
        found = [0] * len(self.passages)
        for number in range(len(found) - 1, -1, -1):
            lead = self.passages[number].lead
            if lead is not None:
                found[lead] |= found[number] | together(self.of_passage[number])
        return {own[-1]: led for own, led in zip(self.of_passage, found, strict=True) if led}

    @cached_property
    def leading(self) -> Sentences:
        return sum(1 << sentence for sentence in self.led)

    @cached_property
    def lengths(self) -> list[int]:
        """How many words each passage of the text has that are not common ones."""
        lengths = [0] * len(self.passages)
        for sentence, line in zip(self.sentences, self.lines, strict=True):
            lengths[sentence.passage] += line.count(" ") - 1
        for word in lexicon.words("common"):
            for number in self.postings.get(word, ()):
                lengths[self.sentences[number].passage] -= 1
        return lengths[: self.texts]

    def order(self, number: int) -> tuple[bool, int, int]:
        """Which of two sentences is the better quote: one that does not only lead into a list, then the shorter."""
        one = self.sentences[number]
        length = one.end - one.start
        leads = self.passages[one.passage].text[: one.end].rstrip().endswith(":") or length < _BRIEF
        return leads, length, number

    def quote(self, sentence: int) -> tuple[str, Place]:
        """The words of a sentence, and where they stand."""
        one = self.sentences[sentence]
        passage = self.passages[one.passage]
        return passage.text[one.start : one.end].strip(), passage.at(one.start)


def once(find: Callable[[Asked, Reading], Answer]) -> Callable[[Asked, Reading], Answer]:
    """A question that many lines ask of a document is answered once."""

    def found(asked: Asked, reading: Reading) -> Answer:
        key = (find, asked)
        if key not in reading.memo:
            reading.memo[key] = find(asked, reading)
        answer: Answer = reading.memo[key]
        return answer

    return found


def together(run: range) -> Sentences:
    """Sentences that follow each other."""
    return (1 << run.stop) - (1 << run.start)


def bits(found: Sentences) -> Iterator[int]:
    """The sentences of a set, in reading order. By stretches: a long integer is slow to take a bit from."""
    first = 0
    while found:
        stretch = found & _STRETCH
        while stretch:
            lowest = stretch & -stretch
            yield first + lowest.bit_length() - 1
            stretch ^= lowest
        found >>= _STRETCH.bit_length()
        first += _STRETCH.bit_length()
