"""PDFs from outside: structure from their tags or from their layout, and nothing that a person could not read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pdf_files import by_hand, stream, typeset, words, write

from policy_kit import compose, law, policy
from policy_kit.document import pdf
from policy_kit.model import Block, Document
from policy_kit.render import clean, render
from policy_kit.render.look import Look

EXAMPLES = Path(__file__).resolve().parent.parent / "example_policies"
BOTH = pytest.mark.parametrize("tagged", [True, False], ids=["by its tags", "by its layout"])
SET = (
    '#set page(width: 400pt, height: 500pt, margin: 60pt)\n#set text(size: 11pt, font: "Libertinus Serif")\n'
)
WORDS = (
    "Every child should be in school on every day that it is open, and we will help each family to make that "
    "possible. When a child is away we ask why, we listen, and we look together for what would help."
)


def read(folder: Path, data: bytes) -> Document:
    return pdf.read(write(folder, data))


def kinds(document: Document) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.level, block.number, block.text) for block in document.blocks]


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if block.kind == "table"
    ]


@BOTH
def test_headings_paragraphs_and_items(tmp_path: Path, *, tagged: bool) -> None:
    """Headings have their levels and numbers, lines are paragraphs again, items have their depth and number."""
    source = f"""{SET}
= Attendance policy
#set heading(numbering: (..all) => all.pos().slice(1).map(str).join("."))
== Registers
{WORDS}

{WORDS}
=== Closing times
- The morning register closes at nine o'clock, which is half an hour after it was opened by the teacher.
- The afternoon register closes later:
  - in the nursery
  - in Year 1
+ Ring the office.
+ Say why.
"""
    found = kinds(read(tmp_path, typeset(source, tagged=tagged)))
    item = "The morning register closes at nine o'clock, which is half an hour after it was opened by the teacher."
    assert [
        ("heading", 1, "", "Attendance policy"),
        ("heading", 2, "1", "Registers"),
        ("paragraph", 0, "", WORDS),
        ("paragraph", 0, "", WORDS),
        ("heading", 3, "1.1", "Closing times"),
        ("item", 1, "", item.replace("'", "’")),
        ("item", 1, "", "The afternoon register closes later:"),
        ("item", 2, "", "in the nursery"),
        ("item", 2, "", "in Year 1"),
        ("item", 1, "1", "Ring the office."),
        ("item", 1, "2", "Say why."),
    ] == found


def test_bold_lines_are_headings(tmp_path: Path) -> None:
    """A heading may be no larger than the text: it is a bold line by itself."""
    source = f"{SET}*Attendance policy*\n\n{WORDS}\n\n*Leave of absence*\n\n{WORDS} *Ask first*, always."
    document = read(tmp_path, typeset(source))
    assert ["Attendance policy", "Leave of absence"] == texts(document, "heading")
    assert [WORDS, f"{WORDS} Ask first, always."] == texts(document, "paragraph")
    assert "Leave of absence" == (document.blocks[-1].place.heading if document.blocks[-1].place else "")


def test_a_bold_sentence_is_no_heading(tmp_path: Path) -> None:
    """Words in bold in the middle of a paragraph do not break it, wherever its lines end."""
    source = f"{SET}{WORDS} *Only the headteacher may authorise an absence, and not the parent of the child.* {WORDS}"
    assert 1 == len(read(tmp_path, typeset(source)).blocks)


@BOTH
def test_hyphens_at_line_ends(tmp_path: Path, *, tagged: bool) -> None:
    """A word broken at the end of a line is whole again; one that has a hyphen of its own keeps it."""
    source = (
        f"{SET}#set text(hyphenate: false)\nThe policy says so: attendance matters to all.\n\n"
        "Whoever reads these two lines sees that atten-\\ dance is one word, and that half-\\ term is another."
    )
    text = texts(read(tmp_path, typeset(source, tagged=tagged)), "paragraph")[-1]
    assert (
        "Whoever reads these two lines sees that attendance is one word, and that half-term is another."
        == text
    )


@BOTH
def test_links_keep_their_targets(tmp_path: Path, *, tagged: bool) -> None:
    """A link leads where it led; one to another place in the file is text."""
    source = f'{SET}#link("https://fernhill.example/leave")[The form] <form> is on #link(<form>)[our site].'
    (block,) = read(tmp_path, typeset(source, tagged=tagged)).blocks
    assert [("The form", "https://fernhill.example/leave"), (" is on our site.", None)] == [
        (run.text, run.href) for run in block.runs
    ]


def test_numbers_rank_headings_of_one_size(tmp_path: Path) -> None:
    """“3.1” stands under “3”, though it is set in the same type."""
    heads = ["3. Roles", "3.1 The headteacher", "4. Registers"]
    source = SET + "*Attendance policy*\n\n" + "\n\n".join(f"*{head}*\n\n{WORDS}" for head in heads)
    document = read(tmp_path, typeset(source.replace("*3. ", "*3\\. ").replace("*4. ", "*4\\. ")))
    trails = [block.place.heading for block in document.blocks if block.kind == "paragraph" and block.place]
    assert ["3 Roles", "3 Roles › 3.1 The headteacher", "4 Registers"] == trails


def test_the_title_may_stand_in_the_running_head(tmp_path: Path) -> None:
    """Where no page names the policy but its head does, that is its title."""
    pages = [
        words("Attendance policy", at=(200, 800)) + words(f"{n} Some text.") for n in ("One", "Two", "Three")
    ]
    assert "Attendance policy" == read(tmp_path, by_hand(*pages)).title


def test_a_time_in_large_type_is_no_heading(tmp_path: Path) -> None:
    """“Gates open: 8.30am” is a fact, however large it is printed."""
    source = f"{SET}{WORDS}\n\n#text(size: 16pt)[Gates open: 8.30am]\n\n{WORDS}"
    assert [] == texts(read(tmp_path, typeset(source)), "heading")


def test_two_columns(tmp_path: Path) -> None:
    """The first column is read to its end before the second; a sentence that crosses goes on."""
    source = f"{SET}#show: columns.with(2)\n" + "\n\n".join(f"Number {n}. {WORDS}" for n in range(1, 9))
    found = texts(read(tmp_path, typeset(source)), "paragraph")
    assert [f"Number {n}. {WORDS}" for n in range(1, 9)] == found


ROWS = "[When], [Who acts], [What happens], " + ", ".join(
    f"[Below {99 - n}%], [Tutor {n}], [A call home in week {n}, and a letter after that if it does not help]"
    for n in range(1, 15)
)
TABLE = f"{SET}#table(columns: (1fr, 1fr, 2fr), table.header([*When*], [*Who acts*], [*What happens*]),"


def rows() -> Iterator[list[str]]:
    yield ["When", "Who acts", "What happens"]
    for n in range(1, 15):
        help_ = f"A call home in week {n}, and a letter after that if it does not help"
        yield [f"Below {99 - n}%", f"Tutor {n}", help_]


@BOTH
@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "without rules"])
def test_a_table_over_two_pages(tmp_path: Path, *, tagged: bool, ruled: bool) -> None:
    """A table is one table over the end of a page, without the heads that come again."""
    body = ROWS.split("], ", 3)[3]
    stroke = "" if ruled else "stroke: none, "
    source = TABLE.replace("table(", f"table({stroke}") + body + ")"
    document = read(tmp_path, typeset(source, tagged=tagged))
    assert [list(rows())] == tables(document)
    assert 1 == document.blocks[0].header_rows


@BOTH
def test_a_row_over_two_pages(tmp_path: Path, *, tagged: bool) -> None:
    """A cell that a page breaks is whole again."""
    source = f"{SET}#v(330pt)\n#table(columns: (1fr, 3fr), [*Who*], [*What they do*], [Parents], [{WORDS}])"
    document = read(tmp_path, typeset(source, tagged=tagged))
    assert [[["Who", "What they do"], ["Parents", WORDS]]] == tables(document)


def test_heads_of_rows_and_a_caption_in_tags(tmp_path: Path) -> None:
    """A caption belongs to its table."""
    source = f"{SET}#figure(caption: [Our times], table(columns: 2, table.header([Day], [Time]), [Monday], [8.45]))"
    (block,) = read(tmp_path, typeset(source, tagged=True)).blocks
    assert ("table", "Table 1: Our times", 1) == (block.kind, block.text, block.header_rows)


@BOTH
def test_heads_and_feet_are_set_apart(tmp_path: Path, *, tagged: bool) -> None:
    """Running heads, feet and page numbers are furniture, each once; a sentence over two pages is whole."""
    source = (
        f"{SET}#set page(header: [Fernhill Primary School], numbering: (n, ..all) => [Page #n of 3])\n"
        + " ".join([WORDS] * 21)
    )
    document = read(tmp_path, typeset(source, tagged=tagged))
    assert [" ".join([WORDS] * 21)] == texts(document, "paragraph")
    assert {"Fernhill Primary School", "Page 1 of 3"} == {block.text for block in document.furniture}
    assert [1, 2, 3] == [place.page for _, place in document.blocks[0].marks]


def test_what_differs_at_the_head_of_a_page_stays(tmp_path: Path) -> None:
    """“Appendix 1” on page 2 and “Appendix 2” on page 5 are no running heads."""
    names = ["Appendix 1", "Appendix 2", "Appendix 3"]
    pages = [words(f"{name}", at=(400, 760)) + words("Some text of it.") for name in names]
    found = texts(read(tmp_path, by_hand(pages[0], words("More."), *pages[1:])), "paragraph")
    assert names == [text for text in found if text.startswith("Appendix")]


@BOTH
def test_a_contents_page_is_no_text(tmp_path: Path, *, tagged: bool) -> None:
    """The lines of a contents page are of a kind of their own."""
    source = f"{SET}#outline(title: [Contents])\n#pagebreak()\n= Rewards\n{WORDS}\n= Sanctions\n{WORDS}"
    document = read(tmp_path, typeset(source, tagged=tagged))
    (contents,) = texts(document, "contents")
    assert ["Rewards", "Sanctions"] == [line.split(" ", 1)[0] for line in contents.split("\n")]
    assert ["Contents", "Rewards", "Sanctions"] == texts(document, "heading")


def test_bullets_of_every_kind(tmp_path: Path) -> None:
    """A bullet is an item's mark, also when it stands on a line of its own or is typed."""
    content = words("•", at=(72, 700)) + words("first", at=(90, 700)) + words("• second", at=(72, 680))
    content += words("- third", at=(72, 660)) + words("(a) fourth", at=(72, 640)) + words("2.", at=(72, 620))
    content += words("fifth", at=(100, 620))
    found = [
        (b.kind, b.number, b.text) for b in read(tmp_path, by_hand(content.replace("(a)", "\\(a\\)"))).blocks
    ]
    assert [
        ("item", "", "first"),
        ("item", "", "second"),
        ("item", "", "third"),
        ("item", "(a)", "fourth"),
        ("item", "2", "fifth"),
    ] == found


SEEN = words("We do not reward attendance.")


@pytest.mark.parametrize(
    ("content", "note"),
    [
        pytest.param(
            words("We do.", before="1 1 1 rg", at=(72, 600)), "colour of their background", id="white"
        ),
        pytest.param(words("We do.", at=(72, 900)), "outside the page", id="off the page"),
        pytest.param(words("We do.", size=0.5, at=(72, 600)), "too small", id="tiny"),
        pytest.param(words("We do.", before="3 Tr", at=(72, 600)), "not shown", id="invisible"),
        pytest.param(
            "0 0 0 rg 60 590 200 30 re f " + words("We do.", at=(72, 600)), "background", id="on black"
        ),
        pytest.param(
            "BT /F1 40 Tf .7 .7 -.7 .7 200 300 Tm (We do.) Tj ET",
            "another way than the rest",
            id="a watermark",
        ),
    ],
)
def test_words_that_nobody_sees_are_left_out(tmp_path: Path, content: str, note: str) -> None:
    """What only a machine would read is not read, and a note says so with the words."""
    document = read(tmp_path, by_hand(SEEN + content))
    assert ["We do not reward attendance."] == texts(document, "paragraph")
    assert 1 == len(document.notes)
    assert note in document.notes[0]
    assert "We do." in document.notes[0]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "0 .2 .5 rg 60 690 400 30 re f " + words("Hello", before="1 1 1 rg"), id="white on blue"
        ),
        pytest.param(words("Hello", before=".55 .55 .55 rg"), id="grey"),
        pytest.param("0 1 -1 0 595 0 cm " + words("Hello", at=(100, 500)), id="a page on its side"),
        pytest.param(words("Hello", before="2 Tr 0.3 w"), id="outlined"),
    ],
)
def test_words_that_can_be_seen_stay(tmp_path: Path, content: str) -> None:
    """Pale, light on dark and sideways pages are read."""
    document = read(tmp_path, by_hand(content))
    assert ["Hello"] == [block.text for block in document.blocks]
    assert () == document.notes


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_held(tmp_path: Path, rotate: int) -> None:
    """Lines stand in their order whichever way the paper lies in the file."""
    turns = {0: "", 90: "0 1 -1 0 595 0 cm ", 180: "-1 0 0 -1 595 842 cm ", 270: "0 -1 1 0 0 842 cm "}
    lines = words("The first line of all", at=(100, 400)) + words("and the second.", at=(100, 386))
    document = read(tmp_path, by_hand(turns[rotate] + lines, rotate=rotate))
    assert ["The first line of all and the second."] == [block.text for block in document.blocks]


def test_recognised_words_are_read_and_noted(tmp_path: Path) -> None:
    """The words behind a scanned page are its text, but a note says where they come from."""
    image = stream(
        b"\x80",
        "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    content = "q 595 0 0 842 0 0 cm /I Do Q " + words("Registers close at nine.", before="3 Tr")
    document = read(tmp_path, by_hand(content, objects={100: image}, xobjects="/I 100 0 R"))
    assert ["Registers close at nine."] == texts(document, "paragraph")
    assert "machine" in document.notes[0]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_we_publish_is_read_as_it_was_written(tmp_path: Path, path: Path) -> None:
    """Every text of a published policy comes back, of its kind and in its place."""
    written = clean(compose.compose(policy.load(path), law.load_law(date(2026, 11, 22))))
    document = read(tmp_path, render(written, "pdf", Look(None, "", None)))
    expected, found = list(said(written.blocks)), list(said(document.blocks))
    found.remove(("heading", "Contents"))
    assert expected == found
    assert written.title == document.title


def said(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        text = " ".join(block.text.replace("\u2011", "-").split())
        if text and block.kind not in ("contents", "page_break"):
            yield block.kind, text
        for row in block.rows:
            for cell in row:
                yield from said(cell.blocks)


def test_letters_at_infinity(tmp_path: Path) -> None:
    """Letters that a file puts nowhere, or makes of no size, leave the others where they are."""
    lost = "q BT /F1 1e38 Tf 1e38 1e38 -1e38 1e38 1e38 1e38 Tm (lost) Tj ET Q\n" * 2
    huge = f"q {'9' * 60} 0 0 {'9' * 60} 0 0 cm 1e38 0 0 1e38 0 0 cm BT /F1 11 Tf 9 9 Td (huge) Tj ET Q\n"
    path = write(tmp_path, by_hand(words("Registers close at nine.") + lost + huge))
    assert "Registers close at nine." in [block.text for block in pdf.read(path).blocks]
