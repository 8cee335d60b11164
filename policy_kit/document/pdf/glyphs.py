"""The letters of a PDF page, gathered into runs of one style."""

import ctypes
import math
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from policy_kit.document.pdf.calls import address, calls

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

_HEAVY = ("bold", "black", "heavy", "demi")
_SLANTED = ("italic", "oblique")
_BLANK = " \r\n\t\xa0\x00"
_LEADER = re.compile(r"(?:\.[ \xa0]*){4}((?:\.[ \xa0]*)+)")
"""The dots of a contents page, of which the first four tell enough."""
_INVISIBLE = (3, 7)
_FILLED_AND_DRAWN = 2
_NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""For what a file puts at infinity."""


class Style(NamedTuple):
    """How a run is drawn."""

    size: float
    bold: bool
    italic: bool
    tag: int
    """The marked-content number that ties the run to the tag tree; -1: none."""
    turn: int
    """Quarter turns anticlockwise; -1: aslant."""
    colour: tuple[int, int, int] | None
    """None: not drawn at all."""
    y: float
    """Where its line stands, whichever way the line runs."""


class Glyphs(NamedTuple):
    """A run as it stands on the page."""

    text: str
    """With a space before it where there is one between it and what was drawn before."""
    box: Box
    style: Style


def glyphs(page: Any) -> list[Glyphs]:
    """All runs of a page (of pypdfium2), in the order in which they are drawn."""
    textpage = page.get_textpage()
    try:
        return list(_Reader(textpage).runs())
    finally:
        textpage.close()


_Look = tuple[int | None, tuple[float, ...]]
"""The object that draws a letter, and what tells that two letters stand on one line in one style."""


class _Reader:
    """Asks as little as it can of each letter: asking all of every letter would take longer than all the rest."""

    def __init__(self, textpage: Any) -> None:
        self.pdfium = calls()
        self.page = address(textpage.raw)
        self.text = _text(self.page, textpage.count_chars())
        leaders = [range(found.start(1), found.end(1)) for found in _LEADER.finditer(self.text)]
        skipped = {i for leader in leaders for i in leader}
        self.solid = [i for i, char in enumerate(self.text) if char not in _BLANK and i not in skipped]
        self.fonts: dict[int, tuple[bool, bool]] = {}
        self.floats = (ctypes.c_float * 6)()
        self.numbers = (ctypes.c_uint * 4)()

    def runs(self) -> Iterator[Glyphs]:
        at = 0
        before = -2
        while at < len(self.solid):
            first = self.solid[at]
            look = self._look(first)
            end = self._end(at, look)
            last = self.solid[end]
            yield from self._glyphs(first, last, self._style(first, look), " " if first != before + 1 else "")
            at, before = end + 1, last

    def _look(self, index: int) -> _Look:
        pdfium, floats = self.pdfium, self.floats
        drawn = pdfium.Text_GetTextObject(self.page, index)
        pdfium.Text_GetMatrix(self.page, index, ctypes.addressof(floats))
        a, b, c, d, e, f = floats if isfinite(sum(floats)) else _NOWHERE
        line = f if abs(a) >= abs(b) else e
        font = pdfium.TextObj_GetFont(drawn) or 0
        return drawn, (a, b, c, d, round(line, 1), font, pdfium.PageObj_GetMarkedContentID(drawn))

    def _end(self, at: int, look: _Look) -> int:
        """The last of the letters, from `at`, that are drawn in one go or in one word of one style."""
        solid = self.solid
        drawn, style = look
        while True:
            end = self._end_of_object(at, drawn)
            word = end
            while word + 1 < len(solid) and solid[word + 1] == solid[word] + 1:
                word += 1
            if word == end:
                return end
            drawn, other = self._look(solid[word])
            if other != style:
                return end
            at = word

    def _end_of_object(self, at: int, drawn: int | None) -> int:
        """A leap and a search by halves: the letters of an object stand together."""
        ask, page, solid = self.pdfium.Text_GetTextObject, self.page, self.solid
        low, step = at, 1
        while low + step < len(solid) and ask(page, solid[low + step]) == drawn:
            low, step = low + step, step * 2
        high = min(low + step, len(solid))
        while high - low > 1:
            middle = (low + high) // 2
            if ask(page, solid[middle]) == drawn:
                low = middle
            else:
                high = middle
        return low

    def _style(self, index: int, look: _Look) -> Style:
        pdfium = self.pdfium
        drawn, (a, b, c, d, line, font, tag) = look
        mode = pdfium.TextObj_GetTextRenderMode(drawn) if drawn else 0
        bold, italic = self._font(int(font), index)
        size = pdfium.Text_GetFontSize(self.page, index) * math.hypot(c, d)
        return Style(
            round(size, 1) if isfinite(size) else 0,
            bold or mode == _FILLED_AND_DRAWN,
            italic,
            int(tag),
            _turn(a, b),
            None if mode in _INVISIBLE else self._colour(index),
            line,
        )

    def _font(self, font: int, index: int) -> tuple[bool, bool]:
        """Whether the font is bold, and whether it is italic."""
        pdfium = self.pdfium
        if font not in self.fonts:
            name = ctypes.create_string_buffer(256)
            pdfium.Text_GetFontInfo(self.page, index, ctypes.addressof(name), 256, None)
            plain = name.value.decode("utf-8", "replace").lower()
            weight = pdfium.Font_GetWeight(font) if font else 400
            self.fonts[font] = (
                any(w in plain for w in _HEAVY) or weight >= 600,
                any(s in plain for s in _SLANTED),
            )
        return self.fonts[font]

    def _colour(self, index: int) -> tuple[int, int, int] | None:
        start = ctypes.addressof(self.numbers)
        if not self.pdfium.Text_GetFillColor(self.page, index, start, start + 4, start + 8, start + 12):
            return (0, 0, 0)
        red, green, blue, alpha = self.numbers
        return (red, green, blue) if alpha >= 10 else None

    def _glyphs(self, first: int, last: int, style: Style, space: str) -> Iterator[Glyphs]:
        text = self.text[first : last + 1]
        box = self._box(first, last)
        across = box[3] - box[1] if style.turn % 2 else box[2] - box[0]
        if " " in text and across > 0.8 * style.size * len(text):
            yield from self._words(first, text, style)  # one go may write the cells of a row, far apart
        else:
            yield Glyphs(space + _mended(text), box, style)

    def _words(self, first: int, text: str, style: Style) -> Iterator[Glyphs]:
        start = 0
        for word in text.split(" "):
            if word.strip():
                index = first + start
                yield Glyphs(" " + _mended(word), self._box(index, index + len(word) - 1), style)
            start += len(word) + 1

    def _box(self, first: int, last: int) -> Box:
        one, other = self._letter(first), self._letter(last)
        return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])

    def _letter(self, index: int) -> Box:
        self.pdfium.Text_GetLooseCharBox(self.page, index, ctypes.addressof(self.floats))
        left, top, right, bottom = self.floats[:4]
        if not isfinite(left + top + right + bottom):
            return 0.0, 0.0, 0.0, 0.0
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _text(page: int | None, count: int) -> str:
    """One character for each letter that PDFium counts, so that a place in the text is the number of the letter."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if calls().Text_GetText(page, 0, count, ctypes.addressof(buffer)) == count + 1:
        return "".join(map(chr, buffer[:count]))
    ask = calls().Text_GetUnicode
    return "".join(chr(code) if (code := ask(page, i)) < 0x110000 else " " for i in range(count))


def _mended(text: str) -> str:
    """Text without the halves of characters in which PDFium may hand it over."""
    text = text.replace("\r", " ").replace("\n", " ").replace("\x02", "-").replace("\ufffe", "-")
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _turn(a: float, b: float) -> int:
    """Quarter turns of a line of text, from its matrix; up to three degrees are no turn."""
    quarters = math.degrees(math.atan2(b, a)) / 90
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.034 else -1
