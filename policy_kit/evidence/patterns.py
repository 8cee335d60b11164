"""Patterns of words: alternatives, phrases, `word*`, typed tokens, gaps and the synonyms of the lexicon.

@headteacher | the head        one of these
first day                      a phrase, words side by side
regist* .. clos*               with up to five words between
<time>                         a typed token, see tokens.py
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.evidence.reading import Reading, Sentences, Typed, bits

Span = tuple[int, int]
"""The words of a sentence from the first up to, not including, the second."""

_GAP = ".."
_WIDEST_GAP = 5
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """One alternative of a pattern."""

    terms: tuple[str, ...]
    gaps: tuple[int, ...]
    """The most words that may stand before each term."""
    needle: str
    """What a line must hold; "" where that cannot be said in one piece."""


def sentences(pattern: str, reading: Reading) -> Sentences:
    """The sentences in which a pattern matches, looked up once."""
    known = reading.memo.get(pattern)
    if known is None:
        single, phrases = alternatives(pattern)
        known = 0
        for term in single:
            known |= reading.holding[term]
        for phrase in phrases:
            known |= _having(phrase, reading)
        reading.memo[pattern] = known
    return known


def spans(pattern: str, sentence: int, reading: Reading) -> list[Span]:
    """Every match of a pattern in one sentence, in order."""
    line, typed = reading.lines[sentence], reading.typed.get(sentence, ())
    words, standing = line.split(), _standing(pattern, reading)
    found = {(index, index + 1) for index, word in enumerate(words) if word in standing}
    found.update((one.first, one.after) for one in typed if one.kind in standing)
    for phrase in alternatives(pattern)[1]:
        if phrase.needle in line:
            found.update(_matches(phrase, words, typed))
    return sorted(found)


def _standing(pattern: str, reading: Reading) -> frozenset[str]:
    """The words of the document, and the typed tokens, that a pattern of one term stands for."""
    known = reading.standing.get(pattern)
    if known is None:
        known = frozenset(word for term in alternatives(pattern)[0] for word in reading.fitting(term))
        reading.standing[pattern] = known
    return known


def count(pattern: str, reading: Reading) -> int:
    """How often a pattern matches in a document."""
    longer = {
        (sentence, span)
        for phrase in alternatives(pattern)[1]
        for sentence in bits(_having(phrase, reading))
        for span in _matches(phrase, reading.lines[sentence].split(), reading.typed.get(sentence, ()))
    }
    return sum(len(reading.postings[word]) for word in _standing(pattern, reading)) + len(longer)


@lru_cache(maxsize=_MOST_KNOWN)
def alternatives(pattern: str) -> tuple[tuple[str, ...], tuple[Phrase, ...]]:
    """The alternatives of a pattern, synonyms of the lexicon written out: those of one term, and the phrases."""
    written = (words for part in pattern.split("|") for words in _written_out(tuple(part.split())))
    phrases = dict.fromkeys(_phrase(words) for words in written)
    return (
        tuple(phrase.terms[0] for phrase in phrases if len(phrase.terms) == 1),
        tuple(phrase for phrase in phrases if len(phrase.terms) > 1),
    )


def _written_out(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for index, word in enumerate(words):
        if word.startswith("@"):
            for synonym in lexicon.words(word[1:]):
                yield from _written_out((*words[:index], *synonym.split(), *words[index + 1 :]))
            return
    yield words


def _phrase(words: tuple[str, ...]) -> Phrase:
    terms, gaps, gap = [], [], 0
    for word in words:
        if word == _GAP:
            gap = _WIDEST_GAP
            continue
        for part in _parts(word):
            terms.append(part)
            gaps.append(gap)
            gap = 0
    plain = not any(gaps) and not any(term.startswith("<") for term in terms)
    plain = plain and not any(term.endswith("*") for term in terms[:-1])
    needle = f" {' '.join(terms)} ".replace("* ", "") if plain else ""
    return Phrase(tuple(terms), tuple(gaps), needle)


def _parts(word: str) -> list[str]:
    """A word as the document's own text is cut: "e-mail" is two."""
    if word.startswith("<"):
        return [word]
    parts = tokens.words(tokens.fold(word))
    if not parts:
        return [word]
    return [*parts[:-1], parts[-1] + "*"] if word.endswith("*") else parts


def _having(phrase: Phrase, reading: Reading) -> Sentences:
    possible = reading.usable | ~reading.usable
    for term in phrase.terms:
        possible &= reading.holding[term]
        if not possible:
            return 0
    found, lines = 0, reading.lines
    for sentence in bits(possible):
        if (
            phrase.needle in lines[sentence]
            if phrase.needle
            else any(_matches(phrase, lines[sentence].split(), reading.typed.get(sentence, ())))
        ):
            found |= 1 << sentence
    return found


def _matches(phrase: Phrase, words: list[str], typed: Sequence[Typed]) -> Iterator[Span]:
    for start, after in _places(phrase.terms[0], 0, len(words), words, typed):
        for end in _ends(phrase, 1, after, words, typed):
            yield start, end


def _ends(phrase: Phrase, index: int, at: int, words: list[str], typed: Sequence[Typed]) -> Iterator[int]:
    if index == len(phrase.terms):
        yield at
        return
    for _, after in _places(phrase.terms[index], at, at + phrase.gaps[index], words, typed):
        yield from _ends(phrase, index + 1, after, words, typed)


def _places(term: str, first: int, last: int, words: list[str], typed: Sequence[Typed]) -> Iterator[Span]:
    """Where a term stands that begins between two words."""
    if term.startswith("<"):
        yield from ((t.first, t.after) for t in typed if t.kind == term and first <= t.first <= last)
        return
    stem = term.removesuffix("*")
    for index in range(first, min(last + 1, len(words))):
        if words[index].startswith(stem) if stem != term else words[index] == term:
            yield index, index + 1
