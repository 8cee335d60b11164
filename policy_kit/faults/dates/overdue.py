"""Finders that read the dates that a policy gives for itself, and hold them against each other and the day."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_kit import lexicon, pages
from policy_kit.evidence.patterns import sentences, spans
from policy_kit.evidence.reading import Reading, bits, once
from policy_kit.faults.dates.calendar import Said, dates
from policy_kit.faults.dates.control import Stated, statements
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Evidence, Place

_POLICY_REVIEW = re.compile(
    r"\bpolicy\b.{0,90}\breview|\breview\w*\b.{0,50}\bpolicy\b"
    r"|\breview (?:cycle|frequency|period|schedule|interval|timetable)|\bfrequency of review"
    r"|^\W*review(?:ed)?\b[^.]{0,40}$",
    re.IGNORECASE | re.DOTALL,
)
_TOLD = re.compile(r"\W*(?:until|till|up to)\b[^.;:]{0,60}?\b(?!need|red\b|bed\b)\w{2,}ed\b", re.IGNORECASE)
"""“Until 1 May 2024 the register closed later”: told as past."""
_INTERVALS = {"each_year": 12, "each_two_years": 24, "each_three_years": 36}


def overdue_review(_: Any, matter: Matter) -> Iterator[Hit]:
    """The next review is past. Of several dates of a next review, the last counts."""
    reviews = _reviews(matter)
    latest = max(reviews, key=lambda one: one.said.last, default=None)
    if latest is None or latest.said.last >= matter.law.on or _was_review(latest, matter):
        return
    if any(said.last >= matter.law.on for said in dates(latest.evidence.quote)):
        return  # the same words give a later day: "postponed to …"
    seen: set[Place] = set()
    for one in reviews:
        if one.said.last == latest.said.last and one.evidence.place not in seen:
            seen.add(one.evidence.place)
            yield Hit((one.evidence,), f"it was due by {pages.day(one.said.last)}")


def overdue_by_interval(_: Any, matter: Matter) -> Iterator[Hit]:
    """A policy without a date of review is older than the time in which it says that it is reviewed."""
    interval, base = _interval(matter), _base(matter)
    if interval is None or base is None or _reviews(matter):
        return
    months, said = interval
    due = _later(base.said.last, months)
    if due < matter.law.on:
        yield Hit((base.evidence, said), f"by its own words it was due by {pages.day(due)}")


def undated(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """No review date and no interval; `older`: and approved more than so many years ago; 0: and no date at all."""
    if _reviews(matter) or _interval(matter) or any(matter.says(pattern) for pattern in wanted["unless"]):
        return
    base = _base(matter)
    if base is None and not wanted["older"]:
        place = next((b.place for b in matter.reading.document.blocks if b.place), None)
        yield Hit((Evidence("", place or Place(matter.reading.document.file)),))
    elif base and wanted["older"] and _later(base.said.last, 12 * wanted["older"]) < matter.law.on:
        yield Hit((base.evidence,), f"{pages.day(base.said.last)} is more than {wanted['older']} years ago")


def out_of_order(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """`first` should come before `then`, and does not."""
    stated = statements_of(matter)
    first = [one for one in stated if one.kind == wanted["first"]]
    then = [one for one in stated if one.kind == wanted["then"]]
    if not first or not then:
        return
    if wanted["first"] == "in_force":
        early, late = max(first, key=lambda o: o.said.last), min(then, key=lambda o: o.said.first)
        wrong = early.said.last < late.said.first
    else:
        late, early = max(first, key=lambda o: o.said.first), max(then, key=lambda o: o.said.last)
        wrong = late.said.first > early.said.last
    if wrong and early.evidence.place:
        yield Hit((early.evidence, late.evidence))


def expired(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A sentence that fits `where` holds until a day (`by`: the words before its date) that is past."""
    for number in matter.sentences(wanted["where"]):
        quote = matter.quote(number)
        said = _after(quote.quote, wanted["by"])
        if said and said.last < matter.law.on and not _TOLD.match(quote.quote):
            yield Hit((quote,), f"{pages.day(said.last)} has passed")


def ended(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A sentence says something of a time that is over, and not in words of the past.

    `past` are words that tell of the past, but for a sentence that has one of `duty` ("must") as well.
    """
    for number in matter.sentences(wanted["where"]):
        told = matter.has(wanted.get("past", ()), number) and not matter.has(wanted.get("duty", ()), number)
        if not told:
            found = [
                start
                for group in wanted["where"]["has"][:1]
                for start, _ in spans(group, number, matter.reading)
            ]
            yield Hit((matter.quote_at(number, min(found, default=0)),))


def past_title(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The title names a school year that has ended; not where a review is still to come."""
    if any(one.said.last >= matter.law.on for one in _reviews(matter)):
        return
    for one in statements_of(matter):
        named = any(word in one.evidence.quote.lower() for word in wanted["words"])
        if one.kind == "dated" and named and one.said.year and one.said.last < matter.law.on:
            yield Hit((one.evidence,), f"it ended on {pages.day(one.said.last)}")


def past_year(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A sentence or heading that fits `where` is about a school year that has ended, and none about a later one."""
    found = [
        (number, said)
        for number in matter.sentences(wanted["where"])
        for said in dates(matter.quote(number).quote)
        if said.year
    ]
    latest = max((said.last for _, said in found), default=None)
    if latest and latest < matter.law.on:
        first = min(number for number, said in found if said.last == latest)
        yield Hit((matter.quote(first),), f"the school year ended on {pages.day(latest)}")


def statements_of(matter: Matter) -> tuple[Stated, ...]:
    return _statements(None, matter.reading)


@once
def _statements(_: None, reading: Reading) -> tuple[Stated, ...]:
    return tuple(statements(reading.document))


def _reviews(matter: Matter) -> list[Stated]:
    stated = statements_of(matter)
    reviews = [one for one in stated if one.kind == "next_review"]
    return reviews or [one for one in stated if one.kind == "any_review"]


def _was_review(one: Stated, matter: Matter) -> bool:
    """A "review date" is that of the last review where the policy was approved later, or the next is not due yet."""
    if one.kind != "any_review":
        return False
    approved = [s for s in statements_of(matter) if s.kind == "approved"]
    interval = _interval(matter)
    if approved:
        return max(s.said.first for s in approved) >= one.said.first
    return bool(interval) and _later(one.said.last, interval[0] if interval else 0) >= matter.law.on


def _base(matter: Matter) -> Stated | None:
    """When the policy was last approved or reviewed."""
    past = ("approved", "last_review", "any_review", "in_force", "dated")
    stated = [s for s in statements_of(matter) if s.kind in past and s.said.first <= matter.law.on]
    return max(stated, key=lambda one: one.said.last, default=None)


def _interval(matter: Matter) -> tuple[int, Evidence] | None:
    """The longest time, in months, within which the document says that it is reviewed."""
    found: list[tuple[int, Evidence]] = []
    near = sentences("review*", matter.reading) & matter.everything
    for words, months in _INTERVALS.items():
        for number in bits(near & _any(words, matter.reading)):
            quote = matter.quote(number)
            if _POLICY_REVIEW.search(quote.quote):
                found.append((months, quote))
    return max(found, key=lambda one: one[0], default=None)


def _any(words: str, reading: Reading) -> int:
    return sentences(" | ".join(lexicon.words(words)), reading)


def _after(text: str, before: list[str]) -> Said | None:
    """The first date that stands within a few words after one of these."""
    for word in before:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            for said in dates(text):
                gap = text[match.end() : said.start]
                if said.start >= match.end() and len(gap.split()) <= 6 and not re.search(r"[.;:]", gap):
                    return said
    return None


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
