"""How alike two texts are, told from a sketch of a few bytes each; and their passages, to see what they share.

The sketch is a one-permutation MinHash over runs of four words: of the hashes in each of 64 bins, the least.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from zlib import crc32

from policy_kit.evidence import Reading
from policy_kit.evidence.reading import bits

_BINS, _RUN = 64, 4
SIZE = 4 * _BINS
"""Bytes of a sketch."""
_BITS = 26  # of a hash, below those that choose its bin
_EMPTY = (1 << 32) - 1
_BAND = 4
_LEAST_WORDS = 12
_LONGEST = 240


def sketch(words: list[str]) -> bytes:
    """The sketch of a text; b"" where it is too short to tell anything."""
    if len(words) < _BINS:
        return b""
    coded = [word.encode() for word in words]
    runs = zip(*(islice(coded, start, None) for start in range(_RUN)), strict=False)
    least = [_EMPTY] * _BINS
    for run in set(map(crc32, map(b" ".join, runs))):
        mixed = run * 0x9E3779B1 & 0xFFFFFFFF
        place, value = mixed >> _BITS, mixed & (1 << _BITS) - 1
        if value < least[place]:  # noqa: PLR1730 - a call of min() for each of 10,000 runs takes twice the time
            least[place] = value
    return array("I", least).tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Of the runs that two texts have together, the share that both have, as their sketches tell it: 0 to 1."""
    pairs = [pair for pair in zip(_values(one), _values(other), strict=False) if pair != (_EMPTY, _EMPTY)]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def bands(told: bytes) -> Iterator[tuple[int, bytes]]:
    """Parts of a sketch: two texts that are alike have one of them in common, nearly always."""
    width = 4 * _BAND
    for start in range(0, len(told), width):
        yield start, told[start : start + width]


def words(reading: Reading) -> list[str]:
    """The words of the text, without its figures: a date or a telephone number makes no other text."""
    lines = (reading.lines[number] for number in bits(reading.body))
    return [word for line in lines for word in line.split() if not word[0].isdigit()]


def passages(reading: Reading) -> Iterator[tuple[int, str]]:
    """Each passage of some length: a number that is the same for the same words, and its text."""
    for passage in islice(reading.passages, reading.texts):
        text = " ".join(passage.text.split())
        if text.count(" ") >= _LEAST_WORDS:
            yield crc32(_plain(text)), text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _plain(text: str) -> bytes:
    return "".join(filter(str.isalpha, text.casefold())).encode()


def _values(told: bytes) -> Iterable[int]:
    return array("I", told)
