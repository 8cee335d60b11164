"""The nouns of an audit, frozen: all that its writers read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from policy_kit.model import Checklist, Outcome, Severity

Covered = Literal["yes", "partly", "no", "not_applicable", "not_checked"]
State = Literal["checked", "not_checked"]
Strength = Literal["sure", "confirm", "ambiguous", "none"]
Standing = Literal["in force", "lapsed", "not asked", "no document"]

LETTERS = {"met": "m", "partly": "p", "not_found": "n", "not_applicable": "-", "not_checked": "?"}
"""One letter for the answer to a line: a row of an audit is light, because there may be 24,000."""
OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}
AUDIT_FORMAT = "policy-kit-audit/1"
"""The format of results.json, by which the next audit knows it."""


@dataclass(frozen=True, slots=True)
class School:
    """A school of the register."""

    urn: str
    name: str
    authority: str = ""
    phase: str = ""
    kind: str = ""
    """The type of establishment."""
    status: str = ""
    town: str = ""
    postcode: str = ""

    @property
    def open(self) -> bool:
        """It is open, or proposed to close; without a status, a school is open."""
        return not self.status or self.status.casefold().startswith("open")


@dataclass(frozen=True, slots=True)
class Match:
    """Which school a file belongs to, and why."""

    strength: Strength
    """`sure`: one school. `confirm`: one, but a person must look. `ambiguous`: several. `none`: none."""
    urns: tuple[str, ...] = ()
    reason: str = ""

    @property
    def urn(self) -> str | None:
        """The school, where it is sure."""
        return self.urns[0] if self.strength == "sure" else None


@dataclass(frozen=True, slots=True)
class Answers:
    """How one file answers one edition of a checklist."""

    checklist: str
    edition: str
    sections: tuple[Covered, ...]
    """In the order of the checklist's sections."""
    lines: str
    """One of LETTERS for each line, in the order of the checklist's items."""
    waived: int = 0
    """Lines not met whose gap the board has accepted for a time."""

    def count(self, outcome: str) -> int:
        """How many lines have an outcome."""
        return self.lines.count(LETTERS[outcome])


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a file, in short."""

    rule: str
    family: str
    severity: Severity
    says: str
    message: str
    where: str = ""
    """ "page 3", or the heading above."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of an audit. The rest of what was found in it is `Audit.report(row)`."""

    key: str
    """Its path within the folder; of a file in a zip file, the path of the zip file and its name in it."""
    digest: str
    """SHA-256 of its content; "" where it could not be read at all."""
    size: int
    form: str
    """What it is by its content, as a suffix (".pdf"); "" where it is nothing that the kit reads."""
    state: State
    reason: str = ""
    """Why it was not checked, in a few words."""
    advice: str = ""
    notes: tuple[str, ...] = ()
    title: str = ""
    words: int = 0
    pages: int | None = None
    match: Match = Match("none")
    answers: tuple[Answers, ...] = ()
    faults: tuple[Fault, ...] = ()
    review: date | None = None
    """When the policy says that it will be reviewed next."""
    years: tuple[int, ...] = ()
    """The years that it names, the commonest first."""
    decided: tuple[str, ...] = ()
    """The lines that an officer has answered; how and why stands in the report of the file."""
    sketch: bytes = b""
    """From which it can be told how alike two texts are (`audit.fingerprint`)."""

    def answered(self, checklist: str) -> Answers | None:
        """The answers to a checklist, if it was asked of this file."""
        return next((each for each in self.answers if each.checklist == checklist), None)

    def lines(self, checklists: Iterable[Checklist]) -> Mapping[str, str]:
        """Id of each line that was asked → its outcome."""
        return {
            item.ident: OUTCOMES[letter]
            for checklist in checklists
            if (answers := self.answered(checklist.ident))
            for item, letter in zip(checklist.items, answers.lines, strict=False)
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of a checklist, and how many files lack it."""

    checklist: str
    rule: str
    says: str
    section: str
    not_found: int
    partly: int
    asked: int
    """Files for which the line was judged and applies."""


@dataclass(frozen=True, slots=True)
class Frequent:
    """A fault, and the files that have it."""

    rule: str
    family: str
    severity: Severity
    message: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that several files have word for word."""

    text: str
    files: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Files that are made from one text."""

    keys: tuple[str, ...]
    likeness: float
    """Of the words in runs of four, the share that a file has in common with the first, on average: 0.5 to 1."""
    year: int | None
    """The year that these files name most."""
    passages: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Outlier:
    """A file that a person should read first, and why."""

    key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a school, or of a file that no school is known for, since the audit before."""

    key: str
    urn: str | None
    kind: Literal["new", "gone", "same", "changed"]
    gained: tuple[str, ...] = ()
    """Lines that were not met, and are now."""
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an officer answers a line for a school, whatever the kit has found."""

    school: str
    """Its URN; where no register was given, or no school is sure, the key of a file."""
    line: str
    answer: Outcome
    reason: str
    by: str
    on: date
    ident: str = ""
    """The same for the same decision, wherever it is written down."""
    at: str = ""
    """The file and the line where it stands."""
    document: str = ""
    """How the SHA-256 of the document begins that it is about, where the officer has said so."""
    digests: tuple[str, ...] = ()
    """The documents that it is about: those that were there when an audit first saw it."""
    standing: Standing = "no document"
    """`lapsed`: a document has come that the officer had not seen."""
    keys: tuple[str, ...] = ()
    """The files that it is in force for, or has lapsed for."""


@dataclass(frozen=True, slots=True)
class Schools:
    """The register, and what came from whom."""

    by_urn: Mapping[str, School] = field(default_factory=dict)
    not_submitted: tuple[School, ...] = ()
    """Open schools for which no file is sure."""
    perhaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """URN of such a school → the files that may be its, to be confirmed."""
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """URN → its files, where there is more than one."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that was found in a folder of submissions, by one set of checklists, on one day."""

    folder: str
    on: date
    kit: str
    """The version of the kit."""
    checklists: tuple[Checklist, ...]
    """Those that were asked of at least one file, in the order of the reports."""
    rows: tuple[Row, ...]
    """In the order of their keys."""
    report: Callable[[Row], Mapping[str, Any]]
    """The whole JSON report of a file (policy-kit-report/1), from the disk: ask for one after another."""
    facts: Callable[[Row], Sequence[Mapping[str, Any]]]
    """What a file states: for each fact ident, says, under, group, value, shown, and the places in words."""
    left_out: int = 0
    """Hidden files and files of the system, which nobody submitted."""
    schools: Schools | None = None
    """None: no register was given."""
    gaps: tuple[Gap, ...] = ()
    """The lines most often missing first."""
    faults: tuple[Frequent, ...] = ()
    """The commonest first."""
    overdue: tuple[Row, ...] = ()
    due_soon: tuple[Row, ...] = ()
    """Both in the order of their dates."""
    clusters: tuple[Cluster, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    changes: tuple[Change, ...] | None = None
    """None: no audit before was given."""
    rulings: tuple[Ruling, ...] = ()
    """What officers have decided, in the order in which it was given."""
    reported: bool = False
    """A report of each file that was checked stands in schools/."""

    def rows_of(self, strength: Strength) -> tuple[Row, ...]:
        """The files whose school is known so well."""
        return tuple(row for row in self.rows if row.match.strength == strength)

    def not_checked(self) -> tuple[Row, ...]:
        """The files that were not checked."""
        return tuple(row for row in self.rows if row.state == "not_checked")


@dataclass(frozen=True, slots=True)
class Shelved:
    """What has become of many files about single schools."""

    all: tuple[str, ...] = ()
    """Their paths in the output folder."""
    new: int = 0
    """Written, because they are new or have changed."""
    left: tuple[str, ...] = ()
    """Left alone, because a person has changed them or put them there."""
