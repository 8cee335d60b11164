"""A folder of submissions becomes one table: nothing is lost, nothing is judged twice, nobody's file is touched."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import ON, audited, folder, policy, reasons, row, zipped
from click.testing import CliRunner, Result
from pdf_files import by_hand, write
from test_worker import encrypted, many_letters

from policy_kit import data
from policy_kit.audit import crew as crews
from policy_kit.audit import run as runs
from policy_kit.audit.crew import Crew
from policy_kit.audit.settled import Result as Judged
from policy_kit.audit.store import Store
from policy_kit.audit.submissions import Submission, Walk
from policy_kit.cli import main
from policy_kit.document.process import Process
from policy_kit.model import KitError

OAKFIELD = (data.EXAMPLES / "oakfield-primary.yaml").read_bytes()
CSV = b"URN,EstablishmentName\n100001,Oakfield CE Primary School\n100002,Hazel Bank Primary School\n100003,Far School\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(
        main, ("audit", *words, "--on", ON.isoformat(), "--jobs", "1"), catch_exceptions=False
    )


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A policy of ours, one in Markdown, one in a zip file, and something else."""
    files = {
        "oakfield.yaml": OAKFIELD,
        "hazel.md": policy(),
        "more.zip": zipped({"elm.md": policy("Elm Grove School")}),
        "notes.md": b"# Notes\n\n" + b"The minutes of the last meeting were agreed. " * 20,
    }
    return folder(tmp_path / "sent", files)


def results(out: Path) -> dict[str, dict[str, object]]:
    files = json.loads((out / "results.json").read_text("utf-8"))["files"]
    return {file["key"]: file for file in files}


def test_a_folder_is_audited(sent: Path, tmp_path: Path) -> None:
    """Each file has its row, and the files are written."""
    made = audited(sent, tmp_path / "out")
    assert reasons(made.audit) == {
        "hazel.md": "",
        "more.zip/elm.md": "",
        "notes.md": "This does not look like an attendance policy",
        "oakfield.yaml": "",
    }
    assert [path.name for path in made.written] == ["results.json", "results.csv", "reviews.ics"]
    assert all(path.is_file() for path in made.written)
    oakfield = row(made.audit, "oakfield.yaml")
    assert oakfield.title == "Oakfield CE Primary School: Attendance policy"
    assert set(oakfield.answers[0].lines) <= {"m", "-"}
    assert set(row(made.audit, "notes.md").answers[0].sections) == {"not_checked"}
    hazel = row(made.audit, "hazel.md")
    assert "2027-09" in {fact["value"] for fact in made.audit.facts(hazel)}
    assert (hazel.review, hazel.answers[0].sections.count("no") > 1) == (date(2027, 9, 30), True)


def test_a_report_has_the_name_of_its_file(sent: Path, tmp_path: Path) -> None:
    """Two files of one content have one result, each under its own name."""
    shutil.copy(sent / "hazel.md", sent / "again.md")
    audit = audited(sent, tmp_path / "out").audit
    (report,) = audit.report(row(audit, "again.md"))["reports"]
    assert report["subject"] == "again.md"
    assert {finding["place"]["file"] for finding in report["findings"]} == {"again.md"}


def test_the_verdict_is_that_of_check(sent: Path, tmp_path: Path) -> None:
    """An audit judges as the command check does."""
    audit = audited(sent, tmp_path / "out").audit
    for name in ("hazel.md", "oakfield.yaml"):
        words = ("check", str(sent / name), "--checklist", "dfe", "--format", "json", "--on", ON.isoformat())
        alone = CliRunner().invoke(main, words).output.replace(json.dumps(str(sent / name)), json.dumps(name))
        assert json.loads(alone) == audit.report(row(audit, name))


def test_a_second_audit_judges_nothing_anew(
    sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known is not judged; the files come out the same, byte for byte."""
    out = tmp_path / "out"
    audited(sent, out)
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    monkeypatch.setattr(Process, "ask", None)
    assert audited(sent, out).known == 4
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before


def test_only_what_is_new_is_judged(sent: Path, tmp_path: Path) -> None:
    """A file that is new or has changed is judged, one that has moved is known."""
    audited(sent, tmp_path / "out")
    (sent / "hazel.md").rename(sent / "moved.md")
    (sent / "new.md").write_bytes(policy("New Street School"))
    assert audited(sent, tmp_path / "out").known == 4


def test_another_day_is_judged_again(sent: Path, tmp_path: Path) -> None:
    """The law of the day decides."""
    audited(sent, tmp_path / "out")
    assert audited(sent, tmp_path / "out", on=date(2026, 11, 23)).known == 0
    assert audited(sent, tmp_path / "out").known == 4


def test_a_changed_checklist_is_judged_again(sent: Path, tmp_path: Path) -> None:
    """Whatever stands in the file of a checklist of one's own is part of what is known."""
    own = tmp_path / "own.yaml"
    text = (data.CHECKLISTS / "kcc" / "2024-08-19.yaml").read_text("utf-8")
    own.write_text(text, "utf-8")
    audited(sent, tmp_path / "out", names=(str(own),))
    assert audited(sent, tmp_path / "out", names=(str(own),)).known == 4
    own.write_text(text + "\n# changed\n", "utf-8")
    assert audited(sent, tmp_path / "out", names=(str(own),)).known == 0


def test_old_results_are_tidied_away(sent: Path, tmp_path: Path) -> None:
    """The results of the last few days are kept, and no more."""
    for day in range(1, 6):
        audited(sent, tmp_path / "out", on=date(2026, 11, day))
    assert len([path for path in (tmp_path / "out" / ".audit").iterdir() if path.is_dir()]) == 3


def test_a_result_that_is_not_whole_is_made_again(sent: Path, tmp_path: Path) -> None:
    """A disk that failed costs the file that it failed for."""
    audited(sent, tmp_path / "out")
    kept = sorted((tmp_path / "out" / ".audit").glob("*/*/*.*"))
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    kept[1].write_bytes(b"")
    assert audited(sent, tmp_path / "out").known == 2


def test_a_file_laid_over_another_is_always_judged(tmp_path: Path) -> None:
    """What a trust's file says may have changed; a file outside the folder is never opened."""
    trust = data.EXAMPLES / "northdown-trust"
    sent = tmp_path / "sent"
    shutil.copytree(trust, sent / "trust")
    (tmp_path / "outside.yaml").write_bytes((trust / "trust.yaml").read_bytes())
    inside = (trust / "marlpit-junior.yaml").read_text("utf-8")
    (sent / "stray.yaml").write_text(
        inside.replace("extends: trust.yaml", "extends: ../outside.yaml"), "utf-8"
    )
    assert "../outside" in (sent / "stray.yaml").read_text("utf-8")
    for _ in range(2):
        made = audited(sent, tmp_path / "out")
        assert reasons(made.audit) == {
            "stray.yaml": "laid over a file outside the folder",
            "trust/marlpit-junior.yaml": "",
            "trust/st-aldhelms.yaml": "",
            "trust/trust.yaml": "a trust's own file: there is no school in it to judge",
        }
        (report,) = made.audit.report(row(made.audit, "trust/st-aldhelms.yaml"))["reports"]
        files = {e["place"]["file"] for f in report["findings"] for e in f["evidence"]}
        assert files == {"trust/st-aldhelms.yaml", "trust.yaml", "the published document"}
    assert made.known == 2


def crew(sent: Path, tmp_path: Path, **more: float) -> Crew:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    checklists = runs._checklists(("dfe",), ON)
    return Crew(("dfe",), ON, checklists, sent, work, 1, **more)  # type: ignore[arg-type]


def judged(crew: Crew) -> dict[str, Judged]:
    with crew:
        found = crew.judge(Walk(crew.folder, crew.work), lambda *_: None)
        return {submission.key: result for submission, result in found}


def test_hostile_files_cost_themselves(tmp_path: Path) -> None:
    """A file that is locked, damaged or endless is not checked, and the next is."""
    sent = folder(
        tmp_path / "sent",
        {
            "a.pdf": many_letters(),
            "b.pdf": encrypted(),
            "c.pdf": b"%PDF-1.7\nno",
            "e.md": policy(),
            "d.docx": b"PK\3\4",
        },
    )
    write(sent, by_hand(""), "f.pdf")
    start = time.monotonic()
    found = judged(crew(sent, tmp_path, seconds=3, page_seconds=3))
    assert time.monotonic() - start < 30
    assert {key: (result.head["reason"], result.lasting) for key, result in found.items()} == {
        "a.pdf": ("took too long", False),
        "b.pdf": ("encrypted", True),
        "c.pdf": ("damaged", True),
        "d.docx": ("damaged", True),
        "e.md": ("", True),
        "f.pdf": ("scanned: no text", True),
    } | {key: (result.head["reason"], result.lasting) for key, result in found.items() if key == "d.docx"}


def test_a_process_that_dies_costs_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next file has a new one."""
    sent = folder(tmp_path / "sent", {name: policy(name) for name in ("a.md", "b.md", "c.md")})
    ask = Process.ask

    def killed(self: Process, path: Path, seconds: float, **more: object) -> object:
        if path.name == "b.md":
            os.kill(self._started().pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            time.sleep(0.2)
        return ask(self, path, seconds, **more)

    monkeypatch.setattr(Process, "ask", killed)
    found = {key: result.head["state"] for key, result in judged(crew(sent, tmp_path)).items()}
    assert found["a.md"] == found["c.md"] == "checked"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"reports": []},
        {"unreadable": ["one"]},
        {"unreadable": [1, 2]},
        {"reports": [{"checklist": "dfe"}], "alone": True},
        {"fault": "", "kind": "ValueError"},
        {"document": {}},
    ],
)
def test_no_answer_is_taken_on_trust(answer: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the process says that is no result is one more way to fail, and is not kept."""
    sent = folder(tmp_path / "sent", {"a.md": policy()})
    monkeypatch.setattr(Process, "ask", lambda *_, **__: answer)
    (result,) = judged(crew(sent, tmp_path)).values()
    assert (result.head["reason"], result.lasting) == ("made the reader fail", False)


def test_a_file_that_vanishes_or_changes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between being found and being read, much can happen."""
    sent = folder(tmp_path / "sent", {"a.md": policy("A"), "b.md": policy("B")})
    ask = Process.ask

    def meddled(self: Process, path: Path, seconds: float, **more: object) -> object:
        if path.name == "a.md":
            path.unlink()
        answer = ask(self, path, seconds, **more)
        if path.name == "b.md":
            path.write_bytes(policy("C"))
        return answer

    monkeypatch.setattr(Process, "ask", meddled)
    found = {
        key: (result.head["reason"], result.lasting) for key, result in judged(crew(sent, tmp_path)).items()
    }
    assert found == {"a.md": ("gone before it was read", False), "b.md": ("changed while it was read", False)}


def test_a_kill_loses_nothing_that_was_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each result is on the disk before the next; what was half done is cleared away."""
    sent = folder(tmp_path / "sent", {f"{name}.md": policy(name) for name in "abcdef"})
    keep = Store.keep

    def dying(self: Store, digest: str, form: str, result: Judged) -> None:
        if len(list(self.folder.glob("*/*.md"))) == 3:
            (self.folder.parent / "work" / "half.part").write_bytes(b"half")
            raise MemoryError
        keep(self, digest, form, result)

    monkeypatch.setattr(Store, "keep", dying)
    with pytest.raises(MemoryError):
        audited(sent, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {".audit"}
    monkeypatch.setattr(Store, "keep", keep)
    made = audited(sent, tmp_path / "out")
    assert (made.known, len(made.audit.rows)) == (3, 6)
    assert not list((tmp_path / "out").rglob("*.part"))


def test_a_kill_while_the_files_are_written_stops_nobody(
    sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some files are new and some are old, each whole, and the next audit knows them all for its own."""
    audited(sent, tmp_path / "out")
    (sent / "new.md").write_bytes(policy("New Street School"))
    replace = Path.replace

    def dying(self: Path, target: Path) -> Path:
        if Path(target).name == "results.csv":
            raise MemoryError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    with pytest.raises(MemoryError):
        audited(sent, tmp_path / "out")
    assert len(results(tmp_path / "out")) == 5
    monkeypatch.setattr(Path, "replace", replace)
    assert audited(sent, tmp_path / "out").known == 5


def test_a_full_disk_is_told(sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "results")

    monkeypatch.setattr(Store, "keep", full)
    with pytest.raises(KitError, match="No space left on device"):
        audited(sent, tmp_path / "out")


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_stopped_at_any_moment_it_goes_on(sign: int, status: int, tmp_path: Path) -> None:
    """Ctrl-C says how to go on; after a kill, too, the same command goes on and the table is whole."""
    sent, out = tmp_path / "sent", tmp_path / "out"
    folder(sent, {f"{number:02}.md": policy(f"School {number}") * 4 for number in range(60)})
    command = [sys.executable, "-m", "policy_kit.cli", "audit", str(sent), "-o", str(out), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as started:
        while len(list(out.glob(".audit/*/*/*.md"))) < 5:
            time.sleep(0.02)
        os.killpg(started.pid, sign) if sign == signal.SIGINT else started.kill()
        _, said = started.communicate(timeout=20)
    assert started.returncode == status
    assert not (out / "results.json").exists()
    assert ("run the same command again" in said) == (sign == signal.SIGINT)
    assert "Traceback" not in said
    made = runs.audit(runs.Wanted(sent, out, date.today()))
    assert 5 <= made.known < 60
    assert {row.state for row in made.audit.rows} == {"checked"}
    assert len(results(out)) == 60


def test_the_command_tells_what_was_found(sent: Path, tmp_path: Path) -> None:
    """Files, what was not checked and why, who has not submitted; status 1 when something was not checked."""
    schools = tmp_path / "schools.csv"
    schools.write_bytes(CSV)
    result = run(str(sent), "-o", str(tmp_path / "out"), "--schools", str(schools), "--checklist", "dfe")
    assert result.output.splitlines()[:6] == [
        "4 files, judged by the law of 22 November 2026.",
        "3 checked, 1 not checked.",
        "",
        "Not checked:",
        "      1  This does not look like an attendance policy",
        "",
    ]
    assert "1 school not submitted: Far School" in result.output
    assert result.exit_code == 1


def test_when_all_was_checked_the_status_is_0(tmp_path: Path) -> None:
    """Whatever the verdicts are."""
    sent = folder(tmp_path / "sent", {"hazel.md": policy()})
    assert run(str(sent), "-o", str(tmp_path / "out")).exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("{sent}/none", "-o", "{out}"), "is not a folder"),
        (("{sent}", "-o", "{sent}"), "is the folder of the submissions itself"),
        (("{sent}", "-o", "{sent}/hazel.md"), "is a file, not a folder"),
        (("{sent}", "-o", "{out}", "--checklist", "none"), "There is no checklist “none”"),
        (("{sent}", "-o", "{out}", "--schools", "{sent}/none.csv"), "cannot be opened"),
        (("{sent}", "-o", "{out}", "--previous", "{sent}/hazel.md"), "cannot be used as the audit before"),
    ],
)
def test_an_audit_that_cannot_be_made_ends_with_2(
    words: tuple[str, ...], told: str, sent: Path, tmp_path: Path
) -> None:
    """Before anything is judged, and nothing is written."""
    result = run(*(word.format(sent=sent, out=tmp_path / "out") for word in words))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_persons_file_is_never_overwritten(sent: Path, tmp_path: Path) -> None:
    """A file that is not ours, or that was changed, stays; with --overwrite it goes."""
    out = folder(tmp_path / "out", {"results.csv": b"mine"})
    result = run(str(sent), "-o", str(out))
    assert (result.exit_code, (out / "results.csv").read_bytes()) == (2, b"mine")
    assert "was not written by policy-kit" in result.stderr
    assert run(str(sent), "-o", str(out), "--overwrite").exit_code == 1
    (out / "results.csv").write_bytes(b"changed")
    assert "has been changed since" in run(str(sent), "-o", str(out)).stderr


def test_the_output_may_stand_among_the_submissions(sent: Path) -> None:
    """It is no submission; neither is the register."""
    (sent / "schools.csv").write_bytes(CSV)
    for _ in range(2):
        made = audited(sent, sent / "out", schools=sent / "schools.csv")
        assert len(made.audit.rows) == 4


def test_two_audits_do_not_write_into_one_folder(sent: Path, tmp_path: Path) -> None:
    """The second is told to wait."""
    from policy_kit.audit.holding import held

    with held(tmp_path / "out"), pytest.raises(KitError, match="Another audit"):
        audited(sent, tmp_path / "out")


def test_submissions_are_not_touched(sent: Path, tmp_path: Path) -> None:
    """Reading changes nothing in the folder of submissions, and what was unpacked is gone."""
    before = {path: path.read_bytes() for path in sent.rglob("*") if path.is_file()}
    audited(sent, tmp_path / "out")
    assert {path: path.read_bytes() for path in sent.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "out" / ".audit" / "work").exists()


def test_jobs_do_not_change_what_is_written(sent: Path, tmp_path: Path) -> None:
    """One process or three: the same bytes."""
    for jobs in (1, 3):
        audited(sent, tmp_path / str(jobs), jobs=jobs)
    for name in ("results.json", "results.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "3" / name).read_bytes()


def test_a_submission_in_hand_is_few(tmp_path: Path) -> None:
    """What is unpacked is judged soon: no more than a few files wait at a time."""
    sent = folder(tmp_path / "sent", {"p.zip": zipped({f"{n}.md": policy(str(n)) for n in range(12)})})
    made, most = crew(sent, tmp_path), 0

    def counted(found: Submission, _: object) -> None:
        nonlocal most
        most = max(most, len(list(made.work.iterdir())))
        found.path.unlink()

    with made:
        list(made.judge(Walk(sent, made.work), counted))
    assert most <= crews._AHEAD + 2
