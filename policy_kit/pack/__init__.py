"""The pack about one policy: for governors, for the headteacher, or the council's form. A Document like any other."""

import re
from pathlib import Path
from typing import Any

from policy_kit.model import Document
from policy_kit.pack.changes import changes
from policy_kit.pack.context import common, document
from policy_kit.pack.examples import examples
from policy_kit.pack.form import form
from policy_kit.pack.glance import facts_at_a_glance
from policy_kit.pack.judged import Judged, earlier, judge
from policy_kit.pack.questions import questions
from policy_kit.pack.resolution import resolution
from policy_kit.pack.tasks import tasks

__all__ = ["AUDIENCES", "Judged", "earlier", "judge", "name", "pack"]

AUDIENCES = ("governors", "head", "council")


def pack(
    audience: str, now: Judged, *, before: Judged | None = None, templates: Path | None = None
) -> Document:
    """The document for one of the AUDIENCES, by that template; `before` is an earlier version, for governors.

    `templates` is a folder whose files come before ours of the same name. Raises KitError when a template of that
    folder cannot be used.
    """
    context = common(now) | _MORE[audience](now, before, templates)
    properties = {"school": context["title"], "date": context["on"].isoformat()}
    return document(f"{audience}.md.j2", context, properties, subject=str(now.file), templates=templates)


def name(file: Path, audience: str) -> str:
    """The name of the pack: that of the policy, without what a file name cannot hold, and whom it is for."""
    stem = re.sub(r"[^\w-]+", "-", file.stem).strip("-_")
    return f"{stem or 'policy'}-{audience}"


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
