"""The passage that comes nearest to what was looked for in vain: BM25 over the passages of a document."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from policy_kit import lexicon
from policy_kit.evidence.reading import Reading, once
from policy_kit.evidence.scene import quoted
from policy_kit.evidence.tokens import fold, words
from policy_kit.model import Evidence

_K1, _B = 1.2, 0.75
_LEAST_WORDS = 2
_LEAST_STEM = 4


def nearest(wanted: Iterable[str], reading: Reading) -> Evidence | None:
    """The passage nearest to these words; None if none has at least two of them."""
    told = dict.fromkeys(word for text in wanted for word in words(fold(text)) if word not in _common())
    counts = {term: _counts(term, reading) for term in dict.fromkeys(stem(word) for word in told)}
    shared = Counter(number for count in counts.values() for number in count)
    likely = sorted(number for number, terms in shared.items() if terms >= min(_LEAST_WORDS, len(counts)))
    if not likely:
        return None
    lengths = reading.lengths
    mean = sum(lengths) / len(lengths)
    weights = {t: math.log(1 + (len(lengths) - len(c) + 0.5) / (len(c) + 0.5)) for t, c in counts.items()}

    def score(number: int) -> float:
        flat = _K1 * (1 - _B + _B * lengths[number] / mean)
        said = ((weights[term], count[number]) for term, count in counts.items() if number in count)
        return sum(weight * times * (_K1 + 1) / (times + flat) for weight, times in said)

    passage = reading.passages[max(likely, key=score)]
    return Evidence(quoted(passage.text), passage.at(0))


@cache
def _common() -> frozenset[str]:
    return frozenset(lexicon.words("common"))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """A word without its commonest endings: enough to bring "registers" and "registration" together."""
    for ending in ("ation", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


@once
def _counts(term: str, reading: Reading) -> Counter[int]:
    """Passage → how often it has words of this stem."""
    alike = (word for word in reading.fitting(f"{term}*") if stem(word) == term and word not in _common())
    sentences = reading.sentences
    told = (sentences[number].passage for word in alike for number in reading.postings[word])
    return Counter(passage for passage in told if passage < reading.texts)
