"""An audit in figures: what was submitted, and how each section is covered."""

from collections import Counter
from collections.abc import Iterator, Mapping

from policy_kit.audited import Audit, Covered, Row
from policy_kit.model import Checklist
from policy_kit.report.audit_table import Cells, Table, percent

WORDS: Mapping[Covered, str] = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "not_applicable": "Does not apply",
    "not_checked": "Not checked",
}
"""How a section is covered, in the order in which it is counted."""


def figures(audit: Audit) -> Iterator[tuple[str, int]]:
    """The figures of the whole, each with what it counts."""
    unread = len(audit.not_checked())
    yield "Files", len(audit.rows)
    yield "Checked", len(audit.rows) - unread
    yield "Not checked", unread
    if audit.schools:
        submitted = {row.match.urn for row in audit.rows if row.match.urn}
        yield "Schools that have submitted", len(submitted)
        yield "Schools that have not", len(audit.schools.not_submitted)
        yield (
            "Files whose school is to be confirmed",
            len(audit.rows_of("confirm") + audit.rows_of("ambiguous")),
        )
        yield "Files of no known school", len(audit.rows_of("none"))
    yield "Files with an error in them", sum(errors(row) > 0 for row in audit.rows)
    yield "Reviews overdue", len(audit.overdue)
    yield "Reviews due within three months", len(audit.due_soon)
    yield "Groups of files made from one text", len(audit.clusters)


def totals(audit: Audit, checklist: Checklist) -> Table:
    """For each section of a checklist, how many files cover it; the last row is all sections together."""
    answers = [found for row in audit.rows if (found := row.answered(checklist.ident))]
    counted = [
        Counter(one.sections[place] for one in answers if place < len(one.sections))
        for place in range(len(checklist.sections))
    ]
    rows = [_row(section.title, found) for section, found in zip(checklist.sections, counted, strict=True)]
    return Table(
        f"totals-{checklist.ident}",
        f"{checklist.title}, edition {checklist.edition}",
        f"Of {len(answers)} files that were asked, how many cover each section.",
        ("Section", *WORDS.values(), "Yes, % of those judged"),
        [*rows, _row("All sections", sum(counted, Counter()))],
        "",
    )


def _row(title: str, counted: Counter[Covered]) -> Cells:
    judged = counted["yes"] + counted["partly"] + counted["no"]
    return (title, *(counted[covered] for covered in WORDS), percent(counted["yes"], judged))


def errors(row: Row) -> int:
    """Faults that need putting right."""
    return sum(fault.severity == "error" for fault in row.faults)
