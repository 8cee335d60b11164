"""Finders that read figures with their subject and their condition, and compare them with the law of the day."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_kit.evidence.amounts import amount
from policy_kit.evidence.patterns import spans
from policy_kit.evidence.reading import Typed
from policy_kit.faults.matter import Hit, Matter
from policy_kit.law import Law

_NEXT = 14
_AT_ONCE = 5
_PARTED = re.compile(r"[;,.|:]|\b(?:and|or|but)\b", re.IGNORECASE)


def figure(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A figure of a kind (`of`) in a sentence that fits `where`: none of `right`, over `most` or under `least`.

    near, after, before: it stands within `within` words (8) of this pattern, on either side, after it or before it.
    apart: it does not stand within `clear` words (3) of this pattern.
    unless_right: not in a sentence that has a right figure as well.
    """
    if not _known(wanted, matter.law):
        return
    for number in matter.sentences(wanted["where"]):
        typed = matter.reading.typed.get(number, ())
        wrong = [one.text.strip() for one in typed if _is_hit(one, number, wanted, matter)]
        values = {amount(one.text) for one in typed if one.kind == wanted["of"]}
        beside = wanted.get("unless_right") and values & _values(wanted.get("right", ()), matter.law)
        if wrong and not beside:
            told = " and ".join(f"“{text}”" for text in dict.fromkeys(wrong))
            yield Hit((matter.quote(number, wrong[0]),), told)


def _is_hit(one: Typed, number: int, wanted: Mapping[str, Any], matter: Matter) -> bool:
    value = amount(one.text) if one.kind == wanted["of"] else None
    return value is not None and _is_wrong(value, wanted, matter.law) and _stands(wanted, one, number, matter)


def pair(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Two figures that belong together (£80 and 21 days) and are paired wrongly, whichever is said first.

    A figure of the kind `with` is right when one of its neighbours of the kind `of` goes with it.
    """
    right = [tuple(_value(one, matter.law) for one in both) for both in wanted["right"]]
    if any(None in both for both in right):
        return
    for number in matter.sentences(wanted["where"]):
        typed = sorted(
            (t for t in matter.reading.typed.get(number, ()) if t.kind in (wanted["of"], wanted["with"])),
            key=lambda one: one.first,
        )
        for index, one in enumerate(typed):
            near = [t for t in typed[max(index - 1, 0) : index + 2] if t.kind == wanted["of"]]
            if near and near[0].after <= one.first and _joined(near[0], one, number, matter):
                near = near[:1]
            near = [t for t in near if abs(t.first - one.first) <= _NEXT]
            if one.kind != wanted["with"] or not near or amount(one.text) is None:
                continue
            values = {amount(t.text) for t in near}
            known = {first for first, _ in right}
            if values <= known and not any((value, amount(one.text)) in right for value in values):
                told = f"“{near[0].text.strip()}” with “{one.text.strip()}”"
                yield Hit((matter.quote(number, one.text),), told)


def _joined(figure: Typed, condition: Typed, number: int, matter: Matter) -> bool:
    """A condition follows its figure at once: "£80 if paid within 21 days", and not "£80; within 28 days …"."""
    text = matter.reading.quote(number)[0]
    start = text.find(figure.text) + len(figure.text)
    between = text[start : text.find(condition.text, start)]
    return len(between.split()) <= _AT_ONCE and not _PARTED.search(between)


def _known(wanted: Mapping[str, Any], law: Law) -> bool:
    """The law of the day has every figure that the rule compares with."""
    asked = (*wanted.get("right", ()), *(wanted[key] for key in ("most", "least") if key in wanted))
    return all(_value(one, law) is not None for one in asked)


def _is_wrong(value: float, wanted: Mapping[str, Any], law: Law) -> bool:
    if "wrong" in wanted and value not in _values(wanted["wrong"], law):
        return False
    if "right" in wanted and value in _values(wanted["right"], law):
        return False
    most, least = (_value(wanted[key], law) if key in wanted else None for key in ("most", "least"))
    if most is None and least is None:
        return True
    return (most is not None and value > most) or (least is not None and value < least)


def _values(names: Iterable[Any], law: Law) -> set[float | None]:
    return {_value(name, law) for name in names}


def _value(name: Any, law: Law) -> float | None:
    """A number as it is, or the law's figure of this name."""
    if isinstance(name, str):
        return law.figures[name].value if name in law.figures else None
    return float(name)


def _stands(wanted: Mapping[str, Any], one: Typed, number: int, matter: Matter) -> bool:
    within = wanted.get("within", 8)
    for side in ("near", "after", "before"):
        if side in wanted and not any(
            0 <= gap <= within for gap in _gaps(wanted[side], side, one, number, matter)
        ):
            return False
    clear = wanted.get("clear", 3)
    apart = wanted.get("apart")
    return not (apart and any(0 <= gap <= clear for gap in _gaps(apart, "near", one, number, matter)))


def _gaps(pattern: str, side: str, one: Typed, number: int, matter: Matter) -> Iterator[int]:
    """How many words lie between a figure and each place of a pattern; less than 0 on the wrong side."""
    for start, after in spans(pattern, number, matter.reading):
        behind, ahead = one.first - after, start - one.after
        match side:
            case "after":
                yield behind
            case "before":
                yield ahead
            case _:
                yield max(behind, ahead, 0) if max(behind, ahead) >= 0 else 0
