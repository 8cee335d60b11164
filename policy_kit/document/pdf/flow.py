"""Lines of a PDF → texts: paragraphs, items and headings put together again from their lines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from policy_kit.document.pdf.lines import BULLET, Line

_ENDS = (".", "!", "?", ":", ";", "”", '"', ")")
_ITEM = re.compile(r"(\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|[ivx]{1,4}|\d{1,2})\.)\s+(?=\S)")
LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|_{5,}(?=\s*\d))\s*\d{0,3}$")
"""The end of a line of a contents page."""
_CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Type:
    """How a document is set."""

    size: float
    """Of the letters of its text, in points."""
    leading: float
    """From line to line, as a share of the size."""


@dataclass(slots=True, eq=False)
class Text:
    """One paragraph, item or heading, line by line."""

    lines: list[Line] = field(default_factory=list)
    mark: str = ""
    """The bullet or number that stands before it."""
    gap: bool = False
    """White space stands above it."""
    level: int = 0
    """Of a heading, or of the list that it stands in."""
    role: str = ""
    """heading, item, caption or contents, where the tag tree says so."""
    full: bool = False
    """Its last line reaches the margin."""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)


def setting(lines: Iterable[Sequence[Line]]) -> Type:
    """The type of most of the text, from stretches of lines."""
    sizes = Counter[float]()
    gaps = Counter[float]()
    for stretch in lines:
        for above, line in zip([None, *stretch], stretch, strict=False):
            sizes[line.size] += len(line.text)
            if above and abs(above.size - line.size) < 0.5 and 0 < above.y - line.y < 2.2 * line.size:
                gaps[round((above.y - line.y) / line.size, 1)] += 1
    size = sizes.most_common(1)[0][0] if sizes else 11.0
    return Type(size, gaps.most_common(1)[0][0] if gaps else 1.2)


def texts(lines: Sequence[Line], kind: Type) -> Iterator[Text]:
    """The texts of a stretch, of which no line reaches beyond the margin of the longest."""
    margin = max((line.x1 for line in lines), default=0.0)
    text: Text | None = None
    for line in lines:
        if text and goes_on(text, line, margin, kind):
            text.lines.append(line)
            continue
        gap = text is None or text.lines[-1].y - line.y > (kind.leading + 0.35) * line.size
        if text:
            yield text
        text = Text([line], line.mark, gap)
    if text:
        yield text


def goes_on(text: Text, line: Line, margin: float, kind: Type) -> bool:
    """Whether a line goes on with the text above it."""
    last = text.lines[-1]
    fall = last.y - line.y
    if _is_apart(last, line):
        return False
    if line.page != last.page:
        return _is_unfinished(last, line)
    leading = max(kind.leading, 1.15)
    if fall > min(leading * 1.3, leading + 0.27) * line.size or fall < 0:
        return False
    if _is_display(text, kind) and line.bold == last.bold:
        return _same_line_of_display(text, line, fall)
    full = last.x1 + line.first_word + 0.2 * line.size > margin - 0.5 * line.size
    if not full:
        return _is_unfinished(last, line) or _hangs(text, line)
    indented = line.x0 > max(text.lines[0].x0 + 1.5 * line.size, last.x0 + 6)
    return not (indented and len(text.lines) > 1) and not _changes(last, line)


def _changes(last: Line, line: Line) -> bool:
    """Whether the type changes between two lines: all of it, or at the end of a sentence or of a heading."""
    if last.bold != line.bold and abs(last.size - line.size) > 0.4:
        return True
    return last.runs[-1].bold != line.runs[0].bold and (last.text.endswith(_ENDS) or last.bold)


def _is_apart(last: Line, line: Line) -> bool:
    """Whether one look tells that a line begins something."""
    other_size = abs(last.size - line.size) > 0.12 * last.size
    return bool(LEADER.search(last.text) or line.mark or begins(line.text) or other_size)


def begins(text: str) -> bool:
    """Whether a line begins an item or a clause of its own."""
    return bool(_ITEM.match(text) or _CLAUSE.match(text) or (BULLET.match(text) and text[1:2].isspace()))


def _is_unfinished(last: Line, line: Line) -> bool:
    """A sentence that is broken, as at the side of a picture, in a narrow cell, or by the end of a page."""
    return line.text[:1].islower() and not last.text.endswith(_ENDS) and last.bold == line.bold


def _hangs(text: Text, line: Line) -> bool:
    """Whether a line stands under the words of a bulleted item that is not at its end: beside its bullet."""
    first, last = text.lines[0], text.lines[-1]
    under = first.x0 + 0.4 * line.size < line.x0 < first.x0 + 3 * line.size
    return (
        under and bool(BULLET.match(first.text)) and not last.text.endswith(_ENDS) and last.bold == line.bold
    )


def _is_display(text: Text, kind: Type) -> bool:
    return text.size > 1.15 * kind.size


def _same_line_of_display(text: Text, line: Line, fall: float) -> bool:
    """A title over several lines is set closer than two titles."""
    return fall < 1.35 * line.size and len(text.lines) < 4
