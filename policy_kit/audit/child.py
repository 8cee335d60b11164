"""The process apart in which an audit reads and judges one submission after another."""

import gc
import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from policy_kit import checklist, judge, law, ledger, rulebook
from policy_kit.audit import fingerprint, hints, reviews
from policy_kit.audit.inside import Outside, refuse_outside
from policy_kit.audit.placing import rename
from policy_kit.document import read_here
from policy_kit.document.worker_child import Request, serve
from policy_kit.evidence import Reading
from policy_kit.evidence import read as read_document
from policy_kit.evidence.kind import stranger
from policy_kit.model import Block, Document, Inline, KitError, Policy
from policy_kit.report import json as report
from policy_kit.source import Faulty

_MOST_PASSAGES = 500


def main() -> None:
    """Judge by the checklists and the day of the command line. What every file needs is read before any file is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides when to stop
    words = json.loads(sys.argv[1])
    names, on = tuple(words["names"]), date.fromisoformat(words["on"])
    _warm(names, on)
    gc.collect()
    gc.freeze()
    serve(partial(_answer, names=names, on=on))


def _warm(names: tuple[str, ...], on: date) -> None:
    """Judge next to nothing, so that everything is read that the kit keeps in memory."""
    nothing = read_document(Document("", "", (Block("paragraph", (Inline("Attendance."),)),)))
    for name in names or checklist.names():
        with suppress(KitError):  # it is told when a file asks for it
            judge.judged(nothing, (name,), on)
    law.council("")
    rulebook.rules()
    checklist.faults()


def _answer(request: Request, *, names: tuple[str, ...], on: date) -> Mapping[str, Any]:
    """What is found in the file of a request, as plain data."""
    path, root = Path(request["path"]), Path(request["root"])
    try:
        alone = refuse_outside(path, root)
        subject = judge.subject(path, on, read=read_here)
        reports = judge.judged(subject, names, on)
    except Outside:
        return {"unreadable": ["laid over a file outside the folder", "give the trust's file as well"]}
    except judge.TrustsOwn:
        return {
            "unreadable": ["a trust's own file: there is no school in it to judge", "nothing is to be done"]
        }
    except Faulty as error:
        first = error.findings[0]
        told = f"line {first.place.line}: {first.message}" if first.place.line else first.message
        return {"unreadable": [_mistakes(len(error.findings)), told.rstrip(".")]}
    found = report.plain(reports)["reports"]
    rename(found, partial(_name, path))
    return {"alone": alone, "reports": found, **_told(subject)}


def _name(path: Path, name: str) -> str:
    """Nothing for the file itself; another file by its way from there; "the published document" as it is."""
    if name == str(path):
        return ""
    return os.path.relpath(name, path.parent) if Path(name).is_absolute() else name


def _told(subject: Policy | Reading) -> Mapping[str, Any]:
    """What is to be known of a text beside its reports."""
    reading = read_document(subject.document) if isinstance(subject, Policy) else subject
    document = subject.document
    words = fingerprint.words(reading)
    own = subject.source.data if isinstance(subject, Policy) else {}
    return {
        "words": reading.length,
        "pages": max((b.place.page or 0 for b in document.blocks if b.place), default=0) or None,
        "stranger": None if isinstance(subject, Policy) else stranger(reading),
        "review": reviews.written(own) if own else reviews.told(reading),
        "years": reviews.years(document),
        "sketch": fingerprint.sketch(words).hex(),
        "facts": list(_facts(reading)),
        "hints": _school(own["school"]) if own else hints.hints(document),
        "passages": dict(list(fingerprint.passages(reading))[:_MOST_PASSAGES]),
    }


def _facts(reading: Reading) -> Iterator[Mapping[str, Any]]:
    """Every fact that a text states, with the places that state it: a page, or the heading above."""
    for fact in ledger.entries(reading):
        places = [each.place for each in fact.places]
        yield {
            **{name: getattr(fact, name) for name in ("ident", "says", "under", "group", "value", "shown")},
            "places": [f"page {place.page}" if place.page else place.heading or "" for place in places],
        }


def _school(school: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a policy file of ours says of its school, in the form of `hints`."""
    urn = str(school.get("urn", ""))
    return {"urns": [urn] if urn else [], "postcodes": [], "first": [school["name"]], "named": []}


def _mistakes(count: int) -> str:
    return (
        "a policy file with a mistake in it" if count == 1 else f"a policy file with {count} mistakes in it"
    )


if __name__ == "__main__":
    main()
