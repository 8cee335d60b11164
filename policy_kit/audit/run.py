"""audit(wanted) → the audit of a folder: judged, kept, counted and written."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from policy_kit import checklist, judge, law
from policy_kit.audit import before, build, decisions, each, folders, holding, output, register, rows
from policy_kit.audit.crew import Crew
from policy_kit.audit.folders import Letters, Sample
from policy_kit.audit.matching import Register
from policy_kit.audit.settled import Result
from policy_kit.audit.store import Store, terms
from policy_kit.audit.submissions import Submission, Walk
from policy_kit.audited import Audit, Row, Ruling, School, Shelved
from policy_kit.model import Checklist, KitError

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    folder: Path
    out: Path
    on: date
    names: tuple[str, ...] = ()
    """Checklists; none: those of each school's own council and the DfE's."""
    schools: Path | None = None
    previous: Path | None = None
    jobs: int = 0
    """Processes; 0: as many as there are processors."""
    overwrite: bool = False
    decisions: Path | None = None
    """None: decisions.csv in the output folder, if there is one."""
    letters: Letters | None = None
    """None: no report and no letter for each school."""
    sample: Sample | None = None

    @property
    def decided(self) -> Path | None:
        """The file of decisions."""
        own = self.out / decisions.NAME
        return self.decisions or (own if own.is_file() else None)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it."""

    audit: Audit
    written: tuple[Path, ...]
    known: int
    """Files that had been judged before."""
    shelved: Mapping[str, Shelved]
    """Folder → the files about single schools in it."""


def audit(wanted: Wanted, progress: Progress = lambda _: None) -> Made:
    """Judge what was submitted and write what was found. `progress` is told how many files are done.

    Raises KitError before anything is judged where the audit cannot be made. Interrupted or killed, it loses no file
    that was judged: the same command goes on from there.
    """
    _refuse(wanted)
    checklists = _checklists(wanted.names, wanted.on)
    schools = register.load(wanted.schools) if wanted.schools else None
    ground = build.Ground(
        wanted.folder.name or str(wanted.folder.resolve()),
        wanted.on,
        checklists,
        schools,
        before.load(wanted.previous) if wanted.previous else None,
        _rulings(wanted, schools, checklists),
    )
    if not wanted.overwrite:
        output.refuse_others(wanted.out)
    with output.in_plain_words(wanted.out), holding.held(wanted.out) as (own, work):
        store = Store(own / terms(wanted.names, wanted.on))
        store.folder.mkdir(exist_ok=True)
        os.utime(store.folder)
        run = _Run(wanted, ground, store, work)
        found = list(run.rows(progress))
        made = build.build(found, ground, run.body, left_out=run.walk.left_out)
        made = replace(made, reported=wanted.letters is not None)
        written = output.write(made, wanted.out, work)
        decisions.note(own, work, made.rulings)
        shelved = dict(_shelved(made, wanted, store.folder.name, work))
        holding.tidy(own)
    return Made(made, written, run.known, shelved)


def _shelved(made: Audit, wanted: Wanted, terms: str, work: Path) -> Iterator[tuple[str, Shelved]]:
    """Write the files about single schools that were asked for."""
    shelf = each.Shelf(wanted.out, work, overwrite=wanted.overwrite)
    if how := wanted.letters:
        yield "schools", shelf.write(["schools"], folders.reports(made, how, terms, wanted.names))
        yield "letters", shelf.write(["letters"], folders.letters(made, how, terms, wanted.names))
    if wanted.sample:
        yield "sample", shelf.write(["sample"], folders.sample(made, wanted.sample, how, terms))


def count(folder: Path) -> int:
    """About how many files there are, for a bar: those in zip files are counted when they come."""
    return sum(len(files) for _, _, files in os.walk(folder))


class _Run:
    """One audit on its way."""

    def __init__(self, wanted: Wanted, ground: build.Ground, store: Store, work: Path) -> None:
        self.store, self.known = store, 0
        self.register = None if ground.schools is None else Register(ground.schools)
        skip = (wanted.out, wanted.schools, wanted.previous, wanted.decided)
        ours = frozenset(path.resolve() for path in skip if path)
        self.walk = Walk(wanted.folder, work, ours)
        jobs = wanted.jobs or os.cpu_count() or 1
        self.crew = Crew(wanted.names, wanted.on, ground.checklists, wanted.folder, work, jobs)
        self._seen: list[Row] = []
        self._passing = Store(work.with_name(holding.PASSING))

    def rows(self, progress: Progress) -> Iterator[Row]:
        """A row for each file, as they come: those that need no judging between the others."""
        done = 0
        with self.crew:
            for submission, result in self.crew.judge(self._to_judge(), self._keep):
                self._seen.append(rows.row(submission, result.head, self.register))
                done += len(self._seen)
                yield from self._taken()
                progress(done)
        done += len(self._seen)
        yield from self._taken()
        progress(done)

    def body(self, row: Row) -> dict[str, object]:
        """What is kept of a file; nothing of one that could not be read."""
        if not row.answers:
            return {"reports": [], "passages": {}, "facts": []}
        if self._passing.head(_number(row.key), row.form):
            return dict(self._passing.body(_number(row.key), row.form))
        return dict(self.store.body(row.digest, row.form))

    def _taken(self) -> list[Row]:
        taken, self._seen = self._seen, []
        return taken

    def _to_judge(self) -> Iterator[Submission]:
        """What has not been judged before; of the rest, the rows are made in passing."""
        for submission in self.walk:
            if submission.reason:
                self._seen.append(rows.unread(submission, self.register))
            elif (head := self.store.head(submission.digest, submission.form)) and head["lasting"]:
                self.known += 1
                self._seen.append(rows.row(submission, head, self.register))
            else:
                yield submission
                continue
            _forget(submission)

    def _keep(self, submission: Submission, result: Result) -> None:
        """On the disk, with the others or, where it may not hold the next time, for this audit alone."""
        if result.lasting:
            self.store.keep(submission.digest, submission.form, result)
        else:
            self._passing.keep(_number(submission.key), submission.form, result)
        _forget(submission)


def _number(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def _forget(submission: Submission) -> None:
    if submission.unpacked:
        submission.path.unlink(missing_ok=True)


def _refuse(wanted: Wanted) -> None:
    if not wanted.folder.is_dir():
        raise KitError(f"{wanted.folder} is not a folder. Name the folder with what the schools have sent.")
    if wanted.out.exists() and not wanted.out.is_dir():
        raise KitError(f"{wanted.out} is a file, not a folder. Choose another folder to write to.")
    if wanted.out.resolve() == wanted.folder.resolve():
        raise KitError(
            f"{wanted.out} is the folder of the submissions itself. Choose another folder to write to."
        )
    if wanted.letters:
        _refuse_letters(wanted.letters, wanted.on)


def _refuse_letters(how: Letters, on: date) -> None:
    if how.templates and not how.templates.is_dir():
        raise KitError(f"{how.templates} is not a folder. Name the folder with your templates.")
    if how.answer_by and how.answer_by < on:
        raise KitError("The day of --answer-by has passed on the day of the audit. Give a later one.")


def _rulings(
    wanted: Wanted, schools: Mapping[str, School] | None, checklists: Sequence[Checklist]
) -> tuple[Ruling, ...]:
    """The decisions of officers, each with the documents that an audit before has found it to be about."""
    if not wanted.decided:
        return ()
    given = decisions.load(wanted.decided, schools, checklists)
    earlier = before.pins(wanted.previous) if wanted.previous else {}
    return decisions.pinned(given, decisions.pins(wanted.out / holding.NAME), earlier)


def _checklists(names: tuple[str, ...], on: date) -> tuple[Checklist, ...]:
    """Those that may be asked of the files. Raises KitError and Faulty for one that cannot be used."""
    law.load_law(on)
    every = judge.chosen(names or checklist.names()[::-1], on)
    return tuple({each.ident: each for each in every}.values())
