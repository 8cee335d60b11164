"""Finders of references that lead nowhere: to a section, appendix, table or page that the document does not have."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from policy_kit import lexicon
from policy_kit.evidence.reading import Reading, once
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.outline import Outline, Part, outline
from policy_kit.model import Evidence, Place

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
_OWN = re.compile(
    r"(?i)[\s,)]*(?:\(\w{1,3}\)\s*)?(?:(?:of|in|to)\s+(?:this|the present)\b"
    r"|(?:of|in|to)\s+(?:the|our)\s+(?:attendance\s+)?(?:policy|document)\b(?!\s+on|\s+for)|above\b|below\b|overleaf\b)"
)
_OTHERS = re.compile(
    r"(?i)[\s,)’'”\"]*(?:\(\w{1,4}\)\s*|\[\d+\])*(?:(?:of|in|from|under|within)|to\s+(?:the|our))\b"
    r"(?!\s+(?:this|which|more|detail|full|order|turn)\b)"
)
_POINTS = re.compile(
    r"(?i)(?:\bsee(?: also)?|\brefer(?:s|red)? to|\bgo to|\bset out (?:in|at)|\bdetailed in)[\s:]*$"
)
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])|[;\n]")
_LEAST = 5


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


def dangling(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """References of these kinds (`of`) to what the document does not have; not those into other documents.

    `with_any: false`: only where the document has nothing of the kind at all.
    """
    whole = outline(matter.whole)
    for one in references(matter.reading):
        if one.kind in wanted["of"] and (told := _lack(one, whole, some=wanted.get("with_any", True))):
            yield Hit((matter.quote(one.sentence),), f"{one.told}{told}")


def empty(_: Any, matter: Matter) -> Iterator[Hit]:
    """An appendix that is a bare heading: each place of the text that sends the reader there, and the heading."""
    whole = outline(matter.whole)
    bare = {part.label: part for part in whole.of("appendix") if _bare(part, whole)}
    filled = {part.label for part in whole.of("appendix") if not _bare(part, whole)}
    used = [one for one in references(matter.reading) if one.kind == "appendix"]
    used = [one for one in used if one.label in bare and one.label not in filled]
    for one in used:
        yield Hit((matter.quote(one.sentence),), one.told)
    for label in dict.fromkeys(one.label for one in used):
        block = bare[label].block
        quote = f"{block.number} {block.text}".strip()
        yield Hit((Evidence(quote, block.place or Place("")),), "its heading")


def references(reading: Reading) -> tuple[Reference, ...]:
    """Every reference to a part of the document itself, in reading order."""
    return _references("references", reading)


@once
def _references(_: str, reading: Reading) -> tuple[Reference, ...]:
    passages = reading.passages[: reading.texts + len(reading.headings)]
    found: list[Reference] = []
    for number, passage in enumerate(passages):
        sentences = reading.of_passage[number]
        starts = [reading.sentences[s].start for s in sentences]
        for kind, pattern in _REFERENCES.items():
            for one in pattern.finditer(passage.text):
                if not _is_label(one, passage.text) and _is_own(kind, one, passage.text):
                    at = sentences[max(bisect_right(starts, one.start()) - 1, 0)]
                    found += _each(kind, one, passage.text, at)
    return tuple(found)


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
    before = _SENTENCE.split(text[: found.start()])[-1]
    return before, _SENTENCE.split(text[found.end() :])[0]


def _is_label(found: re.Match[str], text: str) -> bool:
    """It is no reference but the name of what follows: "Appendix 2: Codes", "Page 2 of 9"."""
    rest = text[found.end() :]
    if re.match(r"\s+of\s+\d", rest):
        return True
    begins = not re.search(r"\w", text[: found.start()]) and "(" not in text[: found.start()]
    return begins and not re.match(r",?\s+[a-z]|\s+\(?see", rest)


def _is_own(kind: str, found: re.Match[str], text: str) -> bool:
    """It points into this document, not into an Act, guidance or another policy."""
    before, after = _around(text, found)
    if _OWN.match(text[found.end() :]):
        return True
    if _OTHERS.match(text[found.end() :]) or re.match(r"\(\d|[a-z]", text[found.end() :]):
        return False
    if _elsewhere_before().search(before):
        return False
    if kind in ("page", "table"):
        return not _law().search(before + after)
    if kind == "appendix" or "." in found["first"]:
        return not (found["word"].lower().startswith("para") and _law().search(before + after))
    if kind == "part" or found["word"].lower().startswith("para"):
        return False
    return not _law().search(before + after) and (
        bool(_POINTS.search(before)) or found["first"] not in lexicon.words("sections_of_law")
    )


def _lack(one: Reference, whole: Outline, *, some: bool) -> str:
    """What is to be said of a reference that leads nowhere, "" of one that leads somewhere."""
    match one.kind:
        case "section":
            return _no_section(one, whole) if some else ""
        case "page":
            return f" (there are {whole.pages} pages)" if 0 < whole.pages < int(one.label) and some else ""
        case _:
            return _nothing_named(one, whole, some=some)


def _no_section(one: Reference, whole: Outline) -> str:
    strong = _POINTS.search(one.before) or _OWN.match(one.after) or "." in one.label
    if not whole.lacks(one.label) or not (strong or int(one.label) <= whole.tops[-1] + _LEAST):
        return ""
    above = one.label.rpartition(".")[0]
    if above and (last := whole.last(above)):
        return f" (section {above} ends at {last})"
    return f" (the last section is {whole.tops[-1]})"


def _nothing_named(one: Reference, whole: Outline, *, some: bool) -> str:
    known = {label for kind, label in whole.labels if kind == one.kind}
    loose = any(re.fullmatch(r"(?i)appendi(x|ces)\W*", b.text) for b in whole.blocks if b.kind == "heading")
    tabled = one.kind == "table" and not known and any(block.kind == "table" for block in whole.blocks)
    if bool(known) != some or loose or tabled or _known(one.label, known):
        return ""
    return "" if _apart().search(f"{one.before} {one.after}") else " (nothing has this name)"


def _known(label: str, known: set[str]) -> bool:
    """The label itself, or that of which it is a part: 2b where there is a 2."""
    stem = label.rstrip("abcdefghij") if label[:1].isdigit() else label
    roman = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
    same = {label, stem, roman.get(label, label), *(r for r, n in roman.items() if n == label)}
    return bool(same & known) or any(
        other.startswith(stem) and other[len(stem) :].isalpha() for other in known if stem.isdigit()
    )


def _bare(part: Part, whole: Outline) -> bool:
    """A heading without a title, and what follows is the next appendix or the end."""
    follows = next((b for b in whole.blocks[part.first :] if b.kind != "page_break"), None)
    return not part.title and (
        follows is None or any(other.block is follows for other in whole.of("appendix"))
    )


@cache
def _law() -> re.Pattern[str]:
    return _any("law_words")


@cache
def _apart() -> re.Pattern[str]:
    return _any("kept_apart")


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
