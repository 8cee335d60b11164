"""references(reading) → where the text sends the reader to another part of it: "see section 4.2", "(Appendix B)"."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, islice

from policy_kit import lexicon
from policy_kit.evidence.reading import Reading, once
from policy_kit.model import Inline

_DECIMAL = r"\d{1,2}(?:\.\d{1,2}){0,4}(?![\d%]|\.\d)"
_LETTER = r"(?:\d{1,2}[a-z]?\b|(?-i:[A-Z]|[IVX]{2,4})\b)"
_FORMS = {
    "section": (r"(?:sub-?)?sections?|clauses?|cl\.|paragraphs?|paras?\.?|§", _DECIMAL),
    "appendix": (r"appendix|appendices|annex(?:es|e)?", _LETTER),
    "page": (r"pages?|pp\.|p\.", r"\d{1,3}(?!\d)"),
    "table": (r"tables?", r"\d{1,2}(?!\d)"),
    "part": (r"parts?", r"\d{1,2}(?!\d)"),
}
_REFERENCES = {
    kind: re.compile(
        rf"(?i)(?<![\w-])(?P<word>{words})\s*[“‘'\"(]?(?P<first>{label})"
        rf"(?P<more>(?:\s*(?:,|,?\s*\band\b|&|\bor\b|\bto\b|-|–)\s*(?:{words})?\s*{label})*)"
    )
    for kind, (words, label) in _FORMS.items()
}
_LABELS = {kind: re.compile(f"(?i){label}") for kind, (_, label) in _FORMS.items()}
OWN = re.compile(
    r"(?i)[\s,)]*(?:\(\w{1,3}\)\s*)?(?:(?:of|in|to)\s+this\s+(?:attendance\s+)?(?:policy|document|procedure)\b"
    r"|(?:of|in|to)\s+(?:the|our)\s+(?:attendance\s+)?(?:policy|document)\b(?!\s+on|\s+for)"
    r"|above\b|below\b|overleaf\b)"
)
_OTHERS = re.compile(
    r"(?i)[\s,)’'”\"]*(?:\(\w{1,4}\)\s*|\[\d+\])*(?:(?:of|in|from|under|within)|to\s+(?:the|our))\b"
    r"(?!\s+(?:which|more|detail|full|order|turn)\b)"
)
POINTS = re.compile(
    r"(?i)(?:\bsee(?: also)?|\brefer(?:s|red)? to|\bgo to|\bset out (?:in|at)|\bdetailed in)[\s:]*$"
)
_SUBSECTION = re.compile(r"\(\d|[a-z]")
_MOST = 2000
_NEAR = 400
"""Characters before and after a reference in which its sentence stands."""
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])|[;\n]")


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that send the reader to another part of the document."""

    kind: str
    label: str
    """ "4.2", "b": as it is compared, in small letters."""
    told: str
    """ "section 4.2", as it would be written."""
    before: str
    after: str
    """The words of its sentence before and after it."""
    sentence: int


def references(reading: Reading) -> tuple[Reference, ...]:
    """Every reference to a part of the document itself, in reading order; no more than anybody would follow."""
    return _references("references", reading)


@once
def _references(_: str, reading: Reading) -> tuple[Reference, ...]:
    return tuple(islice(_found(reading), _MOST))


def _found(reading: Reading) -> Iterator[Reference]:
    passages = reading.passages[: reading.texts + len(reading.headings)]
    for number, passage in enumerate(passages):
        sentences = reading.of_passage[number]
        starts = [reading.sentences[s].start for s in sentences]
        runs = [0, *accumulate(len(run.text) for run in passage.block.runs)]
        for kind, pattern in _REFERENCES.items():
            for one in pattern.finditer(passage.text):
                if _is_own(kind, one, passage.text) and not _is_linked(one.start(), passage.block.runs, runs):
                    at = sentences[max(bisect_right(starts, one.start()) - 1, 0)]
                    yield from _each(kind, one, passage.text, at)


def _each(kind: str, found: re.Match[str], text: str, sentence: int) -> Iterator[Reference]:
    """One for each number: "sections 4.2 and 4.3" are two, "section 4 and 10 days" is one."""
    first, more = found["first"], found["more"]
    several = found["word"].lower().endswith(("s", "ces")) or "." in first or kind == "appendix"
    others = _LABELS[kind].findall(more) if several else []
    others = [label for label in others if label.count(".") >= first.count(".")]
    before, after = _around(text, found)
    for label in (first, *others):
        name = (
            "section" if kind == "section" and found["word"] in ("§", "sections") else found["word"].lower()
        )
        name = {"appendices": "Appendix", "appendix": "Appendix", "annex": "Annex"}.get(
            name, name.removesuffix("s")
        )
        yield Reference(kind, label.lower(), f"{name} {label}", before, after, sentence)


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    """The words of its sentence before and after it, as far as they matter."""
    before = _SENTENCE.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
    return before, _SENTENCE.split(_after(text, found))[0]


def _after(text: str, found: re.Match[str]) -> str:
    return text[found.end() : found.end() + _NEAR]


def _is_label(found: re.Match[str], text: str) -> bool:
    """It is no reference but the name of what follows: "Appendix 2: Codes", "Page 2 of 9"."""
    rest = _after(text, found)
    if re.match(r"\s+of\s+\d", rest):
        return True
    before = text[max(0, found.start() - _NEAR) : found.start()]
    begins = not re.search(r"\w|\(", before)
    return begins and not re.match(r",?\s+[a-z]|\s+\(?see", rest)


def _is_own(kind: str, found: re.Match[str], text: str) -> bool:
    """It points into this document, not into an Act, guidance or another policy."""
    before, after = _around(text, found)
    rest = _after(text, found)
    if _is_label(found, text):
        return False
    if OWN.match(rest):
        return True
    foreign = _OTHERS.match(rest) or _SUBSECTION.match(rest) or _elsewhere_before().search(before)
    return not foreign and _is_likely(kind, found, text, f"{before} {after}")


def _is_likely(kind: str, found: re.Match[str], text: str, sentence: str) -> bool:
    """By its number and by what else is said: a bare "section 17" or "paragraph 28" is one of law or guidance."""
    word, decimal = found["word"].lower(), "." in found["first"]
    legal = _speaks_of_law(text) if word.startswith("annex") else _law().search(sentence)
    if word.startswith(("para", "part")) and not decimal:
        return False
    if (kind == "appendix" and not word.startswith("annex")) or (decimal and not word.startswith("para")):
        return True
    named = kind == "section" and not decimal and found["first"] in lexicon.words("sections_of_law")
    return not legal and (not named or bool(POINTS.search(_around(text, found)[0])))


def _is_linked(at: int, runs: Sequence[Inline], starts: Sequence[int]) -> bool:
    """It is, or stands in, a link to another site: the thing is there."""
    index = bisect_right(starts, at) - 1
    href = runs[index].href if index < len(runs) else None
    return bool(href) and not str(href).startswith("#")


@lru_cache(maxsize=8)
def _speaks_of_law(text: str) -> bool:
    """Asked again for every reference in a text."""
    return bool(_law().search(text))


@cache
def _law() -> re.Pattern[str]:
    return _any("law_words")


@cache
def _elsewhere_before() -> re.Pattern[str]:
    """Another document is named just before: "Education Act 1996, section", "our behaviour policy (see Appendix"."""
    words = "|".join(map(re.escape, lexicon.words("other_documents")))
    return re.compile(
        rf"(?i)\b(?<!this )(?<!this attendance )(?:{words})s?\b[”\"’')]*(?:\s+(?:19|20)\d\d)?[\s,(:–-]*"
        r"(?:(?:see|in|at|under|and|of)\s+)*(?:(?:sections?|paragraphs?|page|part|chapter|annex|appendix)\s+[\w.]+\s*(?:,|and|,\s*and)\s*)*$"
    )


def _any(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, lexicon.words(name)))})\b")
