"""The nouns of the law, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["confirmed", "inferred", "unverified"]
Status = Literal["in force", "prospective", "revoked", "spent", "superseded", "withdrawn", "never enacted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that the law or the guidance sets."""

    ident: str
    value: int | float
    unit: str
    """A plural in plain words ("school days", "pounds", "percent of sessions")."""
    says: str
    status: Status
    source: str
    confidence: Confidence
    in_force_from: date | None
    """None: it began before the day from which the kit knows it."""
    in_force_to: date | None
    """The last day; None while no successor is known."""
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An Act, a set of regulations or a treaty."""

    ident: str
    title: str
    status: Status
    """On the day that was asked for."""
    source: str
    confidence: Confidence
    in_force_from: date | None
    in_force_to: date | None
    short: str = ""
    number: str = ""
    url: str = ""
    cite: bool = False
    """A policy lists it among its law."""
    about: str = ""
    """What it does, to be printed after the title: "say how schools keep their registers"."""
    replaced_by: str = ""
    """The id of the instrument or guidance to cite instead."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """One edition of a guidance document; where only its month is known, `edition` is the first of the month."""

    ident: str
    title: str
    statutory: bool
    status: Status
    source: str
    confidence: Confidence
    in_force_from: date | None
    in_force_to: date | None
    edition: date | None = None
    label: str = ""
    """The edition in words ("July 2026")."""
    applies_from: date | None = None
    """The day printed on the cover, where that is not the day of the edition."""
    short: str = ""
    url: str = ""
    cite: bool = False
    about: str = ""
    replaced_by: str = ""
    """The id to cite instead; of an older edition, its own id."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An attendance or absence code of the national list."""

    code: str
    name: str
    category: str
    """A key of `Law.categories`, the groups in which guidance lists the codes."""
    statistical_class: str
    """How a session counts, which is not always what the group suggests: D and X count as nothing."""
    source: str
    confidence: Confidence
    states: str = ""
    """What must be said right about the code."""
    changed: str = ""
    introduced: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredCode:
    """A code that may no longer be used; `retired` is the first day without it."""

    code: str
    name: str
    retired: date
    replaced_by: tuple[str, ...]
    says: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Law:
    """What is in force on one day, by id; what is unknown for that day is not there."""

    on: date
    figures: Mapping[str, Figure]
    instruments: Mapping[str, Instrument]
    guidance: Mapping[str, Guidance]
    codes: tuple[Code, ...]
    retired_codes: tuple[RetiredCode, ...]
    categories: Mapping[str, str]
    """Category of a code → its heading, in the order of printing."""
    register: tuple[Instrument | Guidance, ...]
    """Every instrument and every edition known by that day, with its status on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The council's attendance team."""

    name: str = ""
    short: str = ""
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """A council; empty where nothing is known."""

    ident: str
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    team: Team = Team()
    virtual_school: str = ""
    checklist: str | None = None
    code_of_conduct: str = ""
    source: str = ""
    confidence: Confidence = "unverified"
