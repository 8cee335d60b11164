"""The form of the checklists that come with the kit, what they point at, and what an author of one is told."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policy_kit import checklist, data, schema
from policy_kit.law import load_law
from policy_kit.model import Item
from policy_kit.source import load_source, parse

ON = date(2026, 11, 22)
FILES = [
    *sorted(path for folder in ("kcc", "dfe") for path in (data.CHECKLISTS / folder).glob("*.yaml")),
    data.CHECKLISTS / "faults" / "policy.yaml",
]
COUNCIL = {item.ident: item for item in checklist.load("kcc", ON).items}
COUNCIL_LINES = {1: 2, 2: 9, 3: 5, 4: 3, 5: 2, 6: 8, 7: 2, 8: 5, 9: 3, 10: 2, 11: 3}
GUIDANCE = [edition for edition in checklist.available() if edition.ident == "dfe"]

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def test_the_council_s_checklist_has_its_44_lines() -> None:
    """The names of the council's lines are for ever: 44 lines in 11 sections, numbered as the checklist lists them."""
    expected = [
        f"KCC-{section}.{line}" for section, count in COUNCIL_LINES.items() for line in range(1, count + 1)
    ]
    assert list(COUNCIL) == expected
    assert len(expected) == 44


@each_file
def test_a_checklist_is_well_formed(path: Path) -> None:
    """Every checklist that comes with the kit fits its schema."""
    assert schema.validate(load_source(path), "checklist") == ()


@each_file
def test_every_line_stands_in_its_section(path: Path) -> None:
    """A line's name begins with the name of its section, no name is given twice, and no section is empty."""
    edition = checklist.read(path)
    names = [item.ident for item in edition.items]
    assert len(names) == len(set(names))
    assert [item.section for item in edition.items] == [name.rpartition(".")[0] for name in names]
    assert [section.ident for section in edition.sections] == list(
        dict.fromkeys(i.section for i in edition.items)
    )


def test_every_edition_of_the_guidance_has_the_same_lines() -> None:
    """A line of the guidance keeps its name from edition to edition."""
    first, *others = ([item.ident for item in edition.items] for edition in GUIDANCE)
    assert others == [first] * len(others)
    assert others


def test_editions_of_the_guidance_follow_each_other_without_a_gap() -> None:
    """One edition ends on the day before the next begins, and the last has no end."""
    assert checklist.load("dfe", date(2026, 7, 8)).edition == "2024-08-19"
    assert checklist.load("dfe", date(2026, 7, 9)).edition == "2026-07-09"
    assert GUIDANCE[-1].in_force_to is None


@pytest.mark.parametrize("line", COUNCIL)
def test_a_line_of_the_council_rests_on_the_guidance(line: str) -> None:
    """What a council's line requires exists in every edition; only a line of force local may rest on nothing."""
    item = COUNCIL[line]
    assert item.requires or item.force == "local"
    assert all(set(item.requires) <= {required.ident for required in edition.items} for edition in GUIDANCE)


@each_file
def test_every_clause_points_at_something(path: Path) -> None:
    """Every pointer exists in the schema of a policy, every figure in the law, every heading in a template."""
    known = {
        "pointer": exists,
        "figure": load_law(ON).figures.__contains__,
        "heading": headings().__contains__,
    }
    named = [(item.ident, kind, word) for item in checklist.read(path).items for kind, word in named_in(item)]
    assert [(line, kind, word) for line, kind, word in named if not known[kind](word)] == []
    assert named


def named_in(item: Item) -> Iterator[tuple[str, str]]:
    """Each pointer, figure and heading that a line names."""
    yield from (("pointer", pointer) for pointer in item.applies_to)
    yield from _named(item.policy or {}, "")


def _named(node: Any, key: str) -> Iterator[tuple[str, str]]:
    match node:
        case dict():
            for inner, value in node.items():
                yield from _named(value, inner)
        case list():
            for value in node:
                yield from _named(value, key)
        case str() if key in ("standard", "under"):
            yield "heading", node
        case str() if key == "figure":
            yield "figure", node
        case str() if key not in ("as", "words", "any_of"):
            yield "pointer", node


def exists(pointer: str) -> bool:
    """The schema of a policy allows something at a pointer; a star or a number stands for a member of a list."""
    node: Any = policy_schema()
    for part in pointer.removesuffix("/").split("/")[1:]:
        while "$ref" in node:
            node = policy_schema()["$defs"][node["$ref"].rpartition("/")[2]]
        member = part == "*" or part.isdigit()
        node = node.get("items") if member else node.get("properties", {}).get(part)
        if node is None:
            return False
    return True


@cache
def policy_schema() -> Any:
    return json.loads((data.SCHEMAS / "policy.schema.json").read_text(encoding="utf-8"))


def headings() -> set[str]:
    """The anchor of every heading of the standard wording."""
    texts = (path.read_text(encoding="utf-8") for path in (data.TEMPLATES / "policy").glob("*.md.j2"))
    return {
        anchor for text in texts for anchor in re.findall(r"^##+ .*\{#([a-z-]+)", text, flags=re.MULTILINE)
    }


def test_a_pointer_that_leads_nowhere_is_noticed() -> None:
    """The tests above can fail: a misspelt pointer does not exist."""
    assert exists("/people/detailed_support/0/email")
    assert not exists("/people/detailed_support/0/emial")


@each_file
def test_a_gap_is_called_by_a_plain_name(path: Path) -> None:
    """Every answer that can be missing says in plain words what it is called, so that a report reads well."""
    items = checklist.read(path).items if path.parent.name != "faults" else ()
    assert [item.ident for item in items for leaf in leaves(item.policy or {}) if not leaf.get("as")] == []


def leaves(clause: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = clause.get("all") or clause.get("any")
    if parts is None:
        yield clause
    for part in parts or ():
        yield from leaves(part)


@each_file
def test_a_paragraph_of_guidance_never_stands_without_its_edition(path: Path) -> None:
    """Paragraphs and pages move from edition to edition, so a reference to one names the edition."""
    for item in load_source(path).data["items"]:
        reference = item.get("reference", {"paragraph": ""})
        if re.match(r"\d|paragraph|page", reference["paragraph"]):
            assert "edition" in reference, item["id"]


LINE = "{value: /school_day/days/*/starts, as: the start}"
MINE = f"""\
format: policy-kit-checklist/1
id: mine
title: My checklist
publisher: Somebody
edition: 2026-09-01
in_force: {{from: 2026-09-01, to: null}}
sections: [{{id: MINE-1, title: The day}}]
items:
  - id: MINE-1.1
    says: Start of the day
    section: MINE-1
    force: should
    reference: {{document: wtisa, edition: 2026-07-09, paragraph: not verified}}
    policy: {LINE}
    fix: Say when the day starts.
"""
SLIPS = {
    "an unknown key of a line": ("says:", "syas:", "syas"),
    "an unknown kind of search": ("value:", "valeu:", "valeu"),
    "a pointer without a slash": ("/school_day", "school_day", "school_day"),
    "a force that is none": ("force: should", "force: shuold", "shuold"),
}


def test_a_checklist_of_one_line_is_enough() -> None:
    """An officer may write a checklist of a single line."""
    assert schema.validate(parse(MINE, "mine.yaml"), "checklist") == ()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line(slip: str) -> None:
    """An author's slip is told with the line on which it stands, and names the slip."""
    right, wrong, named = SLIPS[slip]
    text = MINE.replace(right, wrong)
    line = next(number for number, words in enumerate(text.splitlines(), 1) if wrong in words)
    findings = schema.validate(parse(text, "mine.yaml"), "checklist")
    assert [f.place.line for f in findings if named in f.message] == [line]


@pytest.mark.parametrize("clause", ["{value: /vision, yes: /vision}", "{as: a name}", "{}"])
def test_a_clause_is_exactly_one_kind_of_search(clause: str) -> None:
    """Two kinds of search side by side, or none, are a slip: nobody could say which of them counts."""
    findings = schema.validate(parse(MINE.replace(LINE, clause), "mine.yaml"), "checklist")
    assert [(f.place.line, "exactly one kind" in f.message) for f in findings] == [(14, True)]


def test_the_sign_for_headings_stands_only_first() -> None:
    """Inside a group of words `^` would never be found, so that its author hears of it at once."""
    line = "words: {at: /vision, any_of: [late]}"
    for group, slips in (("^ late | early", 0), ("late | ^ early", 1)):
        face = f'document: {{sentence: {{has: ["{group}"]}}, as: lateness}}'
        text = MINE.replace(LINE, f"{{{line}}}\n    {face}")
        findings = schema.validate(parse(text, "mine.yaml"), "checklist")
        assert len(findings) == slips, [f.message for f in findings]


def test_a_fault_says_how_grave_it_is() -> None:
    """A line of the faults without a severity is a slip of its author."""
    text = MINE.replace("id: mine", "id: faults")
    assert any("severity" in f.message for f in schema.validate(parse(text, "mine.yaml"), "checklist"))
