"""What is drawn on a PDF page besides words: rules, fills and pictures."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from policy_kit.document.pdf.calls import address, calls
from policy_kit.document.pdf.glyphs import Box

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_THIN = 3.0
"""Points. A longer and thicker shape is not a rule."""
_MOST = 20_000
_DEEPEST = 6


class Fill(NamedTuple):
    """A filled shape; no colour: a picture or a blend, which may be anything."""

    box: Box
    colour: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Shapes:
    """In the order in which they are drawn."""

    fills: tuple[Fill, ...]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]

    def ground(self, box: Box) -> tuple[int, int, int] | None:
        """The colour on which words stand; None where a picture makes that unknown."""
        across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for fill in reversed(self.fills):
            left, bottom, right, top = fill.box
            if left <= across <= right and bottom <= up <= top:
                return fill.colour
        return (255, 255, 255)


def shapes(page: Any) -> Shapes:
    """The shapes of a page of pypdfium2; those of a page with more than it can have for a reader are cut short."""
    fills: list[Fill] = []
    rules: list[Box] = []
    pictures: list[Box] = []
    for kind, box, colour, stroked in _drawn(address(page.raw)):
        thin = box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN
        if kind == _IMAGE:
            pictures.append(box)
        if kind != _PATH or (colour and not thin):
            fills.append(Fill(box, colour))
        elif thin:
            rules.append(box)
        if kind == _PATH and stroked and not thin:
            left, bottom, right, top = box
            edges = ((left, bottom, right, bottom), (left, top, right, top))
            rules += (*edges, (left, bottom, left, top), (right, bottom, right, top))
    return Shapes(tuple(fills), tuple(rules), tuple(pictures))


_Drawn = tuple[int, Box, tuple[int, int, int] | None, bool]


def _drawn(page: int | None) -> Iterator[_Drawn]:
    pdfium = calls()
    left = [_MOST]
    item, kind = pdfium.Page_GetObject, pdfium.PageObj_GetType
    for index in range(pdfium.Page_CountObjects(page)):
        handle = item(page, index)
        if kind(handle) != _TEXT:
            yield from _one(handle, (1, 0, 0, 1, 0, 0), 0, left)


_Matrix = tuple[float, float, float, float, float, float]


def _one(handle: int, matrix: _Matrix, depth: int, left: list[int]) -> Iterator[_Drawn]:
    pdfium = calls()
    kind = pdfium.PageObj_GetType(handle)
    left[0] -= 1
    if left[0] < 0:
        return
    if kind in (_PATH, _IMAGE, _SHADING):
        colour, stroked = _paint(handle) if kind == _PATH else (None, False)
        yield kind, _moved(_bounds(handle), matrix), colour, stroked
    elif kind == _FORM and depth < _DEEPEST and left[0] > 0:
        inner = _times(_matrix(handle), matrix)
        for index in range(min(pdfium.FormObj_CountObjects(handle), left[0])):
            yield from _one(pdfium.FormObj_GetObject(handle, index), inner, depth + 1, left)


def _bounds(handle: int) -> Box:
    floats = (ctypes.c_float * 4)()
    start = ctypes.addressof(floats)
    calls().PageObj_GetBounds(handle, start, start + 4, start + 8, start + 12)
    return floats[0], floats[1], floats[2], floats[3]


def _matrix(handle: int) -> _Matrix:
    floats = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    calls().PageObj_GetMatrix(handle, ctypes.addressof(floats))
    a, b, c, d, e, f = floats
    return a, b, c, d, e, f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(box: Box, matrix: _Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _paint(handle: int) -> tuple[tuple[int, int, int] | None, bool]:
    """The colour with which a path is filled, if it is, and whether its line is drawn."""
    numbers = (ctypes.c_uint * 6)()
    start = ctypes.addressof(numbers)
    calls().Path_GetDrawMode(handle, start + 16, start + 20)
    calls().PageObj_GetFillColor(handle, start, start + 4, start + 8, start + 12)
    red, green, blue, alpha, filled, stroked = numbers
    return (red, green, blue) if filled and alpha > 127 else None, bool(stroked)
