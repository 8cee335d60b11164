"""The paragraph styles of a Word file, each with what it takes from those it is based on."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policy_kit.document import markers

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"(toc|contents) ?\d|table of figures")
_DEEPEST = 20
_BODY = 22  # half points, where a file does not say


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or its text is, before its own formatting."""

    level: int | None = None
    """Of a heading; 0 is the title."""
    number: tuple[str, int] | None = None
    """The list that numbers it, and the level in it."""
    bold: bool = False
    size: int = _BODY
    """Half points."""
    contents: bool = False
    caption: bool = False
    quote: bool = False
    hidden: bool = False
    marked: bool = False
    """Highlighted by hand."""


class Styles:
    """Style ident → Style."""

    def __init__(self, tree: "_Element | None") -> None:
        self._nodes: dict[str, _Element] = {}
        self._known: dict[str, Style] = {}
        self.default = Style()
        if tree is None:
            return
        size = tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self.default = Style(size=number(size, _BODY))
        for node in tree.iter(f"{W}style"):
            self._nodes[str(node.get(f"{W}styleId"))] = node
            if node.get(f"{W}type") == "paragraph" and node.get(f"{W}default") in ("1", "true"):
                self.default = self._made(node, 0)

    def __getitem__(self, ident: str | None) -> Style:
        return self._style(ident, 0) if ident else self.default

    def _style(self, ident: str, depth: int) -> Style:
        if ident not in self._known:
            node = self._nodes.get(ident)
            self._known[ident] = self.default if node is None or depth > _DEEPEST else self._made(node, depth)
        return self._known[ident]

    def _made(self, node: "_Element", depth: int) -> Style:
        based = node.find(f"{W}basedOn")
        style = self._style(str(based.get(f"{W}val")), depth + 1) if based is not None else self.default
        named = node.find(f"{W}name")
        name = str(named.get(f"{W}val") or "").lower() if named is not None else ""
        style = _named(replace(style, caption=style.caption or name == "caption"), name)
        outline = node.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            level = number(outline, 9)
            style = replace(style, level=level + 1 if level < 9 else None)
        style = replace(style, number=listed(node.find(f"{W}pPr/{W}numPr"), style.number))
        return styled(style, node.find(f"{W}rPr"))


def _named(style: Style, name: str) -> Style:
    if found := _HEADING.fullmatch(name):
        return replace(style, level=int(found[1]))
    if name == "title":
        return replace(style, level=0)
    if name == "subtitle":
        return replace(style, level=None)
    if _CONTENTS.fullmatch(name):
        return replace(style, contents=True, level=None)
    return replace(style, quote=style.quote or name in ("quote", "intense quote"))


def styled(style: Style, properties: "_Element | None") -> Style:
    """A style, with the run properties of a node over it."""
    if properties is None:
        return style
    bold, size, hidden = (properties.find(f"{W}{name}") for name in ("b", "sz", "vanish"))
    return replace(
        style,
        bold=style.bold if bold is None else is_on(bold),
        size=number(size, style.size),
        hidden=style.hidden if hidden is None else is_on(hidden),
        marked=_marked(properties, style.marked),
    )


def _marked(properties: "_Element", inherited: bool) -> bool:
    """Marked with the pen, or with yellow behind the letters."""
    pen, shade = properties.find(f"{W}highlight"), properties.find(f"{W}shd")
    if pen is not None:
        return markers.is_pen(str(pen.get(f"{W}val")))
    return inherited if shade is None else markers.is_yellow(str(shade.get(f"{W}fill")))


def listed(properties: "_Element | None", inherited: tuple[str, int] | None) -> tuple[str, int] | None:
    """The list and the level in it that `numPr` names, over what the style says; list "0" takes it out of all."""
    if properties is None:
        return inherited
    ident, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    before = inherited or ("", 0)
    name = str(ident.get(f"{W}val")) if ident is not None else before[0]
    return (name, min(number(level, before[1]), 8)) if name not in ("", "0") else None


def is_on(node: "_Element") -> bool:
    """Whether a property that may be switched off is on."""
    return node.get(f"{W}val") not in ("0", "false", "off", "none")


def number(node: "_Element | None", otherwise: int) -> int:
    """The whole number in a node."""
    text = str(node.get(f"{W}val") or "") if node is not None else ""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else otherwise
