"""How far people and the audit agree, line by line: the counts, Cohen's kappa, and the lines on which they differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from policy_kit.pages import count
from policy_kit.report.audit_text import plain
from policy_kit.report.lines import heading, wrapped

Pair = tuple[str, str]
_MOST = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of one file, answered by a person and by the kit: Yes, Partly or No."""

    officer: str
    whose: str
    """The school, or the file."""
    file: str
    line: str
    says: str
    said: str
    found: str
    quote: str = ""
    """The words that the kit went by, and where they stand."""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The forms that were filled in."""

    answers: tuple[Answer, ...]
    empty: int = 0
    """Lines without an answer."""
    changed: tuple[str, ...] = ()
    """Files that are not what they were when the form was made: left out."""
    unasked: int = 0
    """Answers to lines that the kit did not judge, or that do not apply by it."""


def agreed(pairs: Sequence[Pair]) -> float:
    """The share of pairs whose two answers are the same."""
    return sum(one == other for one, other in pairs) / len(pairs)


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa: 1 is full agreement, 0 what chance would bring. None where all answers are one and the same."""
    total = len(pairs)
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(left[answer] * right[answer] for answer in left) / total**2
    return None if chance == 1 else (agreed(pairs) - chance) / (1 - chance)


def write(found: Agreement) -> str:
    """The agreement as a person reads it."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Agreement) -> Iterator[str]:
    yield f"{count(len(found.answers), 'answer')} compared, {found.empty} left empty."
    if found.unasked:
        yield f"{count(found.unasked, 'answer')} left out: the audit did not judge the line, or it does not apply."
    for file in found.changed:
        yield f"Left out, because the document has changed since: {plain(file)}"
    if not found.answers:
        return
    yield from heading("Officer and audit")
    yield from _overall(found.answers)
    officers = list(dict.fromkeys(one.officer for one in found.answers))
    if len(officers) > 1:
        for officer in officers:
            yield from _told(plain(officer), [_pair(a) for a in found.answers if a.officer == officer])
        yield from _between(found.answers, officers)
    yield from _by_line(found.answers)
    yield from _differing(found.answers)


def _overall(answers: Sequence[Answer]) -> Iterator[str]:
    yield from _told("All answers", [_pair(each) for each in answers])
    counted = Counter(_pair(each) for each in answers)
    kinds = ("Yes", "Partly", "No")
    yield ""
    yield f"  {'Officer':<10}" + "".join(f"{'audit ' + kind:>14}" for kind in kinds)
    for said in kinds:
        yield f"  {said:<10}" + "".join(f"{counted[said, kind]:>14}" for kind in kinds)
    yield ""


def _told(whose: str, pairs: Sequence[Pair]) -> Iterator[str]:
    same = sum(one == other for one, other in pairs)
    yield f"  {whose}: {same} of {len(pairs)} the same ({agreed(pairs):.0%}), kappa {_kappa(pairs)}"


def _kappa(pairs: Sequence[Pair]) -> str:
    value = kappa(pairs)
    return "not defined (one answer only)" if value is None else f"{value:.2f}"


def _pair(answer: Answer) -> Pair:
    return answer.said, answer.found


def _between(answers: Sequence[Answer], officers: Sequence[str]) -> Iterator[str]:
    """How far two people agree where both have answered."""
    own = {name: {(a.file, a.line): a.said for a in answers if a.officer == name} for name in officers}
    told = [
        line
        for one, other in combinations(officers, 2)
        if (both := own[one].keys() & own[other].keys())
        for line in _told(
            f"{plain(one)} and {plain(other)}", [(own[one][k], own[other][k]) for k in sorted(both)]
        )
    ]
    if told:
        yield from heading("Between officers")
        yield from told


def _by_line(answers: Sequence[Answer]) -> Iterator[str]:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        groups[each.line].append(each)
    yield from heading("Line by line, the least agreement first")
    for line, group in sorted(groups.items(), key=lambda one: agreed([_pair(a) for a in one[1]])):
        yield from _told(f"{line} {group[0].says}", [_pair(each) for each in group])


def _differing(answers: Sequence[Answer]) -> Iterator[str]:
    apart = [each for each in answers if each.said != each.found]
    if not apart:
        return
    yield from heading(f"Where they differ ({len(apart)})")
    for each in apart[:_MOST]:
        yield ""
        yield from wrapped(f"{plain(each.whose)}: {each.line} {each.says}", "  - ", "    ")
        yield from wrapped(
            f"{plain(each.officer)} says {each.said}, the audit says {each.found}.", "    ", "    "
        )
        if each.quote:
            yield from wrapped(each.quote, "    ", "    ")
        if each.notes:
            yield from wrapped(f"Note: {each.notes}", "    ", "    ")
    if len(apart) > _MOST:
        yield f"\n  and {len(apart) - _MOST} more."
