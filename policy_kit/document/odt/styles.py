"""The styles of an OpenDocument text: what is bold, how large, and how lists count."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_kit.document import markers

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT = f"{{{_NS}office:1.0}}", f"{{{_NS}style:1.0}}", f"{{{_NS}text:1.0}}"
TABLE, DRAW = f"{{{_NS}table:1.0}}", f"{{{_NS}drawing:1.0}}"
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_DEEPEST = 20
_BODY = 12.0  # points, where a file does not say


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or a span is."""

    level: int | None = None
    """Of a heading; 0 is the title."""
    listing: str = ""
    """The list style that numbers it."""
    bold: bool = False
    size: float = _BODY
    """Points."""
    caption: bool = False
    hidden: bool = False
    marked: bool = False
    """Highlighted by hand."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    form: str = ""
    """As `numerals.written` knows it; "" for bullets."""
    before: str = ""
    after: str = ""
    start: int = 1
    levels: int = 1
    """How many levels it prints: 2 is "4.2"."""


@dataclass(slots=True)
class Styles:
    """The styles of a file: common ones first, then those made for single paragraphs."""

    trees: "Iterable[_Element]"
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    """List style → its levels, from 1; "" is the numbering of headings."""
    _nodes: "dict[tuple[str, str], _Element]" = field(default_factory=dict)
    _known: dict[tuple[str, str], Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)

    def __post_init__(self) -> None:
        for tree in self.trees:
            for node in tree.iter(f"{STYLE}style"):
                self._nodes[str(node.get(f"{STYLE}family")), str(node.get(f"{STYLE}name"))] = node
            for node in tree.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
                name = "" if node.tag == f"{TEXT}outline-style" else str(node.get(f"{STYLE}name"))
                self.lists[name] = {
                    _depth(level): _level(level) for level in node if level.get(f"{TEXT}level")
                }
            for node in tree.iter(f"{STYLE}default-style"):
                if node.get(f"{STYLE}family") == "paragraph":
                    self.default = _styled(self.default, node)
        self.default = replace(self.paragraph("Standard"), level=None)

    def paragraph(self, name: str | None) -> Style:
        """The style of a paragraph."""
        return self._style("paragraph", name, 0) if name else self.default

    def span(self, name: str | None, inside: Style) -> Style:
        """The style of a span that stands in a style."""
        node = self._nodes.get(("text", name or ""))
        for ancestor in reversed(self._line(node)):
            inside = _styled(inside, ancestor)
        return inside

    def _line(self, node: "_Element | None") -> "list[_Element]":
        line: list[_Element] = []
        while node is not None and len(line) < _DEEPEST:
            line.append(node)
            node = self._nodes.get(
                (str(node.get(f"{STYLE}family")), str(node.get(f"{STYLE}parent-style-name")))
            )
        return line

    def _style(self, family: str, name: str, depth: int) -> Style:
        node = self._nodes.get((family, name))
        if node is None or depth > _DEEPEST:
            return self.default
        if (family, name) not in self._known:
            parent = node.get(f"{STYLE}parent-style-name")
            style = self._style(family, str(parent), depth + 1) if parent else self.default
            title = str(node.get(f"{STYLE}display-name") or name).lower()
            style = replace(style, caption=style.caption or title in ("caption", "table"))
            level = 0 if title == "title" else style.level
            listing = str(node.get(f"{STYLE}list-style-name") or style.listing)
            self._known[family, name] = _styled(replace(style, level=level, listing=listing), node)
        return self._known[family, name]


def _styled(style: Style, node: "_Element") -> Style:
    properties = node.find(f"{STYLE}text-properties")
    if properties is None:
        return style
    weight, size = (
        str(properties.get(f"{_FO}font-weight") or ""),
        str(properties.get(f"{_FO}font-size") or ""),
    )
    if weight:
        style = replace(style, bold=weight == "bold" or weight in ("600", "700", "800", "900"))
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)(pt|%)", size):
        points = float(found[1])
        style = replace(style, size=points if found[2] == "pt" else style.size * points / 100)
    if behind := properties.get(f"{_FO}background-color"):
        style = replace(style, marked=markers.is_yellow(str(behind)))
    return replace(style, hidden=style.hidden or properties.get(f"{TEXT}display") == "none")


def _depth(node: "_Element") -> int:
    return whole(node.get(f"{TEXT}level"), 1)


def _level(node: "_Element") -> Level:
    return Level(
        str(node.get(f"{STYLE}num-format") or ""),
        str(node.get(f"{STYLE}num-prefix") or ""),
        str(node.get(f"{STYLE}num-suffix") or ""),
        whole(node.get(f"{TEXT}start-value"), 1),
        whole(node.get(f"{TEXT}display-levels"), 1),
    )


def whole(text: object, otherwise: int) -> int:
    """The whole number that an attribute holds."""
    return int(str(text)) if re.fullmatch(r"\d{1,6}", str(text)) else otherwise
