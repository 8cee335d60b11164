"""The passage that comes nearest to what was looked for in vain: BM25 over the passages of a document."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache

from policy_kit import lexicon
from policy_kit.evidence.reading import Reading
from policy_kit.evidence.scene import quoted
from policy_kit.evidence.tokens import words
from policy_kit.model import Evidence

_K1, _B = 1.2, 0.75
_LEAST_WORDS = 2


def nearest(wanted: Iterable[str], reading: Reading) -> Evidence | None:
    """The passage nearest to these words; None if none has at least two of them."""
    query = {stem(word) for text in wanted for word, _, _ in words(text) if word not in _common()}
    counts, weights, mean = _statistics(reading)
    best, most = None, 0.0
    for number, count in enumerate(counts):
        shared = [term for term in query if term in count]
        if len(shared) < min(_LEAST_WORDS, len(query)):
            continue
        length = sum(count.values())
        flat = _K1 * (1 - _B + _B * length / mean)
        score = sum(weights[term] * count[term] * (_K1 + 1) / (count[term] + flat) for term in shared)
        if score > most:
            best, most = number, score
    if best is None:
        return None
    passage = reading.passages[best]
    return Evidence(quoted(passage.text), passage.at(0))


@cache
def _common() -> frozenset[str]:
    return frozenset(lexicon.words("common"))


def stem(word: str) -> str:
    """A word without its commonest endings: enough to bring "registers" and "registration" together."""
    for ending in ("ation", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _statistics(reading: Reading) -> tuple[list[Counter[str]], dict[str, float], float]:
    known = reading.memo.get("bm25")
    if known is None:
        counts: list[Counter[str]] = [Counter() for _ in reading.passages]
        for token in reading.tokens:
            if not token.word.startswith("<") and token.word not in _common():
                counts[reading.sentences[token.sentence].passage][stem(token.word)] += 1
        found = Counter(term for count in counts for term in count)
        weights = {t: math.log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for t, n in found.items()}
        mean = sum(sum(count.values()) for count in counts) / max(len(counts), 1)
        reading.memo["bm25"] = known = (counts, weights, mean)
    return known  # type: ignore[return-value]
