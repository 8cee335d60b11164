"""The page: text is text, the structure can be heard, and nothing is asked for from outside."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from documents_for_render import FULL, HOSTILE, document, heading, hostile, item, paragraph, row, table, text
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from policy_kit import readback
from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.render import clean, colour, render
from policy_kit.render.html import _DARK_GROUND, _LIGHT_GROUND
from policy_kit.render.look import Look

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def page(*blocks: Block, look: Look = Look()) -> str:  # noqa: B008 - frozen
    return render(document(*blocks), "html", look).decode()


def tree(source: str) -> HtmlElement:
    return html.document_fromstring(source.encode())


def levels(source: str) -> list[int]:
    return [int(node.tag[1]) for node in tree(source).iter("h1", "h2", "h3", "h4", "h5", "h6")]


@pytest.mark.parametrize(
    "words", [*HOSTILE, "|", "a\nb", "\u202eabc", "\x00\x07a\x1b", "<!--", "&copy;", "x" * 100_000]
)
@pytest.mark.parametrize("kind", ["paragraph", "item", "heading", "quote", "code"])
def test_text_is_text(kind: str, words: str) -> None:
    """What looks like markup or a template is printed as it was typed, and makes no element."""
    block = Block(kind, (Inline(words),), level=2)  # type: ignore[arg-type]
    source = page(block)
    assert readback.lost(clean(document(block)), [], source.encode(), "html") is None
    assert {node.tag for node in tree(source).iter()} <= ELEMENTS


ELEMENTS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "main",
        "footer",
        "nav",
        "div",
        "p",
        "h1",
    ),
    *("h2", "ul", "ol", "li", "blockquote", "pre", "code", "br", "span"),
}


@given(st.text(max_size=80), st.booleans(), st.booleans(), st.booleans())
def test_any_text_stands_in_the_page(words: str, strong: bool, emphasis: bool, code: bool) -> None:
    """Any words in any style, in a text, a cell or a caption, stand in the page."""
    run = Inline(words, strong, emphasis, code)
    own = document(Block("paragraph", (run,)), table(words, row("Head"), row(words)), item(words))
    assert readback.lost(clean(own), [], render(own, "html", Look()), "html") is None


def test_hostile_text_everywhere() -> None:
    """Hostile titles, cells, captions, anchors and properties are text."""
    source = render(hostile(), "html", Look()).decode()
    assert readback.lost(clean(hostile()), HOSTILE, source.encode(), "html") is None
    assert tree(source).findall(".//script") == []
    assert len(ids(source)) == len(set(ids(source)))


def ids(source: str) -> list[str]:
    return [str(node) for node in tree(source).xpath("//@id")]


def test_one_title_and_headings_in_order() -> None:
    """There is one heading of level 1, the first, and no level is left out."""
    found = levels(render(FULL, "html", Look()).decode())
    assert found.count(1) == 1
    assert found[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_headings_out_of_order_are_put_right() -> None:
    """A second title, or a heading two levels down, takes the level that is next."""
    source = page(heading(4, "Deep", "a"), heading(1, "Another title", "b"), heading(6, "Deeper", "c"))
    assert levels(source) == [1, 2, 2, 3]


def test_a_document_without_a_title_has_its_name() -> None:
    """A document whose blocks hold no title has its own title on the page."""
    untitled = Document("p.yaml", "Attendance policy", (paragraph("Text."),))
    assert tree(render(untitled, "html", Look()).decode()).findtext(".//h1") == "Attendance policy"


def test_landmarks_and_language() -> None:
    """Language, title, header, one main, contents with links, footer, and a link that skips to main."""
    found = tree(render(FULL, "html", Look()).decode())
    assert found.get("lang") == "en-GB"
    assert found.findtext(".//title") == "Attendance policy – Oakfield CE Primary School"
    for landmark in ("header", "main", "nav", "footer"):
        assert len(found.findall(f".//{landmark}")) == 1
    assert found.xpath("//body/*[1]/@href") == ["#" + str(found.xpath("string(//main/@id)"))]
    assert "Version 3, 1 October 2026 · Statutory" in found.find(".//footer").text_content()


def test_every_anchor_is_there() -> None:
    """Every link within the page leads somewhere in it, and no anchor is there twice."""
    source = render(FULL, "html", Look()).decode()
    targets = [str(href)[1:] for href in tree(source).xpath("//a/@href") if str(href).startswith("#")]
    assert set(targets) - set(ids(source)) == set()
    assert len(ids(source)) == len(set(ids(source)))


def test_tables_say_what_heads_what() -> None:
    """Tables have captions, column headers and row headers with their scope; an empty corner is no header."""
    found = tree(page(table("Who", row("", "Name"), row("Head", "Jo"), columns=1)))
    assert found.xpath("//caption/text()") == ["Who"]
    assert [(th.get("scope"), th.text_content()) for th in found.iter("th")] == [
        ("col", "Name"),
        ("row", "Head"),
    ]


def test_a_long_table_scrolls_by_keyboard() -> None:
    """A table too long for cards stands in a region that has a name and takes the focus."""
    rows = [row("Code", "Meaning", "Example")] + [row(f"Number {n}", "b", "c") for n in range(20)]
    (region,) = tree(page(table("Codes", *rows))).xpath("//div[@role='region']")
    assert region.get("tabindex") == "0"
    assert region.xpath("//*[@id=$name]", name=region.get("aria-labelledby"))[0].text_content() == "Codes"


def test_lists_nest_and_count() -> None:
    """Items of a deeper level stand inside the item before; a list that goes on elsewhere keeps its numbers."""
    source = page(
        item("a", 1, "3"), item("b", 2), paragraph("more", level=2), item("c", 1, "4"), item("d", 1, "9")
    )
    first, second = tree(source).xpath("//div[@class='front']/ol")
    assert [first.get("start"), second.get("start")] == ["3", "9"]
    assert [li.text_content().split() for li in first.findall("li")] == [["a", "b", "more"], ["c"]]
    assert first.xpath("li[1]/ul/li/p/text()") == ["more"]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:x",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "//x.example",
        "#nowhere",
        "file:///x",
        "",
    ],
)
def test_other_links_are_text(href: str) -> None:
    """A link that leads anywhere but to a page, mail, a telephone or a heading is its words."""
    found = tree(page(paragraph(Inline("words", href=href))))
    assert found.xpath("//main//a") == []
    assert "words" in found.find(".//main").text_content()


@pytest.mark.parametrize(
    "href", ["https://x.example/a?b=1&c=\"'<", "mailto:a@b.example", "tel:01632960001", "#title"]
)
def test_links(href: str) -> None:
    """Links to pages, mail, telephones and headings are links."""
    assert tree(page(paragraph(Inline("words", href=href)))).xpath("//main//a/@href") == [href]


def test_runs_of_one_link_are_one_link() -> None:
    """A link in two styles is one link."""
    runs = (Inline("a", href="https://x.example"), Inline("b", strong=True, href="https://x.example"))
    assert [a.text_content() for a in tree(page(Block("paragraph", runs))).xpath("//main//a")] == ["ab"]


def test_nothing_is_asked_for_from_outside() -> None:
    """No script, no linked file, no address but in links; the policy of the page forbids all but its own style."""
    source = render(FULL, "html", Look(PNG)).decode()
    found = tree(source)
    assert found.xpath("//script | //link | //iframe | //object | //@style | //@srcset | //@onclick") == []
    assert all(str(src).startswith("data:image/png;base64,") for src in found.xpath("//@src"))
    style = found.findtext(".//style") or ""
    assert not re.search(r"url\(|@import|http", style)
    allowed = found.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert str(allowed).startswith("default-src 'none'; img-src data:; ")
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in str(allowed)


@pytest.mark.parametrize(("logo", "kind"), [(PNG, "png"), (JPEG, "jpeg")])
def test_a_logo_is_in_the_page(logo: bytes, kind: str) -> None:
    """A PNG or JPEG logo is in the page itself, whatever its name says."""
    assert f'<img src="data:image/{kind};base64,' in page(look=Look(logo, "logo.gif"))


@pytest.mark.parametrize("logo", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"text"])
def test_other_logos_are_refused(logo: bytes) -> None:
    """A logo that is neither PNG nor JPEG is refused by name, and the message says what to do."""
    with pytest.raises(KitError, match=r"crest\.svg is not a PNG or JPEG picture.*Save the logo as a PNG"):
        page(look=Look(logo, "crest.svg"))


@given(COLOURS, COLOURS)
def test_an_accessible_colour_stands_out(own: str, ground: str) -> None:
    """Any colour becomes one that stands out from any ground by 4.5 to 1; one that does already is left alone."""
    found = colour.accessible(own, ground)
    assert colour.contrast(colour.parse(found), colour.parse(ground)) >= 4.5
    if colour.contrast(colour.parse(own), colour.parse(ground)) >= 4.5:
        assert found == own


@pytest.mark.parametrize(("written", "rgb"), [("#abc", (170, 187, 204)), ("1D4F7C", (29, 79, 124))])
def test_a_colour_in_hex(written: str, rgb: tuple[int, int, int]) -> None:
    """Three or six hex digits are a colour, with or without #."""
    assert colour.parse(written) == rgb


@pytest.mark.parametrize("written", ["red", "#12", "#12345g", "", "red;} body{display:none"])
def test_other_colours_are_refused(written: str) -> None:
    """A colour that is not hex is refused, and the message shows how to write one."""
    with pytest.raises(KitError, match=r"such as #1d4f7c"):
        page(look=Look(colour=written))


def test_the_style_has_the_grounds_that_colours_are_measured_on(root: Path) -> None:
    """The grounds on which the school's colour must be readable are those of the style."""
    style = (root / "templates/policy/page.css").read_text(encoding="utf-8")
    assert f"--tint: {_LIGHT_GROUND}" in style
    assert f"--tint: {_DARK_GROUND}" in style


def test_the_same_bytes() -> None:
    """The same document makes the same bytes."""
    look = Look(PNG, colour="#1d6f5c")
    assert render(FULL, "html", look) == render(FULL, "html", look)


def test_an_unknown_format_is_refused() -> None:
    """A format that cannot be written is refused, and the message lists those that can."""
    with pytest.raises(KitError, match="Choose from html, md, docx, pdf"):
        render(FULL, "odt", Look())


def test_a_folder_of_templates_comes_first(tmp_path: Path) -> None:
    """A school's or council's own page comes before ours."""
    (tmp_path / "page.css").write_text("p { color: {{ light }} }", encoding="utf-8")
    assert b"<style>p { color: #1d4f7c }</style>" in render(FULL, "html", Look(), templates=tmp_path)


@pytest.mark.parametrize(
    "reaching", ["{{ document.__class__ }}", "{{ nest.__globals__ }}", "{{ nowhere }}", "{% if %}"]
)
def test_a_template_of_somebody_s_own_reaches_nothing(reaching: str, tmp_path: Path) -> None:
    """A template that reaches for Python, for nothing, or is broken is told by its name; it is not our fault."""
    (tmp_path / "page.html.j2").write_text(reaching)
    with pytest.raises(KitError, match=r"page\.html\.j2"):
        render(FULL, "html", Look(), templates=tmp_path)


def test_white_space_of_code_is_kept() -> None:
    """Code keeps its spaces and its first line, even an empty one."""
    assert tree(page(text("code", "a  b\n   c"))).findtext(".//code") == "a  b\n   c"
