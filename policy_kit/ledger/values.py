"""What people print → a value that can be compared: "8.45 a.m." and "08:45" are one time."""

import re
from calendar import month_abbr

from policy_kit.evidence.amounts import amount

_CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")
_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_MORNING_FROM = 7
_NUMBER_LENGTH = 11
_MONTHS = [name.lower() for name in month_abbr]
_DATE = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?)?([a-z]{3})[a-z]*\s?(20\d\d)|(\d{1,2})/(\d{1,2})/(\d{2,4})"
)


def normal(kind: str, text: str) -> str:
    """The value of a typed token; "" where it cannot be told."""
    folded = " ".join(text.lower().split())
    match kind:
        case "time":
            return time(folded)
        case "date":
            return day(folded)
        case "phone":
            return phone(folded)
        case "email":
            return folded.rstrip(".")
        case "weeks" | "days":
            found = amount(folded)
            return "" if found is None else f"{found:g} {kind}"
        case _:
            found = amount(folded)
            return "" if found is None else f"{found:g}"


def time(folded: str) -> str:
    """The time of a school day, "HH:MM": without a.m. or p.m., an hour before seven is one of the afternoon."""
    if folded.startswith(("noon", "midday")):
        return "12:00"
    if " past " in folded or " to " in folded:
        return _spoken(folded)
    found = _CLOCK.match(folded)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    marked = folded[found.end() :].strip().replace(".", "")
    if (marked.startswith("pm") and hour < 12) or (not marked.startswith("am") and hour < _MORNING_FROM):
        hour += 12
    return f"{hour:02}:{minute:02}"


def _spoken(folded: str) -> str:
    """ "half past eight", "ten to nine"."""
    much, way, told = folded.split()[:3]
    if told not in _HOURS or much not in _PAST:
        return ""
    hour = _HOURS.index(told)
    minutes = hour * 60 + (_PAST[much] if way == "past" else -_PAST[much])
    minutes += 720 if hour < _MORNING_FROM else 0
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes(value: str) -> int:
    """Minutes since midnight."""
    hour, _, minute = value.partition(":")
    return int(hour) * 60 + int(minute)


def day(folded: str) -> str:
    """A date, or a month, year first."""
    found = _DATE.search(folded)
    if not found:
        return ""
    if found[4]:
        year = found[6] if len(found[6]) == 4 else f"20{found[6]}"
        return f"{year}-{int(found[5]):02}-{int(found[4]):02}"
    if found[2] not in _MONTHS:
        return ""
    month = f"{found[3]}-{_MONTHS.index(found[2]):02}"
    return f"{month}-{int(found[1]):02}" if found[1] else month


def phone(folded: str) -> str:
    """The digits that are dialled in this country, and no more of them."""
    digits = re.sub(r"\D", "", folded)
    digits = digits.removeprefix("44") if digits.startswith("44") else digits
    return ("0" + digits.lstrip("0"))[:_NUMBER_LENGTH]


def shown(kind: str, text: str) -> str:
    """A value as printed, without what was caught beside it."""
    text = " ".join(text.split())
    if kind == "phone":
        ends = [found.end() for found in re.finditer(r"\d", text)]
        text = text[: ends[_NUMBER_LENGTH - 1]] if len(ends) > _NUMBER_LENGTH and text[0] != "+" else text
        return text.rstrip(" ()").lstrip("(") if text.count("(") != text.count(")") else text
    return text if text.endswith(("a.m.", "p.m.")) else text.rstrip(".,")
