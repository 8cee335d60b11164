"""Patterns of words: alternatives, phrases, `word*`, typed tokens, gaps and the synonyms of the lexicon.

@headteacher | the head        one of these
first day                      a phrase, words side by side
regist* .. clos*               with up to five words between
<time>                         a typed token, see tokens.py
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from policy_kit import lexicon
from policy_kit.evidence.reading import Reading

Span = tuple[int, int]
"""First and last token of a match."""

_GAP = ".."
_WIDEST_GAP = 5


def spans(pattern: str, reading: Reading) -> list[Span]:
    """Every match of a pattern in a document, looked up once."""
    known = reading.memo.get(pattern)
    if known is None:
        known = sorted({span for phrase in phrases(pattern) for span in _matches(phrase, reading)})
        reading.memo[pattern] = known
    return known  # type: ignore[return-value]  # the memo holds answers of several kinds


def sentences(pattern: str, reading: Reading) -> set[int]:
    """The sentences in which a pattern matches."""
    key = ("sentences", pattern)
    known = reading.memo.get(key)
    if known is None:
        known = {reading.tokens[start].sentence for start, _ in spans(pattern, reading)}
        reading.memo[key] = known
    return known  # type: ignore[return-value]


@cache
def phrases(pattern: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a pattern, each as its words; synonyms of the lexicon written out."""
    return tuple(phrase for part in pattern.split("|") for phrase in _written_out(tuple(part.split())))


def _written_out(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for index, word in enumerate(words):
        if word.startswith("@"):
            for synonym in lexicon.words(word[1:]):
                yield from _written_out((*words[:index], *synonym.lower().split(), *words[index + 1 :]))
            return
    yield tuple(part for word in words for part in _parts(word.lower()))


def _parts(word: str) -> list[str]:
    """A word as the document's own text is cut: "e-mail" is two."""
    if word == _GAP or word.startswith("<"):
        return [word]
    return [part for part in word.replace("-", " ").replace("/", " ").split() if part]


def _matches(phrase: tuple[str, ...], reading: Reading) -> Iterator[Span]:
    for start in _postings(phrase[0], reading):
        for end in _ends(phrase, 1, start, reading):
            yield start, end


def _ends(phrase: tuple[str, ...], index: int, last: int, reading: Reading) -> Iterator[int]:
    if index == len(phrase):
        yield last
        return
    gap = phrase[index] == _GAP
    wanted = phrase[index + gap]
    for token in _following(last, _WIDEST_GAP if gap else 0, reading):
        if _fits(reading.tokens[token].word, wanted):
            yield from _ends(phrase, index + 1 + gap, token, reading)


def _following(last: int, gap: int, reading: Reading) -> Iterator[int]:
    """The tokens that come next in the sentence, leaving out up to `gap` words."""
    tokens = reading.tokens
    end, sentence = tokens[last].end, tokens[last].sentence
    passed, index = 0, last + 1
    while index < len(tokens) and tokens[index].sentence == sentence and passed <= gap:
        token = tokens[index]
        if token.start >= end:
            yield index
            if not token.word.startswith("<"):
                passed += 1
        index += 1


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _postings(wanted: str, reading: Reading) -> list[int]:
    if not wanted.endswith("*"):
        return reading.postings.get(wanted, [])
    stem, words = wanted[:-1], reading.vocabulary
    found: list[int] = []
    for index in range(bisect_left(words, stem), len(words)):
        if not words[index].startswith(stem):
            break
        found += reading.postings[words[index]]
    return found
