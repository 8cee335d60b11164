"""Judging a document that somebody wrote: each line answered with the words that answer it."""

from collections.abc import Iterator

from policy_kit.check.answers import answered, unanswered
from policy_kit.evidence import Found, Reading, search
from policy_kit.evidence.nearest import nearest
from policy_kit.model import Checklist, Finding, Item, Place

_MOST_QUOTES = 3
_FEW_KINDS = 5


def findings(reading: Reading, checklist: Checklist, why: str | None = None) -> Iterator[Finding]:
    """Every line of a checklist; with `why`, none is judged: the document is not what the checklist is about."""
    start = Place(reading.document.file)
    for item in checklist.items:
        if why:
            yield unanswered(item, start, "not_checked", f"not checked. {why}")
        elif item.document is None:
            yield unanswered(
                item, start, "not_checked", "the kit cannot find this in a document; a person must look"
            )
        else:
            yield _judged(item, reading, start)


def _judged(item: Item, reading: Reading, start: Place) -> Finding:
    found = search(item.document or {}, reading)
    if not found.evidence and not _usual(item):
        told = "nothing in the document says whether this applies to the school"
        return unanswered(item, start, "not_applicable", told)
    found = Found(found.evidence[:_MOST_QUOTES], found.missing)
    near = nearest((item.says, *(m.name for m in found.missing)), reading) if not found.evidence else None
    return answered(item, found, start, nearest=near, fix=item.fix or None if found.missing else None)


def _usual(item: Item) -> bool:
    """A line for nearly every kind of school, or for all but a few, is judged in any document."""
    return all(False in values or len(values) > _FEW_KINDS for values in item.applies_to.values())
