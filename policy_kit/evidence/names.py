"""The people whom a document names for a role, and how it goes on to call them."""

from collections.abc import Iterator

from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading, Sentences, Typed, bits, once

_NAME_WITHIN = 5
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "fr", "rev", "revd"}


def with_names(group: str, reading: Reading) -> Sentences:
    """The sentences that have a group; in it, `@@role` is the role or a person named for it."""
    found = sentences(group.replace("@@", "@"), reading)
    for part in group.split("|") if "@@" in group else ():
        for name in names(part.strip()[2:], reading)[0] if part.strip().startswith("@@") else ():
            found |= sentences(name, reading)
    return found


@once
def names(role: str, reading: Reading) -> tuple[list[str], Sentences]:
    """How the document goes on to call a person whom it names for the role ("mrs whitlock"), and where it names her."""
    pattern, found, naming = f"@{role}", set[str](), 0
    for number in bits(sentences(pattern, reading) & reading.holding["<name>"] & reading.body):
        roles = spans(pattern, number, reading)
        for name in (typed for typed in reading.typed[number] if typed.kind == "<name>"):
            if any(
                0 <= max(name.first - after, start - name.after) <= _NAME_WITHIN for start, after in roles
            ):
                found.update(_called(name))
                naming |= 1 << number
    return sorted(name for name in found if name.replace(" ", "").isalpha()), naming


def _called(name: Typed) -> Iterator[str]:
    words = name.text.lower().replace(".", "").split()
    if words[0] not in _TITLES:
        yield words[0]
        return
    yield f"{words[0]} {words[-1]}"
    if len(words) > 2:
        yield words[1]
