"""When a policy will be reviewed next, and which years it names."""

import re
from calendar import monthrange
from collections import Counter
from datetime import date

from policy_kit.model import Document, Policy

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?"
_DAY = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}\s+(?P<year>20\d\d)"
    r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:20)?\d\d)|(?P<iso>20\d\d-\d\d-\d\d)"
)
_ASKED = re.compile(
    r"(?:next review|review (?:due|date|by)|(?:due|date) (?:for|of) (?:next )?review|to be reviewed|"
    rf"reviewed (?:again )?(?:by|in|on))(?! by the)[^.\n]{{0,40}}?(?:{_DAY})",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:last|was|previously|been)\W+(?:\w+\W+)?$", re.IGNORECASE)
_YEAR = re.compile(r"\b20[0-3]\d\b")


def next_review(policy: Policy | Document) -> date | None:
    """The day; of a month, its last. None where it does not say, or says it in a way that is not understood."""
    if isinstance(policy, Policy):
        return _written(policy.source.data.get("document", {}).get("next_review"))
    furniture = (block.text for block in policy.furniture)
    text = "\n".join((*policy.texts(), *furniture))
    found = (m for m in _ASKED.finditer(text) if not _PAST.search(text, max(0, m.start() - 20), m.start()))
    days = [day for m in found if (day := _day(m))]
    return max(days, default=None)


def years(document: Document) -> tuple[int, ...]:
    """The years that a text names, the commonest first, no more than three."""
    counted = Counter(int(year) for text in document.texts() for year in _YEAR.findall(text))
    return tuple(year for year, _ in counted.most_common(3))


def _written(value: object) -> date | None:
    try:
        text = str(value)
        return date.fromisoformat(text) if len(text) > 7 else _last(int(text[:4]), int(text[5:7]))
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["y"]:
            return date(2000 + int(found["y"]) % 100, int(found["m"]), int(found["d"]))
        year, month = int(found["year"]), _MONTHS.index(found["month"].lower()) + 1
        return date(year, month, int(found["day"])) if found["day"] else _last(year, month)
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
