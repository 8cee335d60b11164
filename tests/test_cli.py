"""The commands, as a stranger runs them: what they print, what they write, and how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_kit import data
from policy_kit.cli import main

OAKFIELD = str(data.EXAMPLES / "oakfield-primary.yaml")
DRAFT = str(data.EXAMPLES / "fernhill-draft.yaml")
ON = ("--on", "2026-11-22")
SMALL = """\
format: policy-kit/1
school:
  name: Hazel Bank Primary School
  phase: primary
  type: community
  local_authority: kent
people:
  headteacher: {name: Robin Hale, email: head@hazelbank.example}
  senior_attendance_champion: {same_as: headteacher}
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "hazel.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_nothing_outstanding_ends_with_0() -> None:
    """A complete policy ends with 0 and says so."""
    result = run("check", OAKFIELD, *ON)
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        0,
        "Evidence found for 125 of 125 lines. Nothing is outstanding.",
    )


def test_something_outstanding_ends_with_1(small: Path) -> None:
    """A policy with gaps ends with 1, and the first thing to do shows the YAML to add."""
    result = run("check", str(small), *ON)
    assert result.exit_code == 1
    assert "What to do next, in this order" in result.output
    assert "         data:\n           sent_to_dfe: every school day" in result.output


def test_a_wrong_file_ends_with_2(tmp_path: Path) -> None:
    """A file with mistakes shows each with its line and a caret, all at once, and ends with 2."""
    path = tmp_path / "slip.yaml"
    path.write_text(
        SMALL.replace("phase: primary", "phase: primry").replace("name: Robin", "nam: Robin"), "utf-8"
    )
    result = run("check", str(path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("^") == 2
    assert f"{path}:4:10: phase is " in result.stderr
    assert "(did you mean primary?)" in result.stderr
    assert "(did you mean name?)" in result.stderr


@pytest.mark.parametrize("name", ["missing.yaml", "folder.yaml"])
def test_a_file_that_cannot_be_opened_ends_with_2(name: str, tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is said so in one sentence."""
    (tmp_path / "folder.yaml").mkdir()
    result = run("check", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be opened" in result.stderr


def test_json_holds_every_line_whatever_the_outcome(small: Path) -> None:
    """The JSON report has a finding for each line of each checklist, in the agreed shape."""
    result = run("check", str(small), "--format", "json", *ON)
    whole = json.loads(result.output)
    assert (whole["format"], [r["checklist"] for r in whole["reports"]]) == (
        "policy-kit-report/1",
        ["kcc", "dfe"],
    )
    kcc = whole["reports"][0]
    lines = [f for f in kcc["findings"] if f["outcome"] != "fault"]
    assert len(lines) == 44
    assert (
        sum(kcc["summary"][o] for o in ("met", "partly", "not_found", "not_applicable", "not_checked")) == 44
    )
    head = next(f for f in lines if f["rule"] == "KCC-4.1")
    assert head["evidence"][0] == {
        "quote": "Robin Hale",
        "place": {"file": str(small), "line": 8, "column": 23, "page": None, "heading": None},
        "label": "the headteacher's name",
    }


def test_json_tells_of_a_wrong_file_too(tmp_path: Path) -> None:
    """For a file that cannot be used the JSON report holds its mistakes and no judged line."""
    path = tmp_path / "slip.yaml"
    path.write_text("format: policy-kit/1\nformat: policy-kit/1\n", "utf-8")
    result = run("check", str(path), "--format", "json")
    (report,) = json.loads(result.stdout)["reports"]
    assert (result.exit_code, [f["outcome"] for f in report["findings"]]) == (2, ["fault"])


def test_a_report_is_never_written_over_a_file(small: Path, tmp_path: Path) -> None:
    """The report goes into a new file, and a file that is there stays as it is."""
    out = tmp_path / "report.txt"
    assert run("check", str(small), "-o", str(out), *ON).exit_code == 1
    before = out.read_bytes()
    again = run("check", OAKFIELD, "-o", str(out), *ON)
    assert (again.exit_code, out.read_bytes()) == (2, before)
    assert "already there" in again.stderr


def test_the_council_decides_the_default_checklists(tmp_path: Path, small: Path) -> None:
    """A school in Kent is held against Kent's checklist and the DfE's, another against the DfE's."""
    medway = tmp_path / "medway.yaml"
    medway.write_text(SMALL.replace("kent", "medway"), "utf-8")
    found = [
        [r["checklist"] for r in json.loads(run("check", str(p), "--format", "json", *ON).output)["reports"]]
        for p in (small, medway)
    ]
    assert found == [["kcc", "dfe"], ["dfe"]]


def test_an_unknown_checklist_is_named(small: Path) -> None:
    """The known ones are listed."""
    result = run("check", str(small), "--checklist", "kc")
    assert (result.exit_code, result.stderr.strip()) == (
        2,
        "There is no checklist “kc”. Choose one of dfe, kcc, or give the path of a YAML file.",
    )


def test_a_checklist_of_ones_own_is_used(small: Path, tmp_path: Path) -> None:
    """An officer's own file judges like ours, and her slips are shown with their lines."""
    own = tmp_path / "own.yaml"
    own.write_text(
        (data.CHECKLISTS / "kcc" / "2024-08-19.yaml").read_text("utf-8").replace("id: kcc", "id: ours"),
        "utf-8",
    )
    assert run("check", str(small), "--checklist", str(own), *ON).exit_code == 1
    own.write_text(own.read_text("utf-8").replace("says: Policy aims", "say: Policy aims"), "utf-8")
    result = run("check", str(small), "--checklist", str(own), *ON)
    assert result.exit_code == 2
    assert f"{own}:" in result.stderr
    assert "did you mean says?" in result.stderr


def test_the_day_decides_the_edition(small: Path) -> None:
    """The guidance of the day is the one that judges."""
    editions = [
        json.loads(run("check", str(small), "--checklist", "dfe", "--format", "json", "--on", day).output)[
            "reports"
        ][0]["edition"]
        for day in ("2026-07-08", "2026-07-09")
    ]
    assert editions == ["2024-08-19", "2026-07-09"]


def test_a_day_without_an_edition_is_said_so(small: Path) -> None:
    """Before the first edition no line is judged, only faults, and the report says from when there is one."""
    result = run("check", str(small), "--checklist", "kcc", "--on", "2023-10-01")
    assert "No edition of the checklist “kcc” was in force on 1 October 2023" in result.output
    assert "Only faults were looked for." in " ".join(result.output.split())
    assert "No line was judged" in result.output


def test_a_day_before_the_law_is_known_is_said_so(small: Path) -> None:
    """Of a day whose law the kit does not know, nothing can be judged."""
    result = run("check", str(small), "--checklist", "kcc", "--on", "1999-01-01")
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_waiver_is_shown_and_leaves_nothing_to_do() -> None:
    """A gap that the board accepts stays a gap, is shown with reason and end, and is not outstanding."""
    findings = json.loads(run("check", DRAFT, "--checklist", "kcc", "--format", "json", *ON).output)[
        "reports"
    ][0]["findings"]
    waived = next(f for f in findings if f["rule"] == "KCC-7.2")
    assert (waived["outcome"], waived["waived"]["until"]) == ("not_found", "2027-03-31")
    assert "Accepted for a time" in run("check", DRAFT, *ON).output


def test_a_waiver_for_no_line_is_noticed(small: Path) -> None:
    """A waiver that names a line which no checklist has is pointed at."""
    waiver = "waivers:\n  - {item: KCC-77, reason: r, agreed_by: Board, until: 2027-01-01}\n"
    small.write_text(SMALL + waiver, "utf-8")
    assert "no checklist has that line" in run("check", str(small), *ON).output


def test_publish_writes_all_formats_and_says_where(tmp_path: Path) -> None:
    """Four files, whose names are printed."""
    result = run("publish", OAKFIELD, "-o", str(tmp_path / "out"), *ON)
    written = [Path(line) for line in result.output.splitlines()]
    assert [path.name for path in written] == [
        f"oakfield-primary.{form}" for form in ("html", "md", "docx", "pdf")
    ]
    assert all(path.stat().st_size > 10_000 for path in written)


def test_publish_spares_a_persons_file(small: Path, tmp_path: Path) -> None:
    """A file that the kit did not write is left alone unless the user says otherwise."""
    theirs = tmp_path / "out" / "hazel.md"
    theirs.parent.mkdir()
    theirs.write_text("mine", "utf-8")
    words = ("publish", str(small), "-o", str(theirs.parent), "--format", "md", *ON)
    assert (run(*words).exit_code, theirs.read_text("utf-8")) == (2, "mine")
    assert run(*words, "--overwrite").exit_code == 0
    assert theirs.read_text("utf-8").startswith("# Attendance policy")


def test_a_folder_of_templates_comes_first(small: Path, tmp_path: Path) -> None:
    """A school's own template replaces ours of the same name, and ours serve for the rest."""
    own = tmp_path / "templates"
    own.mkdir()
    (own / "law.md.j2").write_text("## Our law {#law}\n\nIn {{ school.name }} we keep the law.\n", "utf-8")
    run("publish", str(small), "-o", str(tmp_path), "--format", "md", "--templates", str(own), *ON)
    text = (tmp_path / "hazel.md").read_text("utf-8")
    assert "In Hazel Bank Primary School we keep the law." in text
    assert "Roles and responsibilities" in text


def test_a_template_that_leaves_out_a_fact_is_refused(small: Path, tmp_path: Path) -> None:
    """A fact that would not stand in the document stops the publication, and is named with its line."""
    own = tmp_path / "templates"
    own.mkdir()
    (own / "policy.md.j2").write_text("# Attendance policy\n\n{{ school.name }}\n", "utf-8")
    result = run("publish", str(small), "-o", str(tmp_path / "out"), "--templates", str(own), *ON)
    assert result.exit_code == 2
    assert f"{small}:8:23: “Robin Hale”" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{% if %}", "law.md.j2:1: the template cannot be read"),
        ("{{ 1 / 0 }}", "cannot be used"),
        ("[](#x)", "no heading has"),
    ],
)
def test_a_broken_template_is_said_so(text: str, told: str, small: Path, tmp_path: Path) -> None:
    """A mistake in a school's own template is a plain message, not a traceback."""
    (tmp_path / "law.md.j2").write_text(text, "utf-8")
    result = run("publish", str(small), "-o", str(tmp_path / "out"), "--templates", str(tmp_path), *ON)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr


TRUST = str(data.EXAMPLES / "northdown-trust" / "trust.yaml")


def test_a_trusts_file_is_well_formed() -> None:
    """A trust's own file is told to be in order, with its locks and the command to run next, and ends with 0."""
    result = run("check", TRUST, *ON)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output.startswith(f"{TRUST} is well formed. It is the file of Northdown")
    assert "and it locks 9 keys." in result.output
    assert result.output.endswith("    policy-kit check my-school.yaml\n")
    (report,) = json.loads(run("check", TRUST, "--format", "json", *ON).output)["reports"]
    assert (report["findings"], report["notes"]) == ([], [result.output])


def test_a_trusts_file_is_not_a_schools(tmp_path: Path) -> None:
    """A trust's own file cannot be published by itself, and the message says what to do."""
    result = run("publish", TRUST, "-o", str(tmp_path))
    assert result.exit_code == 2
    assert "extends" in result.stderr


def test_a_new_policy_has_its_questions_pointed_at(tmp_path: Path) -> None:
    """A new file is valid as it is, and the check names what has to be filled in first."""
    path = tmp_path / "our school.yaml"
    made = run("new", str(path))
    assert (made.exit_code, made.output.splitlines()[-1]) == (0, f"    policy-kit check {path}")
    result = run("check", str(path), *ON)
    assert result.exit_code == 1
    assert "“[insert name]” (line " in result.output


def test_a_new_policy_is_never_written_over_another(small: Path) -> None:
    """What stands there stays, and a name that the other commands would not take is refused."""
    again, document = run("new", str(small)), run("new", str(small.with_suffix(".docx")))
    assert (again.exit_code, small.read_text("utf-8")) == (2, SMALL)
    assert (document.exit_code, document.stderr) == (
        2,
        "Give the file a name that ends in .yaml, such as hazel.docx.yaml.\n",
    )


def test_the_report_says_where_a_missing_fact_belongs(small: Path) -> None:
    """A key that is there already is named with its line as the place for what is missing under it."""
    small.write_text(SMALL + "encouraging:\n  more: We like to see you.\n", "utf-8")
    assert "It belongs under encouraging (line 10)." in run("check", str(small), *ON, "--full").output


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    """The known formats are listed."""
    result = run("publish", OAKFIELD, "-o", str(tmp_path), "--format", "html,doc")
    assert (result.exit_code, result.stderr) == (
        2,
        "There is no format “doc”. Choose from html, md, docx, pdf.\n",
    )


def test_the_schema_is_printed() -> None:
    """What is printed is the schema of the policy."""
    assert json.loads(run("schema").output)["title"] == "School attendance policy"


def test_checklists_are_listed_with_editions_and_dates() -> None:
    """Each edition has a line; one checklist is printed line by line with references."""
    assert "kcc    2024-08-19  Kent County Council attendance policy checklist" in run("checklists").output
    lines = run("checklists", "kcc", *ON).output
    assert lines.count("  KCC-") == 44
    assert "Working together to improve school attendance (19 August 2024), paragraph 25" in lines


@pytest.mark.parametrize(
    ("day", "there", "gone"), [("2026-11-22", "J1", "  H "), ("2024-08-18", "  H ", "J1")]
)
def test_codes_are_those_of_the_day(day: str, there: str, gone: str) -> None:
    """The codes in force on a day are printed by category."""
    output = run("codes", "--on", day).output
    assert there in output
    assert gone not in output


def test_a_date_that_is_none_is_explained() -> None:
    """A date the wrong way round is shown the right way."""
    result = run("codes", "--on", "22/11/2026")
    assert result.exit_code == 2
    assert "write it year first, for example 2026-09-24" in result.stderr


def test_a_reader_that_has_seen_enough_ends_the_command_in_silence() -> None:
    """When the screen is another program that stops reading, nothing is said of a fault."""
    command = [sys.executable, "-m", "policy_kit.cli", "checklists", "dfe"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
