"""Patterns of words: alternatives, phrases, `word*`, typed tokens, gaps and the synonyms of the lexicon.

@headteacher | the head        one of these
first day                      a phrase, words side by side
regist* .. clos*               with up to five words between
<time>                         a typed token, see tokens.py
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.evidence.reading import Reading, Sentences, Typed, bits

Span = tuple[int, int]
"""The words of a sentence from the first up to, not including, the second."""

_GAP = ".."
_WIDEST_GAP = 5
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One alternative of a pattern."""

    terms: tuple[str, ...]
    gaps: tuple[int, ...]
    """The most words that may stand before each term."""
    pieces: tuple[tuple[int, str], ...]
    """What must stand in a line, each after a gap at the most so wide; none for a phrase with typed tokens."""


def sentences(pattern: str, reading: Reading) -> Sentences:
    """The sentences in which a pattern matches, looked up once."""
    known = reading.memo.get(pattern)
    if known is None:
        single, phrases = alternatives(pattern)
        known = 0
        for term in single:
            known |= reading.holding[term]
        for phrase in phrases:
            having = reading.memo.get(phrase)
            if having is None:
                having = reading.memo[phrase] = _having(phrase, reading)
            known |= having
        reading.memo[pattern] = known
    return known


def any_of(patterns: Iterable[str], reading: Reading) -> Sentences:
    """The sentences in which at least one of these patterns matches."""
    found = 0
    for pattern in patterns:
        found |= sentences(pattern, reading)
    return found


def spans(pattern: str, sentence: int, reading: Reading) -> list[Span]:
    """Every match of a pattern in one sentence, in order."""
    line, typed = reading.lines[sentence], reading.typed.get(sentence, ())
    words, standing = line.split(), _standing(pattern, reading)
    found = {(index, index + 1) for index, word in enumerate(words) if word in standing}
    found.update((one.first, one.after) for one in typed if one.kind in standing)
    for phrase in alternatives(pattern)[1]:
        if all(piece in line for _, piece in phrase.pieces):
            found.update(_matches(phrase, words, typed))
    return sorted(found)


def _standing(pattern: str, reading: Reading) -> frozenset[str]:
    """The words of the document, and the typed tokens, that a pattern of one term stands for."""
    known = reading.standing.get(pattern)
    if known is None:
        known = frozenset(word for term in alternatives(pattern)[0] for word in reading.fitting(term))
        reading.standing[pattern] = known
    return known


def count(pattern: str, reading: Reading, among: Sentences) -> int:
    """How often a pattern matches in some sentences."""
    single = (number for word in _standing(pattern, reading) for number in reading.postings[word])
    longer = {
        (sentence, span)
        for phrase in alternatives(pattern)[1]
        for sentence in bits(_having(phrase, reading) & among)
        for span in _matches(phrase, reading.lines[sentence].split(), reading.typed.get(sentence, ()))
    }
    return sum(among >> number & 1 for number in single) + len(longer)


@lru_cache(maxsize=_MOST_KNOWN)
def alternatives(pattern: str) -> tuple[tuple[str, ...], tuple[Phrase, ...]]:
    """The alternatives of a pattern, synonyms of the lexicon written out: those of one term, and the phrases."""
    written = (words for part in pattern.split("|") for words in _written_out(tuple(part.split())))
    phrases = [_phrase(words) for words in dict.fromkeys(written)]
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


@lru_cache(maxsize=_MOST_KNOWN)
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
    return Phrase(tuple(terms), tuple(gaps), tuple(_pieces(terms, gaps)))


def _pieces(terms: list[str], gaps: list[int]) -> Iterator[tuple[int, str]]:
    if any(term.startswith("<") for term in terms):
        return
    starts = [i for i in range(len(terms)) if not i or gaps[i] or terms[i - 1].endswith("*")]
    for start, end in pairwise([*starts, len(terms)]):
        yield gaps[start], f" {' '.join(terms[start:end])} ".replace("* ", "")


def _parts(word: str) -> list[str]:
    """A word as the document's own text is cut: "e-mail" is two."""
    if word.startswith("<"):
        return [word]
    parts = tokens.words(tokens.fold(word))
    if not parts:
        return [word]
    return [*parts[:-1], parts[-1] + "*"] if word.endswith("*") else parts


def _having(phrase: Phrase, reading: Reading) -> Sentences:
    possible = -1
    for term in phrase.terms:
        possible &= reading.holding[term]
        if not possible:
            return 0
    found, lines, pieces = 0, reading.lines, phrase.pieces
    for number in bits(possible):
        if len(pieces) == 1:
            has = pieces[0][1] in lines[number]
        elif pieces:
            has = _stands(pieces, 0, lines[number], 0)
        else:
            has = any(_matches(phrase, lines[number].split(), reading.typed.get(number, ())))
        if has:
            found |= 1 << number
    return found


def _stands(pieces: tuple[tuple[int, str], ...], index: int, line: str, at: int) -> bool:
    """From a piece on, all stand in a line; as many words are between two of them as there are spaces."""
    gap, piece = pieces[index]
    start = line.find(piece, at)
    while start >= 0 and (not index or line.count(" ", at, start) <= gap):
        after = line.find(" ", start + len(piece) - 1)
        if index + 1 == len(pieces) or _stands(pieces, index + 1, line, after):
            return True
        start = line.find(piece, start + 1)
    return False


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
