"""Web pages, tidy and otherwise."""

import re
from pathlib import Path

import pytest
from read_helpers import shown

from policy_kit.document import html, read
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Document, Inline


def parsed(body: str) -> Document:
    return html.parse(f"<html><head><title>A page</title></head><body>{body}</body></html>", "policy.html")


def test_headings_paragraphs_and_lists() -> None:
    """Headings carry the trail, lists their numbers and depth; paragraphs are counted."""
    document = parsed(
        "<h1>Attendance policy</h1><h2>4 The day</h2><p>Be on time.</p>"
        "<ol start=3><li>Ring<ul><li>early</li></ul></li><li><p>Write.</p><p>Soon.</p></li></ol>"
    )
    assert [
        *("heading1 Attendance policy", "heading2 4 The day", "paragraph Be on time."),
        *("item1 3 Ring", "item2 early", "item1 4 Write.", "paragraph1 Soon."),
    ] == shown(document)
    assert [("4 The day", 3), ("4 The day", 4)] == [
        (block.place.heading, block.place.line) for block in document.blocks[2:4] if block.place
    ]


def test_what_a_visitor_does_not_read_is_left_out() -> None:
    """Menus, scripts, hidden parts and pictures are no text; header and footer are set apart."""
    document = parsed(
        "<header><p>Elm School</p></header><nav><a href=/x>Home</a></nav><script>x()</script><style>p{}</style>"
        "<p hidden>No</p><div style='display: none'>No</div><img alt='No'><p>Yes.</p><p><del>No</del></p>"
        "<footer>Registered charity</footer>"
    )
    assert ["paragraph Yes."] == shown(document)
    assert ["Elm School", "Registered charity"] == [block.text for block in document.furniture]


def test_tables() -> None:
    """Captions, header cells and merged cells: what covers several rows stands in each."""
    (table,) = parsed(
        "<table><caption>Times</caption><tr><th>Who<th>When<th>Where</tr>"
        "<tr><th rowspan=2>Infants<td>8.40<td>Gate<tr><td>8.50<td>Hall</table>"
    ).blocks
    assert ("Times", 1, 1) == (table.text, table.header_rows, table.header_columns)
    assert ["Infants", "8.50", "Hall"] == [cell.text for cell in table.rows[2]]


def test_a_layout_table_is_unrolled() -> None:
    """A table that only lays out the page gives its blocks."""
    document = parsed(
        "<table><tr><td><h2>Lateness</h2><p>Sign in.</p></td><td><p>Ring us.</p></td></tr></table>"
    )
    assert ["heading1 Lateness", "paragraph Sign in.", "paragraph Ring us."] == shown(document)


def test_soup_gives_paragraphs() -> None:
    """Divs, spans and breaks part paragraphs; one break is a new line."""
    document = parsed("<div><span>Ring us.</span><br><br>Tell us<br>why.<div>And when.</div></div>")
    assert ["Ring us.", "Tell us\nwhy.", "And when."] == [block.text for block in document.blocks]


def test_bold_lines_are_headings_and_typed_bullets_are_items() -> None:
    """A bold line over a text is a heading; a paragraph that begins with a bullet is an item."""
    document = parsed(
        "<p><b>Lateness</b></p><p>Come to the office when you arrive after the bell.</p><p>• Sign in</p>"
    )
    assert ["heading", "paragraph", "item"] == [block.kind for block in document.blocks]


def test_links_keep_safe_targets_only() -> None:
    """The words of a link stay; its target stays if it is safe."""
    runs = (
        parsed('<p><a href="https://a.example/">one</a> <a href="javascript:x()">two</a></p>').blocks[0].runs
    )
    assert (Inline("one", href="https://a.example/"), Inline(" two")) == runs


def test_a_list_of_links_into_the_page_is_contents() -> None:
    """Items that only lead to other places of the page are its contents."""
    document = parsed("<ul><li><a href=#a>A</a><li><a href=#b>B</a><li><a href=#c>C</a></ul><p>Text.</p>")
    assert ["contents", "contents", "contents", "paragraph"] == [block.kind for block in document.blocks]


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=windows-1252><p>Who’s late?".encode("cp1252"),
        "\ufeff<p>Who’s late?".encode("utf-16"),
        "<?xml version='1.0' encoding='utf-8'?><p>Who’s late?".encode(),
    ],
)
def test_charsets(data: bytes, tmp_path: Path) -> None:
    """The charset that a page names, or its first bytes show, is used."""
    (tmp_path / "policy.htm").write_bytes(data)
    assert "Who’s late?" == read(tmp_path / "policy.htm").blocks[0].text


def test_nothing_is_fetched_or_expanded() -> None:
    """Entities of a page's own and deep nesting do no harm."""
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    assert "&b;" in html.parse(f"{bomb}<p>x &b;</p>", "p.html").blocks[0].text
    assert html.parse("<div>" * 5000 + "deep" + "</div>" * 5000, "p.html").file == "p.html"


def test_an_empty_page_is_named(tmp_path: Path) -> None:
    """A page with nothing to read is not a policy with nothing in it."""
    (tmp_path / "policy.html").write_text("<html><body><script>app()</script></body></html>")
    with pytest.raises(Unreadable, match="empty"):
        read(tmp_path / "policy.html")


@pytest.mark.parametrize(
    "opening",
    [
        "<mark>",
        '<span style="background:yellow;mso-highlight:yellow">',
        '<span style="background-color: rgb(255, 255, 0)">',
        '<b style="background: #FF0">',
        '<font style="color:red; background-color:#ffff99">',
    ],
)
def test_marked_words(opening: str) -> None:
    """Words in a mark, or with yellow behind them, are marked."""
    tag = re.split("[ >]", opening[1:], maxsplit=1)[0]
    (block,) = parsed(f"<p>Ring {opening}0123</{tag}> first.</p>").blocks
    assert ["0123"] == [run.text for run in block.runs if run.marked]


def test_a_yellow_box_is_no_mark() -> None:
    """A paragraph in a coloured box, and words with another colour behind them, are not marked."""
    (block,) = parsed('<p style="background:yellow">Ring <span style="background:#eee">us</span>.</p>').blocks
    assert not any(run.marked for run in block.runs)
