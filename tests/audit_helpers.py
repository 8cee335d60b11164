"""Small folders of submissions, and audits of them."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from policy_kit.audit.run import Made, Wanted, audit
from policy_kit.audited import Audit, Row

ON = date(2026, 11, 22)
TEXT = """# {school}: Attendance policy

{school} wants every child to attend school every day. Good attendance matters, and absence harms learning.
The register is taken at 8:50 every morning and at 1:10 every afternoon. Registers close at 9:20.
Parents ring the school office on 01632 960001 before 9:00 on the first day of an absence, and every day after it.
The headteacher, Mrs Robin Hale, is the senior attendance champion. Leave of absence in term time is granted only in
exceptional circumstances. Unauthorised absence of 10 sessions may lead to a penalty notice of £160, or £80 if paid
within 21 days. Staff record attendance and absence with the national codes, and report attendance to governors.
Our attendance officer calls the parents of every child who is absent without a reason on the first day of absence.

Next review: {review}
"""


def policy(school: str = "Hazel Bank Primary School", review: str = "September 2027") -> bytes:
    """A short policy of a school, as Markdown."""
    return TEXT.format(school=school, review=review).encode()


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files in it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file, its entries by these very names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def audited(submitted: Path, out: Path, **more: object) -> Made:
    """The audit of a folder, with one process and the DfE's checklist."""
    return audit(Wanted(submitted, out, **{"on": ON, "names": ("dfe",), "jobs": 1, **more}))  # type: ignore[arg-type]


def row(audit: Audit, key: str) -> Row:
    return next(row for row in audit.rows if row.key == key)


def reasons(audit: Audit) -> dict[str, str]:
    """Why each file was not checked; "" where it was."""
    return {row.key: row.reason for row in audit.rows}
