"""The files of an audit, by name, each with the pure function that writes it."""

from collections.abc import Callable, Iterable, Mapping

from policy_kit.audited import Audit
from policy_kit.report import audit_csv, audit_ics, audit_json

Written = str | bytes | Iterable[str]
"""A whole file, or its parts one after another where there may be many."""

WRITERS: Mapping[str, Callable[[Audit], Written]] = {
    "results.json": audit_json.write,
    "results.csv": audit_csv.write,
    "reviews.ics": audit_ics.write,
}
