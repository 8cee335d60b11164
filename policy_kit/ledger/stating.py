"""Where a document states a fact: each value with what the sentence speaks of, and for whom it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from policy_kit.evidence.passages import matching
from policy_kit.evidence.patterns import Span, sentences, spans
from policy_kit.evidence.reading import Reading, Sentences, Typed
from policy_kit.evidence.scene import quoted
from policy_kit.ledger import values
from policy_kit.ledger.groups import group, named, unclear
from policy_kit.ledger.kinds import Kind, known
from policy_kit.ledger.tables import spoken
from policy_kit.model import Evidence

_LONGEST = 240
_MANY_TIMES = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that states one value of a fact."""

    ident: str
    group: str
    clear: bool
    """It can be told for whom it holds."""
    value: str
    shown: str
    evidence: Evidence
    stands: tuple[str, int, int]
    """The passage of the text, or the table, that it stands in, and the heading above it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: Kind
    span: Span
    at: Span
    """The words of the value."""
    value: str
    shown: str

    @property
    def leads(self) -> bool:
        """The value comes before what is said of it."""
        return self.at[0] == self.span[0] and self.at[1] < self.span[1]


def statements(reading: Reading) -> Iterator[Statement]:
    """Everything that the text states, and then the tables."""
    text = reading.usable & ~_in_tables(reading)
    for number, one in _found(reading, text):
        names = group(number, reading)
        several = len(named(number, reading)) > 1 and _times(one.kind, number, reading) > 1
        yield _statement(one, names, number, reading, clear=not several)
    tables = spoken("tables", reading)
    inner = tables.reading
    says = reduce(or_, (1 << s for p in range(0, inner.texts, 2) for s in inner.of_passage[p]), 0)
    for number, one in _found(inner, says & inner.usable):
        passage = inner.sentences[number].passage
        whose = inner.of_passage[passage + 1]
        owner = tables.owners[passage // 2]
        names = (
            tuple(name for s in whose for name in named(s, inner))
            or ((owner,) if owner else ())
            or group(number, inner)
        )
        clear = not any(unclear(s, inner) for s in whose)
        told = _statement(one, names, number, inner, clear=clear)
        quote = Evidence(quoted(tables.quotes[passage // 2], _LONGEST), told.evidence.place)
        yield Statement(
            told.ident,
            told.group,
            told.clear,
            told.value,
            told.shown,
            quote,
            ("table", tables.tables[passage // 2], 0),
        )


def _statement(
    one: _Candidate, names: tuple[str, ...], number: int, reading: Reading, *, clear: bool
) -> Statement:
    text, place = reading.quote(number)
    clear = clear and not unclear(number, reading)
    stands = standing(number, reading)
    name = ", ".join(dict.fromkeys(names))
    return Statement(
        one.kind.ident, name, clear, one.value, one.shown, Evidence(quoted(text, _LONGEST), place), stands
    )


def standing(number: int, reading: Reading) -> tuple[str, int, int]:
    """Where in the text a sentence stands: its passage, and the heading above."""
    passage = reading.sentences[number].passage
    return "text", passage, reading.passages[passage].section


def _in_tables(reading: Reading) -> Sentences:
    of = zip(reading.passages[: reading.texts], reading.of_passage, strict=False)
    return sum((1 << own.stop) - (1 << own.start) for passage, own in of if passage.heads)


def _times(kind: Kind, number: int, reading: Reading) -> int:
    """How many values of a kind a sentence has."""
    return sum(one.kind[1:-1] in kind.of for one in reading.typed.get(number, ()))


def _found(reading: Reading, among: Sentences) -> Iterator[tuple[int, _Candidate]]:
    """Each value of each sentence with the fact whose words stand nearest to it."""
    candidates: dict[int, list[_Candidate]] = {}
    for kind in known().kinds:
        for number in _possible(kind, reading, among):
            candidates.setdefault(number, []).extend(_candidates(kind, number, reading))
    for number in sorted(candidates):
        for one in _nearest(candidates[number]):
            yield number, one


def _possible(kind: Kind, reading: Reading, among: Sentences) -> list[int]:
    said = (*kind.said, *(one["said"] for one in (kind.values or {}).values()))
    clause = {"has": [*kind.where, " | ".join(said)], "unless": list(kind.unless)}
    own = reduce(or_, (sentences(pattern, reading) for pattern in said), 0) & among
    if not own:
        return []
    return [n for n in matching(clause, reading, own) if not kind.short or _length(n, reading) <= kind.short]


def _length(number: int, reading: Reading) -> int:
    return len(reading.lines[number].split())


def _candidates(kind: Kind, number: int, reading: Reading) -> Iterator[_Candidate]:
    if kind.values:
        for value, told in kind.values.items():
            for span in spans(told["said"], number, reading)[:1]:
                yield _Candidate(kind, span, span, value, told["shown"])
        return
    tokens = [one for one in reading.typed.get(number, ()) if one.kind[1:-1] in kind.of]
    if len(tokens) >= _MANY_TIMES and "time" in kind.of:
        return  # a timetable run together: which time belongs to which words cannot be told
    for pattern in kind.said:
        for span in spans(pattern, number, reading):
            found = _value(kind, pattern, span, tokens, reading.lines[number].split())
            if found and _fits(kind, found, reading, number):
                yield found


def _value(kind: Kind, pattern: str, span: Span, tokens: list[Typed], words: list[str]) -> _Candidate | None:
    """The value in a match of a pattern: the last of its typed tokens, if it has no more than the pattern asks for."""
    inside = [one for one in tokens if span[0] <= one.first and one.after <= span[1]]
    if inside and len(inside) == pattern.count("<"):
        last = inside[-1]
        value = values.normal(last.kind[1:-1], last.text)
        return _Candidate(
            kind, span, (last.first, last.after), value, values.shown(last.kind[1:-1], last.text)
        )
    if kind.of == ("date",) and "@months" in pattern:
        text = " ".join(words[span[1] - 2 : span[1]])
        return _Candidate(kind, span, (span[1] - 2, span[1]), values.day(text), text.capitalize())
    if kind.of == ("number",):
        after = next((i for i in range(span[1], len(words)) if not words[i].isdigit()), len(words))
        text = ".".join(words[span[1] : after])
        return _Candidate(kind, (span[0], after), (span[1], after), text, text) if text else None
    return None


def _fits(kind: Kind, found: _Candidate, reading: Reading, number: int) -> bool:
    if not found.value or (kind.between and not kind.between[0] <= found.value <= kind.between[1]):
        return False
    return not kind.about or _subject(found.span, number, reading) == kind.about


def _subject(span: Span, number: int, reading: Reading) -> str:
    """What a sentence speaks of there: the last that it has named; if nothing, what the heading names."""
    if own := _last(number, reading, span[1]):
        return own
    passage = reading.passages[reading.sentences[number].passage]
    lines = [] if passage.lead is None else [*reading.of_passage[passage.lead]]
    lines += [*reading.of_passage[reading.texts + passage.section]] if passage.section >= 0 else []
    return next((found for line in lines if (found := _last(line, reading))), "")


def _last(number: int, reading: Reading, before: int = 9999) -> str:
    starts = [
        (after, name)
        for name, pattern in known().subjects.items()
        if sentences(pattern, reading) >> number & 1
        for start, after in spans(pattern, number, reading)
        if start < before
    ]
    return max(starts, default=(0, ""))[1]


def _nearest(candidates: list[_Candidate]) -> Iterator[_Candidate]:
    """One fact for each value; what is said before a value counts first, and no words count for two values."""
    taken: set[int] = set()
    spoken_for: set[int] = set()
    for one in sorted(candidates, key=lambda c: (c.leads, c.span[1] - c.span[0], c.at)):
        own, said = set(range(*one.at)), set(range(*one.span)) - set(range(*one.at))
        if own & taken and not one.kind.values:
            continue
        if one.leads and said & spoken_for:
            continue
        taken |= own
        spoken_for |= said
        yield one
