"""A sample to be read blind, the same for the same seed, and what comes back beside what the audit had found."""

import csv
import io
from pathlib import Path

import pytest
from audit_helpers import ON, audited, folder, policy
from click.testing import CliRunner, Result

from policy_kit.audit import agreement
from policy_kit.audit.folders import Sample
from policy_kit.audit.run import Made
from policy_kit.audited import Audit, Match, Row, School, Schools
from policy_kit.cli import main
from policy_kit.model import KitError
from policy_kit.report import agreement as report
from policy_kit.report.audit_sample import COLUMNS, chosen


def audit(*rows: Row, register: bool = False) -> Audit:
    schools = Schools({f"{n}": School(f"{n}", f"School {n}") for n in range(110000, 110100)})
    return Audit("s", ON, "1", (), rows, lambda _: {}, lambda _: (), schools=schools if register else None)


def row(key: str, urn: str = "", state: str = "checked") -> Row:
    match = Match("sure", (urn,)) if urn else Match("none")
    return Row(key, "0" * 64, 1, ".md", state, match=match)  # type: ignore[arg-type]


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    """Another seed draws others; none is drawn twice; a file more leaves nearly all as they were."""
    rows = [row(f"{number}") for number in range(100)]
    first = [each.key for each in chosen(audit(*rows), 10, 7)]
    assert first == [each.key for each in chosen(audit(*reversed(rows)), 10, 7)]
    assert first != [each.key for each in chosen(audit(*rows), 10, 8)]
    assert (len(set(first)), first) == (10, sorted(first))
    more = {each.key for each in chosen(audit(*rows, row("new")), 10, 7)}
    assert len(set(first) - more) <= 1
    assert len(chosen(audit(*rows), 1000, 7)) == 100


def test_every_file_has_the_same_chance() -> None:
    """Over many seeds each is drawn about as often."""
    rows = [row(f"{number}") for number in range(20)]
    drawn = [each.key for seed in range(500) for each in chosen(audit(*rows), 5, seed)]
    assert all(85 <= drawn.count(each.key) <= 165 for each in rows)


def test_only_schools_that_are_sure_and_were_checked() -> None:
    """One file of each."""
    rows = (
        row("a", "110001"),
        row("b", "110001"),
        row("c"),
        row("d", "110002", "not_checked"),
        row("e", "110003"),
    )
    assert [each.key for each in chosen(audit(*rows, register=True), 9, 1)] == ["a", "e"]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return folder(tmp_path / "sent", {"=1+1.md": policy(), "b.md": policy("Elm Grove School")})


def made(sent: Path, **more: object) -> Made:
    return audited(sent, sent.parent / "out", sample=Sample(2, 5), **more)


def filled(sent: Path, name: str, answers: dict[tuple[str, str], str], notes: str = "") -> Path:
    """The form with these answers, (file, line) → answer, under another name."""
    text = (sent.parent / "out" / "sample" / "form.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    target = sent.parent / name
    with target.open("w", encoding="utf-8", newline="") as stream:
        write = csv.DictWriter(stream, COLUMNS)
        write.writeheader()
        for each in rows:
            answer = answers.get((each["file"].removeprefix("'"), each["line"]), "")
            write.writerow(each | {"answer": answer, "notes": notes if answer else ""})
    return target


def test_the_form_shows_no_answer(sent: Path) -> None:
    """Each line of each file, with room for an answer and notes; on paper with boxes."""
    found = made(sent)
    folder_ = sent.parent / "out" / "sample"
    text = (folder_ / "form.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 2 * len(found.audit.checklists[0].items)
    assert {(each["answer"], each["notes"]) for each in rows} == {("", "")}
    assert {each["file"] for each in rows} == {"'=1+1.md", "b.md"}
    page = (folder_ / "form.html").read_text("utf-8")
    assert "drawn with the seed 5" in page
    assert page.count("☐ Partly") == len(rows)
    assert not {"met", "not_found", "Not found"} & set(text.split(","))
    assert "Not found" not in page
    assert (folder_ / "form.docx").stat().st_size > 5000


def test_a_form_that_is_being_filled_in_is_left_alone(sent: Path) -> None:
    """The next audit does not write over it."""
    made(sent)
    form = sent.parent / "out" / "sample" / "form.csv"
    form.write_text("mine", "utf-8")
    assert made(sent).shelved["sample"].left == ("sample/form.csv",)
    assert form.read_text("utf-8") == "mine"


def test_forms_come_back_beside_the_audits_own_answers(sent: Path) -> None:
    """Those that officers decided do not count: the reading is blind."""
    made(sent)
    own = sent.parent / "said.csv"
    own.write_text(
        "school,line,answer,reason,name,date\nb.md,DFE-4.1,Yes,Appendix,R. Officer,2026-11-20\n", "utf-8"
    )
    made(sent, decisions=own)
    one = {("=1+1.md", "DFE-4.1"): "No", ("b.md", "DFE-4.1"): "yes", ("b.md", "DFE-1.2"): "Partly"}
    other = {("b.md", "DFE-4.1"): "NO"}
    forms = (filled(sent, "kim.csv", one, "see \x1b[1mpage 2"), filled(sent, "lee.csv", other))
    found = agreement.load(sent.parent / "out", forms)
    assert [(each.officer, each.line, each.said, each.found) for each in found.answers] == [
        ("kim", "DFE-4.1", "No", "No"),
        ("kim", "DFE-1.2", "Partly", "Partly"),
        ("kim", "DFE-4.1", "Yes", "No"),
        ("lee", "DFE-4.1", "No", "No"),
    ]
    told = report.write(found)
    for words in (
        "4 answers compared",
        "All answers: 3 of 4 the same (75%), kappa 0.56",
        "kim: 2 of 3 the same (67%), kappa 0.50",
        "kim and lee: 0 of 1 the same (0%), kappa 0.00",
        "DFE-4.1 Registers kept electronically: 2 of 3 the same (67%), kappa 0.00",
        "kim says Yes, the audit says No.",
        "Note: see [1mpage 2",
    ):
        assert words in told, told
    assert "\x1b" not in told


def test_the_lines_that_differ_come_with_their_quotes(sent: Path) -> None:
    """What the audit went by, and where it stands."""
    made(sent)
    found = agreement.load(sent.parent / "out", [filled(sent, "kim.csv", {("b.md", "DFE-1.2"): "No"})])
    assert "“" in found.answers[0].quote
    assert "close at 9:20" in report.write(found)


def test_a_document_that_has_changed_is_left_out(sent: Path) -> None:
    """The answers were about another text."""
    made(sent)
    form = filled(sent, "kim.csv", {("b.md", "DFE-1.2"): "No"})
    (sent / "b.md").write_bytes(policy("Elm Grove School", "May 2028"))
    made(sent)
    found = agreement.load(sent.parent / "out", [form])
    assert (found.answers, found.changed) == ((), ("b.md",))
    assert "Left out, because the document has changed since: b.md" in report.write(found)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",,\r\n", ",Maybe,\r\n", ":2: the answer is “Maybe”; write Yes, Partly or No, or leave it empty"),
        ("'=1+1.md", "c.md", ":2: there is no file “c.md” in this audit"),
        ("answer", "reply", ":1: there is no column answer"),
    ],
)
def test_a_mistake_in_a_form_is_told_with_its_line(old: str, new: str, told: str, sent: Path) -> None:
    """In plain words."""
    made(sent)
    text = (sent.parent / "out" / "sample" / "form.csv").read_bytes().decode("utf-8-sig")
    (sent.parent / "kim.csv").write_bytes(text.replace(old, new, 1).encode())
    with pytest.raises(KitError) as error:
        agreement.load(sent.parent / "out", [sent.parent / "kim.csv"])
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("Yes", "Yes")] * 20 + [("Yes", "No")] * 5 + [("No", "Yes")] * 10 + [("No", "No")] * 15, 0.4),
        ([("Yes", "Yes"), ("No", "No"), ("Partly", "Partly")], 1.0),
        ([("Yes", "No"), ("No", "Yes")], -1.0),
        ([("Yes", "Yes")] * 3, None),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    """As Cohen has it; the first is the example of the books."""
    assert report.kappa(pairs) == (expected if expected is None else pytest.approx(expected))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_commands(sent: Path) -> None:
    """The audit prints the seed; the agreement is printed; a folder without an audit is an error."""
    out = sent.parent / "out"
    words = ("audit", str(sent), "-o", str(out), "--checklist", "dfe", "--jobs", "1", "--on", ON.isoformat())
    assert (
        "The sample is drawn with --seed 9."
        in run(*words, "--tables-only", "--sample", "1", "--seed", "9").output
    )
    form = out / "sample" / "form.csv"
    done = run("audit-agreement", str(out), str(form))
    assert (done.exit_code, done.output.startswith("0 answers compared, ")) == (0, True)
    failed = run("audit-agreement", str(sent), str(form))
    assert (failed.exit_code, "Give the folder that the audit wrote into" in failed.stderr) == (2, True)
