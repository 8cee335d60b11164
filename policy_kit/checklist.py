"""Checklists: our second kind of YAML. Editions are files; the day decides which is in force."""

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from policy_kit import cache, data, law, pages, schema
from policy_kit.model import Checklist, Item, KitError, Place, Section, Source
from policy_kit.source import Faulty, load_source, parse
from policy_kit.source import read as read_text

_NOT_CHECKLISTS = ("law", "faults")


class NotInForce(KitError):  # noqa: N818 - nothing is wrong
    """No edition of a checklist was in force on the day; its faults can still be judged."""


def load(name: str, on: date) -> Checklist:
    """The edition of a checklist that is in force on a day, or the checklist of a file.

    `name` is an id ("kcc", "dfe") or the path of a YAML file. Raises source.Faulty with the places of an author's
    mistakes, KitError when there is no such checklist, and NotInForce when no edition was in force.
    """
    if name.endswith((".yaml", ".yml")):
        return read(Path(name))
    files = _files(name)
    if not files:
        known = ", ".join(names())
        raise KitError(
            f"There is no checklist “{name}”. Choose one of {known}, or give the path of a YAML file."
        )
    for path in reversed(files):
        edition = _built(path)
        if edition.in_force_from <= on and (edition.in_force_to is None or on <= edition.in_force_to):
            return edition
    first = pages.day(_built(files[0]).in_force_from)
    raise NotInForce(
        f"No edition of the checklist “{name}” was in force on {pages.day(on)}; the first is from {first}."
    )


def empty(name: str, why: str) -> Checklist:
    """A checklist that asks nothing, where no edition was in force."""
    return Checklist(name, name, "", "", date.min, None, (), (), "", why)


def names() -> tuple[str, ...]:
    """The ids of the checklists that come with the kit."""
    folders = (folder for folder in sorted(data.CHECKLISTS.iterdir()) if folder.is_dir())
    return tuple(folder.name for folder in folders if folder.name not in _NOT_CHECKLISTS)


def available() -> Iterator[Checklist]:
    """Every edition of every checklist that comes with the kit, oldest first."""
    for name in names():
        yield from map(_built, _files(name))


@functools.cache
def faults() -> Checklist:
    """The rules about facts that contradict each other, the law's figures or the calendar."""
    return _built(data.CHECKLISTS / "faults" / "policy.yaml")


def read(path: Path) -> Checklist:
    """A checklist from a file, validated. Raises source.Faulty with every mistake and its place."""
    return _own(path, read_text(path))


@functools.lru_cache(maxsize=8)
def _own(path: Path, text: str) -> Checklist:
    """Checked once for as long as the file says the same: an audit asks for it with every submission."""
    source = parse(text, str(path))
    problems = schema.validate(source, "checklist")
    if problems:
        raise Faulty(problems)
    return _checklist(path, _plain(source))


def _files(name: str) -> list[Path]:
    """The editions of a checklist, oldest first: each file is named by its date."""
    folder = data.CHECKLISTS / name
    known = name not in _NOT_CHECKLISTS and name.isidentifier() and folder.is_dir()
    return sorted(folder.glob("*.yaml")) if known else []


@functools.cache
def _built(path: Path) -> Checklist:
    """A checklist of the kit's own, validated by its tests; what its file says is kept between runs."""

    def parse() -> dict[str, Any]:
        return _plain(load_source(path))

    return _checklist(path, cache.kept(f"{path.parent.name}-{path.stem}", path.read_bytes(), parse))


def _plain(source: Source) -> dict[str, Any]:
    """The data of a file and the places of its items."""
    places = [source.place(f"/items/{index}") for index, _ in enumerate(source.data["items"])]
    return {"data": source.data, "places": [(place.line, place.column) for place in places]}


def _checklist(path: Path, parsed: Mapping[str, Any]) -> Checklist:
    head = parsed["data"]
    titles = _titles(head)
    places = (Place(str(path), line, column) for line, column in parsed["places"])
    items = (_item(item, place, titles) for item, place in zip(head["items"], places, strict=True))
    return Checklist(
        ident=head["id"],
        title=head["title"],
        edition=str(head["edition"]),
        publisher=head["publisher"],
        in_force_from=date.fromisoformat(head["in_force"]["from"]),
        in_force_to=_date(head["in_force"].get("to")),
        sections=tuple(Section(section["id"], section["title"]) for section in head["sections"]),
        items=tuple(items),
        file=path.name,
        note=" ".join(head.get("note", "").split()),
    )


def _item(item: Mapping[str, Any], place: Place, titles: Mapping[str, str]) -> Item:
    return Item(
        ident=item["id"],
        says=item["says"],
        section=item["section"],
        place=place,
        force=item.get("force", "should"),
        requires=tuple(item.get("requires", ())),
        reference=_reference(item.get("reference", {}), titles),
        applies_to={pointer: tuple(values) for pointer, values in item.get("applies_to", {}).items()},
        policy=item.get("policy"),
        document=item.get("document"),
        fix=" ".join(item.get("fix", "").split()),
        severity=item.get("severity"),
    )


def _titles(head: Mapping[str, Any]) -> dict[str, str]:
    """What a reference's document is called in print: by the id or the number that the law data gives it."""
    register = law.load_law(date.max).register
    instruments = (entry for entry in register if isinstance(entry, law.Instrument) and entry.number)
    numbers = {entry.number: f"{entry.title}, {entry.number}" for entry in instruments}
    return {entry.ident: entry.title for entry in register} | numbers | {head["id"]: head["title"]}


def _reference(reference: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if not reference:
        return ""
    name = titles.get(reference["document"], reference["document"])
    edition = f" ({pages.day(reference['edition'])})" if "edition" in reference else ""
    paragraph = str(reference.get("paragraph", ""))
    if paragraph[:1].isdigit() or paragraph == "not verified":
        paragraph = f"paragraph {paragraph}"
    return ", ".join(part for part in (name + edition, paragraph) if part)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
