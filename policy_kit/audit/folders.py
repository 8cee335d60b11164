"""The files about single schools: a report, a letter, and a sample to be read blind. Made only when they are needed."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from policy_kit.audit.each import Page
from policy_kit.audited import Audit, Row, School
from policy_kit.model import Document, Evidence, Place
from policy_kit.pack import school as pack
from policy_kit.pack.examples import examples
from policy_kit.pack.sample import sample as sample_form
from policy_kit.pack.school import Kept, Sender
from policy_kit.render import render
from policy_kit.render.look import Look
from policy_kit.report import audit_sample, kept
from policy_kit.report.audit_names import stems
from policy_kit.report.facts import Entry

_WEAK = {
    "confirm": "a person has to confirm whose it is",
    "ambiguous": "it may be of several schools",
    "none": "no school is known for it",
}


@dataclass(frozen=True, slots=True)
class Letters:
    """How reports and letters are to be written."""

    sender: str = ""
    answer_by: date | None = None
    templates: Path | None = None
    """A folder whose templates come before the kit's."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many files are to be read blind, and the number by which they are drawn."""

    most: int
    seed: int = 1


class _Desk:
    """What is at hand for every file of one audit."""

    def __init__(self, audit: Audit, wanted: Letters, terms: str, names: tuple[str, ...]) -> None:
        self.audit, self.wanted = audit, wanted
        self.names = names or tuple(each.ident for each in audit.checklists)
        self.sender = Sender(audit.on, wanted.sender, wanted.answer_by)
        self.common = [terms, _templates(wanted.templates), wanted.sender, str(wanted.answer_by)]
        self.titles = {each.ident: each.title for each in audit.checklists}
        self.lapsed: dict[str, list[Any]] = defaultdict(list)
        for ruling in audit.rulings:
            if ruling.standing == "lapsed":
                for key in ruling.keys:
                    self.lapsed[key].append(ruling)

    @cache  # noqa: B019 - a desk lives as long as its audit is written
    def words(self) -> Mapping[str, Evidence]:
        return examples(self.names, self.audit.on)

    def data(self, row: Row) -> list[Any]:
        """All that is known of a file."""
        own = [asdict(each) for each in self.lapsed[row.key]]
        return [row.key, row.form, self.audit.report(row)["reports"], list(self.audit.facts(row)), own]

    def kept(self, row: Row) -> Kept:
        found = self.audit.report(row)["reports"]
        told = tuple(kept.report(each, self.titles.get(each["checklist"], "")) for each in found)
        return Kept(Path(row.key), told, row.form, self._facts(row), tuple(self.lapsed[row.key]))

    def number(self, *parts: Any) -> str:
        told = json.dumps([self.common, parts], default=str, sort_keys=True)
        return sha256(told.encode("utf-8", "replace")).hexdigest()

    def _facts(self, row: Row) -> pack.Facts:
        entries = (_entry(each, row.key, self.audit.on) for each in self.audit.facts(row))
        return tuple((under, tuple(group)) for under, group in groupby(entries, key=attrgetter("under")))


def reports(audit: Audit, wanted: Letters, terms: str, names: tuple[str, ...]) -> Iterator[Page]:
    """A report, as HTML, for each file that was checked."""
    desk, known = _Desk(audit, wanted, terms, names), stems(audit)
    for row in audit.rows:
        if row.key in known:
            school = _school(audit, row.match.urn)

            def made(row: Row = row, school: School | None = school) -> Document:
                return pack.report(desk.kept(row), school, desk.words(), wanted.templates)

            number = desk.number(desk.data(row), school and asdict(school))
            yield _page(f"schools/{known[row.key]}", "html", number, made, wanted)


def letters(audit: Audit, wanted: Letters, terms: str, names: tuple[str, ...]) -> Iterator[Page]:
    """A letter, as a Word file and as text, to each school that is sure; a reminder to each that has sent nothing.

    A school for which a person has to look first gets none, and is listed in letters/not-written.csv.
    """
    if audit.schools is None:
        return
    desk = _Desk(audit, wanted, terms, names)
    own: dict[str, list[Row]] = defaultdict(list)
    for row in audit.rows_of("sure"):
        own[row.match.urn or ""].append(row)
    for urn, rows in sorted(own.items()):
        if audit.schools.by_urn[urn].open:
            yield from _letter(audit.schools.by_urn[urn], rows, desk)
    for school in audit.schools.not_submitted:
        if school.urn not in audit.schools.perhaps:
            yield from _both(school, desk, ["reminder"], _reminder(school, desk))
    told = audit_sample.table(("file", "urn", "school", "why"), list(_without(audit, own)))
    yield Page("letters/not-written.csv", desk.number(told), told.encode)


def sample(audit: Audit, wanted: Sample, how: Letters | None, terms: str) -> Iterator[Page]:
    """The form of the sample, as CSV to be filled in, and as HTML and a Word file to be printed."""
    desk = _Desk(audit, how or Letters(), terms, ())
    rows = audit_sample.chosen(audit, wanted.most, wanted.seed)
    told = audit_sample.form(audit, rows)
    number = desk.number(told, wanted.seed)

    @cache
    def made() -> Document:
        return sample_form(audit, rows, wanted.seed, desk.wanted.templates)

    yield Page("sample/form.csv", number, told.encode)
    for form in ("html", "docx"):
        yield _page("sample/form", form, number, made, desk.wanted)


def _letter(school: School, rows: Sequence[Row], desk: _Desk) -> Iterator[Page]:
    checked = [row for row in rows if row.state == "checked"]
    templates = desk.wanted.templates
    if not checked:
        data = [[row.key, row.reason, row.advice] for row in rows]
        return _both(school, desk, data, lambda: pack.unread(rows, school, desk.sender, templates))
    best = min(checked, key=lambda row: (-sum(each.count("met") for each in row.answers), row.key))
    files = [row.key for row in rows]
    words = desk.words
    return _both(
        school,
        desk,
        [desk.data(best), files],
        lambda: pack.letter(
            desk.kept(best), school, desk.sender, files=files, examples=words(), templates=templates
        ),
    )


def _reminder(school: School, desk: _Desk) -> Callable[[], Document]:
    return lambda: pack.reminder(school, desk.sender, desk.wanted.templates)


def _both(school: School, desk: _Desk, data: Any, make: Callable[[], Document]) -> Iterator[Page]:
    made = cache(make)
    number = desk.number(asdict(school), data)
    for form in ("docx", "txt"):
        yield _page(f"letters/{school.urn}", form, number, made, desk.wanted)


def _without(audit: Audit, sure: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, ...]]:
    """The files, and the schools, that no letter is about, and why."""
    for row in audit.rows:
        if row.match.strength != "sure":
            told = row.match.reason or _WEAK[row.match.strength]
            names = "; ".join(school.name for urn in row.match.urns if (school := _school(audit, urn)))
            yield row.key, " ".join(row.match.urns), names, f"{_WEAK[row.match.strength]}: {told}"
    for urn, rows in sorted(sure.items()):
        school = _school(audit, urn)
        if school and not school.open:
            yield rows[0].key, urn, school.name, "the school is not open"


def _page(name: str, form: str, number: str, make: Callable[[], Document], wanted: Letters) -> Page:
    return Page(f"{name}.{form}", number, lambda: render(make(), form, Look(), templates=wanted.templates))


def _school(audit: Audit, urn: str | None) -> School | None:
    return audit.schools.by_urn.get(urn or "") if audit.schools else None


def _entry(fact: Mapping[str, Any], file: str, on: date) -> Entry:
    texts = {name: fact[name] for name in ("ident", "says", "under", "group", "value", "shown")}
    passed = fact["ident"] == "review_date" and fact["value"] < on.isoformat()[: len(fact["value"])]
    return Entry(**texts, places=tuple(_place(each, file) for each in fact["places"]), passed=passed)


def _place(told: str, file: str) -> Evidence:
    page = told.removeprefix("page ")
    if page != told and page.isdecimal() and len(page) < 7:
        return Evidence("", Place(file, page=int(page)))
    return Evidence("", Place(file, heading=told or None))


def _templates(folder: Path | None) -> str:
    """A number for the templates of a folder of somebody's own."""
    if folder is None:
        return ""
    found = sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        found.update(path.name.encode("utf-8", "replace") + b"\0" + sha256(path.read_bytes()).digest())
    return found.hexdigest()
