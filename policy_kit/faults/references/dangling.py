"""Finders of references that lead nowhere: to a section, appendix, table or page that the document does not have."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from policy_kit import lexicon
from policy_kit.faults.matter import Hit, Matter
from policy_kit.faults.references.cited import OWN, POINTS, Reference, references
from policy_kit.faults.references.outline import Outline, Part, outline
from policy_kit.model import Evidence, Place

_LEAST = 5


def dangling(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """References of these kinds (`of`) to what the document does not have; not those into other documents.

    `with_any: false`: only where the document has nothing of the kind at all.
    """
    for one in references(matter.reading):
        if one.kind in wanted["of"] and (
            told := _lack(one, outline(matter.whole), some=wanted.get("with_any", True))
        ):
            yield Hit((matter.quote(one.sentence),), f"{one.told}{told}")


def empty(_: Any, matter: Matter) -> Iterator[Hit]:
    """An appendix that is a bare heading: each place of the text that sends the reader there, and the heading."""
    if not any(one.kind == "appendix" for one in references(matter.reading)):
        return
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
    strong = POINTS.search(one.before) or OWN.match(one.after) or "." in one.label
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
def _apart() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, lexicon.words('kept_apart')))})\b")
