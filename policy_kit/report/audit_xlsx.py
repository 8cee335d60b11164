"""An audit as a workbook: what was found of the whole, and every line, fault and fact of every file.

Nothing in it is a formula or a link. The same audit makes the same bytes.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from policy_kit.audited import Audit, Row
from policy_kit.model import KitError, Section
from policy_kit.report.audit_csv import decided
from policy_kit.report.audit_sheets import Columns, Sheet, Sheets
from policy_kit.report.audit_table import Cells, Names
from policy_kit.report.audit_tables import tables
from policy_kit.report.audit_totals import WORDS, errors, figures, totals

EXTRA = "xlsx"
_CHUNK = 1 << 20
_FILE = (("File", 34), ("URN", 9), ("School", 30), ("Local authority", 18))
_LINES = (
    *_FILE,
    *(("Checklist", 10), ("Section", 26), ("Line", 10), ("What it asks", 44), ("Answer", 12)),
    *(
        ("What is said of it", 50),
        ("Quote", 60),
        ("Page", 7),
        ("Heading", 28),
        ("What to do", 50),
        ("Decided by an officer", 40),
    ),
)
_FAULTS = (
    *_FILE,
    *(("Severity", 10), ("Rule", 10), ("What is wrong", 60), ("Quote", 60), ("Page", 7), ("Heading", 28)),
    *(("What to do", 60), ("Why", 50), ("Source", 40)),
)
_FACTS = (*_FILE, ("Fact", 36), ("Of whom", 18), ("Value", 30), ("Under", 24), ("Where", 30))
_TABLES = {
    "not-checked": "Unreadable",
    "not-submitted": "Not submitted",
    "twice": "Submitted twice",
    "confirm": "To confirm",
    "unmatched": "Of no known school",
    "missing": "Missing lines",
    "law": "Law out of date",
    "faults": "Common faults",
    "overdue": "Reviews overdue",
    "soon": "Reviews due soon",
    "alike": "Made from one text",
    "first": "Read first",
    "decisions": "Decisions",
    "changes": "Changes",
}
"""What the sheet of each table is called, in their order."""
_WIDTHS = {
    "File": 40,
    "Files": 12,
    "School": 34,
    "School or title": 40,
    "Title": 40,
    "What is wrong": 70,
    "Which": 70,
}
_MET, _ASKED = Section("", "Lines met"), Section("", "Lines that apply")
_ANSWERS = {
    "met": "Yes",
    "partly": "Partly",
    "not_found": "No",
    "not_applicable": "Does not apply",
    "not_checked": "Not checked",
}


def write(audit: Audit) -> Iterator[bytes]:
    """The workbook, in parts. Raises KitError where its library is not installed."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise KitError(f"Workbooks need one more part: pip install 'policy-kit[{EXTRA}]'") from error
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": "Audit of attendance policies", "created": datetime.combine(audit.on, time())}
        )
        _fill(audit, Sheets(book))
    target.seek(0)
    while part := target.read(_CHUNK):
        yield part


def _fill(audit: Audit, sheets: Sheets) -> None:
    """All sheets in their order, and then their rows: what is found of one file is read once."""
    names = Names(audit)
    made = [_summary(audit, sheets), _matrix(audit, names, sheets)]
    lines, faults, facts = (
        sheets.add(name, columns)
        for name, columns in (("Every line", _LINES), ("Faults", _FAULTS), ("Facts", _FACTS))
    )
    made += [lines, faults, facts, *_tables(audit, sheets)]
    for row in audit.rows:
        start = _start(row, names)
        for report in audit.report(row)["reports"] if row.answers else ():
            for finding in report["findings"]:
                if finding["outcome"] == "fault":
                    faults.add((*start, *_fault(finding)))
                else:
                    lines.add((*start, *_line(finding, report)))
        for fact in audit.facts(row) if row.answers else ():
            facts.add((*start, *_fact(fact)))
    for sheet in made:
        sheet.close()


def _summary(audit: Audit, sheets: Sheets) -> Sheet:
    columns = [("What", 52), ("Files", 14), *((word, 12) for word in WORDS.values()), ("Yes, %", 10)]
    sheet = sheets.add("Summary", columns)
    sheet.add(("Folder", audit.folder))
    sheet.add(("Judged by the law of", audit.on))
    sheet.add(("Made by", f"policy-kit {audit.kit}"))
    for figure in figures(audit):
        sheet.add(figure)
    for checklist in audit.checklists:
        table = totals(audit, checklist)
        for title, *counted in table.rows:
            numbers = [each for each in counted if isinstance(each, int)]
            sheet.add((f"{checklist.ident}: {title}", sum(numbers[:-1]), *numbers))
    return sheet


def _matrix(audit: Audit, names: Names, sheets: Sheets) -> Sheet:
    several = len(audit.checklists) > 1
    sections = [
        (f"{checklist.ident}: {section.title}" if several else section.title, 13)
        for checklist in audit.checklists
        for section in (*checklist.sections, _MET, _ASKED)
    ]
    state = [("Phase", 12), ("State", 12), ("Why not", 30), ("How its school is known", 30), ("Title", 36)]
    end = [("Errors", 8), ("Next review", 18), ("Words", 9), ("Pages", 8)]
    sheet = sheets.add("Matrix", [*_FILE, *state, *sections, *end])
    for row in audit.rows:
        sheet.add(
            (
                *_start(row, names),
                school.phase if (school := names.school(row)) else "",
                "Checked" if row.state == "checked" else "Not checked",
                row.reason,
                row.match.reason,
                row.title,
                *(
                    cell
                    for each in audit.checklists
                    for cell in _answers(row, each.ident, len(each.sections))
                ),
                errors(row),
                row.review,
                row.words,
                row.pages,
            )
        )
    return sheet


def _answers(row: Row, checklist: str, sections: int) -> Cells:
    """The sections, and how many lines are met, of how many that apply."""
    answers = row.answered(checklist)
    if not answers:
        return ("",) * (sections + 2)
    asked = len(answers.lines) - answers.count("not_applicable")
    return (*(WORDS[covered] for covered in answers.sections), answers.count("met"), asked)


def _tables(audit: Audit, sheets: Sheets) -> Iterator[Sheet]:
    found = {table.ident: table for table in tables(audit)}
    for ident, name in _TABLES.items():
        if ident in found:
            table = found[ident]
            sheet = sheets.add(name, _columns(table.head))
            for cells in table.rows or [(table.empty,)]:
                sheet.add(cells)
            yield sheet
        elif ident == "not-submitted":
            sheet = sheets.add(name, [("School", 60)])
            sheet.add(("No register of schools was given.",))
            yield sheet


def _columns(head: tuple[str, ...]) -> Columns:
    return [(title, _WIDTHS.get(title, 44 if len(title) > 12 else 14)) for title in head]


def _start(row: Row, names: Names) -> tuple[str, ...]:
    school = names.school(row)
    return (row.key, *((school.urn, school.name, school.authority) if school else ("", "", "")))


def _line(finding: Mapping[str, Any], report: Mapping[str, Any]) -> tuple[Any, ...]:
    """A line of a checklist: what it asks, and how the file answers."""
    sections = {section["id"]: section["title"] for section in report["sections"]}
    return (
        report["checklist"],
        sections.get(finding["section"], finding["section"]),
        finding["rule"],
        finding["says"],
        _ANSWERS.get(finding["outcome"], finding["outcome"]),
        finding["message"],
        *_quote(finding),
        finding["fix"],
        decided(finding),
    )


def _fault(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    severity = (finding["severity"] or "note").capitalize()
    quote = _quote(finding)
    return (
        *(severity, finding["rule"], finding["message"], *quote),
        *(finding["fix"], finding["why"], finding["reference"]),
    )


def _quote(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """The first of its quotes, with the page and the heading."""
    found = finding["evidence"][0] if finding["evidence"] else {"quote": "", "place": finding["place"]}
    return (found["quote"], found["place"]["page"], found["place"]["heading"])


def _fact(fact: Mapping[str, Any]) -> tuple[Any, ...]:
    return (fact["says"], fact["group"], fact["shown"], fact["under"], tuple(filter(None, fact["places"])))
