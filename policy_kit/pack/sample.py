"""The form of a sample, to be printed and filled in by hand."""

from collections.abc import Sequence
from pathlib import Path

from policy_kit.audited import Audit, Row
from policy_kit.model import Document
from policy_kit.pack.context import BLANK, document
from policy_kit.report.audit_sample import lines, school


def sample(audit: Audit, rows: Sequence[Row], seed: int, templates: Path | None = None) -> Document:
    """The lines that are to be answered for each of these files, without any answer."""
    found = []
    for row in rows:
        own = school(row, audit)
        name = f"{own.name} (URN {own.urn})" if own else row.title or row.key
        found.append({"name": name, "key": row.key, "lines": list(lines(row, audit))})
    context = {
        "sample": found,
        "files": len(rows),
        "register": audit.schools is not None,
        "seed": seed,
        "on": audit.on,
        "blank": BLANK,
    }
    properties = {"school": "", "date": audit.on.isoformat()}
    return document("sample.md.j2", context, properties, subject="sample", templates=templates)
