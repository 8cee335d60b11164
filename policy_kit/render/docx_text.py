"""Runs of text → WordprocessingML. Every piece of text is escaped on its way in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from policy_kit import pages
from policy_kit.model import Block, Inline

_OPEN = '<w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Links:
    """Where links lead."""

    relate: Callable[[str], str]
    """The target of a link → the id by which the file knows it."""
    marks: Mapping[str, str]
    """Anchor of a heading → name of its bookmark."""


def bookmarks(blocks: Sequence[Block]) -> dict[str, str]:
    """A name for the anchor of each heading as Word allows it: letters, digits and _, at most 40, each once."""
    marks: dict[str, str] = {}
    for block in blocks:
        if block.kind == "heading" and block.ident and block.ident not in marks:
            plain = re.sub(r"[^A-Za-z0-9]+", "_", block.ident)[:30]
            marks[block.ident] = f"s{len(marks) + 1}_{plain}"
    return marks


def runs(all_runs: Sequence[Inline], links: Links) -> str:
    return "".join(_linked(each, links) for each in all_runs if each.text)


def run(content: Inline, style: str = "") -> str:
    """One run, without its link."""
    properties = (
        (f'<w:rStyle w:val="{style or "CodeText"}"/>' if style or content.code else "")
        + ("<w:b/><w:bCs/>" if content.strong else "")
        + ("<w:i/><w:iCs/>" if content.emphasis else "")
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{_text(content.text)}</w:r>"


def attribute(text: str) -> str:
    """Text on one line as the value of an attribute, with its quotation marks."""
    return quoteattr(" ".join(pages.printable(text).split()))


def _linked(content: Inline, links: Links) -> str:
    if not content.href:
        return run(content)
    if not content.href.startswith("#"):
        target = f'r:id="{links.relate(content.href)}"'
    elif mark := links.marks.get(content.href[1:]):
        target = f'w:anchor="{mark}"'
    else:
        return run(content)
    return f'<w:hyperlink {target} w:history="1">{run(content, "Hyperlink")}</w:hyperlink>'


def _text(text: str) -> str:
    """Text as XML holds it: a new line and a tab are elements, and what XML forbids is left out."""
    escaped = escape(pages.printable(text).replace("\r", "\n"))
    escaped = escaped.replace("\n", "</w:t><w:br/>" + _OPEN).replace("\t", "</w:t><w:tab/>" + _OPEN)
    return f"{_OPEN}{escaped}</w:t>"
