"""OpenDocument texts."""

from pathlib import Path

import pytest
from read_helpers import odt, shown

from policy_kit.document import read
from policy_kit.document.unreadable import Unreadable

BOLD = (
    '<style:style style:name="B" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)
LIST = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    "</text:list-style>"
)


def test_headings_lists_and_numbers(tmp_path: Path) -> None:
    """Headings have their outline level, items the numbers of their list style, bold lines are headings."""
    body = (
        '<text:h text:outline-level="1">Attendance policy</text:h><text:p text:style-name="B">Lateness</text:p>'
        '<text:p>Sign in at the office.</text:p><text:list text:style-name="L"><text:list-item><text:p>one</text:p>'
        "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>two</text:p><text:p>more</text:p></text:list-item></text:list>"
    )
    assert [
        *("heading1 Attendance policy", "heading2 Lateness", "paragraph Sign in at the office."),
        *("item1 1 one", "item2 (a) deep", "item1 2 two", "paragraph1 more"),
    ] == shown(read(odt(tmp_path, body, styles=BOLD + LIST)))


def test_numbered_headings(tmp_path: Path) -> None:
    """Headings that the program counts have their printed numbers."""
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">Day</text:h><text:h text:outline-level="2">Times</text:h>'
    body += "<text:p>Go.</text:p>"
    document = read(odt(tmp_path, body, common=f"<office:styles>{outline}</office:styles>"))
    assert ["heading1 1 Day", "heading2 1.1 Times", "paragraph Go."] == shown(document)


def test_tables(tmp_path: Path) -> None:
    """Header rows, merged and repeated cells are read; a thousand empty cells are not."""
    body = (
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Who</text:p></table:table-cell>"
        "<table:table-cell><text:p>When</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Office</text:p></table:table-cell>'
        "<table:table-cell><text:p>8am</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:covered-table-cell/><table:table-cell><text:p>9am</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )
    (table,) = read(odt(tmp_path, body)).blocks
    assert (1, ["Office", "9am"], 3) == (
        table.header_rows,
        [cell.text for cell in table.rows[2]],
        len(table.rows),
    )


def test_changes_comments_notes_boxes_and_spaces(tmp_path: Path) -> None:
    """Deleted text and comments are left out and noted; footnotes and text boxes follow their paragraph."""
    body = (
        "<text:tracked-changes><text:changed-region><text:p>gone</text:p></text:changed-region></text:tracked-changes>"
        "<text:p>Come<text:s text:c='3'/>at<text:tab/>8<text:line-break/>sharp.<office:annotation><text:p>no</text:p>"
        "</office:annotation><text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note></text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read(odt(tmp_path, body))
    assert ["Come at 8\nsharp.", "A note.", "In a box."] == [block.text for block in document.blocks]
    assert 2 == len(document.notes)


def test_contents_and_furniture(tmp_path: Path) -> None:
    """The contents are marked as such; headers and footers stand apart."""
    body = (
        "<text:table-of-content><text:index-body><text:p>Day 2</text:p></text:index-body></text:table-of-content>"
        "<text:p>Be on time.</text:p>"
    )
    common = (
        "<office:master-styles><style:master-page><style:header><text:p>Elm School</text:p></style:header>"
        "<style:footer><text:p>Page 3</text:p></style:footer></style:master-page></office:master-styles>"
    )
    document = read(odt(tmp_path, body, common=common))
    assert ["contents Day 2", "paragraph Be on time."] == shown(document)
    assert ["Elm School"] == [block.text for block in document.furniture]


def test_a_password_is_named(tmp_path: Path) -> None:
    """The manifest of an encrypted text says so."""
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(Unreadable, match="encrypted"):
        read(odt(tmp_path, "<text:p>x</text:p>", manifest=manifest))


def test_yellow_behind_letters_is_a_mark(tmp_path: Path) -> None:
    """A span with a yellow background is marked; a grey one, and one that is not coloured any more, are not."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text" {parent}>'
        f'<style:text-properties fo:background-color="{colour}"/></style:style>'
        for name, colour, parent in (
            *(("Y", "#ffff00", ""), ("G", "#c0c0c0", "")),
            ("T", "transparent", 'style:parent-style-name="Y"'),
        )
    )
    spans = "".join(f'<text:span text:style-name="{name}">{name} </text:span>' for name in "YGT")
    (block,) = read(odt(tmp_path, f"<text:p>Ring {spans}soon.</text:p>", styles=styles)).blocks
    assert ["Y "] == [run.text for run in block.runs if run.marked]
