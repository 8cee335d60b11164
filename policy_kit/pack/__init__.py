"""The pack about one policy: for governors, for the headteacher, or the council's form. A Document like any other."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_kit import __version__, law, pages, templating
from policy_kit.model import Document, Evidence, Finding, Place
from policy_kit.pack.changes import changes
from policy_kit.pack.examples import examples
from policy_kit.pack.form import form, tally
from policy_kit.pack.glance import facts_at_a_glance
from policy_kit.pack.judged import Judged, earlier, judge
from policy_kit.pack.questions import questions
from policy_kit.pack.resolution import resolution
from policy_kit.pack.tasks import tasks
from policy_kit.report.faults import grouped
from policy_kit.typeset import typeset

__all__ = ["AUDIENCES", "Judged", "earlier", "judge", "name", "pack"]

AUDIENCES = ("governors", "head", "council")
_IN_PARAGRAPHS = (".docx", ".odt")
_BLANK = "\u00a0\n\u00a0"
"""Room to write by hand."""
_SEVERITIES = ("error", "warning", "note")


def pack(
    audience: str, now: Judged, *, before: Judged | None = None, templates: Path | None = None
) -> Document:
    """The document for one of the AUDIENCES, by that template; `before` is an earlier version, for governors.

    `templates` is a folder whose files come before ours of the same name. Raises KitError when a template of that
    folder cannot be used.
    """
    file = f"{audience}.md.j2"
    with pages.holding(pages.Slots()) as slots:
        context = _common(now) | _MORE[audience](now, before, templates)
        blocks = typeset(templating.fill(templating.environment(templates), file, context), slots, file)
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    properties = {"school": context["title"], "date": context["on"].isoformat()}
    return Document(str(now.file), title, blocks, properties=properties)


def name(file: Path, audience: str) -> str:
    """The name of the pack: that of the policy, without what a file name cannot hold, and whom it is for."""
    stem = re.sub(r"[^\w-]+", "-", file.stem).strip("-_")
    return f"{stem or 'policy'}-{audience}"


def _common(now: Judged) -> dict[str, Any]:
    first = now.reports[0]
    in_force = law.load_law(first.on)
    return {
        "title": pages.printable(" ".join((first.title or now.file.name).split())),
        "file": now.file.name,
        "paragraphs": now.file.suffix.lower() in _IN_PARAGRAPHS,
        "basename": lambda file: Path(file.replace("\\", "/")).name,
        "places": _places,
        "blank": _BLANK,
        "on": first.on,
        "law": in_force,
        "version": __version__,
        "reports": now.reports,
        "notes": list(dict.fromkeys(note for report in now.reports for note in report.notes)),
        "tally": tally(now.findings),
        "faults": _faults(now.findings),
    }


def _places(evidence: Sequence[Evidence]) -> list[Place]:
    """Where the evidence stands, each line or page once."""
    found = {(e.place.file, e.place.page, e.place.line, e.place.heading): e.place for e in reversed(evidence)}
    return list(reversed(found.values()))


def _governors(now: Judged, before: Judged | None, templates: Path | None) -> dict[str, Any]:
    return {
        "forms": [form(report) for report in now.reports],
        "facts": facts_at_a_glance(now),
        "questions": questions(now.findings, templates),
        "before": before and before.file.name,
        "changes": before and changes(before.findings, now.findings, before.reading, now.reading),
        "resolution": resolution(now.findings),
        "tasks": tasks(now.findings, {}),
    }


def _head(now: Judged, _before: Judged | None, _templates: Path | None) -> dict[str, Any]:
    document = now.reports[0].kind == "document"
    return {"tasks": tasks(now.findings, examples(now.names, now.reports[0].on) if document else {})}


def _council(now: Judged, _before: Judged | None, _templates: Path | None) -> dict[str, Any]:
    """The form of the council alone, unless others were asked for by name."""
    return {"forms": [form(report) for report in (now.reports if now.chosen else now.reports[:1])]}


_MORE = {"governors": _governors, "head": _head, "council": _council}


def _faults(findings: Sequence[Finding]) -> Mapping[str, list[list[Finding]]]:
    """Severity, the gravest first → its faults, those of one rule with one advice together."""
    faults = [finding for finding in findings if finding.outcome == "fault"]
    return {severity: list(grouped(f for f in faults if f.severity == severity)) for severity in _SEVERITIES}
