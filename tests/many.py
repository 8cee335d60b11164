"""An audit of as many made-up schools as one likes, in memory."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from audit_helpers import ON

from policy_kit import checklist
from policy_kit.audit.build import Ground, build
from policy_kit.audited import OUTCOMES, Answers, Audit, Covered, Fault, Match, Row, School

DFE = checklist.load("dfe", ON)
HOSTILE = (
    "=cmd|'/c calc'!A1.pdf",
    "<script>alert(1)</script>.pdf",
    "</script><img src=x onerror=alert(2)>.docx",
    "two\nlines\u2028three\x1b[31m.md",
    "+1 \ud800\uffff\x00 ]]> {{ 7*7 }} ${7*7}.pdf",
    '@sum" onmouseover="alert(3)\u202egnp.html',
)
"""Names, each of which does harm somewhere."""
_PLACES = (
    "Ashford",
    "Barlow",
    "Colne",
    "Dunmere",
    "Elmstead",
    "Fenwick",
    "Garsdale",
    "Holt",
    "Iden",
    "Kelby",
)
_KINDS = ("Primary School", "Junior School", "Academy", "High School", "CE Primary School")
_LETTERS = {"yes": "m", "partly": "p", "no": "n"}


def many(files: int, names: tuple[str, ...] = ()) -> Audit:
    """The audit of so many files; the first have these names, which are also their titles, faults and quotes."""
    chance = random.Random(files)  # noqa: S311 - no secret
    schools = [_school(number, chance) for number in range(files + files // 20 + 1)]
    rows = [_row(number, schools[number], chance, names) for number in range(files)]
    ground = Ground("Sent in", ON, (DFE,), {school.urn: school for school in schools})
    return build(rows, ground, _body)


def _school(number: int, chance: random.Random) -> School:
    name = f"{chance.choice(_PLACES)} {chance.choice(_KINDS)} {number}"
    phase = "Secondary" if "High" in name else "Primary"
    return School(f"{100_000 + number}", name, f"{chance.choice(_PLACES)}shire", phase, status="Open")


def _row(number: int, school: School, chance: random.Random, names: tuple[str, ...]) -> Row:
    hostile = names[number] if number < len(names) else ""
    key = hostile or f"{school.authority}/{school.name}.pdf"
    if number % 29 == 28:
        return Row(
            key, "", 900, ".pdf", "not_checked", "scanned: no text", "ask for the file it was made from"
        )
    covered: list[Covered] = [chance.choice(("yes", "yes", "yes", "partly", "no")) for _ in DFE.sections]
    answers = dict(zip((section.ident for section in DFE.sections), covered, strict=True))
    lines = "".join(_LETTERS[answers[item.section]] for item in DFE.items)
    law = "The 2006 Regulations were revoked on 19 August 2024."
    faults = [Fault("LAW-1.1", "LAW-1", "error", "Law that is no longer in force", hostile or law, "page 2")]
    faults.append(
        Fault("DAT-1.1", "DAT-1", "warning", "A day that has passed", f"{number % 97} May has passed.")
    )
    strength, reason = (
        ("sure", "the path names it") if number % 17 else ("confirm", "it has the name in part")
    )
    return Row(
        key,
        f"{number:064x}",
        90_000,
        ".pdf",
        "checked",
        title=hostile or f"{school.name}: Attendance policy",
        words=chance.randint(900, 9000),
        pages=chance.randint(3, 30),
        match=Match(strength, (school.urn,), reason),  # type: ignore[arg-type]
        answers=(Answers("dfe", DFE.edition, tuple(covered), lines),),
        faults=tuple(faults[: number % 3]),
        review=ON + timedelta(chance.randint(-300, 400)) if number % 4 else None,
    )


def _body(row: Row) -> Mapping[str, Any]:
    """A finding for every line and every fault, and a few facts."""
    said = row.title
    findings = [
        _finding(item.ident, OUTCOMES[letter], item.says, item.section, said)
        for item, letter in zip(DFE.items, row.answers[0].lines, strict=True)
    ]
    findings += [
        _finding(fault.rule, "fault", fault.says, "", fault.message) | {"severity": fault.severity}
        for fault in row.faults
    ]
    report = {
        "subject": "",
        "checklist": "dfe",
        "edition": DFE.edition,
        "sections": [{"id": section.ident, "title": section.title} for section in DFE.sections],
        "findings": findings,
    }
    fact = {
        "ident": "close",
        "says": "Registers close",
        "under": "Times",
        "group": "",
        "value": "09:20",
        "shown": said[:60],
    }
    return {"reports": [report], "passages": {}, "facts": [{**fact, "places": ["page 1", "page 4"]}] * 8}


def _finding(rule: str, outcome: str, says: str, section: str, said: str) -> dict[str, Any]:
    place = {"file": "", "line": None, "column": None, "page": 3, "heading": f"4 {said}"}
    quote = {
        "quote": f"{said} On the first day of an absence, ring the office.",
        "place": place,
        "label": None,
    }
    return {
        "rule": rule,
        "outcome": outcome,
        "force": "must",
        "severity": None,
        "message": said,
        "place": place,
        "evidence": [quote],
        "missing": [],
        "nearest": None,
        "why": None,
        "fix": "Say who is rung, and by when.",
        "reference": "Working together to improve school attendance, paragraph 34",
        "says": says,
        "section": section,
        "waived": None,
    }
