"""What a fault is looked for in, and what is said when one is found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy_kit.evidence import Reading, tokens
from policy_kit.evidence.passages import matching, under
from policy_kit.evidence.patterns import any_of, sentences
from policy_kit.evidence.reading import Sentences, bits, together
from policy_kit.evidence.scene import quoted
from policy_kit.law import Law
from policy_kit.model import Evidence

_LONGEST = 240
_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Matter:
    """A document that was read, and the law of the day by which it is judged (`law.on`)."""

    reading: Reading
    law: Law
    around: Callable[[], Reading] | None = None
    """Reads the document that `reading` is a part of, once somebody asks."""

    @property
    def whole(self) -> Reading:
        """Where sections and appendices are looked up: the document itself, or that which a policy file makes."""
        return self.around() if self.around else self.reading

    @property
    def everything(self) -> Sentences:
        """The sentences of the text and the headings."""
        return self.reading.body | self.reading.titles

    def sentences(self, clause: Mapping[str, Any]) -> Iterator[int]:
        """The sentences that fit a clause (evidence/passages.py), in reading order. A clause about faults may also have

        said: [A]          A is said in the sentence, closely before it, or in a heading above
        unless_above: [A]  A is not said closely before it
        """
        among = self.everything
        for pattern in clause.get("said", ()):
            hits = sentences(pattern, self.reading)
            among &= hits | self._after(hits) | under(pattern, self.reading)
        for pattern in clause.get("unless_above", ()):
            among &= ~self._after(sentences(pattern, self.reading))
        yield from sorted(set(matching(clause, self.reading, among)))

    def has(self, patterns: Iterable[str], sentence: int) -> bool:
        """A sentence says one of these."""
        return bool(any_of(patterns, self.reading) >> sentence & 1)

    def says(self, pattern: str) -> bool:
        """The document says this anywhere."""
        return bool(sentences(pattern, self.reading) & self.everything)

    def _after(self, hits: Sentences) -> Sentences:
        """The sentences that follow closely on some: in the same few passages, under the same heading."""
        reading, found = self.reading, 0
        for number in bits(hits & reading.body):
            passage = reading.sentences[number].passage
            for below in range(passage, min(passage + _CLOSE + 1, reading.texts)):
                if reading.passages[below].section == reading.passages[passage].section:
                    found |= together(reading.of_passage[below])
        return found

    def quote(self, sentence: int, words: str = "") -> Evidence:
        """A sentence as evidence, with its place; or, where `words` of it are what is wrong, the place of these."""
        text, place = self.reading.quote(sentence)
        one = self.reading.sentences[sentence]
        passage = self.reading.passages[one.passage]
        at = passage.text.find(words, one.start, one.end) if words else -1
        return Evidence(quoted(text, _LONGEST), passage.at(at) if at >= 0 else place)

    def quote_at(self, sentence: int, word: int) -> Evidence:
        """A sentence as evidence, with the place of one of its words: a long one runs over many lines."""
        one = self.reading.sentences[sentence]
        passage = self.reading.passages[one.passage]
        starts = tokens.starts(tokens.fold(passage.text[one.start : one.end]))
        place = passage.at(one.start + (starts[word] if word < len(starts) else 0))
        return Evidence(self.quote(sentence).quote, place)


@dataclass(frozen=True, slots=True)
class Hit:
    """One fault: where it stands, what is wrong in a few plain words, and what is to be put instead."""

    evidence: tuple[Evidence, ...]
    told: str = ""
    """Follows what the rule says, after a colon: "£60 (since 19 August 2024 it is £80)"."""
    instead: str = ""
    """Fills `{instead}` in the rule's advice, or is the advice where the rule has none."""
    reference: str = ""
    """The source of this one, where it is not the rule's."""
