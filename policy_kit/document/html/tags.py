"""What the tags of a web page mean to a reader."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from policy_kit.document import markers
from policy_kit.document.markdown import safe
from policy_kit.model import Inline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEFT_OUT = {
    *(
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "map",
    ),
    *("select", "button", "input", "textarea", "datalist", "del", "s", "strike"),
}
APART = {
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "body",
        "html",
        "address",
        "figure",
        "figcaption",
        "aside",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
        "form",
    ),
    *(
        "fieldset",
        "legend",
        "center",
        "details",
        "summary",
        "hgroup",
        "menu",
        "blockquote",
        "ul",
        "ol",
        "li",
        "hr",
        "search",
    ),
    *("caption", "td", "th", "tr", "tbody", "thead", "tfoot"),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_BEHIND = re.compile(r"background(?:-color)?\s*:\s*(#\w+|\w+(?:\([^)]*\))?)", re.IGNORECASE)
_STRONG, _EMPHASIS, _CODE = (
    frozenset(("b", "strong")),
    frozenset(("i", "em")),
    frozenset(("code", "kbd", "samp")),
)


def is_hidden(node: "HtmlElement") -> bool:
    """Whether nobody sees it, or it leads elsewhere."""
    return (
        "hidden" in node.attrib
        or node.get("aria-hidden") == "true"
        or node.get("role") in ("navigation", "search")
        or bool(_HIDDEN.search(str(node.get("style") or "")))
    )


def heading_level(node: "HtmlElement") -> int:
    """1 to 6 for a heading, else 0."""
    tag = str(node.tag)
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if node.get("role") == "heading":
        level = str(node.get("aria-level") or "2")[:2]
        return min(int(level), 6) if level.isdecimal() and int(level) else 2
    return 0


def styled(style: Inline, node: "HtmlElement") -> Inline:
    """The style of the text in an element that stands in text of a style."""
    tag = node.tag
    if tag == "a":
        return replace(style, href=safe(str(node.get("href") or "").strip()) or style.href)
    looks = str(node.get("style") or "")
    return replace(
        style,
        strong=style.strong or tag in _STRONG or bool(_BOLD_STYLE.search(looks)),
        emphasis=style.emphasis or tag in _EMPHASIS,
        code=style.code or tag in _CODE,
        marked=style.marked or tag == "mark" or (tag not in APART and _is_marked(looks)),
    )


def _is_marked(looks: str) -> bool:
    """Yellow stands behind the letters."""
    behind = _BEHIND.search(looks)
    return behind is not None and markers.is_yellow(behind[1].strip())


def span(node: "HtmlElement", name: str) -> int:
    """How many columns or rows a cell covers."""
    text = str(node.get(name) or "1").strip()
    return min(max(int(text), 1), 1000) if text.isdecimal() and len(text) < 6 else 1
