"""What has changed since an audit before, whose results.json is given."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_kit.audit.shape import shaped
from policy_kit.audited import AUDIT_FORMAT, Change, Row
from policy_kit.model import Checklist, KitError

_LARGEST = 4_000_000_000
_ROW = {"key": str, "urn": (str, None), "digest": str, "lines": dict}
_is_row = shaped(_ROW)
_is_decision = shaped({"decision": str, "documents": [str]})

Before = Mapping[str, Mapping[str, Any]]
"""Name of a file (its URN, or else its key) → its row."""


def load(path: Path) -> Before:
    """The rows of an audit before. Raises KitError when this is no results.json of an audit.

    The file is read line by line: each row stands on a line of its own.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        with path.open(encoding="utf-8") as stream:
            if f'"{AUDIT_FORMAT}"' not in next(stream, ""):
                raise ValueError
            return dict(_rows(stream))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no results.json of policy-kit audit"
        raise KitError(f"{path} cannot be used as the audit before ({reason}). Check its name.") from error


def pins(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Decision → the documents that it was about at the audit before, which `load` has found to be one."""
    found = {}
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith('{"decision":'):
                row = json.loads(line.rstrip().rstrip(","))
                if _is_decision(row) and row["documents"]:
                    found[row["decision"]] = tuple(row["documents"])
    return found


def changes(rows: Sequence[Row], checklists: Sequence[Checklist], before: Before) -> tuple[Change, ...]:
    """What is new, what has gone, and what has gained or lost lines."""
    now = {_name(row.match.urn, row.key): row for row in rows}
    found = [_change(row, checklists, before.get(name)) for name, row in now.items()]
    gone = (Change(old["key"], old["urn"], "gone") for name, old in before.items() if name not in now)
    return (*found, *gone)


def _rows(stream: Iterator[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for line in stream:
        if line.startswith("]"):  # the end of the files
            return
        if line.startswith('{"key":'):
            row = json.loads(line.rstrip().rstrip(","))
            if not _is_row(row):
                raise ValueError
            row = {name: row[name] for name in _ROW}
            yield _name(row["urn"], row["key"]), row


def _name(urn: str | None, key: str) -> str:
    return urn or key


def _change(row: Row, checklists: Sequence[Checklist], old: Mapping[str, Any] | None) -> Change:
    if old is None:
        return Change(row.key, row.match.urn, "new")
    met, now = "met", row.lines(checklists)
    both = [ident for ident in now if ident in old["lines"]]
    gained = tuple(ident for ident in both if now[ident] == met != old["lines"][ident])
    lost = tuple(ident for ident in both if now[ident] != met == old["lines"][ident])
    changed = gained or lost or row.digest != old["digest"]
    return Change(row.key, row.match.urn, "changed" if changed else "same", gained, lost)
