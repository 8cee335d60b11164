"""The names of files in reports that are plain data: taken out before they are kept, put in when they are told."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def rename(reports: Iterable[dict[str, Any]], name: Callable[[str], str]) -> None:
    """Give every file that the reports name the name that `name` makes of it."""
    for report in reports:
        report["subject"] = name(report["subject"])
        for place in _places(report["findings"]):
            place["file"] = name(place["file"])


def _places(findings: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for finding in findings:
        yield finding["place"]
        yield from (evidence["place"] for evidence in finding["evidence"])
        yield from (finding[name]["place"] for name in ("nearest", "waived") if finding[name])
