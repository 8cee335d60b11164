"""The file for a school that begins from nothing."""

import re

from policy_kit import schema
from policy_kit.schema.starter import starter
from policy_kit.schema.walk import load
from policy_kit.source import parse

TEXT = starter("file:///kit/policy.schema.json")


def test_a_starter_is_valid_and_asks_for_the_least() -> None:
    """As written it says no more than a school has to say."""
    source = parse(TEXT, "f")
    assert schema.validate(source, "policy") == ()
    assert sorted(source.data["school"]) == ["name", "phase", "type"]
    assert sorted(source.data) == ["format", "school"]


def test_a_starter_without_its_marks_is_valid_and_has_every_key() -> None:
    """When every line is taken up, the file is valid still, and has each section in the order of the schema."""
    source = parse(re.sub(r"^( *)# ", r"\1", TEXT, flags=re.MULTILINE).partition("\n")[2], "f")
    assert schema.validate(source, "policy") == ()
    assert list(source.data) == list(load("policy")["properties"])
    sections = load("policy")["properties"]
    for name, node in sections.items():
        assert set(node.get("properties", ())) <= set(source.data[name] if "properties" in node else ()), name


def test_a_starter_explains_itself() -> None:
    """The first line is for editors, each section has one line of comment, and choices are shown."""
    lines = TEXT.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=file:///kit/policy.schema.json"
    told = [line.removeprefix("## ") for line in lines[3:] if line.startswith("## ")]
    assert told == [node["description"] for node in load("policy")["properties"].values()]
    assert "  phase: primary  # or nursery, infant, first, junior, " in TEXT
