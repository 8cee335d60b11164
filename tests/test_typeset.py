"""Templates: a printed value is never markup, headings are numbered, references lead somewhere."""

from typing import Any

import pytest

from policy_kit import pages, templating
from policy_kit.model import Block, KitError
from policy_kit.typeset import typeset

HOSTILE = (
    "# heading",
    "**bold** _it_ `code`",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "| a | b |",
    "{{ 7*7 }} {% raw %}",
    "1. one",
    "&amp; &lt;",
    "#let x = 1",
    "Qz0zQ",
    "a ;; b",
    "{#ident .appendix}",
    "[[contents]]",
    "\\",
)


def blocks(template: str, **values: Any) -> tuple[Block, ...]:
    with pages.holding(pages.Slots()) as slots:
        return typeset(templating.environment().from_string(template).render(**values), slots, "test")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_text_wherever_it_stands(text: str) -> None:
    """A value that looks like markup is printed as it is, in a heading, a paragraph, an item and a cell."""
    found = blocks("## {{ v }} {#x}\n\n{{ v }}\n\n- {{ v }}\n\n| {{ v }} |\n|---|\n| {{ v }} |\n", v=text)
    heading, paragraph, item, table = found
    cells = [cell.text for row in table.rows for cell in row]
    assert [heading.text, paragraph.text, item.text, *cells] == [text] * 5
    assert [b.kind for b in found] == ["heading", "paragraph", "item", "table"]


def test_control_characters_are_left_out() -> None:
    """Characters that no format can hold, or that reorder what is read, are left out; the words stay."""
    (paragraph,) = blocks("{{ v }}", v="a\x07b\u202ec\u2066d")
    assert paragraph.text == "abcd"


def test_a_hundred_thousand_characters_are_one_paragraph() -> None:
    """A paragraph of any length is one paragraph."""
    (paragraph,) = blocks("{{ v | prose }}", v="x" * 100_000)
    assert len(paragraph.text) == 100_000


def test_prose_is_markdown_under_its_heading() -> None:
    """A school's own Markdown is set in below the heading it stands under, and its HTML is text."""
    found = blocks(
        "## S {#s}\n\n{{ v | prose }}\n\n## T {#t}\n",
        v="# Own\n\n### Deep\n\n- *one*\n  - two\n\n<b>three</b>",
    )
    assert [(b.kind, b.level, b.text) for b in found] == [
        ("heading", 2, "S"),
        ("heading", 3, "Own"),
        ("heading", 4, "Deep"),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("paragraph", 0, "<b>three</b>"),
        ("heading", 2, "T"),
    ]


def test_prose_cannot_swallow_the_template() -> None:
    """An unclosed fence in a school's own text ends with that text."""
    found = blocks("{{ v | prose }}\n\nafter\n", v="```\nopen")
    assert [(b.kind, b.text) for b in found] == [("code", "open"), ("paragraph", "after")]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://oakfield.example/a", "https://oakfield.example/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//host.example", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_safe_links_are_links(target: str, expected: str | None) -> None:
    """A link leads to a web page, an address, a telephone number or a heading; any other is plain words."""
    (paragraph,) = blocks("[words]({{ v }})", v=target)
    assert [(run.text, run.href) for run in paragraph.runs] == [("words", expected)]


def test_sections_and_appendices_are_numbered() -> None:
    """Sections count 1, 1.1; appendices count for themselves; a heading may go without."""
    found = blocks(
        "## A {#a}\n### B {#b}\n### C {#c}\n## D {#d .unnumbered}\n### E {#e}\n"
        "## F {#f}\n## G {#g .appendix}\n### H {#h}\n"
    )
    assert [b.number for b in found] == ["1", "1.1", "1.2", "", "", "2", "Appendix 1", ""]


def test_a_reference_prints_the_number_it_leads_to() -> None:
    """A reference by anchor prints the section's or appendix's number and links to it."""
    found = blocks("## A {#a}\n\nSee [](#g) and [](#b).\n\n### B {#b}\n## G {#g .appendix}\n")
    assert found[1].text == "See appendix 1 and section 1.1."
    assert [run.href for run in found[1].runs if run.href] == ["#g", "#b"]


def test_a_reference_to_nothing_is_an_error_of_the_template() -> None:
    """A template that refers to a heading that is not there cannot be used."""
    with pytest.raises(KitError, match="no heading has that anchor"):
        blocks("See [](#nowhere).")


def test_an_anchor_stands_once() -> None:
    """Two headings cannot share an anchor."""
    with pytest.raises(KitError, match="twice"):
        blocks("## A {#a}\n## B {#a}\n")


def test_a_caption_joins_its_table() -> None:
    """The paragraph "Table: …" becomes the caption, and may mark the first column as headers."""
    (table,) = blocks("Table: Times {.row-headers}\n\n| A | B |\n|---|---|\n| x | one ;; two |\n")
    assert (table.text, table.header_rows, table.header_columns) == ("Times", 1, 1)
    assert [b.text for b in table.rows[1][1].blocks] == ["one", "two"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ [] | and }}x", "x"),
        ("{{ ['a'] | and }}", "a"),
        ("{{ ['a', 'b'] | and }}", "a and b"),
        ("{{ ['a', 'b & c', '*d*'] | or }}", "a, b & c or *d*"),
        ("{{ 1 | count('week') }}, {{ 4 | count('week') }}", "1 week, 4 weeks"),
        (
            "{{ '08:45' | time }}, {{ '13:05' | time }}, {{ '12:00' | time }}, {{ '00:10' | time }}",
            "8:45am, 1:05pm, 12 noon, 12:10am",
        ),
        ("{{ '2026-09-04' | date }}", "4 September 2026"),
        ("{{ '2027-11' | date }} {{ '2027-13' | date }}", "November 2027 2027-13"),
        ("{{ 2500 | money }}", "£2,500"),
        ("{{ 32.5 }} {{ 10.0 }}", "32.5 10"),
        ("{{ 'call home' | sentence }} {{ 'Done!' | sentence }}", "Call home. Done!"),
        ("{{ 'Parents' | lower_first }} {{ 'SEND policy' | lower_first }}", "parents SEND policy"),
        ("{{ a.b.c }}x{{ true }}", "x"),
    ],
)
def test_facts_are_printed_in_plain_english(template: str, expected: str) -> None:
    """Filters print lists, times, dates, amounts and sentences as people write them."""
    (paragraph,) = blocks(template)
    assert paragraph.text == expected


def test_what_crosses_a_heading_is_kept_together() -> None:
    """Code that looks like a heading stays code, and a link may be defined under another heading."""
    fenced = blocks("## S {#s}\n\n```\n# {{ v }}\n```\n", v="x")
    assert [b.kind for b in fenced] == ["heading", "code"]
    linked = blocks("## S {#s}\n\n[{{ v }}][a]\n\n## T {#t}\n\n[a]: https://a.example\n", v="x")
    assert [run.href for run in linked[1].runs] == ["https://a.example"]


def test_the_same_words_hold_each_schools_own_values() -> None:
    """Text that was typeset for one school is filled with the values of the next."""
    template = "## S {#s}\n\n{{ a }} and {{ b }}\n\n## T {#t}\n\n{{ b }} and {{ a }}\n"
    for a, b in (("one", "two"), ("three", "")):
        texts = [block.text for block in blocks(template, a=a, b=b) if block.kind == "paragraph"]
        assert texts == [f"{a} and {b}".strip(), f"{b} and {a}".strip()]
