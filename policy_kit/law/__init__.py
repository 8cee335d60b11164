"""The law as dated data: what is in force on a day, what was and what is to come, each value with its source.

A file of `checklists/law/` holds what begins on one day. When the law changes, nothing is edited away: a file for
the new day says the thing again, and from that day takes the place of the same id.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from policy_kit import cache, data
from policy_kit.law.councils import council, named
from policy_kit.law.nouns import Code, Council, Figure, Guidance, Instrument, Law, RetiredCode, Team
from policy_kit.law.spans import IN_FORCE, Span, spans
from policy_kit.model import KitError
from policy_kit.source import load_source

__all__ = [
    "Code",
    "Council",
    "Figure",
    "Guidance",
    "Instrument",
    "Law",
    "RetiredCode",
    "Team",
    "council",
    "load_law",
    "named",
]

_LAW = data.CHECKLISTS / "law"
_DATES = frozenset({"applies_from", "edition", "from", "introduced", "retired", "to"})

Thing = TypeVar("Thing", Figure, Instrument, Guidance)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the files say, of all days."""

    first: date
    figures: tuple[Span, ...]
    instruments: tuple[Span, ...]
    guidance: tuple[Span, ...]
    tables: tuple[tuple[date, tuple[Code, ...], Mapping[str, str]], ...]
    retired: tuple[RetiredCode, ...]


@lru_cache(maxsize=64)
def load_law(on: date, *, folder: Path = _LAW) -> Law:
    """The law of one day.

    Raises KitError for a day before the first file, and for a file that cannot be used (then often Faulty).
    """
    try:
        return _law(on, _known(folder))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"{folder}: a file of the law has something in it that law.schema.json does not allow"
        raise KitError(f"{message} ({error}). Check each file against that schema.") from error


def _law(on: date, known: _Known) -> Law:
    if on < known.first:
        message = f"The kit knows the law from {_words(known.first)}, and not what applied on {_words(on)}."
        raise KitError(f"{message} Choose a later day.")
    instruments = tuple(sorted(_things(Instrument, known.instruments, on), key=_acts_first))
    guidance = tuple(_things(Guidance, known.guidance, on))
    codes, categories = next((codes, groups) for day, codes, groups in reversed(known.tables) if day <= on)
    return Law(
        on=on,
        figures=_in_force(_things(Figure, known.figures, on)),
        instruments=_in_force(instruments),
        guidance=_in_force(guidance),
        codes=codes,
        retired_codes=tuple(code for code in known.retired if code.retired <= on),
        categories=categories,
        register=(*instruments, *guidance),
    )


@lru_cache(maxsize=4)
def _known(folder: Path) -> _Known:
    files = _dated(_parsed(folder))
    if not files:
        raise KitError(f"{folder}: the files of the law are missing. Install the kit again.")
    return _Known(
        first=files[0]["in_force"]["from"],
        figures=spans(_entries(files, "figures")),
        instruments=spans(_entries(files, "instruments")),
        guidance=spans(_entries(files, "guidance")),
        tables=tuple(_table(file) for file in files if "codes" in file),
        retired=tuple(_retired(code) for file in files for code in file.get("retired_codes", ())),
    )


def _parsed(folder: Path) -> Any:
    """The data of every file, by day; that of the kit's own files is kept."""
    paths = sorted(folder.glob("*.yaml"))

    def parse() -> Any:
        return [load_source(path).data for path in paths]

    ours = folder == _LAW
    return cache.kept("law", b"\0".join(path.read_bytes() for path in paths), parse) if ours else parse()


def _dated(node: Any) -> Any:
    """The same data with its dates as dates; the reader of YAML leaves them text."""
    match node:
        case dict():
            return {
                key: date.fromisoformat(value) if key in _DATES and isinstance(value, str) else _dated(value)
                for key, value in node.items()
            }
        case list():
            return [_dated(value) for value in node]
    return node


def _entries(files: Iterable[Any], kind: str) -> Iterator[tuple[date, str, dict[str, Any]]]:
    for file in files:
        for ident, fields in file.get(kind, {}).items():
            yield file["in_force"]["from"], ident, fields


def _table(file: Any) -> tuple[date, tuple[Code, ...], Mapping[str, str]]:
    codes = tuple(Code(**fields) for fields in file["codes"])
    return file["in_force"]["from"], codes, MappingProxyType(file["code_categories"])


def _retired(fields: dict[str, Any]) -> RetiredCode:
    return RetiredCode(**fields | {"replaced_by": tuple(fields["replaced_by"])})


def _things(noun: type[Thing], known: Iterable[Span], on: date) -> Iterator[Thing]:
    """What the kit can tell on a day, with its status on that day."""
    for span in known:
        if span.known <= on:
            yield noun(
                ident=span.ident,
                status=span.on(on),
                in_force_from=span.since,
                in_force_to=span.end if span.start is not None else None,
                **span.fields(on),
            )


def _acts_first(instrument: Instrument) -> tuple[bool, str]:
    return not instrument.number, instrument.number  # "1996 c. 56" before "SI 2007/1867"


def _in_force(things: Iterable[Thing]) -> Mapping[str, Thing]:
    return MappingProxyType({thing.ident: thing for thing in things if thing.status == IN_FORCE})


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
