"""Times, dates, addresses and numbers: what each looks like, and what a slip was meant to be."""

import re
from collections.abc import Callable
from datetime import date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^\s@<>(),:;\"\[\]\\]+@[^\s@<>(),:;\"\[\]\\.]+(?:\.[^\s@<>(),:;\"\[\]\\.]+)+")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?(?::[0-9]{2})? ?([ap]\.?m\.?)?", re.IGNORECASE)
_EITHER = ("1", "2", "3", "4", "5", "6")  # a school that types 3:15 means the afternoon, or a slip
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ][0-9:]+Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_IN_WORDS = re.compile(
    r"(?:[a-z]+day,? )?([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9}),? ([0-9]{4})", re.IGNORECASE
)
_LONGEST_NUMBER = 11  # figures of a number in the United Kingdom; more are two numbers
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}(/\S*)?")
_FILE = re.compile(r"[^/]+\.(pdf|docx?|odt|html?|txt)", re.IGNORECASE)


def is_date(value: object) -> bool:
    """A day of the calendar, year first; what is not text is left to `type`."""
    return not isinstance(value, str) or _day(value) is not None


def is_email(value: object) -> bool:
    """One address, without a name or brackets around it."""
    return not isinstance(value, str) or _EMAIL.fullmatch(value) is not None


def is_date_or_month(value: object) -> bool:
    """A day, or a month of which no day is named."""
    return is_date(value) or (isinstance(value, str) and is_date(f"{value}-01"))


FORMATS: dict[str, Callable[[object], bool]] = {
    "date": is_date,
    "date-or-month": is_date_or_month,
    "email": is_email,
}


def not_a(kind: str, label: str, text: str) -> str:
    """Say that a text is not of its kind, what one looks like, and what this one was probably meant to be."""
    what, amend, advice = _KINDS[kind]
    if kind in ("date", "date_or_month") and _DATE.fullmatch(text):
        return f"{text} is not a day of the calendar. Look at the month and the day."
    meant = amend(text.strip("\"'“”‘’ "))
    return f'"{text}" is not {what}{f"; write {label}: {meant}" if meant else advice}'


def _time(text: str) -> str | None:
    text = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00"}.get(text.lower(), text)
    parts = _CLOCK.fullmatch(text)
    if not parts or (parts[2] is None and not parts[3]):
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    half = (parts[3] or "").lower()[:1]
    if (half == "a" and hour > 12) or (not half and parts[1] in _EITHER):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _date(text: str) -> str | None:
    if parts := _YEAR_FIRST.fullmatch(text):
        year, month, day = parts.groups()
    elif parts := _DAY_FIRST.fullmatch(text):
        day, month, year = parts.groups()
    elif parts := _IN_WORDS.fullmatch(text):
        day, name, year = parts.groups()
        month = str(next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name.lower())), 0))
    else:
        return None
    meant = f"{year}-{int(month):02}-{int(day):02}"
    return meant if _day(meant) else None


def _date_or_month(text: str) -> str | None:
    """The date that a text means; a month is the date of its first day, without the day."""
    first = _date(f"{text}-01") or _date(f"01/{text}") or _date(f"1 {text}")
    return _date(text) or (first and first[:7])


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _email(text: str) -> str | None:
    parts = re.search(r"(?:mailto:|<)?([^\s<>:]+@[^\s<>]+)>?", text)
    return parts[1] if parts and _EMAIL.fullmatch(parts[1]) and text.count("@") == 1 else None


def _telephone(text: str) -> str | None:
    parts = re.fullmatch(r"[^0-9+]*(\+?[0-9][0-9 ()/.-]{6,}[0-9])[^0-9]*", text)
    figures = re.findall(r"\+?[0-9]+", parts[1]) if parts else []
    one = len("".join(figures)) <= _LONGEST_NUMBER if "+" not in text else text.count("+") == 1
    return " ".join(figures) if figures and one else None


def _url(text: str) -> str | None:
    return f"https://{text}" if _DOMAIN.fullmatch(text) and not _FILE.fullmatch(text) else None


_KINDS: dict[str, tuple[str, Callable[[str], str | None], str]] = {
    "time": (
        "a time like 08:45",
        _time,
        ". Write hours and minutes of the 24-hour clock, such as 08:45 or 15:15.",
    ),
    "date": ("a date like 2026-09-24", _date, ". Write year, month and day, such as 2026-09-24."),
    "date_or_month": (
        "a date like 2026-09-24 or a month like 2026-09",
        _date_or_month,
        ". Write year, month and day, such as 2026-09-24, or year and month.",
    ),
    "email": (
        "an e-mail address like office@oakfield.example",
        _email,
        ". Give one address and nothing else.",
    ),
    "telephone": (
        "a telephone number like 01632 960001",
        _telephone,
        ". Give one number; an extension is written 01632 960001 ext 12.",
    ),
    "url": (
        "a web address like https://oakfield.example",
        _url,
        ". It begins with https:// and has no spaces.",
    ),
}
