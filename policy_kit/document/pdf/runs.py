"""A PDF page as its reader holds it: the words that can be seen, upright, and what is drawn around them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from policy_kit.document.pdf.glyphs import Box, Glyphs, glyphs
from policy_kit.document.pdf.shapes import Shapes, shapes

_TINY = 1.5
"""Points. Nobody can read smaller type."""
_PALE = 20
"""Of 255. A colour that differs less from the paper cannot be seen."""


class Run(NamedTuple):
    """Words of one style on one line; points from the bottom left corner of the page as it is held."""

    text: str
    x0: float
    x1: float
    y: float
    """The base line."""
    size: float
    bold: bool
    italic: bool
    tag: int
    """The marked-content number that ties the run to the tag tree; -1: none."""
    href: str | None = None
    """Where a link leads."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was drawn."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Box, ...]
    hidden: dict[str, str]
    """Why words were left out → the first of them."""
    pictures: bool = False
    recognised: bool = False
    """The page is a picture; a machine has recognised the words."""


def draw(page: Any, number: int, links: Sequence[tuple[Box, str]] = ()) -> Drawn:
    """What is written on a page of pypdfium2, in the order in which it is drawn; `links` by their places."""
    found = glyphs(page)
    drawn = shapes(page)
    frame: Box = page.get_bbox()
    recognised = _recognised(found, drawn, frame)
    turn = _turn(found)
    runs: list[Run] = []
    hidden: dict[str, str] = {}
    for each in found:
        fault = _fault(each, drawn, frame, recognised=recognised)
        if fault or each.style.turn != turn:
            hidden.setdefault(fault or "sideways", each.text)
        else:
            runs.append(_run(each, turn, frame)._replace(href=_href(each.box, links)))
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if turn % 2:
        width, height = height, width
    rules = tuple(_held(box, turn, frame) for box in drawn.rules)
    return Drawn(number, width, height, tuple(runs), rules, hidden, bool(drawn.pictures), recognised)


def _turn(found: list[Glyphs]) -> int:
    """How the page is held to be read: the way most of its words run."""
    ways = Counter[int]()
    for each in found:
        ways[each.style.turn] += len(each.text)
    return max(ways.most_common(1)[0][0], 0) if ways else 0


def _recognised(found: list[Glyphs], drawn: Shapes, frame: Box) -> bool:
    area = (frame[2] - frame[0]) * (frame[3] - frame[1])
    covered = any((right - left) * (top - bottom) > 0.7 * area for left, bottom, right, top in drawn.pictures)
    return covered and all(each.style.colour is None for each in found)


def _fault(each: Glyphs, drawn: Shapes, frame: Box, *, recognised: bool) -> str:
    """Why nobody can read words on paper, "" where somebody can."""
    left, bottom, right, top = each.box
    style = each.style
    if right <= frame[0] or left >= frame[2] or top <= frame[1] or bottom >= frame[3]:
        return "off the page"
    if style.size < _TINY:
        return "too small"
    if style.colour is None:
        return "" if recognised else "invisible"
    ground = drawn.ground(each.box) if drawn.fills or sum(style.colour) > 600 else None
    if ground and max(abs(a - b) for a, b in zip(ground, style.colour, strict=True)) < _PALE:
        return "in the colour of the paper"
    return ""


def _run(each: Glyphs, turn: int, frame: Box) -> Run:
    style = each.style
    left, _, right, _ = _held(each.box, turn, frame)
    line = (style.y - frame[1], frame[2] - style.y, frame[3] - style.y, style.y - frame[0])[turn]
    return Run(each.text, left, right, line, style.size, style.bold, style.italic, style.tag)


def _href(box: Box, links: Sequence[tuple[Box, str]]) -> str | None:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = (to for at, to in links if at[0] <= across <= at[2] and at[1] <= up <= at[3])
    return next(inside, None)


def _held(box: Box, turn: int, frame: Box) -> Box:
    """A box on the page as it is held to be read."""
    left, bottom, right, top = box
    x, y, far, high = frame
    match turn:
        case 1:
            return bottom - y, far - right, top - y, far - left
        case 2:
            return far - right, high - top, far - left, high - bottom
        case 3:
            return high - top, left - x, high - bottom, right - x
        case _:
            return left - x, bottom - y, right - x, top - y
