"""read(document) → Reading: the whole document cut into sentences and words, once."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.evidence.cutting import Passage, cut
from policy_kit.evidence.reading import Reading, Sentence, Sentences, Typed
from policy_kit.model import Block, Document

_ABBREVIATIONS = re.compile(
    r"\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|no|approx|inc|rev|revd|fr|p|a\.m|p\.m|cl|para|yr|vs)\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 8
_INITIAL = re.compile(r"\b[A-Z]\.$")
_ENDS = re.compile(rf"{tokens.BREAK}|;(?<=\s;)\s|[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£•])")
_CLOSING = ' *_"”’'
_FEW_WORDS = 8
_NO_SECTION = -2


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
        end = at if passes or text[at] == ";" else at + 1
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
    at = first = 0
    for kind, start, end in sorted(found, key=itemgetter(1)):
        number = bisect_right(starts, start) - 1
        if at < starts[number]:
            at, first = starts[number], 0
        first += len(tokens.words(folded[at:start]))
        at = start
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
