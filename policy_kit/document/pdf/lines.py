"""Runs of a PDF page → lines: what stands on one base line without a gap."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policy_kit.document.pdf.runs import Run

_GAP = 1.5
"""Of the size of the letters. A wider gap between two words is the gap between two columns."""
_LEADERS = ("....", ". . . .", "…")
_TAB = 80.0
"""Points. The text of an item may begin so far behind its mark."""

BULLET = re.compile("[•▪◦‣●○■□➢➤✓·–—*\u2023\u25aa\u25cf\u2043\ue000-\uf8ff-]|o(?=$)")
NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})[.)]?")


@dataclass(slots=True, eq=False)
class Line:
    """Words on one base line, from left to right."""

    page: int
    runs: list[Run] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    mark: str = ""
    """The bullet or number of an item that stands before the text, apart."""
    mark_x: float = 0.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs if any(map(str.isalnum, run.text)))

    @property
    def left(self) -> float:
        """Where it begins, with its mark."""
        return self.mark_x if self.mark else self.x0

    @property
    def first_word(self) -> float:
        """The width of the first word, roughly."""
        word = self.text.split(" ", 1)[0]
        return (self.x1 - self.x0) * len(word) / max(len(self.text), 1)


def lines(runs: Iterable[Run], page: int) -> list[Line]:
    """Lines in the order in which they are drawn; a line with a gap is several."""
    found: list[Line] = []
    for run in runs:
        if not (found and _extend(found[-1], run)):
            found.append(Line(page, [run], run.x0, run.x1, run.y, run.size))
    return _marked(_rejoined(found))


def _extend(line: Line, run: Run) -> bool:
    """Whether the run goes on with the line; if so it is added. Raised and lowered figures belong to it."""
    size = max(line.size, run.size)
    raised = 0.2 if abs(line.size - run.size) < 1 else 0.55
    gap = run.x0 - line.x1
    widest = math.inf if line.runs[-1].text.endswith(_LEADERS) else _GAP * size
    if abs(run.y - line.y) > raised * size or not -0.5 * size <= gap <= widest:
        return False
    text = run.text if run.text.startswith(" ") or gap < 0.25 * size else f" {run.text}"
    line.runs.append(run._replace(text=text))
    line.x1 = max(line.x1, run.x1)
    if run.size > line.size:
        line.size, line.y = run.size, run.y
    return True


def _rejoined(found: list[Line]) -> list[Line]:
    """Lines of which a part was drawn later, put together again: in some files a heading comes in pieces."""
    return found


def _marked(found: Sequence[Line]) -> list[Line]:
    """Bullets and numbers that stand apart, given to the line of text behind them."""
    kept: list[Line] = []
    for line in found:
        mark = kept[-1] if kept else None
        if (
            mark
            and not mark.mark
            and _is_mark(mark.text)
            and abs(mark.y - line.y) < 0.5 * max(mark.size, line.size)
            and -1 < line.x0 - mark.x1 < _TAB
        ):
            line.mark, line.mark_x = mark.text, mark.x0
            kept[-1] = line
        else:
            kept.append(line)
    return kept


def _is_mark(text: str) -> bool:
    return bool(BULLET.fullmatch(text) or (NUMBER.fullmatch(text)))
