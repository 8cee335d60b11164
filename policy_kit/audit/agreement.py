"""The forms of a sample, filled in, beside what the audit has found: its own answers, not those of officers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policy_kit.audit import table
from policy_kit.audit.shape import shaped
from policy_kit.audited import AUDIT_FORMAT
from policy_kit.model import KitError
from policy_kit.pages import printable
from policy_kit.report.agreement import Agreement, Answer
from policy_kit.report.audit_sample import COLUMNS, DIGITS

_LARGEST = 50_000_000
_NEEDED = ("file", "document", "line", "answer")
_ALSO = tuple(name for name in COLUMNS if name not in _NEEDED)
_ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No"}
_FOUND = {"met": "Yes", "partly": "Partly", "not_found": "No"}
_is_row = shaped({"key": str, "digest": str, "lines": dict, "findings": [dict]})

Files = Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    answers: list[Answer] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    changed: dict[str, None] = field(default_factory=dict)
    empty: int = 0
    unasked: int = 0


def load(out: Path, forms: Sequence[Path]) -> Agreement:
    """The answers of the forms beside those of the audit in a folder. Raises KitError with the line of each mistake."""
    files = _files(out / "results.json")
    read = _Read()
    for path, officer in zip(forms, _names(forms), strict=True):
        for at, cells in table.named(path, _LARGEST, _NEEDED, _ALSO):
            own = {name: printable(value) for name, value in cells.items()}
            if told := _wrong(own, files):
                read.wrong.append(f"{path}:{at}: {told}")
            else:
                _take(own, officer, files, read)
    table.refuse(read.wrong)
    return Agreement(tuple(read.answers), read.empty, tuple(read.changed), read.unasked)


def _names(forms: Sequence[Path]) -> Iterator[str]:
    """What each person is called: by the name of the file, and of its folder where several have one name."""
    stems = [path.stem for path in forms]
    for path in forms:
        yield path.stem if stems.count(path.stem) == 1 else str(path)


def _files(path: Path) -> Files:
    """Key of a file → its row, from the lines of results.json."""
    try:
        with path.open(encoding="utf-8") as stream:
            if f'"{AUDIT_FORMAT}"' not in next(stream, ""):
                raise ValueError
            return dict(_rows(stream))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no results.json of policy-kit audit"
        raise KitError(
            f"{path} cannot be used ({reason}). Give the folder that the audit wrote into."
        ) from error


def _rows(stream: Iterator[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in stream:
        if line.startswith('{"key":'):
            row = json.loads(line.rstrip().rstrip(","))
            if not _is_row(row):
                raise ValueError
            yield _key(row["key"]), row
        elif line.startswith("]"):
            return


def _key(name: str) -> str:
    """The key of a file as a cell can hold it."""
    return printable(" ".join(name.split()))


def _wrong(own: Mapping[str, str], files: Files) -> str:
    if own["answer"] and own["answer"].casefold() not in _ANSWERS:
        return f"the answer is “{own['answer'][:30]}”; write Yes, Partly or No, or leave it empty."
    if own["file"] not in files:
        return f"there is no file “{own['file'][:60]}” in this audit."
    if own["answer"] and own["line"] not in files[own["file"]]["lines"]:
        return f"the line “{own['line'][:30]}” was not asked of this file."
    return ""


def _take(own: Mapping[str, str], officer: str, files: Files, read: _Read) -> None:
    row = files[own["file"]]
    if not own["answer"]:
        read.empty += 1
        return
    if row["digest"][:DIGITS] != own["document"]:
        read.changed[own["file"]] = None
        return
    finding: Mapping[str, Any] = next((one for one in row["findings"] if one.get("rule") == own["line"]), {})
    decided = finding.get("decided")
    found = _FOUND.get(decided["instead_of"] if decided else row["lines"][own["line"]])
    if found is None:
        read.unasked += 1
        return
    read.answers.append(
        Answer(
            officer=officer,
            whose=own["school"] or own["file"],
            file=own["file"],
            line=own["line"],
            says=own["says"],
            said=_ANSWERS[own["answer"].casefold()],
            found=found,
            quote="" if decided else _quote(finding),
            notes=own["notes"],
        )
    )


def _quote(finding: Mapping[str, Any]) -> str:
    """The words that a line was judged by, and where they stand; or what it is told to lack."""
    if not finding.get("quote"):
        return printable(str(finding.get("message", "")))
    place = finding.get("place") or {}
    where = f"page {place['page']}" if place.get("page") else place.get("heading") or ""
    return printable(f"“{finding['quote']}”" + (f" ({where})" if where else ""))
