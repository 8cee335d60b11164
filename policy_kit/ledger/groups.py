"""For whom a value holds: nursery, a year group, a site, a day of the week."""

import re
from functools import cache

from policy_kit.evidence import tokens
from policy_kit.evidence.patterns import sentences
from policy_kit.evidence.reading import Reading
from policy_kit.ledger.kinds import known

_BETWEEN = {"and", "to", "or", "r"}
_NAME_WORDS = 4
_STEM = 5
_TIMED = ("register", "gates", "day")
_VAGUE = {"school", "academy", "college", "the", "pupils'", "site"}
_GLUED = re.compile(r"([a-z]+)(\d+)")


def group(number: int, reading: Reading) -> tuple[str, ...]:
    """The groups that a sentence names; if none, those of what leads into it, or of the headings above."""
    if own := named(number, reading):
        return own
    passage = reading.passages[reading.sentences[number].passage]
    lead = passage.lead
    while lead is not None:
        for one in reading.of_passage[lead]:
            if own := named(one, reading):
                return own
        lead = reading.passages[lead].lead
    return _above(passage.section, reading)


def _above(section: int, reading: Reading) -> tuple[str, ...]:
    while section >= 0:
        if reading.headings[section].block.text != reading.document.title:
            for one in reading.of_passage[reading.texts + section]:
                if own := named(one, reading):
                    return own
        section = reading.headings[section].above
    return ()


def named(number: int, reading: Reading) -> tuple[str, ...]:
    """The groups that one sentence names, in a settled order."""
    found = {name for name, pattern in known().groups.items() if sentences(pattern, reading) >> number & 1}
    return tuple(sorted(found | set(_counted(reading.lines[number].split()))))


def unclear(number: int, reading: Reading) -> bool:
    """Whose value it is cannot be told from a sentence: it is of another time, place or school."""
    return bool(sentences(known().unclear, reading) >> number & 1)


def _counted(words: list[str]) -> list[str]:
    """ "years 7 8 and 9" → Year 7, Year 8, Year 9."""
    found = []
    for index, word in enumerate(words):
        glued = _GLUED.fullmatch(word)
        for name, called in known().counted.items():
            if glued and glued[1] in called:
                found.append(f"{name} {glued[2]}")
            if word in called:
                for following in words[index + 1 :]:
                    if following.isdigit() and len(following) <= 2:
                        found.append(f"{name} {following}")
                    elif following not in _BETWEEN and following not in called:
                        break
    return found


def in_heads(text: str) -> str:
    """The head of a row or column, with what a word means there: "Reception" is a class, not a desk."""
    words = tokens.words(tokens.fold(text))
    more = [name for name, word in known().in_heads.items() if word in words]
    return " ".join((text, *(f"for {name}" for name in more)))


def owner(label: str, head: str) -> str:
    """Whose a value in a table is: of the label of its row and the head of its column, the one that is a name."""
    told = [bool(set(_stems(text)) & _told_of()) for text in (label, head)]
    match told:
        case [True, False]:
            name = head
        case [False, True]:
            name = label
        case _:
            return ""
    words = tokens.words(tokens.fold(name))
    named = 0 < len(words) <= _NAME_WORDS and not known().plain_heads.intersection(words)
    return name.strip() if named and name.strip()[:1].isupper() else ""


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in tokens.words(tokens.fold(text))]


@cache
def _told_of() -> frozenset[str]:
    """The beginnings of the words with which times are told of: "regis", "gate"."""
    words = (word for name in _TIMED for word in known().subjects[name].replace("|", " ").split())
    return frozenset(word.rstrip("*")[:_STEM] for word in words if word.rstrip("*") not in _VAGUE)


def only_groups(text: str) -> bool:
    """A text that says nothing but for whom: "Reception, Yr 1 and Yr 2"."""
    words = tokens.words(tokens.fold(text))
    return bool(words) and all(word in _vocabulary() or word.isdigit() for word in words)


@cache
def _vocabulary() -> frozenset[str]:
    """The words with which groups are named, but for those that tell sessions apart."""
    patterns = (*known().groups.values(), *known().in_heads.values())
    words = {word.rstrip("*") for pattern in patterns for word in pattern.replace("|", " ").split()}
    words |= {word for called in known().counted.values() for word in called} | _BETWEEN
    return frozenset(words | {"pupils", "children", "students", "all", "key", "weekdays", "classes", "class"})
