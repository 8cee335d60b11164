"""Predicates that look for an answer in a document that somebody wrote.

    sentence: [A, B, C]            one sentence has all of these groups; `near: 12` within so many words
    passage:  [A, B, C]            one paragraph, item or row has them all
    cluster:  [A, B, C]            a passage and the few that follow it under the same heading have them all
    section:  [A, B, C]            the text under one heading has them all
    under: H                       only under a heading like this
    outside: H                     not under a heading like this
    unless: [N]                    not in a sentence with one of these
    alone: true                    without what leads into a list

A group is a pattern; one that begins with `^` may be met by the headings above as well, and `@@champion` is the role
or a person whom the document names for it. The words that lead into a list belong to each of its items. At least one
group must stand in the passage itself.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from policy_kit.evidence.cutting import Passage
from policy_kit.evidence.names import with_names
from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading, Sentences, bits, once, together
from policy_kit.evidence.scene import Found, Missing, quoted
from policy_kit.model import Evidence

MOST_QUOTES = 3
_CLUSTER = 3
_LONGEST = 320


def sentence(wanted: Any, reading: Reading, name: str) -> Found:
    """One sentence has every group."""
    return _found(matching(_clause(wanted), reading, reading.usable), reading, name)


def passage(wanted: Any, reading: Reading, name: str) -> Found:
    """One paragraph, item or row has every group."""
    return _found(_wider(_clause(wanted), reading, _windows(0, reading)), reading, name, most=2)


def cluster(wanted: Any, reading: Reading, name: str) -> Found:
    """A passage and the few after it, under one heading, have every group."""
    clause = _clause(wanted)
    size = clause.get("within", _CLUSTER)
    return _found(_wider(clause, reading, _windows(size, reading)), reading, name, most=2)


def section(wanted: Any, reading: Reading, name: str) -> Found:
    """The text under one heading has every group."""
    return _found(_section(_clause(wanted), reading), reading, name, most=2)


def heading(wanted: Any, reading: Reading, name: str) -> Found:
    """Text stands under a heading like this: its first passages are the evidence."""
    clause = {"under": wanted} if isinstance(wanted, str) else wanted
    hits = [s for number in _headed(clause["under"], reading) for s in _opening(number, reading)]
    return _found(sorted(hits, key=reading.order), reading, name)


def _opening(number: int, reading: Reading) -> list[int]:
    """The first usable sentences of the first two passages under a heading that are more than labels."""
    under = dict.fromkeys(reading.sentences[s].passage for s in bits(reading.under[number] & reading.telling))
    usable = ([s for s in reading.of_passage[p] if reading.usable >> s & 1] for p in [*under][:2])
    return [sentences[0] for sentences in usable if sentences]


def _clause(wanted: Any) -> Mapping[str, Any]:
    return {"has": wanted} if isinstance(wanted, list) else wanted


def _found(ranked: Iterable[int], reading: Reading, name: str, most: int = 1) -> Found:
    best = quotes(ranked, reading, name, most=most)
    return Found(best) if best else Found((), (Missing(name or "anything that says so"),))


def quotes(
    ranked: Iterable[int], reading: Reading, name: str, *, most: int = MOST_QUOTES
) -> tuple[Evidence, ...]:
    """The first few sentences as quotes, none of them twice."""
    best: list[Evidence] = []
    for number in ranked:
        quote, place = reading.quote(number)
        if quote and all(quote != known.quote for known in best):
            best.append(Evidence(quoted(quote, _LONGEST), place, name))
        if len(best) == most:
            break
    return tuple(best)


def matching(clause: Mapping[str, Any], reading: Reading, among: Sentences) -> Iterator[int]:
    """The sentences out of some that have every group, the best first: those that need the least of their context."""
    groups, near = clause["has"], clause.get("near")
    own = [with_names(_bare(group), reading) for group in groups]
    found = _allowed(clause, reading, among) & reduce(or_, own)
    for group, hits in zip(groups, own, strict=True):
        if not found:
            return
        alone = clause.get("alone") and not group.startswith("^")
        found &= hits if alone else _with_context(group, hits, reading)
    for layer in _layers(found, groups, own, reading):
        for number in sorted(bits(layer), key=reading.order):
            lacks = not all(hits >> number & 1 for hits in own)
            if near is None or lacks or _width(groups, number, reading) <= near:
                yield number


def _layers(
    found: Sentences, groups: list[str], own: list[Sentences], reading: Reading
) -> Iterator[Sentences]:
    """Sentences, those first that lack the fewest groups themselves and have the most in the headings above."""
    layers = {0: found}
    if found & (found - 1):  # more than one
        for group, hits in zip(groups, own, strict=True):
            headed = under(_bare(group), reading) & found
            if not headed and not found & ~hits:
                continue
            parts: dict[int, Sentences] = {}
            for fit, layer in layers.items():
                kinds = (0, hits & ~headed), (-1, hits & headed), (2, ~hits & ~headed), (1, ~hits & headed)
                for worse, among in kinds:
                    parts[fit + worse] = parts.get(fit + worse, 0) | (layer & among)
            layers = parts
    return (layers[fit] for fit in sorted(layers))


def _windows(size: int, reading: Reading) -> Callable[[int], Sentences]:
    """A passage → its sentences, and those of the few passages that follow it under the same heading."""
    passages, of_passage = reading.passages, reading.of_passage

    def window(number: int) -> Sentences:
        last = number
        for following in range(number + 1, min(number + size, len(passages) - 1) + 1):
            if passages[number].heads or _record(passages[following], passages[number].section):
                break
            last = following
        return together(range(of_passage[number].start, of_passage[last].stop))

    return window


def _record(passage: Passage, section: int) -> bool:
    """A passage that speaks of a subject of its own: a row, an item, a text under another heading."""
    item = passage.block.kind == "item" and not passage.text.rstrip().endswith(":")
    return bool(passage.heads) or item or passage.section != section


def _wider(clause: Mapping[str, Any], reading: Reading, window: Callable[[int], Sentences]) -> list[int]:
    """The fewest sentences that have every group in one window."""
    allowed = _allowed(clause, reading, reading.usable)
    said = [with_names(_bare(group), reading) for group in clause["has"]]
    pairs = zip(clause["has"], said, strict=True)
    context = [_with_context(group, hits, reading) & allowed for group, hits in pairs]
    own = [hits & allowed for hits in said]
    if not all(context):
        return []
    best: list[int] = []
    for number in dict.fromkeys(reading.sentences[s].passage for s in bits(reduce(or_, own))):
        taken = window(number)
        if all(taken & hits for hits in context):
            covering = _covering([taken & hits for hits in own])
            if not best or len(covering) < len(best):
                best = covering
            if len(best) == 1:
                break
    return best


def _section(clause: Mapping[str, Any], reading: Reading) -> list[int]:
    allowed = _allowed(clause, reading, reading.usable)
    own = [with_names(_bare(group), reading) & allowed for group in clause["has"]]
    firsts: dict[int, int] = {}
    for number in bits(reduce(or_, own)):
        firsts.setdefault(reading.passages[reading.sentences[number].passage].section, number)
    best: list[int] = []
    for above, first in sorted(firsts.items()):
        taken = reading.under[above] if above >= 0 else reading.homeless
        inside = [taken & hits for hits in own]
        pairs = zip(clause["has"], inside, strict=True)
        if all(hits or (g[:1] == "^" and under(_bare(g), reading) >> first & 1) for g, hits in pairs):
            covering = _covering(inside)
            best = covering if not best or len(covering) < len(best) else best
    return best


def _covering(groups: list[Sentences]) -> list[int]:
    """Few sentences that together have the groups: those that have most of them first."""
    found: list[int] = []
    left = [hits for hits in groups if hits]
    while left:
        have_all = reduce(and_, left)
        some = bits(have_all & -have_all or reduce(or_, left))
        found.append(max(some, key=lambda s: sum(hits >> s & 1 for hits in left)))
        left = [hits for hits in left if not hits >> found[-1] & 1]
    return found


def _with_context(group: str, own: Sentences, reading: Reading) -> Sentences:
    """Sentences that have a group themselves, by what leads into them, or (`^`) by the headings above them."""
    for lead in bits(own & reading.leading):
        own |= reading.led[lead]
    return own | under(_bare(group), reading) if group.startswith("^") else own


@once
def under(pattern: str, reading: Reading) -> Sentences:
    """The sentences under headings that hold a pattern."""
    return reduce(or_, (reading.under[number] for number in _headed(pattern, reading)), 0)


def _headed(pattern: str, reading: Reading) -> Iterator[int]:
    """The headings that hold a pattern, but for the title: above everything, it tells nothing apart."""
    titles = sentences(pattern, reading) & reading.titles
    for heading in dict.fromkeys(reading.heading_of(title) for title in bits(titles)):
        if len(reading.headings) == 1 or reading.headings[heading].block.text != reading.document.title:
            yield heading


def _allowed(clause: Mapping[str, Any], reading: Reading, among: Sentences) -> Sentences:
    """The sentences out of some that `under`, `outside` and `unless` leave."""
    allowed = among
    if "under" in clause:
        allowed &= under(clause["under"], reading)
    if "outside" in clause:
        allowed &= ~under(clause["outside"], reading)
    for pattern in clause.get("unless", ()):
        allowed &= ~sentences(pattern, reading)
    return allowed


def _width(groups: list[str], number: int, reading: Reading) -> int:
    """The fewest words, about, over which every group is found in a sentence."""
    places = [[start for start, _ in spans(_bare(group), number, reading)] for group in groups]
    nearest = ([_nearest(at, others) for others in places] for at in places[0])
    return min(max(found) - min(found) for found in nearest)


def _nearest(at: int, others: list[int]) -> int:
    index = bisect_left(others, at)
    return min(others[max(index - 1, 0) : index + 1], key=lambda other: abs(other - at))


def _bare(group: str) -> str:
    return group.removeprefix("^").strip()
