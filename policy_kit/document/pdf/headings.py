"""Which texts of a PDF are headings, and how high they rank."""

import re
from collections import Counter
from collections.abc import Sequence

from policy_kit.document import outline, tidy
from policy_kit.document.pdf.blocks import marked
from policy_kit.document.pdf.breaks import Piece
from policy_kit.document.pdf.flow import Text, Type

_VALUE = re.compile(r"\b\d{1,2}[.:]\d{2}\b|:\s.*\d")
"""A time, or a figure behind its name: large type, but a fact and no heading."""


class Styles:
    """Which texts are headings, and how high they rank: by size, then by weight."""

    def __init__(self, pieces: Sequence[Piece], kind: Type) -> None:
        self.kind = kind
        roles = Counter(piece.role for piece in pieces if isinstance(piece, Text))
        pages = {piece.lines[0].page for piece in pieces if isinstance(piece, Text)}
        self.told = roles["heading"] >= max(3, len(pages) // 2)
        letters = Counter[bool]()
        for piece in pieces:
            if isinstance(piece, Text):
                letters[piece.bold] += len(piece.text)
        self.bold_tells = letters[True] < letters[False]
        headings = [p for p in pieces if isinstance(p, Text) and self.is_heading(p)]
        found = {self._style(text) for text in headings}
        self.ranks = {style: rank for rank, style in enumerate(sorted(found, reverse=True), start=1)}
        self.tagged = {self._style(text): text.level for text in headings if text.role}

    def is_heading(self, text: Text) -> bool:
        if text.role or self.told:
            return text.role == "heading"
        ratio = text.size / self.kind.size
        bold = text.bold and self.bold_tells
        if len(text.lines) > 3 or (text.mark and not bold):
            return False
        words = tidy.text(f"{text.mark} {text.text}" if has_number(text.mark) else text.text)
        if marked(text)[0] == "item" and not has_number(text.mark) and not outline.split_number(words)[0]:
            return False
        stands_out = bold or ratio >= 1.1 or words.isupper()
        if _VALUE.search(words):
            return False
        return stands_out and outline.looks_like_heading(words, bold=bold, size_ratio=ratio)

    def level(self, text: Text) -> int:
        if text.role:
            return max(text.level, 1)
        style = self._style(text)
        rank = self.tagged.get(style) or self.ranks.get(style, 6) + max(self.tagged.values(), default=0)
        number, _ = outline.split_number(tidy.text(f"{text.mark} {text.text}"))
        return min(rank + (outline.depth(number) - 1 if number else 0), 6)

    def _style(self, text: Text) -> tuple[float, bool, bool]:
        stands_out = text.bold or text.size > 1.1 * self.kind.size
        return round(text.size * 2) / 2, text.bold, text.text.isupper() and not stands_out


def has_number(mark: str) -> bool:
    return any(char.isdigit() for char in mark)
