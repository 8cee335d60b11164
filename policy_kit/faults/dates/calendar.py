"""dates(text) → the dates in a text, however written, each with its first and its last day.

A month without a day passes at its end; so does a term, and a school year on 31 August.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Said(NamedTuple):
    """A date in a text."""

    start: int
    end: int
    """Offsets in the text."""
    first: date
    last: date
    year: bool = False
    """A school year ("2025/26")."""


_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DATES = re.compile(
    "|".join(
        (
            r"\b(?P<iy>20\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d)\b",
            r"(?<![\d/.])(?P<nd>[0-3]?\d)(?P<sep>[/.-])(?P<nm>[01]?\d)(?P=sep)(?P<ny>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)",
            rf"\b(?P<dd>[0-3]?\d)\s?(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH.format('dm')},?\s?{_YEAR.format('dy')}\b",
            rf"\b{_MONTH.format('am')}\s(?P<ad>[0-3]?\d)(?:st|nd|rd|th)?,?\s{_YEAR.format('ay')}\b",
            rf"\b{_MONTH.format('mm')},?\s?(?:of\s)?{_YEAR.format('my')}\b(?!\s?[/–-]\s?\d)",
            rf"\b(?P<term>autumn|spring|summer|michaelmas|lent)(?:\sterm)?,?\s(?:of\s)?{_YEAR.format('ty')}(?:\s?[/–-]\s?(?P<tz>(?:20)?\d\d)\b)?",
            r"(?<![\d/])(?P<sy>20\d\d)\s?[/–-]\s?(?P<sz>(?:20)?\d\d)\b(?![/\d-])",
            rf"\b{_MONTH.format('hm')}(?:-|\s?['’])(?P<hy>\d\d)\b",
            r"(?<![\d/])(?P<vm>0?[1-9]|1[0-2])/(?P<vy>20\d\d)\b",
        )
    ),
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_TERMS = {"autumn": (9, 12), "michaelmas": (9, 12), "spring": (1, 4), "lent": (1, 4), "summer": (4, 8)}


def dates(text: str) -> list[Said]:
    """Every date, in order."""
    if not _FIGURE.search(text):
        return []
    folded = re.sub(r"\s", " ", text.replace("\u2013", "-").replace("\u2014", "-"))
    return list(_found(folded))


def alone(text: str) -> Said | None:
    """The date that is the whole of a text."""
    kept = text.strip(" .:")
    found = dates(kept)
    return found[0] if len(found) == 1 and found[0].start == 0 and found[0].end == len(kept) else None


def _found(text: str) -> Iterator[Said]:
    for match in _DATES.finditer(text):
        try:
            span = _span({name: value for name, value in match.groupdict().items() if value})
        except ValueError:  # 31 February
            continue
        if span:
            yield Said(match.start(), match.end(), *span)


def _span(said: dict[str, str]) -> tuple[date, date, bool] | tuple[date, date] | None:
    """The first and the last day of what the parts of a match name."""
    match said:
        case {"iy": year, "im": month, "id": day} | {"nd": day, "nm": month, "ny": year}:
            span = (one := date(_full(year), int(month), int(day)), one)
        case {"dd": day, "dm": name, "dy": year} | {"am": name, "ad": day, "ay": year}:
            span = (one := date(int(year), _month(name), int(day)), one)
        case {"mm": name, "my": year} | {"hm": name, "hy": year}:
            span = _whole(_full(year), _month(name))
        case {"vm": month, "vy": year}:
            span = _whole(int(year), int(month))
        case {"term": term, "ty": year}:
            span = _term(term.lower(), int(year), said.get("tz"))
        case {"sy": year, "sz": after} if _full(after) == int(year) + 1:
            return date(int(year), 9, 1), date(int(year) + 1, 8, 31), True
        case _:
            return None
    return span


def _term(name: str, year: int, after: str | None) -> tuple[date, date]:
    """A term; of a school year ("spring term 2025/26") those after the autumn fall into its second year."""
    first, last = _TERMS[name]
    if after and first < 9:
        year = _full(after)
    return date(year, first, 1), _whole(year, last)[1]


def _whole(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month(name: str) -> int:
    return _NAMES.index(name[:3].lower()) + 1


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
