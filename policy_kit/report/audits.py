"""The files of an audit, by name, each with the pure function that writes it."""

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec

from policy_kit.audited import Audit
from policy_kit.report import audit_csv, audit_html, audit_ics, audit_json, audit_sarif, audit_xlsx

Written = str | bytes | Iterable[str] | Iterable[bytes]
"""A whole file, or its parts one after another where there may be many."""

WRITERS: Mapping[str, Callable[[Audit], Written]] = {
    "index.html": audit_html.write,
    "results.json": audit_json.write,
    "results.csv": audit_csv.write,
    "results.xlsx": audit_xlsx.write,
    "results.sarif": audit_sarif.write,
    "reviews.ics": audit_ics.write,
}
_NEEDS = {"results.xlsx": ("xlsxwriter", audit_xlsx.EXTRA)}


def missing() -> Mapping[str, str]:
    """The files that cannot be written here → the extra of the kit that each needs."""
    return {name: extra for name, (module, extra) in _NEEDS.items() if find_spec(module) is None}
