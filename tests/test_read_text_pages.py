"""Plain text that was pages once: what ran along them goes, and what they cut is whole again."""

from policy_kit.document import text
from policy_kit.model import Document

PAGE = "Oakford Trust - Punctuality                                    Page {} of 4"
LINES = (
    "Each teacher shall look at the list of late pupils on the first day of the week",
    "and talk with all those who were late more than once about how to come sooner.",
)


def parsed(*lines: str) -> Document:
    return text.parse("\n".join(lines), "policy.txt")


WORDS = ("Monday", "Tuesday", "Wednesday", "Thursday")


def body(word: str) -> list[str]:
    return [f"On {word}s, {LINES[0]}", f"{LINES[1][:-1]} on {word}s."]


def paged(foot: str, *, head: str = "") -> Document:
    """A text whose every page ends in the middle of a sentence."""
    lines: list[str] = []
    for page, word in enumerate(WORDS, 1):
        first, second = body(word)
        lines += [head, ""] if page > 1 and head else []
        lines += [*body(f"early {word}"), "", *body(f"late {word}"), "", first, "", foot.format(page), ""]
        lines += [second, ""]
    return parsed(*lines)


def bodies() -> list[str]:
    return [" ".join(body(f"{when}{word}")) for word in WORDS for when in ("early ", "late ", "")]


def test_running_feet_that_count_the_pages_are_furniture() -> None:
    """A line that comes again with the next page number is no text, and the line over the page goes on."""
    document = paged(PAGE)
    assert ["Oakford Trust - Punctuality Page 1 of 4"] == [block.text for block in document.furniture]
    assert bodies() == [block.text for block in document.blocks]


def test_running_heads_are_furniture_too() -> None:
    """A head that stands by the feet on most pages is no text."""
    document = paged("OT/17 May 2025                                      {}", head="Oakford Trust v1.2")
    assert {"Oakford Trust v1.2", "OT/17 May 2025 1"} == {block.text for block in document.furniture}
    assert bodies() == [block.text for block in document.blocks]


def test_the_parts_of_a_cut_sentence_know_their_lines() -> None:
    """What goes on over a page has the line that it stands on."""
    block = paged(PAGE).blocks[2]
    place = block.place_at(block.text.index("and talk"))
    assert (7, 11) == (block.place.line if block.place else 0, place.line if place else 0)


def test_numbered_names_are_no_furniture() -> None:
    """Words with numbers that go up are text, if nothing says that they count pages."""
    lines = [line for n in range(1, 5) for line in (f"Letter {n}", "", *LINES, "", *LINES, "", *LINES, "")]
    assert () == parsed(*lines).furniture


def test_a_table_goes_on_over_a_page() -> None:
    """Rows over the page are rows of the same table, without the header that is printed again."""
    row = "  {:<10}{:<20}{}"
    head = row.format("Code", "Meaning", "Kind")
    first = [head, row.format("L", "Late", "Attending"), row.format("I", "Ill", "Absent")]
    second = [head, row.format("M", "Doctor", "Absent"), row.format("B", "Off site", "Attending")]
    document = parsed(*first, "", PAGE.format(1), "", *second, "", *LINES, "", PAGE.format(2))
    table = document.blocks[0]
    assert ["Code", "L", "I", "M", "B"] == [row[0].text for row in table.rows]
    assert 1 == table.header_rows


def test_the_last_cell_of_a_row_may_go_on_below() -> None:
    """A line under the last column alone belongs to the cell above it."""
    table = parsed(
        "Head          Ms Oak", "Office        Mx Reed,", "              office@oak.example"
    ).blocks[0]
    assert ["Office", "Mx Reed, office@oak.example"] == [cell.text for cell in table.rows[1]]


def test_tabs_after_a_mark_make_no_table() -> None:
    """A bullet or a number that a tab parts from its words is a list or a heading."""
    document = parsed("1\tThe bell", "", "We ask you to:", "•\tcome early", "•\tstay late")
    assert [("heading", "The bell"), ("item", "come early"), ("item", "stay late")] == [
        (block.kind, block.text) for block in document.blocks if block.kind != "paragraph"
    ]
