"""What the templates of every pack know, and the document that one of them makes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_kit import __version__, law, pages, templating
from policy_kit.model import Document, Evidence, Finding, Place
from policy_kit.pack.form import tally
from policy_kit.pack.judged import Told
from policy_kit.report.faults import grouped
from policy_kit.typeset import typeset

_IN_PARAGRAPHS = (".docx", ".odt")
BLANK = "\u00a0\n\u00a0"
"""Room to write by hand."""
_SEVERITIES = ("error", "warning", "note")


def document(
    template: str,
    context: Mapping[str, Any],
    properties: Mapping[str, str],
    *,
    subject: str,
    templates: Path | None,
) -> Document:
    """The document that a template makes; its title is the first heading."""
    with pages.holding(pages.Slots()) as slots:
        text = templating.fill(templating.environment(templates), template, context)
        blocks = typeset(text, slots, template)
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    return Document(subject, title, blocks, properties=properties)


def common(now: Told) -> dict[str, Any]:
    """What every template may print of a policy that was judged."""
    first = now.reports[0]
    in_force = law.load_law(first.on)
    return {
        "title": pages.printable(" ".join((first.title or now.file.name).split())),
        "file": basename(str(now.file)),
        "paragraphs": now.form in _IN_PARAGRAPHS,
        "basename": basename,
        "places": _places,
        "blank": BLANK,
        "on": first.on,
        "law": in_force,
        "version": __version__,
        "reports": now.reports,
        "notes": list(dict.fromkeys(note for report in now.reports for note in report.notes)),
        "tally": tally(now.findings),
        "faults": _faults(now.findings),
    }


def basename(file: str) -> str:
    """The last part of a path, written on whatever system."""
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _places(evidence: Sequence[Evidence]) -> list[Place]:
    """Where the evidence stands, each line or page once."""
    found = {(e.place.file, e.place.page, e.place.line, e.place.heading): e.place for e in reversed(evidence)}
    return list(reversed(found.values()))


def _faults(findings: Sequence[Finding]) -> Mapping[str, list[list[Finding]]]:
    """Severity, the gravest first → its faults, those of one rule with one advice together."""
    faults = [finding for finding in findings if finding.outcome == "fault"]
    return {severity: list(grouped(f for f in faults if f.severity == severity)) for severity in _SEVERITIES}
