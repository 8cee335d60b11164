"""The predicate that looks for a role's duties, however a policy tells them.

A role has duties where it is a heading with text under it, the head of a column or a row of a table, or a sentence in
which the role is the one who acts. A policy may go on to speak of the person by name: the name then stands for the
role.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_kit.evidence.passages import quotes
from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading
from policy_kit.evidence.scene import Found, Missing

_TITLE_EXTRAS = 1
_SUBJECT_WITHIN = 9
_ACT_WITHIN = 6
_LABEL_WORDS = 3
_BESIDE = {"the", "our", "a", "an", "your", "their", "school", "and", "or", "class", "local", "relevant"}
_PREPOSITIONS = {"with", "to", "from", "for", "of", "by", "at", "in", "inform", "informs", "contact", "via"}
_PARTICIPLES = {"taken", "made", "kept", "given", "sent", "held", "led", "run", "set", "told", "done"}


def duty(wanted: str | Mapping[str, Any], reading: Reading, name: str) -> Found:
    """What a role of the lexicon does: `least` sentences (default 2); fewer, or only `weak` ones, are part of it."""
    clause: Mapping[str, Any] = {"role": wanted} if isinstance(wanted, str) else wanted
    role, never = clause["role"], _with_any(clause.get("unless", ()), reading)
    titled = [s for s in _titled(role, clause.get("extras", _TITLE_EXTRAS), reading) if s not in never]
    acting = [] if clause.get("titled") else [s for s in _acting(role, reading) if s not in never]
    weak = _with_any(clause.get("weak", ()), reading)
    strong = [s for s in (*titled, *acting) if s not in weak]
    found = quotes(list(enumerate(dict.fromkeys((*strong, *titled, *acting)))), reading, name)
    if not found:
        return Found((), (Missing(name or "its duties"),))
    enough = any(s not in weak for s in titled) or len(set(strong)) >= clause.get("least", 2)
    more = Missing(clause.get("more", f"more than a mention of {name or 'the role'}"))
    return Found(found, () if enough else (more,))


def _with_any(patterns: Iterable[str], reading: Reading) -> set[int]:
    return {s for pattern in patterns for s in sentences(pattern, reading)}


def _titled(role: str, extras: int, reading: Reading) -> Iterator[int]:
    """Sentences under a heading, or under the head of a column or beside that of a row, that is the role."""
    for heading in _titles(role, extras, reading):
        yield from (s for p in reading.under.get(heading, []) for s in _sayings(p, reading))
    for number, passage in enumerate(reading.passages):
        if any(head and _is_title(head, role, extras) for head in passage.heads):
            yield from _sayings(number, reading)


def _sayings(number: int, reading: Reading) -> list[int]:
    """The sentences of a passage that is more than a label."""
    says = len(reading.passages[number].text.split()) > _LABEL_WORDS
    return [s for s in reading.of_passage[number] if says and reading.sentences[s].usable]


def _titles(role: str, extras: int, reading: Reading) -> Iterator[int]:
    """Headings that are the role and little else: "3.2 The headteacher", "Role of parents and carers"."""
    titles = reading.titles
    for start, end in spans(f"@{role}", titles):
        sentence = titles.tokens[start].sentence
        words = [t for t in titles.tokens if t.sentence == sentence and not t.word.startswith("<")]
        inside = titles.tokens[start].start, titles.tokens[end].end
        if _extras([t.word for t in words if not inside[0] <= t.start < inside[1]]) <= extras:
            yield reading.title_of[sentence]


def _is_title(head: str, role: str, extras: int) -> bool:
    from policy_kit.evidence.patterns import phrases
    from policy_kit.evidence.tokens import words

    found = [word for word, _, _ in words(head) if not word.startswith("<")]
    for phrase in phrases(f"@{role}"):
        for at in range(len(found) - len(phrase) + 1):
            part = found[at : at + len(phrase)]
            if all(
                w.startswith(p[:-1]) if p.endswith("*") else w == p for w, p in zip(part, phrase, strict=True)
            ):
                return _extras(found[:at] + found[at + len(phrase) :]) <= extras
    return False


def _extras(words: list[str]) -> int:
    from policy_kit import lexicon

    plain = set(lexicon.words("title_words"))
    return sum(word not in plain and not word.isdigit() for word in words)


def _acting(role: str, reading: Reading) -> list[int]:
    """Sentences in which the role, or a person named for it, is the one who acts."""
    pattern = " | ".join((f"@{role}", *_names(role, reading)))
    acts = {start for start, _ in spans("@acts", reading)}
    found = {
        reading.tokens[start].sentence for start, _ in spans(_by(pattern), reading) if _done(start, reading)
    }
    for start, end in spans(pattern, reading):
        sentence = reading.tokens[start].sentence
        first = _first_token(sentence, reading)
        within = range(end + 1, min(end + 1 + _ACT_WITHIN, len(reading.tokens)))
        acting = any(t in acts and reading.tokens[t].sentence == sentence for t in within)
        if start - first <= _SUBJECT_WITHIN and acting and not _object(start, first, reading):
            found.add(sentence)
            found.update(_led(sentence, reading))
    return sorted(s for s in found if reading.sentences[s].usable)


def _object(start: int, first: int, reading: Reading) -> bool:
    """The role is not the one who acts: something is done with it, for it or to it."""
    before = start - 1
    while before >= first and reading.tokens[before].word in _BESIDE:
        before -= 1
    return before >= first and reading.tokens[before].word in _PREPOSITIONS


def _by(pattern: str) -> str:
    return " | ".join(f"by {part} | by the {part}" for part in pattern.split(" | "))


def _done(by: int, reading: Reading) -> bool:
    """A participle stands before "by": "registers are taken by class teachers"."""
    words = [
        token.word
        for token in reading.tokens[max(by - 8, 0) : by]
        if token.sentence == reading.tokens[by].sentence
    ]
    return any(word.endswith("ed") or word in _PARTICIPLES for word in words)


def _led(sentence: int, reading: Reading) -> Iterator[int]:
    """The items of a list that a sentence leads into ("Parents must:")."""
    one = reading.sentences[sentence]
    passage = reading.passages[one.passage]
    if passage.text[one.start : one.end].rstrip().endswith(":"):
        for dependent in reading.dependents.get(one.passage, ()):
            yield from reading.of_passage[dependent]


def _first_token(sentence: int, reading: Reading) -> int:
    firsts = reading.memo.get("firsts")
    if firsts is None:
        known: dict[int, int] = {}
        for index, token in enumerate(reading.tokens):
            known.setdefault(token.sentence, index)
        reading.memo["firsts"] = firsts = known
    return firsts[sentence]  # type: ignore[index,no-any-return]


def _names(role: str, reading: Reading) -> tuple[str, ...]:
    """How the document goes on to call a person whom it has named for the role ("mrs whitlock")."""
    found = set()
    for start, end in (*spans(f"@{role} .. <name>", reading), *spans(f"<name> .. @{role}", reading)):
        for token in (reading.tokens[start], reading.tokens[end]):
            if token.word == "<name>" and reading.tokens[end].start - reading.tokens[start].end < 12:
                passage = reading.passages[reading.sentences[token.sentence].passage]
                words = passage.text[token.start : token.end].lower().replace(".", "").split()
                titled = words[0] in ("mr", "mrs", "ms", "miss", "mx", "dr", "fr", "rev", "revd")
                found.add(f"{words[0]} {words[-1]}" if titled else words[0])
                if titled and len(words) > 2:
                    found.add(words[1])
    return tuple(sorted(name for name in found if name.replace(" ", "").isalpha()))
