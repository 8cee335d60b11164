"""An audit as SARIF 2.1.0, the format in which code checkers tell what they found, for tools that show it."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from policy_kit import pages
from policy_kit.audited import Audit, Row
from policy_kit.report.audit_csv import decided
from policy_kit.report.audit_json import dump, members

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "SUBMISSIONS"
_TOLD = ("partly", "not_found", "fault")


def write(audit: Audit) -> Iterator[str]:
    """One run: its rules, what could not be checked, and a result for every fault and every line not met."""
    rules = list(_rules(audit))
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    head = {
        "tool": {"driver": {"name": "policy-kit", "semanticVersion": audit.kit, "rules": rules}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _unread(audit)}],
        "originalUriBaseIds": {_BASE: {"description": {"text": f"The folder {_clean(audit.folder)}"}}},
        "columnKind": "unicodeCodePoints",
        "language": "en-GB",
        "properties": {"on": audit.on.isoformat()},
    }
    yield f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{dump(head)[:-1]},"artifacts":[\n'
    yield from members(_artifact(row) for row in audit.rows)
    yield '],"results":[\n'
    yield from members(found for row in audit.rows for found in _results(row, audit, places))
    yield "]}]}\n"


def _rules(audit: Audit) -> Iterator[Mapping[str, Any]]:
    """The lines of the checklists, and the rules about faults that some file breaks."""
    for checklist in audit.checklists:
        for item in checklist.items:
            yield _rule(item.ident, item.says, item.reference, "warning")
    faults = {fault.rule: fault for row in audit.rows for fault in row.faults}
    known = {item.ident for checklist in audit.checklists for item in checklist.items}
    for name in sorted(faults.keys() - known):
        yield _rule(name, faults[name].says, "", faults[name].severity)


def _rule(ident: str, says: str, reference: str, level: str) -> Mapping[str, Any]:
    more = f" Source: {reference.rstrip('.')}." if reference else ""
    told = f"{says.rstrip('.')}.{more} For examples, and what to write: policy-kit explain {ident}"
    return {
        "id": ident,
        "shortDescription": {"text": says},
        "help": {"text": told},
        "defaultConfiguration": {"level": level},
    }


def _unread(audit: Audit) -> list[Mapping[str, Any]]:
    return [
        {
            "level": "warning",
            "message": {"text": _sentence(f"Not checked: {row.reason}", row.advice)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact_location(row.key)}}],
        }
        for row in audit.not_checked()
    ]


def _artifact(row: Row) -> Mapping[str, Any]:
    found: dict[str, Any] = {"location": _artifact_location(row.key), "length": row.size}
    if row.digest:
        found["hashes"] = {"sha-256": row.digest}
    if row.title:
        found["description"] = {"text": _clean(row.title)}
    return found


def _results(row: Row, audit: Audit, rules: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    if not row.answers or row.state == "not_checked":
        return
    for report in audit.report(row)["reports"]:
        for finding in report["findings"]:
            if finding["outcome"] in _TOLD:
                yield _result(finding, row.key, rules)


def _result(finding: Mapping[str, Any], key: str, rules: Mapping[str, int]) -> Mapping[str, Any]:
    result: dict[str, Any] = {"ruleId": finding["rule"]}
    if finding["rule"] in rules:
        result["ruleIndex"] = rules[finding["rule"]]
    result["level"] = _level(finding)
    result["message"] = {"text": _clean(finding["message"] or finding["says"] or finding["rule"])}
    result["locations"] = [_location(finding, key)]
    if told := decided(finding):
        result["properties"] = {"decided": _clean(told)}
    if waived := finding["waived"]:
        told = f"{waived['reason']} (agreed by {waived['agreed_by']}, until {waived['until']})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": _clean(told)}]
    return result


def _level(finding: Mapping[str, Any]) -> str:
    """That of a fault; of a line that the law asks for, a warning, and of another that is there in part, a note."""
    if finding["outcome"] == "fault":
        return finding["severity"] or "note"
    return "warning" if finding["outcome"] == "not_found" or finding["force"] == "must" else "note"


def _location(finding: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The file with its line; a page has no place in SARIF, and is told beside."""
    found = finding["evidence"][0]["place"] if finding["evidence"] else finding["place"]
    place = found if found["file"] == key else {"line": None, "column": None, "page": None, "heading": None}
    physical: dict[str, Any] = {"artifactLocation": _artifact_location(key)}
    if place["line"]:
        region = {"startLine": place["line"], "startColumn": place["column"]}
        physical["region"] = {name: number for name, number in region.items() if number}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place["heading"]:
        location["logicalLocations"] = [{"fullyQualifiedName": _clean(place["heading"]), "kind": "heading"}]
    if place["page"]:
        location["message"] = {"text": f"page {place['page']}"}
        location["properties"] = {"page": place["page"]}
    return location


def _artifact_location(key: str) -> Mapping[str, str]:
    """A way from the folder of the submissions that is a URI whatever the name."""
    return {"uri": quote(key.encode("utf-8", "replace"), safe="/"), "uriBaseId": _BASE}


def _sentence(*parts: str) -> str:
    return ". ".join(_clean(part).rstrip(".") for part in parts if part) + "."


def _clean(text: str) -> str:
    return pages.printable(text)
