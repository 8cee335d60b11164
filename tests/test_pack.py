"""The pack: what was found about a policy, as a board, a headteacher and a council can use it."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import page
import pytest
from click.testing import CliRunner, Result
from documents_for_render import HOSTILE

from policy_kit import cli, data, pack, render
from policy_kit.cli import main
from policy_kit.model import Document, Finding, KitError, Place, Waiver
from policy_kit.pack.questions import questions
from policy_kit.pack.resolution import resolution
from policy_kit.render.look import Look

HERE = Path(__file__).parent / "pack"
NEW, OLD = HERE / "larkfield.md", HERE / "larkfield-2023.md"
DRAFT = data.EXAMPLES / "fernhill-draft.yaml"
COMPLETE = data.EXAMPLES / "oakfield-primary.yaml"
DAY = date(2026, 11, 22)
ON = ("--on", "2026-11-22")
RULES = 104
PLACE = Place("policy.md")


def made(
    audience: str, file: Path, *, before: Path | None = None, names: tuple[str, ...] = ("kcc",)
) -> Document:
    now = pack.judge(file, names, DAY)
    return pack.pack(audience, now, before=pack.earlier(before, now) if before else None)


def markdown(document: Document) -> str:
    return render.render(document, "md", Look()).decode()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def line(outcome: str, rule: str = "KCC-3.1", **more: object) -> Finding:
    return Finding(rule, outcome, f"Says {rule}.", PLACE, says=f"Says {rule}", **more)  # type: ignore[arg-type]


def fault(rule: str = "LAW-1.1", severity: str = "error") -> Finding:
    return line("fault", rule, severity=severity, section=rule.rpartition(".")[0])


@pytest.mark.parametrize("audience", pack.AUDIENCES)
def test_the_whole_of_each(audience: str, golden: Callable[[str, Path], None]) -> None:
    """Each pack about one invented policy is as it was read and agreed."""
    before = OLD if audience == "governors" else None
    golden(markdown(made(audience, NEW, before=before)), HERE / f"larkfield-{audience}.txt")


@pytest.mark.parametrize("audience", pack.AUDIENCES)
@pytest.mark.parametrize("file", [NEW, DRAFT], ids=["document", "policy file"])
def test_every_pack_can_be_read_aloud(audience: str, file: Path) -> None:
    """Each PDF passes every PDF/UA-1 check, and no level of heading is left out."""
    document = made(audience, file)
    report = page.validate_pdf_bytes(render.render(document, "pdf", Look()), profile="ua1")
    assert (RULES, []) == (report.rules.passed, [failure.rule_id for failure in report.failures])
    levels = [block.level for block in document.blocks if block.kind == "heading"]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("form", ["html", "md", "docx", "pdf"])
def test_the_same_bytes(form: str) -> None:
    """The same two versions make the same bytes."""
    first, second = (render.render(made("governors", NEW, before=OLD), form, Look()) for _ in range(2))
    assert first == second


def test_tables_have_heads() -> None:
    """Every table of every pack has header cells for its rows or its columns."""
    for audience in pack.AUDIENCES:
        tables = [block for block in made(audience, NEW).blocks if block.kind == "table"]
        assert [table.text for table in tables if not (table.header_rows or table.header_columns)] == []


def test_all_formats_are_written(tmp_path: Path) -> None:
    """The command writes HTML, Word and PDF, and names them after the policy and whom they are for."""
    result = run("report", str(NEW), "--for", "governors", "-o", str(tmp_path), "--previous", str(OLD), *ON)
    written = [tmp_path / f"larkfield-governors.{form}" for form in ("html", "docx", "pdf")]
    assert (result.exit_code, result.stdout) == (0, "".join(f"{path}\n" for path in written))
    assert all(path.stat().st_size > 10_000 for path in written)


def test_what_a_person_changed_is_left_alone(tmp_path: Path) -> None:
    """A pack that somebody has written on is not written over unasked."""
    command = ("report", str(NEW), "--for", "council", "-o", str(tmp_path), "--format", "md", *ON)
    assert run(*command).exit_code == 0
    path = tmp_path / "larkfield-council.md"
    path.write_text("Signed.", encoding="utf-8")
    result = run(*command)
    assert (result.exit_code, path.read_text(encoding="utf-8")) == (2, "Signed.")
    assert run(*command, "--overwrite").exit_code == 0
    assert path.read_text(encoding="utf-8") != "Signed."


def test_no_claim_that_a_policy_complies() -> None:
    """The pack speaks of evidence found, says by what it judged, and leaves the decision to a person."""
    told = markdown(made("governors", COMPLETE, names=()))
    assert "Evidence found for 125 of 125 lines" in told
    assert "It does not say that the policy is compliant" in told
    assert "a person decides" in told
    assert "Kent County Council attendance policy checklist, edition of 19 August 2024" in told
    assert "22 November 2026, by the law in force on that day" in told
    assert re.search(r"policy-kit, version \d", told)


def test_an_unchanged_version_says_so() -> None:
    """Of a policy compared with itself, nothing is listed."""
    told = markdown(made("governors", NEW, before=NEW))
    assert "Nothing has changed: the words are the same" in told
    assert "Taken out" not in told


def test_punctuation_and_numbering_are_no_change(tmp_path: Path) -> None:
    """Numbers before headings, capitals and full stops are not listed as changes."""
    other = tmp_path / "other.md"
    text = NEW.read_text(encoding="utf-8").replace("## The school day", "## 2. THE SCHOOL DAY")
    other.write_text(text.replace("signs in.", "signs in"), encoding="utf-8")
    assert "Nothing has changed" in markdown(made("governors", NEW, before=other))


def test_a_figure_that_changed_is_marked() -> None:
    """Of a sentence in which a time has changed, the old and the new stand side by side, in bold."""
    rows = [row for row in markdown(made("governors", NEW, before=OLD)).splitlines() if "9.30am" in row]
    assert len(rows) == 1
    assert "**9.30am.** | The morning register closes at **9.20am.**" in rows[0]


def test_another_kind_of_document_is_told_as_check_tells_it(tmp_path: Path) -> None:
    """A document that is no attendance policy gets the words of `check`, and nothing is written."""
    other = tmp_path / "behaviour.md"
    other.write_text(
        "# Behaviour policy\n\n" + "Good behaviour and fair sanctions for all pupils. " * 30, "utf-8"
    )
    result = run("report", str(other), "--for", "head", "-o", str(tmp_path / "out"), *ON)
    assert (result.exit_code, result.output) == (1, run("check", str(other), *ON).output)
    assert not (tmp_path / "out").exists()
    with pytest.raises(KitError, match=r"not an attendance policy, so the two cannot be compared"):
        made("governors", NEW, before=other)


def test_a_file_that_cannot_be_read_is_told_as_check_tells_it(tmp_path: Path) -> None:
    """A broken file ends with 2 and the words of `check`."""
    broken = tmp_path / "policy.docx"
    broken.write_bytes(b"PK nothing")
    for command in (
        ("report", str(broken), "--for", "head", "-o", str(tmp_path / "out")),
        ("check", str(broken)),
    ):
        result = run(*command, *ON)
        assert (result.exit_code, result.stderr) == (2, run("check", str(broken), *ON).stderr)
    assert not (tmp_path / "out").exists()


def test_a_trusts_own_file_has_nothing_to_report(tmp_path: Path) -> None:
    """A trust's own file gets the words of `check`."""
    trust = str(data.EXAMPLES / "northdown-trust" / "trust.yaml")
    result = run("report", trust, "--for", "head", "-o", str(tmp_path / "out"), *ON)
    assert (result.exit_code, result.output) == (0, run("check", trust, *ON).output)


@pytest.mark.parametrize("audience", pack.AUDIENCES)
def test_text_of_a_file_is_never_markup(audience: str, tmp_path: Path) -> None:
    """What looks like HTML, Jinja, a formula, typst or Markdown stands in every format as it was written."""
    policy = tmp_path / "hostile.txt"
    text = re.sub(r"(?m)^#+ ", "", NEW.read_text(encoding="utf-8"))
    sentences = " ".join(f"Please telephone us about absence {words} before 9am." for words in HOSTILE)
    policy.write_text(f"{text}\n{sentences} =1+1 {{{{ policy }}}} Qz0zQ ;; | x\n", encoding="utf-8")
    before = ("--previous", str(NEW)) if audience == "governors" else ()
    command = ("report", str(policy), "--for", audience, "-o", str(tmp_path / "out"), "--checklist", "kcc")
    result = run(*command, "--format", "html,md,docx,pdf", *before, *ON)
    assert result.exit_code == 0, result.output  # every text was read back from every format
    html = (tmp_path / "out" / f"hostile-{audience}.html").read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "7*7" not in html or "{{7*7}}" in html
    if audience == "governors":
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "Qz0zQ ;; | x" in html


def test_at_most_ten_questions_and_each_once() -> None:
    """However much is open, there are ten questions at the most, and none twice; faults leave room for lines."""
    findings = [fault(f"FIG-1.{n}") for n in range(1, 40)] + [fault(f"NEW-{n}.1") for n in range(20)]
    asked = questions([*findings, *(line("not_found", f"KCC-2.{n}") for n in range(1, 10))], None)
    assert len(asked) == 10
    assert len({question.ask for question in asked if question.ask}) == len([q for q in asked if q.ask])
    assert sum(question.findings[0].outcome == "fault" for question in asked) == 5


def test_what_the_law_asks_for_is_asked_first() -> None:
    """Lines that the law asks for come before those of the guidance, and what is missing before what is partial."""
    local = line("not_found", "KCC-7.2", force="local")
    partly, must = line("partly", "KCC-1.1", force="must"), line("not_found", "KCC-11.2", force="must")
    asked = questions([local, partly, must], None)
    assert [question.findings[0].rule for question in asked] == ["KCC-11.2", "KCC-1.1", "KCC-7.2"]


def test_an_accepted_gap_is_no_question() -> None:
    """What the board has accepted for a time, what is met and what is only worth a look is not asked."""
    waiver = Waiver("No hall", "The board", date(2027, 1, 1), PLACE)
    assert () == questions([line("not_found", waiver=waiver), line("met"), fault(severity="note")], None)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([line("met")] * 8, "adopt"),
        ([line("met")] * 8 + [fault(severity="warning")], "adopt"),
        ([line("met")] * 8 + [line("partly")], "subject"),
        ([line("met")] * 8 + [fault()], "subject"),
        ([line("met")] * 8 + [line("not_found")] * 4, "refer"),
        ([line("met")] * 8 + [fault()] * 5, "refer"),
    ],
)
def test_the_resolution_follows_what_was_found(found: list[Finding], expected: str) -> None:
    """Nothing outstanding: adopt; a little: subject to changes; much: refer back."""
    assert expected == resolution(found)


def test_the_resolution_leaves_room_to_sign() -> None:
    """The wording ends in a table with empty cells for name, signature, date and the next review."""
    blocks = made("governors", NEW).blocks
    table = next(block for block in blocks if block.text == "To be filled in at the meeting")
    assert {"Name of the chair", "Signature", "Date of signature", "Date of the next review"} <= {
        row[0].text for row in table.rows
    }
    assert {""} == {row[1].text.strip() for row in table.rows}


def test_the_council_gets_its_own_form_alone() -> None:
    """Without a checklist by name, the council's form stands alone; a line in part counts as no, and says so."""
    told = markdown(made("council", DRAFT, names=()))
    assert "Kent County Council attendance policy checklist" in told
    assert "DFE-" not in told
    assert "| **No** | In part<br>" in told


def test_the_head_gets_words_to_use() -> None:
    """A policy file gets the YAML to add; a document gets the words of an invented school."""
    told = markdown(made("head", DRAFT, names=()))
    assert re.search(r"Add, in your own words:\n\n```\n\w+:\n  \w", told)
    assert re.search(
        r"An invented school says, for example under “[^”]+”:\n\n> ", markdown(made("head", NEW))
    )


def test_a_checklist_without_an_edition_is_said() -> None:
    """On a day without an edition the form says so, and faults are told all the same."""
    now = pack.judge(NEW, ("kcc",), date(2022, 1, 10))
    for audience in pack.AUDIENCES:
        assert "kcc: no edition was in force" in markdown(pack.pack(audience, now))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("policy.pdf", "policy-head"),
        ("=cmd()|x.docx", "cmd-x-head"),
        ("../a b\n.md", "a-b-head"),
        ("().md", "policy-head"),
        ("école 2.odt", "école-2-head"),
    ],
)
def test_the_name_of_a_pack(file: str, name: str) -> None:
    """The name of a pack holds nothing that a file name cannot hold."""
    assert name == pack.name(Path(file), "head")


def test_a_council_may_have_its_own_words(tmp_path: Path) -> None:
    """A template of somebody's own comes before ours; a mistake in it is named."""
    (tmp_path / "council.md.j2").write_text("# Our form\n\n{{ title }}", encoding="utf-8")
    now = pack.judge(NEW, ("kcc",), DAY)
    assert markdown(pack.pack("council", now, templates=tmp_path)).startswith("# Our form\n\nLarkfield")
    (tmp_path / "council.md.j2").write_text("# {{ title", encoding="utf-8")
    with pytest.raises(KitError, match=r"council\.md\.j2:1: the template cannot be read"):
        pack.pack("council", now, templates=tmp_path)


def test_what_a_template_says_itself_is_printed_as_it_says_it(tmp_path: Path) -> None:
    """A constant that a template sends through a filter is not mixed up with what was printed before."""
    own = '# {{ title }}\n\n{{ "01632 960999" | tel }} {{ file }}'
    (tmp_path / "council.md.j2").write_text(own, encoding="utf-8")
    now = pack.judge(NEW, ("kcc",), DAY)
    for _ in range(2):
        told = markdown(pack.pack("council", now, templates=tmp_path))
        assert told.endswith("[01632 960999](tel:01632960999) larkfield.md\n")


def test_an_earlier_version_is_for_governors(tmp_path: Path) -> None:
    """To compare versions for anybody else is refused, and not passed over."""
    out = str(tmp_path / "out")
    result = run("report", str(NEW), "--for", "head", "-o", out, "--previous", str(OLD), *ON)
    assert (result.exit_code, result.stderr) == (2, "--previous goes with --for governors. Leave it out.\n")


def test_the_command_knows_everybody() -> None:
    """The command offers each pack that there is."""
    assert pack.AUDIENCES == cli.AUDIENCES


def test_every_question_is_about_something_known() -> None:
    """No question names a line or a rule that is not there."""
    from policy_kit import checklist, rulebook, templating
    from policy_kit.source import parse

    text = templating.fill(templating.environment(), "questions.yaml.j2", {})
    known = {item.ident for one in (*checklist.available(), checklist.faults()) for item in one.items}
    known |= {name for rule in rulebook.rules() for name in (rule.ident, rule.family)}
    assert {ident for entry in parse(text, "q").data for ident in entry["of"]} - known == set()
