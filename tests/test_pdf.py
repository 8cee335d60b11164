"""The PDF: tagged, complete, the same every time, and never a place where text becomes typst."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import page
import pikepdf
import pypdfium2
import pytest
from documents_for_render import FULL, HOSTILE, document, heading, hostile, logo, paragraph, row, table

from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.render import pdf
from policy_kit.render.look import Look

RULES = 104


def rendered(made: Document, look: Look | None = None) -> bytes:
    return pdf.render(made, look or Look())


def text_of(data: bytes) -> str:
    """The words of all pages in order, without white space: lines may break anywhere."""
    with pypdfium2.PdfDocument(data) as read:
        return "".join("".join(p.get_textpage().get_text_range() for p in read).split())


class Tag(NamedTuple):
    kind: str
    alt: str
    scope: str


def tags(data: bytes) -> list[Tag]:
    """Every element of the tree of tags, in order."""
    with pikepdf.open(BytesIO(data)) as read:
        return list(_below(read.Root.StructTreeRoot))


def _below(element: Any) -> Iterator[Tag]:
    if isinstance(element, pikepdf.Array):
        for inner in element:
            yield from _below(inner)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            own = element.get("/A", [])
            attributes = list(own) if isinstance(own, pikepdf.Array) else [own]
            scopes = [str(attribute.Scope) for attribute in attributes if "/Scope" in attribute]
            yield Tag(str(element.S), str(element.get("/Alt", "")), "".join(scopes))
        yield from _below(element.get("/K"))


def kinds(data: bytes) -> list[str]:
    return [tag.kind for tag in tags(data)]


@pytest.fixture(scope="module")
def full() -> bytes:
    return rendered(FULL)


def passes(data: bytes) -> bool:
    report = page.validate_pdf_bytes(data, profile="ua1")
    return (RULES, []) == (report.rules.passed, [failure.rule_id for failure in report.failures])


def test_every_check_of_pdf_ua_passes(full: bytes) -> None:
    """A full document passes every PDF/UA-1 check."""
    assert passes(full)


def test_a_logo_has_words(full: bytes) -> None:
    """A logo is a figure with words for those who cannot see it, and passes the checks too."""
    data = rendered(FULL, Look(logo(), "logo.png", "#ffcc00"))
    assert passes(data)
    assert ["Logo of Oakfield CE Primary School"] == [tag.alt for tag in tags(data) if tag.kind == "/Figure"]
    assert "/Figure" not in kinds(full)


def test_the_same_document_makes_the_same_bytes(full: bytes) -> None:
    """Rendering twice gives identical bytes."""
    assert full == rendered(FULL)


def test_the_file_says_what_it_is(full: bytes) -> None:
    """Title, author and language are set, and the title is what a reader's window shows."""
    with pikepdf.open(BytesIO(full)) as read:
        assert str(read.docinfo["/Title"]) == "Attendance policy"
        assert str(read.docinfo["/Author"]) == "Oakfield CE Primary School"
        assert str(read.Root.Lang) == "en-GB"
        assert bool(read.Root.ViewerPreferences.DisplayDocTitle)


def test_every_word_is_there(full: bytes) -> None:
    """All text of the document stands in the PDF."""
    found = text_of(full).replace("\ufffe", "-")
    assert [words for words in FULL.texts() if "".join(words.split()) not in found] == []


def test_pages_are_numbered(full: bytes) -> None:
    """The foot of each page says its number and how many there are."""
    with pypdfium2.PdfDocument(full) as read:
        feet = [
            f"Page {n} of {len(read)}" in p.get_textpage().get_text_range() for n, p in enumerate(read, 1)
        ]
    assert feet == [True] * 6


def test_running_heads_begin_on_the_second_page(full: bytes) -> None:
    """School and title stand at the top of every page but the first."""
    with pypdfium2.PdfDocument(full) as read:
        tops = [p.get_textpage().get_text_range().split("\r\n")[0] for p in read]
    assert tops[0] == "Attendance policy"
    assert {top.replace(" ", "") for top in tops[1:]} == {"OakfieldCEPrimarySchoolAttendancepolicy"}


def test_bookmarks_follow_the_headings(full: bytes) -> None:
    """Sections, numbered, are the bookmarks of the file; sub-sections stand below them."""
    with pypdfium2.PdfDocument(full) as read:
        marks = [(mark.level, mark.get_title()) for mark in read.get_toc()]
    assert marks[:6] == [
        (0, "Contacts"),
        (0, "Contents"),
        (0, "1 Aims"),
        (1, "1.1 Purpose"),
        (1, "1.2 Steps"),
        (0, "2 The school day"),
    ]
    assert marks[-3:] == [(0, "Appendix 1 Who does what"), (0, "Appendix 2 Codes"), (0, "History")]


def test_contents_lead_to_pages(full: bytes) -> None:
    """The contents name each section with its page."""
    with pypdfium2.PdfDocument(full) as read:
        contents = read[1].get_textpage().get_text_range()
    assert "1 Aims 3" in " ".join(contents.split())
    assert kinds(full).count("/TOCI") == 9


def test_headers_of_tables_are_tagged(full: bytes) -> None:
    """Cells of a header row are header cells with the scope of a column."""
    assert ["/Column"] * (3 + 4 + 2) == [tag.scope for tag in tags(full) if tag.kind == "/TH"]


def test_headers_of_tables_repeat() -> None:
    """A table that runs over pages shows its header row on each."""
    rows = (row(f"Group {n}", "Something to do " * 12) for n in range(60))
    with pypdfium2.PdfDocument(rendered(document(table("Duties", row("Group", "Duty head"), *rows)))) as read:
        assert len(read) > 2
        assert all("Duty head" in p.get_textpage().get_text_range() for p in read)


def test_a_short_table_is_kept_on_one_page() -> None:
    """Where the rest of a page has no room for a table of a few rows, the whole table moves to the next."""
    before = [paragraph("Words that fill a page. " * 40) for _ in range(5)]
    rows = [row(f"Start {n}", f"Step {n}") for n in range(8)]
    for lines in range(14):
        shift = [paragraph("One line.") for _ in range(lines)]
        made = document(*before, *shift, table("Steps", row("Step", "What"), *rows))
        with pypdfium2.PdfDocument(rendered(made)) as read:
            texts = [p.get_textpage().get_text_range() for p in read]
        assert [all(f"Start {n}" in text for n in range(8)) for text in texts if "Start" in text] == [True]


def test_lists_are_tagged(full: bytes) -> None:
    """Lists are lists, with their nesting, and numbers start where they should."""
    found = kinds(full)
    assert found.count("/L") > 40
    assert found.count("/LI") > 120
    assert "4.Fourthfromalistthatstartsatfour" in text_of(full)


def test_links_lead_where_they_say(full: bytes) -> None:
    """Web, mail, telephone and inner links all stand in the file."""
    with pikepdf.open(BytesIO(full)) as read:
        notes = [note for p in read.pages for note in p.get("/Annots", [])]
        targets = {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
        inner = [note for note in notes if "/Dest" in note or ("/A" in note and note.A.S == "/GoTo")]
    assert targets == {
        "https://oakfield.example/attendance?a=1&b=2",
        "mailto:office@oakfield.example",
        "tel:01632960001",
    }
    assert len(inner) >= 1 + 9


def test_hostile_text_is_text() -> None:
    """What looks like typst, HTML, Jinja or XML is printed as it was written."""
    data = rendered(hostile())
    found = text_of(data)
    assert [words for words in HOSTILE if "".join(words.split()) not in found] == []
    assert passes(data)


def test_control_characters_are_left_out() -> None:
    """A bell and a right-to-left override are not printed."""
    assert "abc" in text_of(rendered(hostile()))


@pytest.mark.parametrize(
    "words",
    ["a" * 100_000, "word " * 20_000, "x@" * 3_000, "שלום عالم مدرسة" * 20, "e\u0301" * 200],
    ids=["one word", "many words", "addresses", "right to left", "accents"],
)
def test_long_and_foreign_text_is_set(words: str) -> None:
    """Very long text and other scripts make a PDF that passes the checks."""
    made = document(paragraph(words), table("T", row("A", "B", "C"), row(words[:3000], "b", "c")))
    assert passes(rendered(made))


def test_a_long_address_can_be_copied() -> None:
    """Where a long address is broken, nothing is put into it."""
    address = "a.very.long.name@a-very-long-name-of-a-school.example"
    found = text_of(rendered(document(table("T", row("A", "B", "C", "D"), row(*[address] * 4)))))
    assert found.replace("\ufffe", "-").count(address) == 4


def test_symbols_that_no_font_has_are_named() -> None:
    """A picture letter is printed by its name, for a tagged PDF may hold no gaps."""
    data = rendered(document(paragraph("Ring \N{BELL} for \N{SMILING FACE WITH SUNGLASSES}.")))
    assert "Ring(bell)for(smilingfacewithsunglasses)." in text_of(data)
    assert passes(data)


def test_letters_that_no_font_has_are_marked() -> None:
    """A character that nobody can show becomes the replacement character; all else stays."""
    data = rendered(document(paragraph("before \U000e0fff\u0378 after")))
    assert "before" in text_of(data)
    assert "after" in text_of(data)


def test_a_document_without_title_gets_one() -> None:
    """Every PDF begins with its title, and no level of heading is left out."""
    made = Document("policy.yaml", "Our policy", (heading(4, "Deep", "deep"), heading(2, "Next", "next")))
    data = rendered(made)
    assert text_of(data).startswith("Ourpolicy")
    assert [kind for kind in kinds(data) if kind.startswith("/H")] == ["/H1", "/H2", "/H2"]
    assert passes(data)


def test_empty_blocks_do_no_harm() -> None:
    """Empty headings, lists, tables and paragraphs make no gap in the tags."""
    empty = [Block(kind) for kind in ("heading", "paragraph", "item", "table", "quote", "code", "contents")]
    assert passes(rendered(document(*empty, Block("table", rows=((), ()), header_rows=1))))


def test_a_picture_that_cannot_be_read_is_said_to_be() -> None:
    """A broken logo is refused in one line."""
    with pytest.raises(KitError, match=r"crest\.png cannot be read as a picture"):
        rendered(FULL, Look(logo()[:40], "crest.png"))


def test_a_school_may_have_its_own_page(tmp_path: Path) -> None:
    """A policy.typ in the school's folder comes before ours, and gets the same data."""
    own = '#set document(title: "T")\n#let data = json(bytes(sys.inputs.document))\n= Own #data.title'
    (tmp_path / "policy.typ").write_text(own, encoding="utf-8")
    assert text_of(pdf.render(FULL, Look(), templates=tmp_path)) == "OwnAttendancepolicy"


def test_a_mistake_in_an_own_page_is_named(tmp_path: Path) -> None:
    """A policy.typ that cannot be used is named in one line."""
    (tmp_path / "policy.typ").write_text("#nothing-like-this", encoding="utf-8")
    with pytest.raises(KitError, match=r"policy\.typ: the PDF could not be made: .*nothing-like-this"):
        pdf.render(FULL, Look(), templates=tmp_path)


@pytest.mark.parametrize("part", ["typst", "font_source_sans_pro"])
def test_a_missing_part_is_named(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the typesetter or its font, the message says what to install."""
    pdf._fonts.cache_clear()
    monkeypatch.setitem(sys.modules, part, None)
    with pytest.raises(KitError) as caught:
        rendered(FULL)
    assert str(caught.value) == "PDF files need one more part: pip install 'policy-kit[pdf]'"


def test_inner_links_to_nowhere_are_words() -> None:
    """A link to a heading that is not there stays as its words."""
    assert "nowhere" in text_of(rendered(document(paragraph(Inline("nowhere", href="#nowhere")))))
