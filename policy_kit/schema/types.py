"""A number where text is wanted, a list where one text is wanted, and the other way round."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from policy_kit.schema.examples import scalar
from policy_kit.schema.kinds import not_a
from policy_kit.schema.wrong import Said, Wrong, one_line

_BARE_KEY = re.compile(r"([A-Za-z_]\w*):(\S.*)")
_LONGEST = 100  # a text up to so many characters is written out in the message
_SHORT = 50  # an example up to so many characters stands in the message
_MOST_WORDS = 5  # more between two commas is a sentence, not an entry of a list
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(.*)")
_PERCENT = ("%", "percent", "per cent")
_YES = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}


def mistyped(wrong: Wrong) -> Iterator[Said]:
    """Say which kind of value is wanted, and how this one would be written as one."""
    wanted = wrong.wants
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    if not wrong.pointer:
        yield wrong.say(
            "A policy is made of keys with a colon and what you have to say, such as format: policy-kit/1"
        )
        return
    yield _WANTED[next((name for name in names if name in _WANTED), "string")](wrong)


def nothing(wrong: Wrong) -> Said:
    """Say that a place was left empty."""
    wanted = wrong.example
    is_item = wrong.pointer.rpartition("/")[2].isdecimal()
    what = "This dash" if is_item else f"{wrong.label}:" if wrong.value is None else wrong.label
    held = "has nothing after it" if wrong.value is None or is_item else "is empty"
    if (
        wanted is None
        or isinstance(wanted, dict | list)
        or len(str(wanted)) > _SHORT
        or "." in str(wanted)[-1:]
    ):
        fix = None if wanted is None else wrong.block(wanted)
        return wrong.say(f"{what} {held}. Fill it in, or delete the line.", fix=fix)
    return wrong.say(f"{what} {held}. Write {wrong.line(scalar(wanted))}, for example, or delete the line.")


def _text(wrong: Wrong) -> Said:
    kind = wrong.rules.get("kind")
    match wrong.value:
        case bool():
            return wrong.say(f"{wrong.label} is {wrong.raw}, where words are wanted{_such(wrong)}.")
        case int() | float() if kind and not re.search(wrong.rules.get("pattern", "$^"), wrong.raw):
            return wrong.say(not_a(kind, wrong.label, wrong.raw))
        case int() | float():
            quoted = wrong.line(f'"{wrong.raw}"')
            return wrong.say(
                f"{wrong.label} is a number, where text is wanted. Put it in quotation marks: {quoted}"
            )
        case list():
            joined = ", ".join(wrong.value) if all(isinstance(one, str) for one in wrong.value) else ""
            how = (
                f". Write it on one line: {wrong.line(scalar(joined))}"
                if not kind and 0 < len(joined) < _LONGEST
                else _such(wrong)
            )
            return wrong.say(f"{wrong.label} is a list, where one text is wanted{how}")
        case _:
            held = f"holds keys of its own ({one_line(wrong.value)})"
            return wrong.say(f"{wrong.label} {held}, where one text is wanted{_such(wrong)}.")


def _list(wrong: Wrong) -> Said:
    if isinstance(wrong.value, dict):
        message = f"{wrong.label} has to be a list. Put a dash and a space before the first key, and indent the others."
        return wrong.say(message, fix=wrong.block([wrong.value]))
    item = wrong.example[0] if isinstance(wrong.example, list) and wrong.example else wrong.value
    items = [item] if isinstance(item, dict) else _entries(str(wrong.value))
    message = (
        f"{wrong.label} has to be a list, even of one. Write each on its own line, after a dash and a space."
    )
    return wrong.say(message, fix=wrong.block(items or [item]))


def _entries(text: str) -> list[str]:
    """What stands between the commas, unless they are those of a sentence."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return parts if all(len(part.split()) <= _MOST_WORDS for part in parts) else [text.strip()]


def _map(wrong: Wrong) -> Said:
    if isinstance(wrong.value, list):
        message = f"{wrong.label} is a list, where keys are wanted. Take the dashes away."
        return wrong.say(message, fix=wrong.block(wrong.example))
    if isinstance(wrong.value, str) and (bare := _BARE_KEY.fullmatch(wrong.value)):
        return wrong.say(f"Put a space after the colon: {bare[1]}: {bare[2]}")
    keys = list(wrong.rules.get("properties", {}))
    first = next((key for key in ("name", "title") if key in keys), None)
    value: Any = {first: wrong.value} if first and isinstance(wrong.value, str) else wrong.example
    message = f"{wrong.label} needs keys of its own, each on a line below it: {', '.join(keys)}."
    return wrong.say(message, fix=wrong.block(value))


def _true_or_false(wrong: Wrong) -> Said:
    meant = _YES.get(str(wrong.value).lower())
    write = f"write {wrong.label}: {meant}" if meant else "write true or false"
    return wrong.say(f'{wrong.label} is "{wrong.raw}"; {write}')


def _whole(wrong: Wrong) -> Said:
    return _counted(wrong, "a whole number")


def _number(wrong: Wrong) -> Said:
    return _counted(wrong, "a number")


def _counted(wrong: Wrong, what: str) -> Said:
    unit = next((word for word in _words(wrong.label) if word.endswith("s")), "")
    meant = _count_meant(wrong, unit, whole="whole" in what)
    if meant:
        how = f"; write {wrong.label}: {meant}"
    else:
        such = f", such as {wrong.label}: {scalar(wrong.example)}" if wrong.example is not None else ""
        how = f". Give {what}{f' of {unit}' if unit else ''}{such}"
    return wrong.say(f'{wrong.label} is "{wrong.raw}", where {what} is wanted{how}')


def _count_meant(wrong: Wrong, unit: str, *, whole: bool) -> str | None:
    """The number in a text that says no more than the number and the unit that the key counts in."""
    parts = _NUMBER.fullmatch(wrong.value.strip()) if isinstance(wrong.value, str) else None
    if not parts or (whole and "." in parts[1]) or not _within(float(parts[1]), wrong):
        return None
    said = parts[2].strip().lower()
    in_percent = said in _PERCENT and "in percent" in wrong.node.get("description", "")
    agrees = all(word in _words(wrong.label) or f"{word}s" == unit for word in said.split())
    return parts[1] if in_percent or agrees else None


def _within(number: float, wrong: Wrong) -> bool:
    least = float(wrong.rules.get("minimum", -math.inf))
    above = float(wrong.rules.get("exclusiveMinimum", -math.inf))
    return least <= number <= float(wrong.rules.get("maximum", math.inf)) and number > above


def _words(key: str) -> list[str]:
    return key.lower().split("_")


def _such(wrong: Wrong) -> str:
    return f", such as {one_line(wrong.example)}" if wrong.example is not None else ""


_WANTED: dict[str, Callable[[Wrong], Said]] = {
    "string": _text,
    "array": _list,
    "object": _map,
    "boolean": _true_or_false,
    "integer": _whole,
    "number": _number,
}
