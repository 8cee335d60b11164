"""Markdown: every text reads back as it was written."""

import re
from collections.abc import Sequence

import pytest
from documents_for_render import FULL, document, hostile, item, paragraph, row, table, text
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policy_kit.model import Block, Cell, Document, Inline
from policy_kit.readback import lost
from policy_kit.render import clean, render
from policy_kit.render.look import Look

SIGNS = st.text(st.sampled_from("\\`*_[]()#+-.!|<>&~=:;/\"'1 aéb\n\t\r\u00a0$^{%"), max_size=24)
TEXTS = st.one_of(
    SIGNS,
    st.text(max_size=60),
    st.sampled_from(["&amp;", "<b>", "1. a", "- - a", "a\n===", "a|b\n-|-", "[a]: b"]),
)
RUNS = st.lists(st.builds(Inline, TEXTS, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=4)


def written(*blocks: Block) -> str:
    return render(Document("p.yaml", "Title", blocks), "md", Look()).decode()


def tokens(markdown: str) -> Sequence[Token]:
    """What a reader of Markdown sees after the title; HTML is let through, so that none can hide."""
    return MarkdownIt("commonmark").enable("table").parse(markdown)[3:]


def shown(inline: Token) -> str:
    """The words that a reader of Markdown shows, with white space as it shows it."""
    parts = []
    for token in inline.children or ():
        match token.type:
            case "hardbreak" | "softbreak":
                parts.append("\n")
            case "html_inline":
                assert token.content == "<br>"
                parts.append("\n")
            case _:
                parts.append(token.content)
    return plain("".join(parts))


def plain(words: str) -> str:
    return " ".join(words.split())


def printed(*runs: Inline) -> str:
    return plain(
        "".join(run.text for run in clean(Document("", "", (Block("paragraph", runs),))).blocks[0].runs)
    )


def kinds(found: Sequence[Token]) -> list[str]:
    return [token.type for token in found]


@given(RUNS)
@example([Inline("a"), Inline("(b)", strong=True), Inline("c")])
@example([Inline("!"), Inline("a]b", code=True)])
def test_any_text_in_a_paragraph(runs: list[Inline]) -> None:
    """Any words in any style are a paragraph of the same words."""
    found = tokens(written(Block("paragraph", tuple(runs))))
    if printed(*runs):
        assert kinds(found) == ["paragraph_open", "inline", "paragraph_close"]
        assert shown(found[1]) == printed(*runs)
    else:
        assert found == []


@given(TEXTS, st.integers(1, 6), st.sampled_from(["", "4.2", "Appendix 1"]))
def test_any_text_in_a_heading(words: str, level: int, number: str) -> None:
    """Any words are a heading of the same words, after its number."""
    found = MarkdownIt("commonmark").parse(
        written(text("heading", "Title", 1), text("heading", words, level, number))
    )
    whole = printed(Inline(f"{number} {words}"))
    assert [shown(token) for token in found if token.type == "inline"] == [
        "Title",
        *([whole] if whole else []),
    ]
    assert {token.type for token in found} == {"heading_open", "inline", "heading_close"}


@given(
    st.lists(
        st.tuples(TEXTS, st.integers(1, 3), st.sampled_from(["", "1", "2", "7", "a)"])),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_in_items(items: list[tuple[str, int, str]]) -> None:
    """Any words are items of the same words, in order."""
    found = tokens(written(*(item(words, level, number) for words, level, number in items)))
    lettered = [f"{number} {words}" if number == "a)" else words for words, _, number in items]
    wanted = [whole for words in lettered if (whole := printed(Inline(words)))]
    assert [shown(token) for token in found if token.type == "inline"] == wanted
    assert {token.type.rpartition("_")[0] for token in found if token.nesting} <= {
        *("bullet_list", "ordered_list", "list_item", "paragraph")
    }


@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=2, max_size=3),
    st.integers(0, 1),
    st.integers(0, 1),
)
def test_any_text_in_cells(rows: list[list[str]], heads: int, columns: int) -> None:
    """Any words are cells of the same words."""
    found = tokens(
        written(
            table("", *(tuple(Cell((paragraph(w),)) for w in r) for r in rows), heads=heads, columns=columns)
        )
    )
    wanted = [printed(Inline(words)) for line in rows for words in line]
    assert [shown(token) for token in found if token.type == "inline"][0 if heads else 2 :] == wanted


@given(TEXTS)
def test_any_text_in_a_quote(words: str) -> None:
    """Any words are a quote of the same words."""
    found = tokens(written(text("quote", words)))
    whole = printed(Inline(words))
    assert [shown(token) for token in found if token.type == "inline"] == ([whole] if whole else [])
    assert kinds(found)[:1] == (["blockquote_open"] if whole else [])


@given(TEXTS)
def test_any_text_in_code(words: str) -> None:
    """Any words are a block of code of the same words."""
    (found,) = tokens(written(text("code", words)))
    assert found.type == "fence"
    assert plain(found.content) == printed(Inline(words))


@given(
    TEXTS,
    st.sampled_from(["https://x.example/a(b)c|d`e&copy;f_g_h", "mailto:a@b.example", "tel:01632960001"]),
)
def test_any_text_of_a_link(words: str, href: str) -> None:
    """Any words are a link of the same words, wherever it leads."""
    runs = (Inline("See!"), Inline(words, href=href), Inline("."))
    found = tokens(written(Block("paragraph", runs)))
    assert shown(found[1]) == printed(*runs)
    links = [token for token in found[1].children or () if token.type == "link_open"]
    assert len(links) == bool(printed(Inline(words)))


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://x y", "#nowhere"]
)
def test_other_links_are_text(href: str) -> None:
    """A link that leads anywhere but to a page, mail, a telephone or a heading is its words."""
    assert written(paragraph(Inline("words", href=href))) == "# Title\n\nwords\n"


@pytest.mark.parametrize(
    "words",
    [
        "a_b@c.example",
        "8:45am - 9am",
        "5 < 6 & 7 > 2",
        "C# and #1",
        "1.5 or (2)",
        "what? [sic",
        "50% * 2 = 100%".replace("* ", "× "),
    ],
)
def test_escapes_are_few(words: str) -> None:
    """A sign that is not markup where it stands is left alone."""
    assert plain(written(paragraph(words)).replace(r"\[", "[")) == f"# Title {words}"


def test_a_document_in_markdown() -> None:
    """A whole document is headings with numbers, links that lead to them, nested lists and tables."""
    markdown = render(FULL, "md", Look()).decode()
    for line in (
        "# Attendance policy",
        "### 2.1 Times",
        "  - [2.1 Times](#21-times)",
        "Table: Who is responsible",
        "| Role | Name | How to reach them |",
        "| **Headteacher** | Jo Marsh | 01632 960001<br>head.teacher@oakfield-primary-school.example |",
        "   1. Inner first",
        "second line.",
        "> We all want children to be here.",
    ):
        assert line in markdown.splitlines()
    assert "[section 2.1](#21-times)" in markdown


def test_links_in_a_document_lead_to_headings() -> None:
    """Every link inside a document leads to a heading as GitHub names it."""
    twice = document(
        text("heading", "Data", 2, "", "a"), text("heading", "Data", 2, "", "b"), Block("contents")
    )
    assert re.findall(r"\(#(.*?)\)", render(twice, "md", Look()).decode()) == ["data", "data-1"]


def test_two_lists_stay_two() -> None:
    """A list that starts again is a second list."""
    found = tokens(written(item("a", number="1"), item("b", number="2"), item("c", number="1"), item("d")))
    assert [token.type for token in found if token.level == 0 and token.nesting == 1] == [
        *("ordered_list_open", "ordered_list_open", "bullet_list_open")
    ]


def test_ragged_and_headless_tables() -> None:
    """A table without a header row has an empty one, and short rows are filled."""
    assert written(table("", row("a"), row("b", "c"), heads=0)).splitlines()[2:] == [
        *("|  |  |", "| --- | --- |", "| a |  |", "| b | c |")
    ]


def test_hostile_text() -> None:
    """Text of any language for machines is text."""
    data = render(hostile(), "md", Look())
    assert lost(clean(hostile()), (), data, "md") is None
    assert "<script" not in data.decode().replace("\\<script", "").replace("```\n<script", "")


def test_the_same_bytes() -> None:
    """The same document makes the same bytes."""
    assert render(FULL, "md", Look()) == render(FULL, "md", Look())
