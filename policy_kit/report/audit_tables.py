"""What an officer asks of the whole, as tables: the page and the spreadsheet show the same."""

from collections.abc import Iterator, Sequence
from datetime import date

from policy_kit import pages
from policy_kit.audited import Audit, Change, Cluster, Frequent, Row, Ruling, School, Schools
from policy_kit.report.audit_table import Cells, Names, Table, percent

_LAW = "LAW-1"
_OUTCOMES = {"met": "Yes", "partly": "Partly", "not_found": "No", "not_applicable": "Does not apply"}
_KINDS = {"new": "New", "gone": "Gone", "changed": "Changed"}


def tables(audit: Audit) -> tuple[Table, ...]:
    """Every table, in the order in which they are read; those about schools only where there is a register."""
    names = Names(audit)
    schools = _schools(audit, audit.schools, names) if audit.schools else ()
    changes = (_changes(audit.changes, names),) if audit.changes is not None else ()
    return (
        *schools,
        _not_checked(audit, names),
        _missing(audit),
        _faults(
            "law",
            "Law and guidance out of date, the commonest first",
            [one for one in audit.faults if one.family == _LAW],
        ),
        _faults(
            "faults", "Other faults, the commonest first", [one for one in audit.faults if one.family != _LAW]
        ),
        _reviews("overdue", "Reviews that are overdue", audit.overdue, audit.on, names),
        _reviews("soon", "Reviews due within three months", audit.due_soon, audit.on, names),
        _alike(audit.clusters, names),
        _first(audit, names),
        *((_decisions(audit.rulings, names),) if audit.rulings else ()),
        *changes,
    )


def _schools(audit: Audit, schools: Schools, names: Names) -> tuple[Table, ...]:
    weak = (*audit.rows_of("confirm"), *audit.rows_of("ambiguous"))
    return (
        Table(
            "not-submitted",
            "Not submitted",
            "Open schools of the register for which no file is sure.",
            ("School", "URN", "Local authority", "Phase", "Files that may be theirs"),
            [
                (each.name, each.urn, each.authority, each.phase, schools.perhaps.get(each.urn, ()))
                for each in schools.not_submitted
            ],
            "Every open school of the register has submitted.",
        ),
        Table(
            "twice",
            "Submitted more than once",
            "Schools of which there is more than one file.",
            ("School", "URN", "Files"),
            [(*_named(schools.by_urn.get(urn), urn), keys) for urn, keys in schools.twice.items()],
            "No school has submitted more than once.",
        ),
        Table(
            "confirm",
            "School to be confirmed",
            "Files whose school a person has to confirm: they count for no school until then.",
            ("File", "Title", "May be of", "Why"),
            [(row.key, row.title, names.maybe(row.match.urns), row.match.reason) for row in weak],
            "No school has to be confirmed.",
        ),
        Table(
            "unmatched",
            "Of no known school",
            "Files for which no school of the register was found.",
            ("File", "Title", "Why"),
            [(row.key, row.title, row.match.reason) for row in audit.rows_of("none")],
            "Every file has a school, or one to be confirmed.",
        ),
    )


def _named(school: School | None, urn: str) -> tuple[str, str]:
    return (school.name if school else "", urn)


def _not_checked(audit: Audit, names: Names) -> Table:
    return Table(
        "not-checked",
        "Not checked",
        "Files that were not judged, why, and what to do.",
        ("File", "School", "Why", "What to do"),
        [
            (row.key, school.name if (school := names.school(row)) else "", row.reason, row.advice)
            for row in audit.not_checked()
        ],
        "Every file was checked.",
    )


def _missing(audit: Audit) -> Table:
    sections = {
        (list_.ident, each.ident): each.title for list_ in audit.checklists for each in list_.sections
    }
    return Table(
        "missing",
        "Lines most often missing",
        "Lines of the checklists that at least one file lacks, those that most lack first.",
        (
            "Line",
            "What it asks",
            "Checklist",
            "Section",
            "Not found",
            "Partly",
            "Files asked",
            "Not found, %",
        ),
        [
            (
                gap.rule,
                gap.says,
                gap.checklist,
                sections.get((gap.checklist, gap.section), gap.section),
                gap.not_found,
                gap.partly,
                gap.asked,
                percent(gap.not_found, gap.asked),
            )
            for gap in audit.gaps
        ],
        "No line is missing in any file.",
    )


def _faults(ident: str, title: str, found: Sequence[Frequent]) -> Table:
    return Table(
        ident,
        title,
        f"{title}: each in its own words, with the files that have it.",
        ("Files", "What is wrong", "Severity", "Rule", "Which"),
        [
            (len(one.keys), one.message, (one.severity or "note").capitalize(), one.rule, one.keys)
            for one in found
        ],
        "None was found.",
    )


def _reviews(ident: str, title: str, rows: Sequence[Row], on: date, names: Names) -> Table:
    return Table(
        ident,
        title,
        f"{title}, by what each policy says, on {pages.day(on)}.",
        ("School or title", "File", "Next review", "Days overdue" if ident == "overdue" else "Days left"),
        [
            (names.of(row), row.key, pages.day(row.review), abs((row.review - on).days))
            for row in rows
            if row.review
        ],
        "There are none.",
    )


def _alike(clusters: Sequence[Cluster], names: Names) -> Table:
    return Table(
        "alike",
        "Policies made from one text",
        "Files that are nearly the same, the largest groups first, with the passages that they share word for word.",
        ("Files", "Alike, %", "Year named most", "Which", "Passages that they share"),
        [
            (
                len(one.keys),
                round(100 * one.likeness),
                str(one.year or ""),
                tuple(f"{names.called(key)} – {key}" for key in one.keys),
                tuple(f"“{passage.text}” ({passage.files} of the files)" for passage in one.passages),
            )
            for one in clusters
        ],
        "No two files are alike.",
    )


def _first(audit: Audit, names: Names) -> Table:
    return Table(
        "first",
        "To be read by a person first",
        "Files that are unlike the others, and how.",
        ("School or title", "File", "Why"),
        [(names.called(one.key), one.key, one.reasons) for one in audit.outliers],
        "No file stands out.",
    )


def _decisions(rulings: Sequence[Ruling], names: Names) -> Table:
    return Table(
        "decisions",
        "Decisions of officers",
        "Lines that an officer has answered in place of the kit, and whether the answer holds for what is there now.",
        ("School or file", "Line", "Answer", "Why", "Who", "When", "Standing"),
        [
            (
                next(iter(names.maybe((one.school,))), one.school),
                one.line,
                _OUTCOMES.get(one.answer, one.answer),
                *(one.reason, one.by, pages.day(one.on), one.standing.capitalize()),
            )
            for one in rulings
        ],
        "Nothing has been decided.",
    )


def _changes(changes: Sequence[Change], names: Names) -> Table:
    same = sum(change.kind == "same" for change in changes)
    return Table(
        "changes",
        "Changes since the audit before",
        f"What is new, has gone or has changed; {pages.count(same, 'file')} stayed the same.",
        ("School or title", "File", "What", "Lines gained", "Lines lost"),
        list(_changed(changes, names)),
        "Nothing has changed.",
    )


def _changed(changes: Sequence[Change], names: Names) -> Iterator[Cells]:
    for change in changes:
        if change.kind != "same":
            called = names.called(change.key)
            yield (called, change.key, _KINDS[change.kind], change.gained, change.lost)
