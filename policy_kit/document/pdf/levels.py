"""Tables of a PDF page that have rules between their rows and none between their columns."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from policy_kit.document.pdf.glyphs import Box
from policy_kit.document.pdf.lines import BULLET
from policy_kit.document.pdf.runs import Run

_GUTTER = 5.0
"""Points. White space so wide, from the first row to the last, parts two columns."""
_NARROWEST = 120.0
_NEAR = 3.0

Span = tuple[float, float]


def edges(rules: Iterable[Box], runs: Sequence[Run]) -> Iterator[tuple[list[float], list[float]]]:
    """The edges of such tables: of columns from the left, of rows from the top."""
    for group in _alike(rules):
        left, right = min(rule[0] for rule in group), max(rule[2] for rule in group)
        heights = sorted({round((rule[1] + rule[3]) / 2, 1) for rule in group}, reverse=True)
        inside = [run for run in runs if left <= run.x0 < right]
        for down, columns in _tables(heights, inside):
            yield [left, *(start - 1 for start, _ in columns[1:]), right], down


def _alike(rules: Iterable[Box]) -> list[list[Box]]:
    """Level rules that begin and end at the same places: three at least, for a row of heads and one more."""
    groups: list[list[Box]] = []
    for rule in rules:
        if rule[2] - rule[0] < _NARROWEST or rule[3] - rule[1] > _NEAR:
            continue
        for group in groups:
            if abs(group[0][0] - rule[0]) < _NEAR and abs(group[0][2] - rule[2]) < _NEAR:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 2]


def _tables(heights: Sequence[float], runs: Sequence[Run]) -> Iterator[tuple[list[float], list[Span]]]:
    """Rows that follow each other and have the same columns, two rows at least, and those columns."""
    down: list[float] = []
    columns: list[Span] = []
    for top, bottom in pairwise(heights):
        row = _columns(_span(run) for run in runs if bottom < run.y + 0.3 * run.size < top)
        both = _columns([*columns, *row])
        if down and len(row) > 1 and len(both) == max(len(columns), len(row)):
            down.append(bottom)
            columns = both
            continue
        if len(down) > 2:
            yield down, columns
        down, columns = ([top, bottom], row) if len(row) > 1 else ([], [])
    if len(down) > 2:
        yield down, columns


def _span(run: Run) -> Span:
    """From where to where a run reaches; a bullet reaches to the words behind it."""
    return run.x0, run.x1 + 1.5 * run.size * bool(BULLET.fullmatch(run.text.strip()))


def _columns(spans: Iterable[Span]) -> list[Span]:
    """What has no gutter in it."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] < _GUTTER:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
