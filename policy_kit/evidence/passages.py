"""Predicates that look for an answer in a document that somebody wrote.

    sentence: [A, B, C]            one sentence has all of these groups; `near: 12` within so many words
    passage:  [A, B, C]            one paragraph, item or row has them all
    cluster:  [A, B, C]            a passage and the few that follow it under the same heading have them all
    section:  [A, B, C]            the text under one heading has them all
    under: H                       only under a heading like this
    outside: H                     not under a heading like this
    unless: [N]                    not in a sentence with one of these

A group is a pattern; one that begins with `^` may be met by the headings above as well. The words that lead into a
list belong to each of its items. At least one group must stand in the passage itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading
from policy_kit.evidence.scene import Found, Missing, quoted
from policy_kit.model import Evidence

_MOST_QUOTES = 3
_CLUSTER = 3
_LONGEST = 320
_BRIEF = 12


def sentence(wanted: Any, reading: Reading, name: str) -> Found:
    """One sentence has every group."""
    return _found(_sentence_hits(_clause(wanted), reading), reading, name)


def passage(wanted: Any, reading: Reading, name: str) -> Found:
    """One paragraph, item or row has every group."""
    clause = _clause(wanted)
    return _found(_wider_hits(clause, reading, lambda p: (p,)), reading, name, most=2)


def cluster(wanted: Any, reading: Reading, name: str) -> Found:
    """A passage and the few after it, under one heading, have every group."""
    clause = _clause(wanted)
    size = clause.get("within", _CLUSTER)

    def window(number: int) -> Iterable[int]:
        section = reading.passages[number].section
        last = min(number + size, len(reading.passages) - 1)
        return [p for p in range(number, last + 1) if reading.passages[p].section == section]

    return _found(_wider_hits(clause, reading, window), reading, name, most=2)


def section(wanted: Any, reading: Reading, name: str) -> Found:
    """The text under one heading has every group."""
    clause = _clause(wanted)
    return _found(_section_hits(clause, reading), reading, name, most=2)


def heading(wanted: Any, reading: Reading, name: str) -> Found:
    """Text stands under a heading like this: its first passages are the evidence."""
    clause = {"under": wanted} if isinstance(wanted, str) else wanted
    hits = []
    for number in _headed(clause["under"], reading):
        under = [p for p in reading.under.get(number, []) if _says(p, reading)]
        hits += [(0, s) for p in under[:2] for s in _usable(p, reading)[:1]]
    return _found(hits, reading, name)


Hits = list[tuple[int, int]]
"""(how badly it fits, sentence)."""


def _clause(wanted: Any) -> Mapping[str, Any]:
    return {"has": wanted} if isinstance(wanted, list) else wanted


def _found(hits: Iterable[tuple[int, int]], reading: Reading, name: str, most: int = 1) -> Found:
    best = quotes(hits, reading, name, most=most)
    return Found(best) if best else Found((), (Missing(name or "anything that says so"),))


def quotes(
    hits: Iterable[tuple[int, int]], reading: Reading, name: str, *, most: int = _MOST_QUOTES
) -> tuple[Evidence, ...]:
    """The best few sentences as quotes: those that fit best, the shortest of them first."""

    def rank(hit: tuple[int, int]) -> tuple[int, bool, int, int]:
        return hit[0], _leads(hit[1], reading), _length(hit[1], reading), hit[1]

    best: list[Evidence] = []
    for _, number in sorted(set(hits), key=rank):
        quote, place = reading.quote(number)
        if quote and all(quote != known.quote for known in best):
            best.append(Evidence(quoted(quote, _LONGEST), place, name))
        if len(best) == most:
            break
    return tuple(best)


def _leads(number: int, reading: Reading) -> bool:
    """A sentence that only leads into a list says little by itself."""
    one = reading.sentences[number]
    return (
        reading.passages[one.passage].text[: one.end].rstrip().endswith(":") or one.end - one.start < _BRIEF
    )


def _length(number: int, reading: Reading) -> int:
    one = reading.sentences[number]
    return one.end - one.start


def _sentence_hits(clause: Mapping[str, Any], reading: Reading) -> Hits:
    allowed = _allowed(clause, reading)
    own = [_own(group, reading) for group in clause["has"]]
    with_context = [
        _with_context(group, hits, reading) for group, hits in zip(clause["has"], own, strict=True)
    ]
    candidates = set.intersection(*with_context) & set[int]().union(*own)
    near = clause.get("near")
    found = []
    for number in candidates:
        if not reading.sentences[number].usable or (allowed is not None and number not in allowed):
            continue
        absent = sum(number not in hits for hits in own)
        if near and not absent and _width(clause["has"], number, reading) > near:
            continue
        above = reading.passages[reading.sentences[number].passage].section
        headed = sum(_in_headings(_bare(group), above, reading) for group in clause["has"])
        found.append((2 * absent - headed, number))
    return found


def _wider_hits(clause: Mapping[str, Any], reading: Reading, window: Any) -> Hits:
    """Passages, each with those that its window takes in, in which every group is found."""
    allowed = _allowed(clause, reading)
    own = [_usable_hits(_own(group, reading), allowed, reading) for group in clause["has"]]
    context = [
        _passages(_with_context(group, _own(group, reading), reading), reading) for group in clause["has"]
    ]
    starts = sorted({p for hits in own for p in _passages(hits, reading)})
    covered: list[Hits] = []
    for number in starts:
        taken = set(window(number))
        if all(taken & passages for passages in context):
            inside = [{s for s in hits if reading.sentences[s].passage in taken} for hits in own]
            covered.append(_covering(inside))
    return min(covered, key=len) if covered else []


def _covering(inside: list[set[int]]) -> Hits:
    """Few sentences that together have the groups: those that have most of them first."""
    found: Hits = []
    open_groups: list[set[int]] = [hits for hits in inside if hits]
    worth = 0
    while open_groups:
        best = max(
            sorted(set[int]().union(*open_groups)), key=lambda s: sum(s in hits for hits in open_groups)
        )
        found.append((worth, best))
        open_groups = [hits for hits in open_groups if best not in hits]
        worth += 1
    return found


def _section_hits(clause: Mapping[str, Any], reading: Reading) -> Hits:
    allowed = _allowed(clause, reading)
    own = [_usable_hits(_own(group, reading), allowed, reading) for group in clause["has"]]
    covered: list[Hits] = []
    sections = {reading.passages[reading.sentences[s].passage].section for hits in own for s in hits}
    for number in sorted(sections):
        taken = set(reading.under.get(number, ())) or {
            p for p, one in enumerate(reading.passages) if one.section == number
        }
        inside = [{s for s in hits if reading.sentences[s].passage in taken} for hits in own]
        pairs = zip(clause["has"], inside, strict=True)
        headed = [bool(hits) or (g[:1] == "^" and _in_headings(g[1:], number, reading)) for g, hits in pairs]
        if all(headed):
            covered.append(_covering(inside))
    return min(covered, key=len) if covered else []


def _own(group: str, reading: Reading) -> set[int]:
    return sentences(_bare(group), reading)


def _with_context(group: str, own: set[int], reading: Reading) -> set[int]:
    """Sentences that have a group themselves, by what leads into them, or (`^`) by the headings above them."""
    key = ("context", group)
    known = reading.memo.get(key)
    if known is None:
        known = set(own)
        places = {s: reading.sentences[s].passage for s in own}
        leading = {p for s, p in places.items() if s == reading.of_passage[p][-1]}
        for number in leading:
            for dependent in reading.dependents.get(number, ()):
                known.update(reading.of_passage[dependent])
        if group.startswith("^"):
            for headed in _headed(group[1:].strip(), reading):
                known.update(s for p in reading.under.get(headed, ()) for s in reading.of_passage[p])
        reading.memo[key] = known
    return known  # type: ignore[return-value]


def _headed(pattern: str, reading: Reading) -> list[int]:
    """The headings that hold a pattern."""
    key = ("headed", pattern)
    known = reading.memo.get(key)
    if known is None:
        known = sorted(
            {reading.title_of[reading.titles.tokens[s].sentence] for s, _ in spans(pattern, reading.titles)}
        )
        reading.memo[key] = known
    return known  # type: ignore[return-value]


def _in_headings(pattern: str, number: int, reading: Reading) -> bool:
    headed = _headed(pattern.strip(), reading)
    while number >= 0 and headed:
        if number in headed:
            return True
        number = reading.headings[number][1]
    return False


def _allowed(clause: Mapping[str, Any], reading: Reading) -> set[int] | None:
    """The sentences that `under`, `outside` and `unless` leave; None for all."""
    allowed: set[int] | None = None
    if "under" in clause:
        inside = (p for n in _headed(clause["under"], reading) for p in reading.under.get(n, ()))
        allowed = {s for p in inside for s in reading.of_passage[p]}
    if "outside" in clause:
        every = allowed if allowed is not None else set(range(len(reading.sentences)))
        inside = (p for n in _headed(clause["outside"], reading) for p in reading.under.get(n, ()))
        allowed = every - {s for p in inside for s in reading.of_passage[p]}
    if "unless" in clause:
        every = allowed if allowed is not None else set(range(len(reading.sentences)))
        allowed = every - {s for pattern in clause["unless"] for s in sentences(pattern, reading)}
    return allowed


def _usable_hits(hits: set[int], allowed: set[int] | None, reading: Reading) -> set[int]:
    return {s for s in hits if reading.sentences[s].usable and (allowed is None or s in allowed)}


def _passages(hits: Iterable[int], reading: Reading) -> set[int]:
    return {reading.sentences[s].passage for s in hits}


def _width(groups: list[str], number: int, reading: Reading) -> int:
    """The fewest tokens, about, over which every group is found in a sentence."""
    places = [
        [start for start, _ in spans(_bare(group), reading) if reading.tokens[start].sentence == number]
        for group in groups
    ]
    nearest = ([min(p, key=lambda q, at=at: abs(q - at)) for p in places] for at in places[0])  # type: ignore[misc]
    return min(max(found) - min(found) for found in nearest)


def _bare(group: str) -> str:
    return group.removeprefix("^").strip()


def _usable(number: int, reading: Reading) -> list[int]:
    return [s for s in reading.of_passage[number] if reading.sentences[s].usable]


def _says(number: int, reading: Reading) -> bool:
    """More than a label: four words at least."""
    return len(reading.passages[number].text.split()) > 3
