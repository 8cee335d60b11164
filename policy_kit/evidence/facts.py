"""Predicates that look for an answer: in the facts of the policy, or in the wording that is printed around them."""

from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit import schema
from policy_kit.evidence.scene import Found, Missing, Scene, filled, pattern, quoted
from policy_kit.model import Block, Evidence, Place, Row
from policy_kit.source import leaves

DOCUMENT = "the published document"
_SHORT_ROW = 120


def value(pointer: str, scene: Scene, name: str) -> Found:
    """A filled value stands at the pointer; with `*`, at every one."""
    evidence, missing = [], []
    for at, found in scene.at(pointer):
        if filled(found):
            evidence.append(scene.evidence(at, found, name))
        else:
            missing.append(Missing(name or schema.title(at), at))
    return Found(tuple(evidence), tuple(missing))


def yes(pointer: str, scene: Scene, name: str) -> Found:
    """The value is true."""
    at, found = next(scene.at(pointer))
    if found is True:
        return Found((scene.evidence(at, found, name),))
    return Found((), (Missing(name or schema.title(at), at),))


def number(wanted: Mapping[str, Any], scene: Scene, name: str) -> Found:
    """The value is a number, or a list with a number of members, of at least so much."""
    at, found = next(scene.at(wanted["at"]))
    size = len(found) if isinstance(found, list | dict) else found
    if isinstance(size, int | float) and size >= wanted["at_least"]:
        return Found((scene.evidence(at, found, name),))
    return Found((), (Missing(name or schema.title(at), at),))


def words(wanted: Mapping[str, Any], scene: Scene, name: str) -> Found:
    """A text at the pointer, or under it, holds one of the words."""
    search = pattern(wanted["any_of"])
    for at, found in scene.at(wanted["at"]):
        for _, text in leaves(found):
            if isinstance(text, str) and filled(text) and search.search(text):
                return Found((scene.evidence(at, text, name),))
    first, _ = next(scene.at(wanted["at"]))
    return Found((), (Missing(name or schema.title(first), first),))


def standard(wanted: str | Mapping[str, Any], scene: Scene, name: str) -> Found:
    """The document has words under the heading with this anchor.

    With `words`, one passage has all of them; with `listed`, only items of a list count, as for duties.
    """
    clause: Mapping[str, Any] = {"under": wanted} if isinstance(wanted, str) else wanted
    ident, patterns = clause["under"], [pattern([word]) for word in clause.get("words", [])]
    passages = list(
        _passages(_under(scene.policy.document.blocks, ident), listed=clause.get("listed", False))
    )
    fitting = [text for text in passages if all(p.search(text) for p in patterns)]
    if fitting:
        quote = min(fitting, key=len) if patterns else fitting[0]
        return Found((Evidence(quoted(quote), Place(DOCUMENT, heading=_trail(scene, ident)), name),))
    return Found((), (Missing(name or f"the section “{_trail(scene, ident) or ident}”"),))


def _under(blocks: tuple[Block, ...], ident: str) -> Iterator[Block]:
    """The blocks after a heading, up to the next heading of its level."""
    level = 0
    for block in blocks:
        if block.kind == "heading":
            if level and block.level <= level:
                return
            level = level or (block.level if block.ident == ident else 0)
        elif level:
            yield block


def _passages(blocks: Iterator[Block], *, listed: bool) -> Iterator[str]:
    """Texts that say something by themselves: an item with the words that lead into it, a row of a table."""
    lead = ""
    for block in blocks:
        if block.kind == "item":
            yield f"{lead} {block.text}".strip()
        elif block.text.endswith(":"):
            lead = block.text
        else:
            lead = ""
            if block.text and block.kind != "table" and not listed:
                yield block.text
        for row in block.rows:
            yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    """A short row as one passage; of a long one, each paragraph and item."""
    if sum(len(cell.text) for cell in row) <= _SHORT_ROW:
        yield " | ".join(cell.text.replace("\n", "; ") for cell in row)
    else:
        yield from (inner.text for cell in row for inner in cell.blocks)


def _trail(scene: Scene, ident: str) -> str:
    trail: list[Block] = []
    for block in scene.policy.document.blocks:
        if block.kind == "heading":
            trail = [b for b in trail if b.level < block.level] + [block]
            if block.ident == ident:
                return " › ".join(f"{b.number} {b.text}".strip() for b in trail if b.level > 1)
    return ""
