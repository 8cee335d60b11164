"""Word files, as Word and people make them."""

import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from read_helpers import docx, p, packed, r, root, shown

from policy_kit.document import read
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Inline

LEVELS = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="School head"/><w:basedOn w:val="Kop1"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
)


def listed(text: str, level: int, ident: int = 1, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p(text, f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{ident}"/></w:numPr>')


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_headings_by_style_level_and_name(tmp_path: Path) -> None:
    """Headings are known by their outline level or the name of their style, inherited too."""
    body = p("Attendance policy", '<w:pStyle w:val="T"/>') + p("The day", '<w:pStyle w:val="Kop1"/>')
    body += p("Times", '<w:pStyle w:val="Own"/>') + p("Be on time.")
    document = read(docx(tmp_path, body, styles=root("styles", STYLES)))
    assert [
        "heading1 Attendance policy",
        "heading2 The day",
        "heading3 Times",
        "paragraph Be on time.",
    ] == shown(document)
    assert "The day › Times" == (document.blocks[3].place.heading if document.blocks[3].place else "")


def test_numbers_that_word_counts(tmp_path: Path) -> None:
    """Numbers come from the numbering part as Word prints them, and start again where they should."""
    body = (
        listed("The day", 0, style="Kop1")
        + listed("Times", 1, style="Own")
        + listed("first", 2)
        + listed("second", 2)
    )
    body += (
        listed("Late", 1, style="Own")
        + listed("third", 2)
        + listed("again", 0, 3)
        + listed("dot", 0, 2)
        + listed("o", 1, 2)
    )
    document = read(docx(tmp_path, body, styles=root("styles", STYLES), numbering=root("numbering", LEVELS)))
    assert [
        *(
            "heading1 1 The day",
            "heading2 1.1 Times",
            "item3 (a) first",
            "item3 (b) second",
            "heading2 1.2 Late",
        ),
        *("item3 (a) third", "item1 1 again", "item1 dot", "item2 o"),
    ] == shown(document)


def test_bold_paragraphs_are_headings(tmp_path: Path) -> None:
    """A short bold paragraph over a text is a heading; a bold sentence is none."""
    body = (
        p("Leave of absence", run="<w:b/>")
        + p("Ask us first.")
        + p("You must ask before you book.", run="<w:b/>")
    )
    assert ["heading", "paragraph", "paragraph"] == [b.kind for b in read(docx(tmp_path, body)).blocks]


def test_a_heading_that_states_a_fact_is_text(tmp_path: Path) -> None:
    """What is styled as a heading but is a time, a number or a name is a paragraph: what it says counts."""
    body = p("Times", '<w:pStyle w:val="Kop1"/>') + p("Register closes: 9.15am", '<w:pStyle w:val="Kop1"/>')
    document = read(docx(tmp_path, body, styles=root("styles", STYLES)))
    assert ["heading1 Times", "paragraph Register closes: 9.15am"] == shown(document)


def test_tables_with_merged_cells(tmp_path: Path) -> None:
    """Header rows are kept; a cell merged downwards stands in each row; a nested table is text of its cell."""
    inner = f"<w:tbl>{row(cell(p('by')), cell(p('phone')))}{row(cell(p('or')), cell(p('post')))}</w:tbl>"
    table = row(cell(p("Who")), cell(p("When")), properties="<w:tblHeader/>")
    table += row(cell(p("Office"), '<w:vMerge w:val="restart"/>'), cell(p("8am") + inner))
    table += row(cell(p(""), "<w:vMerge/>"), cell(p("9am")))
    (block,) = read(docx(tmp_path, f"<w:tbl>{table}</w:tbl>")).blocks
    assert 1 == block.header_rows
    assert [["Who", "When"], ["Office", "8am\nby phone\nor post"], ["Office", "9am"]] == [
        [inside.text for inside in cells] for cells in block.rows
    ]


def test_layout_tables_are_unrolled(tmp_path: Path) -> None:
    """A table of one column is its paragraphs."""
    table = f"<w:tbl>{row(cell(p('Ring us.')))}{row(cell(p('Write to us.')))}</w:tbl>"
    assert ["paragraph Ring us.", "paragraph Write to us."] == shown(read(docx(tmp_path, table)))


def test_text_boxes_once(tmp_path: Path) -> None:
    """A text box stands in a file twice, for new and old programs, and is read once."""
    box = f"<w:txbxContent>{p('Ring us.')}</w:txbxContent>"
    both = (
        f"<w:p>{r('Hello.')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert ["paragraph Hello.", "paragraph Ring us."] == shown(read(docx(tmp_path, both)))


def test_tracked_changes_and_comments(tmp_path: Path) -> None:
    """The accepted text is read, and a note says that changes and comments are open."""
    body = (
        f"<w:p>{r('Come at ')}<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:ins>{r('8')}</w:ins>"
        f"<w:moveFrom>{r(' gone')}</w:moveFrom>{r('.')}<w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    document = read(docx(tmp_path, body))
    assert ["paragraph Come at 8."] == shown(document)
    assert (
        "There are open tracked changes; the text is read as if all were accepted.",
        "There is 1 comment, left out.",
    ) == document.notes


def test_a_deleted_paragraph_mark_joins_paragraphs(tmp_path: Path) -> None:
    """Where the end of a paragraph was deleted, it goes on in the next."""
    body = p("Come ", "<w:rPr><w:del/></w:rPr>") + p("early.")
    assert ["paragraph Come early."] == shown(read(docx(tmp_path, body)))


def test_fields_links_and_signs(tmp_path: Path) -> None:
    """Results of fields are text, their instructions are not; links keep safe targets; signs are read."""
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = "<w:r><w:instrText>DATE \\@ x</w:instrText></w:r>"
    body = (
        f"<w:p>{field.format('begin')}{code}{field.format('separate')}{r('1 May')}{field.format('end')}"
        f"<w:fldSimple w:instr='PAGE'>{r(' 7')}</w:fldSimple>"
        "<w:r><w:tab/><w:sym w:font='Wingdings' w:char='F0B7'/></w:r>"
        f"<w:hyperlink r:id='a'>{r(' ours')}</w:hyperlink><w:hyperlink r:id='b'>{r(' bad')}</w:hyperlink></w:p>"
    )
    target = '<Relationship Id="{}" Target="{}" TargetMode="External"/>'
    rels = f"<Relationships>{target.format('a', 'https://a.example/')}{target.format('b', 'file:///x')}</Relationships>"
    (block,) = read(docx(tmp_path, body, rels=rels)).blocks
    assert (Inline("1 May 7 •"), Inline(" ours", href="https://a.example/"), Inline(" bad")) == block.runs


def test_contents_footnotes_and_furniture(tmp_path: Path) -> None:
    """The contents are marked as such, footnotes follow their paragraph, headers and footers stand apart."""
    body = p("The day 2", '<w:pStyle w:val="TOC1"/>')
    body += f"<w:p>{r('Be on time.')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    notes = root("footnotes", f'<w:footnote w:id="2">{p("By 8.50am.")}</w:footnote>')
    header = root("hdr", p("Elm School") + p("Page 2 of 9"))
    document = read(docx(tmp_path, body, styles=root("styles", STYLES), footnotes=notes, header1=header))
    assert ["contents The day 2", "paragraph Be on time.", "paragraph By 8.50am."] == shown(document)
    assert ["Elm School"] == [block.text for block in document.furniture]


def test_content_controls_hidden_and_highlighted_text(tmp_path: Path) -> None:
    """Text in content controls is read, hidden text is not, and highlighted text is marked."""
    control = f"<w:sdt><w:sdtContent>{p('Inside.')}</w:sdtContent></w:sdt>"
    body = control + p("Unseen", run="<w:vanish/>") + p("[name]", run='<w:highlight w:val="yellow"/>')
    document = read(docx(tmp_path, body))
    assert ["paragraph Inside.", "paragraph [name]"] == shown(document)
    assert (Inline("[name]", marked=True),) == document.blocks[1].runs


def test_a_password_is_named(tmp_path: Path) -> None:
    """A Word file with a password is no zip file at all."""
    (tmp_path / "policy.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Unreadable, match="encrypted") as caught:
        read(tmp_path / "policy.docx")
    assert "policy.docx" in str(caught.value)
    assert "password" in caught.value.advice


@pytest.mark.parametrize("data", [b"not a zip", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_named(data: bytes, tmp_path: Path) -> None:
    """A file that is cut off or is something else is damaged, not empty."""
    (tmp_path / "policy.docx").write_bytes(data)
    with pytest.raises(Unreadable, match="damaged"):
        read(tmp_path / "policy.docx")


def test_a_broken_part_is_named(tmp_path: Path) -> None:
    """Broken XML, and XML with entities of its own, are not read."""
    for text in ("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<other/>"):
        with pytest.raises(Unreadable, match="damaged"):
            read(packed(tmp_path / "policy.docx", {"word/document.xml": text}))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A file that is far larger unpacked than packed is refused before it is unpacked."""
    path = packed(tmp_path / "policy.docx", {"word/document.xml": b" " * 60_000_000})
    with pytest.raises(Unreadable, match="too large"):
        read(path)


def test_a_lie_about_size_does_no_harm(tmp_path: Path) -> None:
    """A part that unpacks to more than it says is damaged."""
    path = tmp_path / "policy.docx"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 1_000_000)
    data = path.read_bytes().replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="damaged"):
        read(path)


def test_an_empty_document_is_named(tmp_path: Path) -> None:
    """A Word file without a word is empty."""
    with pytest.raises(Unreadable, match="empty"):
        read(docx(tmp_path, p("")))


def test_the_marker_pen_and_yellow_shading_are_marks(tmp_path: Path) -> None:
    """Words under the pen, with yellow shading, or in a style that has either, are marked; a dark pen is for show."""
    marked = (
        '<w:style w:type="character" w:styleId="M"><w:rPr><w:highlight w:val="yellow"/></w:rPr></w:style>'
    )
    body = "".join(
        r(text, run)
        for text, run in (
            *(("a", '<w:highlight w:val="yellow"/>'), ("b", '<w:highlight w:val="none"/>')),
            *(
                ("c", '<w:shd w:val="clear" w:fill="FFFF00"/>'),
                ("d", '<w:shd w:val="clear" w:fill="D9D9D9"/>'),
            ),
            *(("e", '<w:rStyle w:val="M"/>'), ("f", '<w:highlight w:val="darkBlue"/>')),
        )
    )
    (block,) = read(docx(tmp_path, f"<w:p>{body}</w:p>", styles=root("styles", marked))).blocks
    assert ["a", "c", "e"] == [run.text for run in block.runs if run.marked]
