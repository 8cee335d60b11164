"""Policies that others wrote: each line answered with its words and their place, or with what is missing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_kit import data
from policy_kit.cli import main

ON = ("--on", "2026-11-22")
OAKFIELD = str(data.EXAMPLES / "oakfield-primary.yaml")
SHORT = """\
# Attendance policy

Wren Hill Primary School, Kent County Council

## Times of the day

The school day starts at 8.50am and ends at 3.20pm. The register closes at 9.10am.

## When your child is ill

Please ring the school office on 01632 960333 by 9.15am on every day of absence. If we have not heard from you on
the first day of absence we will telephone you. When an absence is not explained we ask you why.

## Rewards

We do not reward attendance with certificates, because nobody can help being ill.

## Who helps

The attendance officer is [insert name].

## Why it matters

Good attendance matters: children who attend every day learn more and make friends. Absence adds up, and so does
lateness. This policy sets out how we help every child to attend.
"""
BEHAVIOUR = (
    "# Behaviour policy\n\n"
    + (
        "We expect good behaviour. Poor behaviour leads to a sanction. A detention is given for poor behaviour. "
        "Staff record each sanction. Rewards are given for good behaviour in class and in the playground. "
    )
    * 4
)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def findings(path: Path, *words: str) -> dict[str, dict[str, object]]:
    result = run("check", str(path), "--checklist", "kcc", "--format", "json", *ON, *words)
    (report,) = json.loads(result.stdout)["reports"]
    return {finding["rule"]: finding for finding in report["findings"]}


CONTENTS = """\
Contents
1 Times of the day .......... 2
2 When your child is ill .......... 3
3 Equality Act 2010 .......... 7
4 Rewards .......... 8

"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "wren-hill.md"
    path.write_text(SHORT, encoding="utf-8")
    return path


def test_what_is_met_is_quoted_with_its_line(short: Path) -> None:
    """A line that is met shows the sentence that meets it, and where it stands."""
    found = findings(short)["KCC-3.2"]
    assert found["outcome"] == "met"
    assert found["evidence"] == [
        {
            "quote": "The register closes at 9.10am.",
            "place": {
                "file": str(short),
                "line": 7,
                "column": 1,
                "page": None,
                "heading": "Times of the day",
            },
            "label": None,
        }
    ]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("KCC-3.1", "met"),
        ("KCC-3.5", "met"),
        ("KCC-6.1", "met"),
        ("KCC-7.1", "not_found"),  # it says the opposite
        ("KCC-2.5", "not_found"),  # a placeholder is not a name
        ("KCC-10.1", "not_found"),
    ],
)
def test_an_answer_needs_words_that_say_so(line: str, outcome: str, short: Path) -> None:
    """A placeholder, a contents page and a sentence that says the opposite are not evidence."""
    assert findings(short)[line]["outcome"] == outcome


def test_a_contents_page_is_no_evidence(tmp_path: Path) -> None:
    """What stands in a contents page alone is not said by the policy."""
    path = tmp_path / "policy.txt"
    path.write_text(CONTENTS + SHORT.replace("#", ""), encoding="utf-8")
    assert findings(path)["KCC-11.2"]["outcome"] == "not_found"


def test_what_is_missing_names_its_nearest_passage(short: Path) -> None:
    """A line that is not found shows the passage that comes nearest, or says that nothing does."""
    found = findings(short)
    near = found["KCC-7.1"]["nearest"]
    assert isinstance(near, dict)
    assert str(near["quote"]).startswith("We do not reward attendance")
    assert found["KCC-11.3"]["missing"] == ["the UN Convention on the Rights of the Child"]


def test_the_council_in_the_text_decides_the_checklists(short: Path, tmp_path: Path) -> None:
    """A document that names a council with a checklist of its own is held against it."""
    other = tmp_path / "other.md"
    other.write_text(SHORT.replace("Kent County Council", "Somewhere Council"), encoding="utf-8")
    lists = [
        [r["checklist"] for r in json.loads(run("check", str(p), "--format", "json", *ON).stdout)["reports"]]
        for p in (short, other)
    ]
    assert lists == [["kcc", "dfe"], ["dfe"]]


def test_another_kind_of_policy_is_not_judged(tmp_path: Path) -> None:
    """A behaviour policy is called one, first of all, and no line is judged in it."""
    path = tmp_path / "behaviour.md"
    path.write_text(BEHAVIOUR, encoding="utf-8")
    result = run("check", str(path), *ON)
    assert result.output.splitlines()[2] == "This looks like a behaviour policy, not an attendance policy."
    assert {f["outcome"] for f in findings(path).values()} == {"not_checked"}
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("policy.doc", b"\xd0\xcf\x11\xe0old Word", "save it as .docx or PDF"),
        ("policy.jpg", b"\xff\xd8\xff\xe0picture", "picture"),
        ("policy.pdf", b"%PDF-1.7 broken", "damaged"),
        ("policy.docx", b"PK broken", "damaged"),
        ("policy.txt", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_said_so(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    """A file that cannot be read is named with the reason and what to do, and ends with 2."""
    path = tmp_path / name
    path.write_bytes(content)
    result = run("check", str(path), *ON)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_json_tells_of_what_was_not_checked(tmp_path: Path) -> None:
    """A document that cannot be read is "not checked" for other tools too, never "not found"."""
    path = tmp_path / "policy.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    result = run("check", str(path), "--format", "json", *ON)
    (report,) = json.loads(result.stdout)["reports"]
    assert (result.exit_code, report["summary"]["not_checked"]) == (2, 1)
    assert "damaged" in report["findings"][0]["message"]


def test_a_pdf_gives_pages(tmp_path: Path) -> None:
    """The evidence in a PDF has its page."""
    run("publish", OAKFIELD, "-o", str(tmp_path), "--format", "pdf", *ON)
    found = findings(tmp_path / "oakfield-primary.pdf")["KCC-7.1"]
    assert isinstance(found["evidence"], list)
    assert found["evidence"][0]["place"]["page"] > 5
    assert "page" in run("check", str(tmp_path / "oakfield-primary.pdf"), "--full", *ON).output
