"""Finders that look for words: a sentence that should not stand there, and one that should and does not."""

from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Evidence, Place


def wording(wanted: Any, matter: Matter) -> Iterator[Hit]:
    """Every sentence that fits a clause by itself; with `without`, only where the document never says that."""
    clause: Mapping[str, Any] = {"has": wanted} if isinstance(wanted, list) else wanted
    if any(matter.says(pattern) for pattern in clause.get("without", ())):
        return
    for number in matter.sentences({"alone": True, **clause}):
        yield Hit((matter.quote(number),))


def absent(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """The document says none of these anywhere; the fault then stands at its beginning."""
    if not any(matter.says(pattern) for pattern in wanted["patterns"]):
        place = next((b.place for b in matter.reading.document.blocks if b.place), None)
        yield Hit((Evidence("", place or Place(matter.reading.document.file)),))
