"""Plain text, as people wrap, bullet and paginate it."""

from pathlib import Path

import pytest
from read_helpers import shown

from policy_kit.document import outline, read, text, tidy
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Document, Inline


def parsed(source: str) -> Document:
    return text.parse(source, "policy.txt")


def test_a_wrapped_sentence_is_one_paragraph_with_the_line_of_each_part() -> None:
    """Lines of one sentence are joined, and each character knows its own line."""
    document = parsed(
        "Our attendance policy\n\n"
        "Every parent must tell the school office on the first day that a child is away\n"
        "and must say why, so that we can mark the register with the right code on that\n"
        "same morning.\n\n"
        "The office is open from eight in the morning, and there is a machine that takes\n"
        "messages at night and over the weekend, which we listen to before school opens\n"
    )
    block = document.blocks[1]
    assert block.text.startswith("Every parent")
    assert block.text.endswith("same morning.")
    places = [block.place_at(block.text.index(word)) for word in ("Every", "must say", "same")]
    assert [3, 4, 5] == [place.line if place else None for place in places]


def test_a_paragraph_to_a_line_stays_apart() -> None:
    """Where each line is a paragraph, none is joined with the next."""
    long = (
        "We write to parents when a pupil has been away for ten sessions, and we say what happens next. " * 3
    )
    assert 3 == len(parsed(f"{long}\n{long}\n{long}\n").blocks)


def test_page_furniture_is_set_apart() -> None:
    """Running headers and page numbers are no text, and a sentence goes on over the end of a page."""
    pages = [
        f"Elm Park School\nThe {word} page says that every pupil who is late must sign in at the office\n"
        f"and that the {word} teacher of the pupil is told by\n\nPage {n} of 3\n\f"
        for n, word in enumerate(("first", "second", "third"), 1)
    ]
    document = parsed("".join(pages))
    assert ["Elm Park School"] == [block.text for block in document.furniture]
    assert not any("Page" in block.text for block in document.blocks)


def test_a_sentence_goes_on_over_a_page() -> None:
    """The second half of a sentence on the next page joins the first."""
    before = "The register is taken at the start of each morning and again in the afternoon by a\n" * 4
    document = parsed(f"{before}teacher who\n\nPage 1 of 2\n\fsigns it at once.\n\nPage 2 of 2\n")
    assert document.blocks[-1].text.endswith("teacher who signs it at once.")


def test_bullets_on_lines_of_their_own_find_their_text() -> None:
    """Bullets that a PDF put before their texts belong to them, in order."""
    document = parsed("You may stay at home:\n•\n•\n\nwhen you are ill.\nOn a day of worship.\n")
    assert [
        "paragraph You may stay at home:",
        "item1 when you are ill.",
        "item1 On a day of worship.",
    ] == shown(document)


def test_items_keep_their_numbers_and_depth() -> None:
    """Items are known by their marks, deeper ones by their indent."""
    document = parsed("We will:\n- ring you\n  - on the day\n- write\n1. first\n(a) second\n")
    assert [
        "item1 ring you",
        "item2 on the day",
        "item1 write",
        "item1 1 first",
        "item1 (a) second",
    ] == shown(document)[1:]


def test_clauses_are_no_headings() -> None:
    """A clause number before a sentence numbers a paragraph; before a few words it numbers a heading."""
    document = parsed(
        "4. The School Day\n4.1 Timings\n4.1.1 The gates open early so that nobody has to wait.\n"
    )
    assert [
        "heading1 4 The School Day",
        "heading2 4.1 Timings",
        "paragraph 4.1.1 The gates open early so that nobody has to wait.",
    ] == shown(document)
    assert document.blocks[2].place is not None
    assert "4 The School Day › 4.1 Timings" == document.blocks[2].place.heading


WRAPPED = (
    "2.1 Staff shall note down who has come in late at the front desk of the school\n"
    "    Office.\n\n"
    "2.2 Pupils with a good reason\n"
    "    will not be kept in.\n\n"
    "2.3 Reasons that we take as good ones, given at the desk by a parent or by the\n"
    "    driver of a bus\n\n"
    "Good: a late bus, a fall on the way to school, a visit to the dentist, snow and\n"
    "ice, a flood.\n"
)


def test_a_clause_that_goes_on_in_the_next_line_is_no_heading() -> None:
    """A numbered line whose sentence goes on below is a clause, whole; one that stands over a text is a heading."""
    assert [
        "paragraph 2.1 Staff shall note down who has come in late at the front desk of the school Office.",
        "heading1 2.2 Pupils with a good reason",
        "paragraph will not be kept in.",
        "paragraph 2.3 Reasons that we take as good ones, given at the desk by a parent or by the driver of a bus",
        "paragraph Good: a late bus, a fall on the way to school, a visit to the dentist, snow and ice, a flood.",
    ] == shown(parsed(WRAPPED))


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("7.1 Pupils who are away for long or come back late", True),
        ("7.1 What we will do when a pupil is away", True),
        ("7.1 Every pupil who is late will go to the desk by the front door", False),
    ],
)
def test_a_line_that_reads_as_a_sentence_is_no_heading(line: str, *, heading: bool) -> None:
    """A verb of its own in a long line makes a sentence of it; one that belongs to a question does not."""
    assert heading == outline.looks_like_heading(line)


def test_questions_are_headings() -> None:
    """A numbered question stands over its answer, however short that is, and under the heading above it."""
    document = parsed(
        "HOLIDAYS\n\nQ1. May we go on holiday in term time? Really?\nNo!\n\nQ2. Why?\nIt is the law.\n"
    )
    assert [
        "heading1 HOLIDAYS",
        "heading2 Q1. May we go on holiday in term time? Really?",
        "paragraph No!",
        "heading2 Q2. Why?",
        "paragraph It is the law.",
    ] == shown(document)


@pytest.mark.parametrize(
    "lines", [">> Off sick? <<", "~~~ Off sick? ~~~", "Off sick?\n---------", "Off sick?\n========="]
)
def test_signs_around_a_line_or_below_it_make_a_heading(lines: str) -> None:
    """What is set between signs, or underlined, is a heading, without the signs."""
    document = parsed(f"We like to see you.\n\n{lines}\nRing us at the office, as soon as you can.\n")
    assert "heading1 Off sick?" == shown(document)[1]
    assert "paragraph Ring us at the office, as soon as you can." == shown(document)[2]


def test_labels_in_a_row_are_no_headings() -> None:
    """A label and its name below others like it is a line of a list of facts."""
    document = parsed(f"Last Read: 3 May 2026\nAuthor: Robin Reed\n\n{WRAPPED}")
    assert ["paragraph", "paragraph"] == [block.kind for block in document.blocks[:2]]


def test_a_time_begins_no_clause() -> None:
    """A time at the start of a line is part of the sentence."""
    document = parsed(
        f"{WRAPPED}\nWe would like you to ring the office, if you can, on that same day before\n9.30 a.m., please.\n"
    )
    assert document.blocks[-1].text.endswith("before 9.30 a.m., please.")


def test_a_line_left_of_an_item_is_none_of_it() -> None:
    """After an item that has ended, a line further left is a paragraph."""
    document = parsed(
        f"{WRAPPED}\n  - we will tell you on the first day by telephone what has come to our ears.\n"
        "Then it is up to you.\n"
    )
    assert ["item", "paragraph"] == [block.kind for block in document.blocks[-2:]]


@pytest.mark.parametrize(
    "line", ["Appendix 1: marks in the register", "Section F - Letters", "Annex B – letters home"]
)
def test_a_named_part_is_a_heading(line: str) -> None:
    """An appendix or a section is a heading by its name, even before words without a capital."""
    document = parsed(f"Our school\n\n{line}\nLETTER 1 (first)\nDear Parent\n")
    assert "heading" == document.blocks[1].kind


def test_lines_that_a_colon_leads_to_are_items() -> None:
    """Lines without full stops below a colon are a list whose bullets were lost; the sentence after them is not."""
    assert [
        "paragraph The office will:",
        "item1 Ring you up",
        "item1 Write it down",
        "paragraph You can ask for that.",
        "paragraph So:",
        "paragraph Come early.",
    ] == shown(
        parsed("The office will:\nRing you up\nWrite it down\nYou can ask for that.\nSo:\nCome early.\n")
    )


def test_contents_are_no_headings() -> None:
    """Lines of the contents page, with dots or repeated below, are contents."""
    document = parsed(
        "Contents\nLateness ........ 2\nLeave of absence\n\nLateness\nCome in by the front door, please.\n\n"
        "Leave of absence\nAsk the headteacher in good time.\n"
    )
    assert ["heading", "contents", "heading", "paragraph", "heading", "paragraph"] == [
        b.kind for b in document.blocks
    ]


def test_tabs_make_a_table_with_its_header() -> None:
    """Lines with tabs are rows; a first row of names over figures is a header; empty columns go."""
    table = parsed(
        "\tRole\tName\tTelephone\n\tOffice\tMx Reed\t01632 960001\n\tHead\tMs Oak\t01632 960002\n"
    ).blocks[0]
    assert (1, 3, 3) == (table.header_rows, len(table.rows), len(table.rows[0]))
    assert [1, 2, 3] == [row[0].blocks[0].place.line for row in table.rows if row[0].blocks[0].place]


def test_columns_in_line_make_a_table() -> None:
    """Columns that spaces keep in line are columns."""
    table = parsed("Gates open      8.40am\nRegister        8.50am\nHome time       3.20pm\n").blocks[0]
    assert ["Register", "8.50am"] == [cell.text for cell in table.rows[1]]


def test_markdown_in_text_is_read() -> None:
    """Links keep safe targets, unsafe ones keep their words; stars are bold; escapes go."""
    runs = (
        parsed("Read [our guide \\(new\\)](https://school.example/a) and [this](javascript:x) **now**.\n")
        .blocks[0]
        .runs
    )
    assert (
        Inline("Read "),
        Inline("our guide (new)", href="https://school.example/a"),
        Inline(" and this "),
        Inline("now", strong=True),
        Inline("."),
    ) == runs


def test_tags_left_in_a_cell_part_its_paragraphs() -> None:
    """Tags of a web page in a cell are no words; they part its paragraphs and items."""
    cell = (
        parsed("Parents\tSchool\n<p>Ring us.</p><ul><li>Early</li></ul>\t<p>Answer.</p>\n")
        .blocks[0]
        .rows[1][0]
    )
    assert [("paragraph", "Ring us."), ("item", "Early")] == [(b.kind, b.text) for b in cell.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    """What Windows, Word and anybody else wrote is read, whatever its encoding."""
    path = tmp_path / "policy.txt"
    path.write_bytes("A late pupil – or one who’s ill – pays £0.\r\nReally.".encode(encoding))
    document = read(path)
    assert "A late pupil – or one who’s ill – pays £0." == document.blocks[0].text
    assert 2 == (document.blocks[-1].place.line if document.blocks[-1].place else 0)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04zip", b"\0\0\0\0 \0\0"])
def test_what_is_no_text_is_named(data: bytes, tmp_path: Path) -> None:
    """A file of another kind under a false name is not taken for text."""
    (tmp_path / "policy.txt").write_bytes(data)
    with pytest.raises(Unreadable, match=r"policy\.txt was not checked"):
        read(tmp_path / "policy.txt")


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("o\ufb03ce \ufb01rst", "office first"),
        ("atten\xaddance\u200b", "attendance"),
        ("8.50\xa0am\u2003sharp", "8.50 am sharp"),
        ("\uf0b7 ring us", "• ring us"),
        ("cafe\u0301", "café"),
        ("a\x07b\x00c", "abc"),
        ("“quoted” – kept’s", "“quoted” – kept’s"),
        ("<p>Ring</p> <b>us</b> if x < y", "Ring us if x < y"),
    ],
)
def test_tidy(raw: str, tidied: str) -> None:
    """What programs put into text goes; what people wrote stays."""
    assert tidied == tidy.text(raw)


def test_runs_collapse_over_their_borders() -> None:
    """White space at the border of two runs is one space; at the ends it goes."""
    assert (Inline("Ring "), Inline("us", strong=True)) == tidy.runs(
        [Inline("  Ring "), Inline(" us  ", strong=True)]
    )


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("good atten-", "dance", "good attendance"),
        ("a full-", "time place", "a full-time place"),
        ("a", "b", "a b"),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, whole: str) -> None:
    """A hyphen goes if the document knows the word without it, and stays otherwise."""
    assert whole == tidy.join(left, right, {"attendance", "full", "time"})


def test_a_file_of_spaces_is_empty(tmp_path: Path) -> None:
    """White space alone is no text; it once broke the count of the pages."""
    (tmp_path / "policy.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(Unreadable, match="empty"):
        read(tmp_path / "policy.txt")
