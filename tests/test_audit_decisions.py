"""An officer's own answer stands before the kit's, is shown as such, and lapses with the document."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from audit_helpers import audited, folder, policy, row

from policy_kit.audit.folders import Letters
from policy_kit.audit.run import Made
from policy_kit.model import KitError
from policy_kit.report import audit_text

HEAD = "school,line,answer,reason,name,date\n"
SCHOOLS = "URN,EstablishmentName\n110001,Hazel Bank Primary School\n110002,Elm Grove School\n"
LINE = "DFE-4.1"  # registers kept electronically: not in the policy of the helpers
SAID = "Registers are in appendix B"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return folder(tmp_path / "sent", {"110001.md": policy()})


def made(
    sent: Path, said: str = "", *, file: str = "", out: str = "out", register: bool = True, **more: Any
) -> Made:
    root = sent.parent
    if said:
        file = "given.csv"
        (root / file).write_text(HEAD + said, "utf-8")
    if file:
        more["decisions"] = root / file
    if register:
        (root / "schools.csv").write_text(SCHOOLS, "utf-8")
        more["schools"] = root / "schools.csv"
    return audited(sent, root / out, **more)


def results(sent: Path, out: str = "out") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((sent.parent / out / "results.json").read_text("utf-8"))
    return found


def decided(answer: str = "Yes", line: str = LINE, school: str = "110001") -> str:
    return f"{school},{line},{answer},{SAID},R. Officer,2026-11-20\n"


def test_a_decision_overrides_the_kit_everywhere(sent: Path) -> None:
    """In results.json, results.csv, the report and the letter, in the counts, and shown as such."""
    plain = made(sent, letters=Letters()).audit
    audit = made(sent, decided(), letters=Letters()).audit
    own = row(audit, "110001.md")
    assert row(plain, "110001.md").lines(audit.checklists)[LINE] == "not_found"
    assert (own.lines(audit.checklists)[LINE], own.decided) == ("met", (LINE,))
    assert own.answers[0].count("met") == row(plain, "110001.md").answers[0].count("met") + 1
    assert LINE in {gap.rule for gap in plain.gaps}
    assert LINE not in {gap.rule for gap in audit.gaps}
    found = results(sent)
    assert found["files"][0]["lines"][LINE] == "met"
    (finding,) = [one for one in found["files"][0]["findings"] if one["rule"] == LINE]
    assert finding["decided"] == {
        "by": "R. Officer", "on": "2026-11-20", "reason": SAID, "instead_of": "not_found"
    }  # fmt: skip
    out = sent.parent / "out"
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as stream:
        (cells,) = [one for one in csv.DictReader(stream) if one["line"] == LINE]
    assert (cells["outcome"], cells["decided"]) == ("met", f"by R. Officer, on 2026-11-20: {SAID}")
    page = (out / "schools" / "110001.html").read_text("utf-8")
    assert f"Decided by R. Officer, on 20 November 2026: {SAID}" in page
    assert "An officer has decided 1 line" in page
    assert "Registers kept electronically" not in (out / "letters" / "110001.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("yes", "met"), ("PARTLY", "partly"), ("No", "not_found"), ("Does not apply", "not_applicable")],
)
@pytest.mark.parametrize("line", [LINE, "DFE-1.2"])
def test_each_answer(answer: str, outcome: str, line: str, sent: Path) -> None:
    """However it is written, and whatever the kit has found: the section follows, and every report can be made."""
    audit = made(sent, decided(answer, line), letters=Letters()).audit
    assert row(audit, "110001.md").lines(audit.checklists)[line] == outcome
    report = audit.report(row(audit, "110001.md"))["reports"][0]
    assert sum(report["summary"][name] for name in ("met", "partly", "not_found", "not_applicable")) == len(
        audit.checklists[0].items
    )
    assert SAID in (sent.parent / "out" / "schools" / "110001.html").read_text("utf-8")


def test_a_decision_lapses_with_the_document(sent: Path) -> None:
    """It holds while the document is the same; when that has changed it is told as lapsed, for as long as it is so."""
    (sent.parent / "out").mkdir()
    (sent.parent / "out" / "decisions.csv").write_text(HEAD + decided(), "utf-8")
    for _ in range(2):
        assert [one.standing for one in made(sent).audit.rulings] == ["in force"]
    (sent / "110001.md").write_bytes(policy(review="May 2028"))
    for _ in range(2):
        audit = made(sent, letters=Letters()).audit
        assert [one.standing for one in audit.rulings] == ["lapsed"]
        assert row(audit, "110001.md").lines(audit.checklists)[LINE] == "not_found"
    assert "1 lapsed, because the document has changed since" in audit_text.write(audit, 0)
    assert "has lapsed" in (sent.parent / "out" / "schools" / "110001.html").read_text("utf-8")
    assert results(sent)["decisions"][0]["standing"] == "lapsed"
    (sent / "110001.md").write_bytes(policy())
    assert [one.standing for one in made(sent).audit.rulings] == ["in force"]


def test_a_decision_made_anew_is_in_force(sent: Path) -> None:
    """With another day it is another decision, about the document of now."""
    made(sent, decided())
    (sent / "110001.md").write_bytes(policy(review="May 2028"))
    assert [one.standing for one in made(sent, decided()).audit.rulings] == ["lapsed"]
    anew = made(sent, decided().replace("2026-11-20", "22/11/2026")).audit
    assert [one.standing for one in anew.rulings] == ["in force"]


def test_an_audit_in_another_folder_knows_by_the_audit_before(sent: Path) -> None:
    """What --previous says that the decision was about counts."""
    made(sent, decided())
    (sent / "110001.md").write_bytes(policy(review="May 2028"))
    previous = sent.parent / "out" / "results.json"
    audit = made(sent, decided(), out="next", previous=previous).audit
    assert [one.standing for one in audit.rulings] == ["lapsed"]


def test_an_officer_may_say_which_document(sent: Path) -> None:
    """By the beginning of its SHA-256."""
    digest = row(made(sent).audit, "110001.md").digest
    for document, standing in ((digest[:12], "in force"), ("0" * 12, "lapsed")):
        (sent.parent / "own.csv").write_text(
            HEAD.strip() + ",document\n" + decided().strip() + f",{document}\n", "utf-8"
        )
        audit = made(sent, file="own.csv").audit
        assert [one.standing for one in audit.rulings] == [standing]


def test_a_school_by_its_name_or_its_file(sent: Path) -> None:
    """A name that one school has; without a register the file."""
    assert made(sent, decided(school="hazel bank primary school")).audit.rulings[0].school == "110001"
    audit = made(sent, decided(school="110001.md"), register=False).audit
    assert audit.rulings[0].keys == ("110001.md",)


def test_a_school_without_a_document(sent: Path) -> None:
    """The decision waits."""
    audit = made(sent, decided(school="110002")).audit
    assert [one.standing for one in audit.rulings] == ["no document"]
    assert "1 about a school from which there is no document: 110002 DFE-4.1" in audit_text.write(audit, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (decided(school="999999"), ":2: there is no school 999999 in the register"),
        (decided() + decided(line="XYZ-1"), ":3: there is no line “XYZ-1” in the checklists"),
        (decided("Perhaps"), ":2: the answer is “Perhaps”; write Yes, Partly, No or Does not apply"),
        (decided().replace("2026-11-20", "2026-13-45"), ":2: “2026-13-45” is not a date"),
        (decided().replace(SAID, " "), ":2: nothing stands under reason"),
        (decided() + decided("No"), ":3: this is decided on line 2 already"),
        (decided(school="nobody.md"), ":2: there is no school and no file “nobody.md”"),
        ('110001,"DFE', "this is not CSV"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, told: str, sent: Path) -> None:
    """In plain words; nothing is written."""
    with pytest.raises(KitError) as error:
        made(sent, text)
    assert told in str(error.value)
    assert not (sent.parent / "out" / "results.json").exists()


def test_missing_columns_and_no_register(sent: Path) -> None:
    """The columns are named; a number without a register is nobody's."""
    (sent.parent / "odd.csv").write_text("school;line\n", "utf-8")
    with pytest.raises(KitError, match=r":1: there is no column school and no column line"):
        made(sent, file="odd.csv")
    with pytest.raises(KitError, match="no register was given"):
        made(sent, decided(), register=False)


def test_hostile_words_of_a_decision_stay_words(sent: Path) -> None:
    """Nothing that stands in the file becomes a tag, a formula or a control character."""
    made(sent, f'110001,{LINE},No,"<script>x</script> # *a* \x1b[1m",=cmd(),2026-11-20\n', letters=Letters())
    out = sent.parent / "out"
    page = (out / "schools" / "110001.html").read_text("utf-8")
    assert "<script" not in page
    assert "Decided by =cmd(), on 20 November 2026: &lt;script&gt;x&lt;/script&gt; # *a* [1m" in page
    assert "\x1b" not in (out / "results.json").read_text("utf-8")
    assert '"by =cmd()' in (out / "results.csv").read_text("utf-8") or ",by =cmd()" in (
        out / "results.csv"
    ).read_text("utf-8")
