"""Gaps in files of programs: highlighted words, running heads, letters whose lines are taken for headings."""

from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph
from test_faults import ON, RULES, found

from policy_kit import evidence, faults
from policy_kit.document import read
from policy_kit.law import load_law
from policy_kit.model import Document

RULE = {rule.ident: rule for rule in RULES}


def told(document: Document, ident: str) -> list[str]:
    """What one rule says of a document."""
    return [hit.message for hit in faults.find((RULE[ident],), evidence.read(document), load_law(ON))]


def mark(paragraph: Paragraph, text: str) -> None:
    """More words, highlighted in Word."""
    paragraph.add_run(text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def test_highlighted_words_in_word(tmp_path: Path) -> None:
    """Each highlighted stretch in a Word file is told of once, with its paragraph, however many runs it has."""
    file = docx.Document()
    file.add_heading("Attendance policy", 0)
    paragraph = file.add_paragraph("Ring the office on ")
    mark(paragraph, "01632 ")
    mark(paragraph, "960000")
    paragraph.add_run(" before 9am, or ring ")
    mark(paragraph, "Mrs Hale")
    paragraph.add_run(".")
    file.save(str(tmp_path / "policy.docx"))
    document = read(tmp_path / "policy.docx")
    assert told(document, "TODO-1.6") == [
        "Highlighted words: “01632 960000”.",
        "Highlighted words: “Mrs Hale”.",
    ]


def test_highlighted_headings_and_tables_are_for_show(tmp_path: Path) -> None:
    """A heading in a marker's colour, the head of a table, a coloured table and a key to colours are no gaps."""
    file = docx.Document()
    file.add_heading("Attendance policy", 0)
    mark(file.add_heading("", 1), "Our aims")
    file.add_paragraph("We want every child to be here on every day of the school year.")
    table = file.add_table(rows=6, cols=2)
    for row in table.rows:
        for cell in row.cells:
            mark(cell.paragraphs[0], "Here")
    mark(file.add_paragraph("Attendance below 95% is shown in "), "amber")
    file.save(str(tmp_path / "policy.docx"))
    assert told(read(tmp_path / "policy.docx"), "TODO-1.6") == []


def test_a_running_head_can_have_a_gap(tmp_path: Path) -> None:
    """A gap in the running head is told of once, and not at all where the text has the same one."""
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "[Name of school] attendance policy"
    file.add_paragraph("We want every child to be here on every day of the school year.")
    file.save(str(tmp_path / "policy.docx"))
    document = read(tmp_path / "policy.docx")
    assert told(document, "TODO-1.1") == [
        "Words in brackets that still have to be filled in: “[Name of school]”."
    ]


def test_a_letter_whose_lines_look_like_headings(tmp_path: Path) -> None:
    """The fields of a letter are its own, also where bold lines in it are taken for headings."""
    file = docx.Document()
    file.add_heading("Letters", 1)
    for text in ("Dear «Parent»", "Attendance of «Forename»"):
        file.add_paragraph().add_run(text).bold = True
    file.add_paragraph(
        "«Forename» has missed «Sessions» sessions since September, and we would like to help."
    )
    file.add_paragraph().add_run("Yours sincerely").bold = True
    file.add_paragraph("«Head»")
    file.save(str(tmp_path / "policy.docx"))
    assert told(read(tmp_path / "policy.docx"), "TODO-1.1") == []


@pytest.mark.parametrize("gap", ["{{school_name}}", "{name}", "{% school %}", "{insert number}"])
def test_a_field_of_a_template(gap: str) -> None:
    """Curly brackets are left from a template."""
    (hit,) = found(f"Welcome to {gap}, where every day counts.", (RULE["TODO-1.1"],))
    assert gap in hit.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The champion is Tbc.", "Tbc"),
        ("Reviewed on DD/MM/YYYY by the governors.", "DD/MM/YYYY"),
        ("Ring Mrs X at the office.", "Mrs X"),
    ],
)
def test_the_words_are_told_as_they_stand(text: str, words: str) -> None:
    """The words that keep a place are quoted as they were written."""
    (hit,) = found(text, (RULE["TODO-1.2"],))
    assert hit.message == f"Words that only keep a place: “{words}”."


def test_lines_to_sign_on_and_a_form_leave_the_text_between_them_alone() -> None:
    """Two lines on the first page and a form at the end do not make a form of the whole policy."""
    text = "# Attendance policy\n\nSigned: \\_\\_\\_\\_\\_\n\nDate: \\_\\_\\_\\_\\_\n\n## Registers\n\n"
    text += "The register closes at [time].\n\n## Request form\n\nName: \\_\\_\\_\\_\\_\n\nI ask for leave on [date].\n"
    (hit,) = found(text, (RULE["TODO-1.1"],))
    assert hit.message.endswith("“[time]”.")
