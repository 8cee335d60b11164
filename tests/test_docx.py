"""The Word file: real styles, numbering, table heads, links and fields, and the same bytes every time."""

import re
import sys
from io import BytesIO
from itertools import groupby
from zipfile import ZipFile

import pytest
from documents_for_render import (
    FULL,
    HOSTILE,
    cell,
    document,
    heading,
    hostile,
    item,
    logo,
    paragraph,
    row,
    table,
)
from lxml import etree

from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.render import docx
from policy_kit.render.look import Look

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = {"w": W[1:-1], "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}


class Read:
    """The parts of a Word file, for asking."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as file:
            assert file.testzip() is None
            self.times = {info.date_time for info in file.infolist()}
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])[0]

    def part(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def all(self, path: str, part: str = "") -> list[etree._Element]:
        found = (self.part(part) if part else self.body).xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        return [element for element in found if isinstance(element, etree._Element)]

    def values(self, path: str, part: str = "") -> list[str]:
        return [str(element.get(f"{W}val")) for element in self.all(path, part)]

    def paragraphs(self) -> list[tuple[str, str]]:
        """The style and the text of each paragraph, in order."""
        return [(_style(p), _text(p)) for p in self.all(".//w:p")]

    def numbered(self, style: str) -> list[tuple[str, str]]:
        """The text and the numbering of each paragraph of a style: its own, or "" for the style's."""
        found = [p for p in self.all(".//w:p") if _style(p) == style]
        own = [p.find(f"{W}pPr/{W}numPr/{W}numId") for p in found]
        return [
            (_text(p), "" if n is None else str(n.get(f"{W}val"))) for p, n in zip(found, own, strict=True)
        ]


def _style(element: etree._Element) -> str:
    style = element.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def _text(element: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(e.text or "" if e.tag == f"{W}t" else signs.get(str(e.tag), "") for e in element.iter())


def read(made: Document, look: Look | None = None) -> Read:
    return Read(docx.render(made, look or Look()))


@pytest.fixture(scope="module")
def full() -> Read:
    return read(FULL)


def test_the_same_document_makes_the_same_bytes() -> None:
    """Rendering twice gives identical bytes, whatever the clock says."""
    assert docx.render(FULL, Look()) == docx.render(FULL, Look())
    assert read(FULL).times == {(1980, 1, 1, 0, 0, 0)}


def test_the_library_can_open_it() -> None:
    """python-docx reads the file back, with its properties."""
    import docx as library

    core = library.Document(BytesIO(docx.render(FULL, Look()))).core_properties
    assert (core.title, core.author, core.language, core.version) == (
        "Attendance policy",
        "Oakfield CE Primary School",
        "en-GB",
        "3",
    )


def test_every_part_is_reachable(full: Read) -> None:
    """Every relationship inside the package leads to a part that is there, and nothing unused is packed."""
    names = {name for name in full.parts if not name.endswith(".rels")} - {"[Content_Types].xml"}
    targets = set()
    for name in [name for name in full.parts if name.endswith(".rels")]:
        folder = name.split("_rels/")[0]
        inner = [str(rel.get("Target")) for rel in full.part(name) if rel.get("TargetMode") != "External"]
        targets |= {target[1:] if target.startswith("/") else folder + target for target in inner}
    assert names == targets


def test_every_style_that_is_used_exists(full: Read) -> None:
    """No paragraph, run or table names a style that the file does not define."""
    used = set(full.values(".//w:pStyle | .//w:rStyle | .//w:tblStyle"))
    used |= set(full.values(".//w:basedOn | .//w:next", "word/styles.xml"))
    used |= set(full.values(".//w:pStyle", "word/numbering.xml"))
    defined = {str(s.get(f"{W}styleId")) for s in full.all("//w:style", "word/styles.xml")}
    assert used - defined == set()


def test_headings_have_their_styles(full: Read) -> None:
    """The title is a title; sections are headings of the first level."""
    styles = [
        (style, text) for style, text in full.paragraphs() if style.startswith(("Title", "Sub", "Heading"))
    ]
    assert styles[:6] == [
        ("Title", "Attendance policy"),
        ("Subtitle", "Oakfield CE Primary School"),
        ("Heading1", "Contacts"),
        ("Heading1", "Aims"),
        ("Heading2", "Purpose"),
        ("Heading2", "Steps"),
    ]


def test_word_counts_the_headings(full: Read) -> None:
    """Sections count by their style, appendices by a numbering of their own, and the others not at all."""
    assert full.numbered("Heading1") == [
        ("Contacts", "0"),
        ("Aims", ""),
        ("The school day", ""),
        ("Who does what", "2"),
        ("Codes", "2"),
        ("History", "0"),
    ]
    texts = full.values("//w:abstractNum[@w:abstractNumId < 3]//w:lvlText", "word/numbering.xml")
    assert [text.strip() for text in texts] == ["%1", "%1.%2", "Appendix %1"]


def test_a_number_that_word_would_count_otherwise_is_text() -> None:
    """A number out of order stays as it was given."""
    made = document(
        heading(2, "Ten", "ten", "10"), heading(2, "First", "first", "1"), heading(3, "In", "in", "4.2")
    )
    found = read(made)
    assert found.numbered("Heading1") == [("10\u2002Ten", "0"), ("First", "")]
    assert found.numbered("Heading2") == [("4.2\u2002In", "0")]


def test_lists_of_numbers_start_afresh(full: Read) -> None:
    """Each list of numbers has a numbering of its own, with its own start; bullets share their style's."""
    lists = [number for number, _ in groupby(number for _, number in full.numbered("ListNumber"))]
    starts = full.values("//w:num[@w:numId >= 10]/w:lvlOverride/w:startOverride", "word/numbering.xml")
    assert len(lists) == len(set(lists)) == 3
    assert starts == ["1", "1", "1", "4"]
    assert full.numbered("ListBullet") == [("Bullet one", ""), ("Bullet two", "")]
    assert full.numbered("ListBullet2") == [("Bullet inside", "")]
    assert ("ListContinue2", "More of the bullet inside.") in full.paragraphs()


def test_every_numbering_that_is_used_exists(full: Read) -> None:
    """No paragraph or style names a numbering that the file does not define."""
    used = set(full.values(".//w:numId")) | set(full.values("//w:numId", "word/styles.xml"))
    defined = {str(n.get(f"{W}numId")) for n in full.all("//w:num", "word/numbering.xml")}
    assert used - defined == {"0"}


def test_heads_of_tables_repeat(full: Read) -> None:
    """Header rows repeat on each page, and short rows are kept on one."""
    heads = [len(t.findall(f"{W}tr/{W}trPr/{W}tblHeader")) for t in full.all(".//w:tbl")]
    assert heads == [0, 1, 1, 1]
    assert len(full.all(".//w:cantSplit")) == len(full.all(".//w:tr"))


def test_header_columns_are_marked(full: Read) -> None:
    """The table says which of its first row and first column are heads, and they have the style of heads."""
    looks = [(t.get(f"{W}firstRow"), t.get(f"{W}firstColumn")) for t in full.all(".//w:tblLook")]
    assert looks == [("0", "1"), ("1", "1"), ("1", "1"), ("1", "0")]
    assert ("TableHeading", "Pupils in group 1") in full.paragraphs()


def test_tables_have_captions_and_widths(full: Read) -> None:
    """A caption stands above its table and in its properties; widths add up to the page's."""
    assert full.values(".//w:tblCaption") == ["About this policy", "Who is responsible", "Duties"]
    assert ("Caption", "Duties") in full.paragraphs()
    for found in full.all(".//w:tbl"):
        widths = [int(str(column.get(f"{W}w"))) for column in found.findall(f"{W}tblGrid/{W}gridCol")]
        assert abs(sum(widths) - 9412) < 5
        assert {len(widths)} == {len(r.findall(f"{W}tc")) for r in found.findall(f"{W}tr")}


def test_a_short_table_is_kept_on_one_page() -> None:
    """Every row of a table of a few rows is kept with the next, but for the last; a longer table may break."""
    head, *rows = (row(f"A {n}", f"B {n}") for n in range(12))
    kept = read(document(table("Steps", head, *rows[:8]))).all(".//w:tbl//w:p[w:pPr/w:keepNext]")
    assert [_text(p) for p in kept] == [f"{c} {n}" for n in range(8) for c in "AB"]
    assert read(document(table("Steps", head, *rows))).all(".//w:tbl//w:p[w:pPr/w:keepNext]") == []


def test_a_long_row_may_break() -> None:
    """A row longer than a page can be split, or Word would cut it off."""
    assert read(document(table("T", row("A", "B"), row("a", "word " * 900)))).all(".//w:cantSplit")[1:] == []


def test_two_tables_do_not_become_one() -> None:
    """Between two tables without captions stands a paragraph, and after the last one too."""
    found = read(document(table("", row("A"), row("a")), table("", row("B"), row("b")))).body
    kinds = [element.tag.removeprefix(W) for element in found]
    assert kinds == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_cells_hold_lists(full: Read) -> None:
    """Items in a cell are bullets, and an empty or missing cell still has its paragraph."""
    assert ("TableBullet", "Record every call") in full.paragraphs()
    ragged = Block("table", rows=((cell("a"), cell("b")), (cell("c"),), ()), header_rows=0)
    assert [len(c.findall(f"{W}p")) for c in read(document(ragged)).all(".//w:tc")] == [1] * 6


def test_contents_are_a_field_with_its_lines(full: Read) -> None:
    """The contents can be updated by Word, and read well before that; nothing asks to be updated."""
    lines = [(style, text) for style, text in full.paragraphs() if style.startswith("TOC")]
    assert lines == [
        ("TOCHeading", "Contents"),
        ("TOC1", "Contacts"),
        ("TOC1", "1\u2002Aims"),
        ("TOC2", "1.1\u2002Purpose"),
        ("TOC2", "1.2\u2002Steps"),
        ("TOC1", "2\u2002The school day"),
        ("TOC2", "2.1\u2002Times"),
        ("TOC1", "Appendix 1\u2002Who does what"),
        ("TOC1", "Appendix 2\u2002Codes"),
        ("TOC1", "History"),
    ]
    assert [e.get(f"{W}fldCharType") for e in full.all(".//w:fldChar")] == ["begin", "separate", "end"]
    assert "updateFields" not in full.parts["word/settings.xml"].decode()


def test_links_lead_where_they_say(full: Read) -> None:
    """Links to the web, mail and telephone are relationships; inner links lead to bookmarks that are there."""
    rels = full.part("word/_rels/document.xml.rels")
    assert {str(rel.get("Target")) for rel in rels if rel.get("TargetMode") == "External"} == {
        "https://oakfield.example/attendance?a=1&b=2",
        "mailto:office@oakfield.example",
        "tel:01632960001",
    }
    marks = [str(mark.get(f"{W}name")) for mark in full.all(".//w:bookmarkStart")]
    anchors = {link.get(f"{W}anchor") for link in full.all(".//w:hyperlink[@w:anchor]")}
    assert len(marks) == len(set(marks))
    assert anchors - set(marks) == set()
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks)


def test_an_address_that_word_refuses_is_encoded() -> None:
    """Spaces and other characters of a link are encoded: Word will not open a file that has them bare."""
    link = Inline("x", href='https://x.example/a b"<é>')
    rels = read(document(paragraph(link))).part("word/_rels/document.xml.rels")
    assert [str(r.get("Target")) for r in rels if r.get("TargetMode")] == [
        "https://x.example/a%20b%22%3C%C3%A9%3E"
    ]


def test_every_word_is_there(full: Read) -> None:
    """All text of the document, but the numbers that Word counts, stands in the file."""
    found = "".join("".join(text for _, text in full.paragraphs()).split())
    numbers = {block.number for block in FULL.blocks}
    wanted = [words for words in FULL.texts() if words not in numbers]
    assert [words for words in wanted if "".join(words.split()) not in found] == []


def test_styles_of_text_are_kept(full: Read) -> None:
    """Strong, stressed and code text, and line breaks, stand as such."""
    runs = {_text(r): {e.tag.removeprefix(W) for e in r.iter()} for r in full.all(".//w:r")}
    assert "b" in runs["Strong"]
    assert "i" in runs["stressed"]
    assert "rStyle" in runs["CODE"]
    assert " first line\nsecond line." in runs


def test_the_language_is_british_english(full: Read) -> None:
    """The spelling checker is told the language."""
    assert [e.get(f"{W}val") for e in full.all("//w:rPrDefault//w:lang", "word/styles.xml")] == ["en-GB"]


def test_the_foot_of_the_page(full: Read) -> None:
    """The foot says school, title and version, and counts the pages."""
    foot = full.part("word/footer1.xml")
    assert _text(foot) == "Oakfield CE Primary School · Attendance policy · Version 3\tPage 1 of 1"
    assert [f.get(f"{W}instr") for f in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_pages_break_before_what_follows(full: Read) -> None:
    """Contents, the first section and the appendices start a page, without an empty paragraph."""
    broken = [_text(p) for p in full.all(".//w:p[w:pPr/w:pageBreakBefore]")]
    assert broken == ["Contents", "Aims", "Who does what", "Codes"]


def test_a_lead_in_stays_with_its_list(full: Read) -> None:
    """The sentence before a list is kept on the page where the list begins."""
    kept = [_text(p) for p in full.all(".//w:p[w:pPr/w:keepNext]") if _style(p) == "Normal"]
    assert kept == ["Between two lists."]


def test_a_logo_has_words_and_a_size() -> None:
    """The logo stands above the title with words for those who cannot see it, no taller than 24 mm."""
    found = read(FULL, Look(logo(), "crest.png"))
    (picture,) = found.all(".//wp:docPr")
    (size,) = found.all(".//wp:extent")
    assert picture.get("descr") == "Logo of Oakfield CE Primary School"
    assert int(str(size.get("cy"))) <= 864_000
    assert found.paragraphs()[1][0] == "Title"


def test_a_picture_that_cannot_be_read_is_said_to_be() -> None:
    """A broken logo is refused in one line."""
    with pytest.raises(KitError, match=r"crest\.png cannot be read as a picture"):
        read(FULL, Look(logo()[:20], "crest.png"))


def test_a_light_colour_is_made_readable() -> None:
    """A school's yellow is darkened until it can be read on white."""
    styles = read(FULL, Look(colour="#ffdd00")).parts["word/styles.xml"].decode()
    assert "FFDD00" not in styles.upper()


def test_hostile_text_is_text() -> None:
    """What looks like XML, HTML, Jinja or a field is written as it is."""
    found = read(hostile())
    texts = [text for _, text in found.paragraphs()]
    assert [words for words in HOSTILE if words not in texts] == []
    assert found.all(".//script") == []


def test_control_characters_are_left_out() -> None:
    """XML cannot hold a bell, and an override would turn the words round."""
    assert ("Normal", "abc") in read(hostile()).paragraphs()


def test_long_text_is_written() -> None:
    """A paragraph of 100,000 characters is one paragraph."""
    assert ("Normal", "a" * 100_000) in read(document(item("x"), paragraph("a" * 100_000))).paragraphs()


def test_other_scripts_and_symbols_are_written() -> None:
    """Word has fonts of its own: every letter and symbol stays."""
    words = "שלום عالم 漢字 \N{BELL}"
    assert words in [text for _, text in read(document(heading(2, "A", "a"), paragraph(words))).paragraphs()]


def test_a_document_without_title_gets_one() -> None:
    """Every file begins with its title."""
    made = Document("policy.yaml", "Our policy", (paragraph("Words."),))
    assert read(made).paragraphs() == [("Title", "Our policy"), ("Normal", "Words.")]


def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, the message says what to install."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(KitError) as caught:
        docx.render(FULL, Look())
    assert str(caught.value) == "Word files need one more part: pip install 'policy-kit[documents]'"
