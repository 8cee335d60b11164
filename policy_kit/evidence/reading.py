"""A document read for evidence: its passages cut into sentences and words, indexed once.

A set of sentences is an integer with one bit for each of them: to search is then to combine a few integers.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import accumulate, pairwise
from operator import itemgetter, or_
from typing import NamedTuple

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.evidence.cutting import Heading, Passage, cut
from policy_kit.model import Block, Document, Place

_ABBREVIATIONS = re.compile(
    r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|no|approx|inc|rev|revd|fr|p|a\.m|p\.m|cl|para|yr|vs)\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_INITIAL = re.compile(r"\b[A-Z]\.$")
_ENDS = re.compile(rf"{tokens.BREAK}|\s;\s|[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£•])")
_BRIEF = 12
_CLOSING = ' *_"”’'
_FEW_WORDS = 8
_LABEL_WORDS = 3
_NO_SECTION = -2

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
        found = 0
        for word in self._reading.fitting(term):
            for sentence in self._reading.postings[word]:
                found |= 1 << sentence
        self[term] = found
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
    memo: dict[object, Sentences] = field(default_factory=dict)
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


def together(run: range) -> Sentences:
    """Sentences that follow each other."""
    return (1 << run.stop) - (1 << run.start)


def bits(found: Sentences) -> Iterator[int]:
    """The sentences of a set, in reading order."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def read(document: Document) -> Reading:
    """Index a document for searching."""
    cuttings = cut(document)
    texts = cuttings.passages
    titles = [Passage(heading.block.text, heading.block, _NO_SECTION) for heading in cuttings.headings]
    heads = dict.fromkeys(head for passage in texts for head in passage.heads if head)
    beside = [Passage(head, Block("paragraph"), _NO_SECTION) for head in heads]
    reading = Reading(document, [*texts, *titles, *beside], cuttings.headings, len(texts))
    if reading.passages:
        text = tokens.BREAK.join(passage.text.replace(tokens.BREAK, " ") for passage in reading.passages)
        folded = tokens.fold(text)
        stretches = list(_stretches(text, reading))
        _say(folded, stretches, reading)
        _type(text, folded, stretches, reading)
        reading.usable = reading.body & ~_unfilled(text, stretches, reading)
    return reading


def _stretches(text: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Cut the passages, which stand in one text, into sentences: the offsets of each in that text."""
    passage = first = start = 0
    for found in (*_ENDS.finditer(text), None):
        at = found.start() if found else len(text)
        passes = found is None or text[at] == tokens.BREAK
        end = at if passes else at + 1
        if passes or not _goes_on(text, max(start, end - _LONGEST_ABBREVIATION), end):
            reading.sentences.append(Sentence(passage, start - first, end - first))
            yield start, end
            start = found.end() if found else end
            if passes:
                passage, first = passage + 1, start


def _goes_on(text: str, start: int, end: int) -> bool:
    """The full stop belongs to an abbreviation, or to the initial of a name."""
    return bool(_ABBREVIATIONS.search(text, start, end) or _INITIAL.search(text, start, end))


def _say(folded: str, stretches: list[tuple[int, int]], reading: Reading) -> None:
    lines, postings = reading.lines, reading.postings
    for number, (start, end) in enumerate(stretches):
        words = tokens.words(folded[start:end])
        lines.append(f" {' '.join(words)} " if words else " ")
        for word in words:
            postings[word].append(number)


def _type(text: str, folded: str, stretches: list[tuple[int, int]], reading: Reading) -> None:
    told = {number for word in tokens.OPENERS for number in reading.postings.get(word, ())}
    starts = [start for start, _ in stretches]
    found = [*tokens.typed(folded, [stretches[number] for number in told]), *tokens.names(text)]
    for kind, start, end in sorted(found, key=itemgetter(1)):
        number = bisect_right(starts, start) - 1
        first = len(tokens.words(folded[starts[number] : start]))
        after = first + len(tokens.words(folded[start:end]))
        reading.typed[number].append(Typed(kind, first, after, text[start:end]))
        reading.postings[kind].append(number)


def _unfilled(text: str, stretches: list[tuple[int, int]], reading: Reading) -> Sentences:
    """The sentences that ask, are nothing but a placeholder, or still hold one."""
    doubtful, found = lexicon.has_placeholder(text), 0
    for number, (start, end) in enumerate(stretches):
        if text[start:end].rstrip(_CLOSING).endswith("?"):
            found |= 1 << number
        if doubtful or reading.lines[number].count(" ") <= _FEW_WORDS:
            sentence = text[start:end].strip(" .")  # dots lead from a label to its value
            found |= lexicon.has_placeholder(sentence) << number
    return found
