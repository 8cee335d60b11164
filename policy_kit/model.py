"""Every noun of the kit, frozen. Nothing here reads, writes or decides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "item", "table", "quote", "code", "contents", "page_break"]
Outcome = Literal["met", "partly", "not_found", "not_applicable", "not_checked", "fault"]
Severity = Literal["error", "warning", "note"]
Force = Literal["must", "should", "local"]


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def in_one_line(name: str) -> str:
    """The name of a file as it may be printed: a sign for a line break, and for what a terminal would obey."""
    return _UNSEEN.sub("\ufffd", name)


class KitError(Exception):
    """Something the user can put right: one plain sentence that says what, where and what to do next."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. Carried from the reader to the report; never searched for afterwards."""

    file: str
    line: int | None = None
    """1-based line; in a format without lines, the 1-based paragraph."""
    column: int | None = None
    """1-based column."""
    page: int | None = None
    """1-based page of a PDF."""
    heading: str | None = None
    """The trail of headings above, outermost first."""

    def __str__(self) -> str:
        parts = [in_one_line(self.file), *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as plain data, with the place of every node."""

    file: str
    data: Any
    places: Mapping[str, Place]
    """JSON pointer → where the value stands; "" is the whole document."""
    keys: Mapping[str, Place] = field(default_factory=dict)
    """JSON pointer → where the key of that value stands (map members only)."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """File name → its text, for showing the line of a place. After `extends`, more than one file."""

    def place(self, pointer: str) -> Place:
        """The place of a value, or of the nearest parent that is there."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer, Place(self.file, 1, 1))


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text in one style. A newline in `text` is a hard line break."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str | None = None
    """http(s):, mailto:, tel: or "#ident" of a heading in the same document; nothing else is ever let through."""
    marked: bool = False
    """Highlighted by hand, as with a marker pen."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document, in reading order."""

    kind: BlockKind
    runs: tuple[Inline, ...] = ()
    """The text. For a table: its caption."""
    level: int = 0
    """Heading: 1 to 6. Item: its depth, from 1. Paragraph: the depth of the list it continues, or 0."""
    number: str = ""
    """Heading: its printed number ("4.2", "Appendix 1") or "". Item of an ordered list: its number ("3")."""
    ident: str = ""
    """Heading: its anchor, unique in the document."""
    rows: tuple["Row", ...] = ()
    """Table only."""
    header_rows: int = 0
    header_columns: int = 0
    place: Place | None = None
    marks: tuple[tuple[int, Place], ...] = ()
    """Offset in `text` → the place from there on, where a text runs over several lines or pages."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def place_at(self, offset: int) -> Place | None:
        """The place of the character at an offset in `text`."""
        return next((place for start, place in reversed(self.marks) if start <= offset), self.place)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: paragraphs and list items."""

    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a school publishes or submits, as blocks in reading order. The first heading of level 1 is its title."""

    file: str
    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    properties: Mapping[str, str] = field(default_factory=dict)
    """school, version, category, status, date (ISO), author: printed in running heads and file properties."""
    furniture: tuple[Block, ...] = ()
    """Running headers and footers of a document that was read, each once: set apart from the text."""
    notes: tuple[str, ...] = ()
    """What the reader noticed, in plain English ("3 pages have no text", "There are open tracked changes")."""

    def texts(self) -> Iterator[str]:
        """Every piece of text, in reading order, cells one by one."""
        for block in self.blocks:
            if block.number:
                yield block.number
            if block.text:
                yield block.text
            for row in block.rows:
                for cell in row:
                    yield from (inner.text for inner in cell.blocks)


@dataclass(frozen=True, slots=True)
class Policy:
    """A school's own policy: what it wrote, and the document that this makes."""

    source: Source
    document: Document


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words found, and where."""

    quote: str
    place: Place
    label: str = ""
    """What the quote is, in plain English ("senior attendance champion, telephone"); "" where it speaks for itself."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gap that the board has accepted for a time."""

    reason: str
    agreed_by: str
    until: date
    place: Place


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's own answer to a line, which stands before that of the kit."""

    by: str
    on: date
    reason: str
    instead_of: "Outcome"
    """What the kit had found."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist, or one rule about faults."""

    ident: str
    says: str
    section: str
    place: Place
    force: Force = "should"
    requires: tuple[str, ...] = ()
    reference: str = ""
    """Document, edition and paragraph, ready to print."""
    applies_to: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Pointer into the policy → the values for which the item applies; empty: always."""
    policy: Mapping[str, Any] | None = None
    document: Mapping[str, Any] | None = None
    fix: str = ""
    severity: Severity | None = None
    """Faults only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that should not stand in a policy."""

    ident: str
    says: str
    """What is wrong, in a few plain words."""
    family: str
    """The section of the rules that it belongs to: LAW-1, FIG-1 …"""
    severity: Severity
    finds: Mapping[str, Any]
    """How it is found in a document: one finder by name."""
    place: Place
    why: str
    fix: str
    """What to do; figures of the law of the day stand in it by name ("{penalty_full}")."""
    source: str = ""
    wrong: tuple[str, ...] = ()
    """Texts in which the rule finds a fault, and …"""
    right: tuple[str, ...] = ()
    """… such as look alike, in which it finds none."""
    in_force_from: date | None = None
    in_force_to: date | None = None
    whole: bool = False
    """Only a whole document can have the fault, not a passage of it."""
    most: int | None = None
    """No more than so many are reported."""
    together: bool = False
    """All places are one finding."""

    def applies(self, on: date) -> bool:
        """In force on a day."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a checklist."""

    ident: str
    title: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """One edition of one checklist."""

    ident: str
    title: str
    edition: str
    publisher: str
    in_force_from: date
    in_force_to: date | None
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    file: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Anything said about a file: a syntax error, a schema error, an item met or not, a fault."""

    rule: str
    outcome: Outcome
    message: str
    place: Place
    says: str = ""
    """The line of the checklist in words; "" for faults of form."""
    section: str = ""
    force: Force | None = None
    severity: Severity | None = None
    """With outcome `fault` only."""
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: Evidence | None = None
    fix: str | None = None
    why: str | None = None
    """Faults only: why it is one, and since when."""
    reference: str | None = None
    waiver: Waiver | None = None
    decision: Decision | None = None
    excerpt: str | None = None
    """The line of the file and a caret under the place; faults of form only."""

    @property
    def outstanding(self) -> bool:
        """Something is still to be done: an item not met and not waived, or a fault of severity error."""
        if self.outcome == "fault":
            return self.severity == "error"
        return self.outcome in ("partly", "not_found", "not_checked") and self.waiver is None


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found about one subject under one edition of one checklist."""

    subject: str
    kind: Literal["policy", "document"]
    title: str
    checklist: str
    edition: str
    on: date
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    checklist_title: str = ""
    notes: tuple[str, ...] = ()
    """What is to be said first of the file as a whole: that it is no attendance policy, that pages have no text."""

    def covered(self, section: str) -> Literal["yes", "partly", "no", "not applicable"]:
        """Yes when all lines of a section are met, no when none is, else partly (the checklist's own rule)."""
        outcomes = [f.outcome for f in self.findings if f.section == section and f.outcome != "fault"]
        outcomes = [o for o in outcomes if o != "not_applicable"]
        if not outcomes:
            return "not applicable"
        if all(o == "met" for o in outcomes):
            return "yes"
        return "no" if all(o in ("not_found", "not_checked") for o in outcomes) else "partly"
