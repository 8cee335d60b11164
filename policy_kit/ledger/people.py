"""Who a document says holds each role, and how each person is reached."""

from collections.abc import Iterator
from dataclasses import replace

from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading, Typed, bits
from policy_kit.evidence.scene import quoted
from policy_kit.ledger import values
from policy_kit.ledger.groups import group
from policy_kit.ledger.kinds import Role, known
from policy_kit.ledger.stating import Statement, standing
from policy_kit.model import Evidence

_TITLES = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "fr",
    "father",
    "rev",
    "revd",
    "reverend",
    "canon",
    "sir",
    "prof",
}
_MOST_BETWEEN = 5
_LONGEST = 240


def holders(reading: Reading) -> Iterator[Statement]:
    """Every role with the name that stands beside it."""
    for role in known().roles:
        possible = sentences(role.called, reading) & reading.holding["<name>"] & reading.usable
        for number in bits(possible):
            for name in _named(role, number, reading):
                yield _statement(role.ident, number, reading, person(name.text), name.text)


def contacts(reading: Reading) -> Iterator[Statement]:
    """The telephone numbers and e-mail addresses of passages that name one person."""
    for passage, inside in zip(reading.passages[: reading.texts], reading.of_passage, strict=False):
        typed = [(n, one) for n in inside for one in reading.typed.get(n, ())]
        people = {person(one.text): one.text for _, one in typed if one.kind == "<name>"}
        if not people or not _are_one(people) or not passage.text:
            continue
        name = max(people.values(), key=len)
        for number, one in typed:
            if one.kind in ("<phone>", "<email>"):
                kind = one.kind[1:-1]
                told = _statement(
                    kind, number, reading, values.normal(kind, one.text), values.shown(kind, one.text)
                )
                own = not any(sentences(known().shared_numbers, reading) >> n & 1 for n in inside)
                ident, whose = f"{kind}_of_person", " ".join(name.split())
                yield replace(told, ident=ident, group=whose, clear=own or kind == "email")


def _statement(ident: str, number: int, reading: Reading, value: str, shown: str) -> Statement:
    text, place = reading.quote(number)
    whose = ", ".join(group(number, reading))
    evidence = Evidence(quoted(text, _LONGEST), place)
    clear = not sentences(known().unclear_people, reading) >> number & 1
    return Statement(ident, whose, clear, value, " ".join(shown.split()), evidence, standing(number, reading))


def _named(role: Role, number: int, reading: Reading) -> Iterator[Typed]:
    """The names beside a role: "the headteacher, Mrs Hale", "Mrs Hale (headteacher)"."""
    words = reading.lines[number].split()
    people = [one for one in reading.typed[number] if one.kind == "<name>"]
    several = not _are_one({person(one.text): one.text for one in people})
    for start, after in spans(role.called, number, reading):
        if _is_other(start, after, words):
            continue
        follows = [p for p in people if 0 <= p.first - after <= _MOST_BETWEEN]
        if follows and _links(words[after : follows[0].first], "linking"):
            yield follows[0]
            continue
        leads = [p for p in people if 0 <= start - p.after <= _MOST_BETWEEN]
        if leads and not several and _links(words[leads[-1].after : start], "linking_back"):
            yield leads[-1]


def _is_other(start: int, after: int, words: list[str]) -> bool:
    """The words around a title make another of it: "deputy", "former", "headteacher's secretary"."""
    known_words = known().words
    before = words[start - 1] if start else ""
    follows = words[after] if after < len(words) else ""
    of_attendance = words[after : after + 2] == ["for", "attendance"]
    return before in known_words["not_before"] or (follows in known_words["not_after"] and not of_attendance)


def _links(words: list[str], which: str) -> bool:
    return all(word in known().words[which] for word in words)


def person(name: str) -> str:
    """A name as it can be compared, without title: "t osei-bright"."""
    words = name.lower().replace(".", " ").replace("’", "'").split()
    return " ".join(words[1:] if words[0] in _TITLES and len(words) > 1 else words)


def same(one: str, other: str) -> bool:
    """Two names can be one person's: a surname in common, or all but a letter of it."""
    return any(_alike(a, b) for a in _surnames(one) for b in _surnames(other))


def _are_one(people: dict[str, str]) -> bool:
    first, *others = people
    return all(same(first, other) for other in others)


def _surnames(name: str) -> list[str]:
    words = [word for word in name.replace("-", " ").split() if len(word) > 1]
    first = name.split(maxsplit=1)[0]
    plain = len(words) > 1 and first in words and "-" not in first
    return words[1:] if plain else words


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return one == other
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]
