"""A report and a letter for each school: from what is kept, whole, harmless, and never over what a person wrote."""

import os
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import ON, audited, folder, policy, row
from click.testing import CliRunner

from policy_kit import data
from policy_kit.audit.folders import Letters
from policy_kit.audit.run import Made
from policy_kit.audited import Audit, Match, Row, School, Schools
from policy_kit.cli import main
from policy_kit.document import read
from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.pack.school import short
from policy_kit.render import plain
from policy_kit.report import audit_ics
from policy_kit.report.audit_names import stems

HEAD = "URN,EstablishmentName,EstablishmentStatus (name)\n"
REGISTER = (
    HEAD
    + """110001,Hazel Bank Primary School,Open
110002,Oakfield CE Primary School,Open
110003,Elm Grove Infant School,Open
110004,Far Away School,Open
110005,Broken School,Open
110006,Shut School,Closed
"""
)
OAKFIELD = (data.EXAMPLES / "oakfield-primary.yaml").read_bytes()
LETTERS = Letters("Sam Hill, Ashby Council", date(2027, 1, 31))


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    files = {
        "110001 hazel.md": policy(),
        "oakfield.yaml": OAKFIELD,
        "elm grove attendance.md": policy("Another"),
        "110005.pdf": b"%PDF-1.7\nno",
        "110006.md": policy("Shut School"),
    }
    return folder(tmp_path / "sent", files)


def made(sent: Path, **more: object) -> Made:
    register = sent.parent / "schools.csv"
    register.write_text(REGISTER, "utf-8")
    return audited(sent, sent.parent / "out", schools=register, **{"letters": LETTERS, **more})


def text(sent: Path, name: str) -> str:
    told = (sent.parent / "out" / "letters" / name).read_bytes().decode()
    return " ".join(told.split())


def test_each_school_gets_what_is_its(sent: Path) -> None:
    """A report for each file that was checked; a letter to each open school that is sure; the others are listed."""
    found = made(sent)
    out = sent.parent / "out"
    assert [name for name in found.shelved["letters"].all if name.endswith(".docx")] == [
        f"letters/{urn}.docx" for urn in ("110001", "110002", "110005", "110004")
    ]
    reports = sorted(path.name for path in (out / "schools").iterdir())
    assert [name[:9] for name in reports] == ["110001.ht", "110002.ht", "110006.ht", "elm-grove"]
    listed = (out / "letters" / "not-written.csv").read_text("utf-8-sig").splitlines()
    assert listed[1].startswith(
        "elm grove attendance.md,110003,Elm Grove Infant School,a person has to confirm"
    )
    assert listed[2] == "110006.md,110006,Shut School,the school is not open"
    assert len(listed) == 3


def test_a_letter_says_what_is_good_and_what_to_do(sent: Path) -> None:
    """To the headteacher of the school, with words to use, a day, and who writes."""
    made(sent)
    told = text(sent, "110001.txt")
    for words in (
        "To the headteacher Hazel Bank Primary School (URN 110001)",
        "22 November 2026",
        "We found words in your policy for",
        "What to add",
        "You could say: “",
        "more in the enclosed report, with words to use",
        "by 31 January 2027",
        "Sam Hill, Ashby Council",
        "A program has looked for the words",
    ):
        assert words in told
    assert "compliant" not in told


def test_a_letter_has_room_on_two_pages_at_most(sent: Path) -> None:
    """At most five things to add, and four that are wrong."""
    made(sent)
    told = text(sent, "110001.txt")
    assert len(told) < 5000
    assert " 5. " in told.partition("What to add")[2]
    assert " 6. " not in told


def test_a_school_with_nothing_outstanding_is_thanked(sent: Path) -> None:
    """And is asked for nothing."""
    made(sent)
    told = text(sent, "110002.txt")
    assert "Nothing is outstanding. Thank you" in told
    assert "What to add" not in told


def test_other_letters(sent: Path) -> None:
    """A reminder where nothing has come; what to send instead where the file could not be read."""
    made(sent)
    assert "we cannot find yours among those that have come" in text(sent, "110004.txt")
    assert "We could not use it as your attendance policy: - “110005.pdf”: damaged." in text(
        sent, "110005.txt"
    )


def test_the_word_file_says_what_the_text_says(sent: Path) -> None:
    """Read back, both have the same words."""
    made(sent)
    for urn in ("110001", "110004"):
        document = read(sent.parent / "out" / "letters" / f"{urn}.docx")
        told = text(sent, f"{urn}.txt")
        for block in document.blocks:
            assert " ".join(block.text.split()) in told


def test_a_report_has_everything(sent: Path) -> None:
    """Covered with quotes, missing with words to use, facts and faults, asking for nothing from outside."""
    made(sent)
    page = (sent.parent / "out" / "schools" / "110001.html").read_text("utf-8")
    for words in (
        "Hazel Bank Primary School",
        "Evidence found for",
        "What is missing, and words to use",
        "An invented school says",
        "Facts at a glance",
        "“Registers close at 9:20.”",
        "Content-Security-Policy",
    ):
        assert words in page
    assert "src=" not in page


def test_nothing_is_written_twice(sent: Path) -> None:
    """A second audit writes nothing; the files are the same, byte for byte, in a new folder too."""
    first = made(sent)
    out = sent.parent / "out"
    before = {path: path.read_bytes() for path in out.glob("[sl]*/*")}
    times = {path: path.stat().st_mtime_ns for path in before}
    again = made(sent)
    assert (first.shelved["schools"].new, again.shelved["schools"].new, again.shelved["letters"].new) == (
        4,
        0,
        0,
    )
    assert times == {path: path.stat().st_mtime_ns for path in before}
    os.rename(out, sent.parent / "old")  # noqa: PTH104 - the folder has to be gone
    made(sent)
    assert before == {path: path.read_bytes() for path in out.glob("[sl]*/*")}


def test_only_what_has_changed_is_written(sent: Path) -> None:
    """A new version of one policy makes one report and one letter, in two forms, anew; another sender all letters."""
    made(sent)
    (sent / "110001 hazel.md").write_bytes(policy(review="May 2028"))
    again = made(sent)
    assert (again.shelved["schools"].new, again.shelved["letters"].new) == (1, 2)
    other = made(sent, letters=Letters("Kim Lake, Ashby Council"))
    assert other.shelved["letters"].new >= 8


def test_a_letter_that_a_person_has_edited_is_left_alone(sent: Path) -> None:
    """And told of; with overwrite it is replaced."""
    made(sent)
    mine = sent.parent / "out" / "letters" / "110001.docx"
    mine.write_bytes(b"mine")
    (sent / "110001 hazel.md").write_bytes(policy(review="May 2028"))
    again = made(sent)
    assert (mine.read_bytes(), again.shelved["letters"].left) == (b"mine", ("letters/110001.docx",))
    made(sent, overwrite=True)
    assert mine.read_bytes() != b"mine"


def test_a_strangers_file_and_a_link_are_left_alone(sent: Path) -> None:
    """What stood there before the first audit, and what leads out of the folder."""
    folder_ = sent.parent / "out" / "letters"
    folder_.mkdir(parents=True)
    (folder_ / "110001.txt").write_text("mine", "utf-8")
    (sent.parent / "outside").write_text("outside", "utf-8")
    (folder_ / "110002.txt").symlink_to(sent.parent / "outside")
    left = made(sent).shelved["letters"].left
    assert left == ("letters/110001.txt", "letters/110002.txt")
    assert (sent.parent / "outside").read_text("utf-8") == "outside"


def test_a_folder_that_leads_elsewhere_is_refused(sent: Path) -> None:
    """Nothing is written outside."""
    (sent.parent / "out").mkdir()
    (sent.parent / "out" / "schools").symlink_to(sent.parent)
    with pytest.raises(KitError, match="is a link or a file"):
        made(sent)


def test_what_no_longer_holds_is_taken_away(sent: Path) -> None:
    """The report of a policy that was withdrawn would mislead; what a person has changed stays."""
    made(sent)
    out = sent.parent / "out"
    (out / "schools" / "110002.html").write_text("mine", "utf-8")
    for name in ("110001 hazel.md", "oakfield.yaml"):
        (sent / name).unlink()
    made(sent)
    assert not (out / "schools" / "110001.html").exists()
    assert (out / "schools" / "110002.html").read_text("utf-8") == "mine"
    assert "a reminder" in text(sent, "110001.txt")


def test_hostile_names_and_texts_stay_text(tmp_path: Path) -> None:
    """Of schools, files and policies: nothing becomes a tag, a heading, a formula, or a control character."""
    evil = "<script>alert(1)</script> # Head *x* \x1b[31m =cmd()|a"
    sent = folder(
        tmp_path / "sent",
        {f"110001 {evil.replace('/', '_')}.md": policy(evil), "=1+1.md": policy("Another")},
    )
    (tmp_path / "schools.csv").write_text(
        HEAD + f'110001,"{evil}",Open\n110002,"=HYPERLINK(""x"") School",Open\n110003,Hazel Bank,Open\n',
        "utf-8",
    )
    audited(sent, tmp_path / "out", schools=tmp_path / "schools.csv", letters=Letters(evil))
    out = tmp_path / "out"
    page = (out / "schools" / "110001.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    told = (out / "letters" / "110001.txt").read_text("utf-8")
    assert "<script>alert(1)</script> # Head *x* [31m =cmd()|a" in " ".join(told.split())
    for path in out.glob("[sl]*/*"):
        if path.suffix != ".docx":
            assert "\x1b" not in path.read_text("utf-8")
    read(out / "letters" / "110001.docx")
    assert "\r\n'=1+1.md," in (out / "letters" / "not-written.csv").read_bytes().decode()


def test_a_council_may_have_its_own_letter(sent: Path) -> None:
    """A template of somebody's own comes before ours, and its mistakes are told."""
    own = sent.parent / "own"
    own.mkdir()
    (own / "letter.md.j2").write_text("# Hello {{ school.name }}\n\n{{ sender.name }}", "utf-8")
    made(sent, letters=Letters("Sam", templates=own))
    assert text(sent, "110001.txt") == "Hello Hazel Bank Primary School =============================== Sam"
    (own / "letter.md.j2").write_text("# {{ school", "utf-8")
    with pytest.raises(KitError, match=r"letter\.md\.j2:1: the template cannot be read"):
        made(sent, letters=Letters("Sam", templates=own))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (Letters(templates=Path("none")), "is not a folder"),
        (Letters(answer_by=date(2026, 1, 1)), "has passed"),
    ],
)
def test_letters_that_cannot_be_written(how: Letters, told: str, sent: Path) -> None:
    """Refused before anything is judged."""
    with pytest.raises(KitError, match=told):
        made(sent, letters=how)


def test_without_a_register_there_is_no_letter(sent: Path, tmp_path: Path) -> None:
    """Nobody knows the school; the reports are there."""
    found = audited(sent, tmp_path / "out", letters=LETTERS)
    assert (len(found.shelved["schools"].all), found.shelved["letters"].all) == (4, ())


def test_the_command_says_what_it_wrote(sent: Path) -> None:
    """Folders, not hundreds of lines; with --tables-only, none."""
    words = ["audit", str(sent), "-o", str(sent.parent / "out"), "--jobs", "1", "--on", ON.isoformat()]
    told = CliRunner().invoke(main, [*words, "--checklist", "dfe"]).output
    assert f"{sent.parent / 'out' / 'schools'}: 4 files, 4 of them new or changed." in told
    told = CliRunner().invoke(main, [*words, "--checklist", "dfe", "--tables-only"]).output
    assert "of them new or changed" not in told


def test_the_name_of_a_report_is_safe(sent: Path) -> None:
    """Whatever a file is called."""
    audit = made(sent, letters=None).audit
    odd = row(audit, "oakfield.yaml")
    keys = ("../../etc/passwd", "CON", "a\nb", "é" * 300, "a", "A", "=cmd()")
    rows = tuple(Row(key, odd.digest, 1, ".md", "checked") for key in keys)
    names = stems(Audit("s", ON, "1", (), rows, audit.report, audit.facts))
    assert len({name.casefold() for name in names.values()}) == len(keys)
    assert all(
        name.isascii() and set("/\\.") & set(name) == set() and len(name) < 80 for name in names.values()
    )


def calendar(**more: object) -> str:
    row = Row(**{"key": "a", "digest": "", "size": 1, "form": "", "state": "checked", **more})  # type: ignore[arg-type]
    schools = Schools({"110001": School("110001", "Elm, Ash; \\ & Oak\nEND:VCALENDAR\x00" + "é" * 80)})
    return audit_ics.write(
        Audit("s", ON, "1", (), (row,), lambda _: {}, lambda _: (), schools=schools, overdue=(row,))
    )


def test_a_calendar_holds_what_programs_take() -> None:
    """Escaped, folded at 75 octets, every line ended by CR LF, the same number for the same school."""
    told = calendar(key="x.pdf", review=date(2025, 9, 30), match=Match("sure", ("110001",)))
    lines = told.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in told.replace("\r\n", "")
    assert told.count("END:VCALENDAR\r\n") == 1
    unfolded = told.replace("\r\n ", "")
    assert "SUMMARY:Review overdue: Elm\\, Ash\\; \\\\ & Oak\\nEND:VCALENDARé" in unfolded
    assert "DTSTART;VALUE=DATE:20250930\r\nDTEND;VALUE=DATE:20251001\r\n" in told
    assert f"DTSTAMP:{ON:%Y%m%d}T000000Z" in told
    later = calendar(key="y.docx", review=date(2026, 1, 31), match=Match("sure", ("110001",)))
    uid = next(line for line in lines if line.startswith("UID:"))
    assert uid in later


def test_the_last_day_has_no_day_after() -> None:
    """A date at the end of the calendar is written all the same."""
    assert "DTSTART;VALUE=DATE:99991231\r\nDURATION:P1D" in calendar(review=date.max)


def test_plain_text() -> None:
    """Headings are underlined, lists have their marks, lines are wrapped."""
    blocks = (
        Block("heading", (Inline("Title"),), level=1),
        Block("paragraph", (Inline("word " * 30),)),
        Block("item", (Inline("One"),), level=1, number="1"),
        Block("item", (Inline("Two"),), level=2),
        Block("code", (Inline("a: 1\nb: 2"),)),
    )
    told = plain.render(Document("a", "A", blocks)).decode()
    assert told.startswith("Title\r\n=====\r\n\r\nword word")
    assert "\r\n\r\n1. One\r\n   - Two\r\n\r\n    a: 1\r\n    b: 2\r\n" in told
    assert max(map(len, told.split("\r\n"))) <= 78


def test_a_quote_is_cut_between_sentences() -> None:
    """Whole sentences where they fit; else the beginning."""
    assert short("One. " + "Two is long " * 30 + ". Three.") == "One."
    assert short("word " * 100).endswith("word …")
    assert short("Short.") == "Short."
