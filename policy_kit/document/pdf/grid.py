"""Ruled tables of a PDF page: lines that cross make cells, and every word lies in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policy_kit.document.pdf import levels
from policy_kit.document.pdf.glyphs import Box
from policy_kit.document.pdf.runs import Drawn, Run

_REACH = 2.5
"""Points. Rules that come so near to each other meet."""
_SHORTEST = 6.0
_MOST = 1500


@dataclass(slots=True, eq=False)
class Grid:
    """A table by its rules; words are put into its cells as they are met."""

    across: list[float]
    """Where its columns begin and end, from the left."""
    down: list[float]
    """Where its rows begin and end, from the top."""
    owners: list[list[tuple[int, int]]]
    """Of each field the cell that it belongs to: cells may stretch over several."""
    cells: dict[tuple[int, int], list[Run]] = field(default_factory=dict)

    def take(self, run: Run) -> bool:
        """Whether the run lies in the table; if so it is put into its cell."""
        x, y = run.x0 + min(run.size, run.x1 - run.x0) / 2, run.y + 0.3 * run.size
        if not (self.across[0] <= x <= self.across[-1] and self.down[-1] <= y <= self.down[0]):
            return False
        column = sum(edge < x for edge in self.across[1:-1])
        row = sum(edge > y for edge in self.down[1:-1])
        self.cells.setdefault(self.owners[row][column], []).append(run)
        return True

    def rows(self) -> list[list[list[Run]]]:
        """The words of each cell, row by row; fields that belong to another cell are empty."""
        return [
            [self.cells.get((row, column), []) for column in range(len(self.across) - 1)]
            for row in range(len(self.down) - 1)
        ]


def grids(drawn: Drawn) -> list[Grid]:
    """The ruled tables of a page: two columns at least."""
    frame = (drawn.width * 0.9, drawn.height * 0.85)
    rules = [
        box
        for box in drawn.rules
        if max(box[2] - box[0], box[3] - box[1]) > _SHORTEST
        and (box[2] - box[0] < frame[0] or drawn.width < box[2] - box[0] + 150)
        and box[3] - box[1] < frame[1]
    ]
    found: list[Grid] = []
    loose: list[Box] = []
    for cluster in _clusters(rules[:_MOST]):
        if grid := _grid(cluster):
            found.append(grid)
        else:
            loose += cluster
    return found + [
        Grid(across, down, _fields(across, down)) for across, down in levels.edges(loose, drawn.runs)
    ]


def _clusters(rules: Iterable[Box]) -> list[list[Box]]:
    """Rules that meet, directly or by way of others."""
    clusters: list[list[Box]] = []
    extents: list[Box] = []
    for rule in rules:
        near = [i for i, extent in enumerate(extents) if _meet(extent, rule)]
        touched = [i for i in near if any(_meet(other, rule) for other in clusters[i])]
        if not touched:
            clusters.append([rule])
            extents.append(rule)
            continue
        first, *others = touched
        clusters[first].append(rule)
        extents[first] = _around([rule, *(extents[i] for i in touched)])
        for i in reversed(others):
            clusters[first] += clusters.pop(i)
            extents.pop(i)
    return clusters


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _REACH <= other[2]
        and other[0] - _REACH <= one[2]
        and one[1] - _REACH <= other[3]
        and other[1] - _REACH <= one[3]
    )


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _grid(rules: Sequence[Box]) -> Grid | None:
    level = [box for box in rules if box[2] - box[0] > box[3] - box[1]]
    upright = [box for box in rules if box[2] - box[0] <= box[3] - box[1]]
    if not level or not upright:
        return None
    left, bottom, right, top = _around(rules)
    across = _edges([left, *((box[0] + box[2]) / 2 for box in upright), right])
    down = _edges([bottom, *((box[1] + box[3]) / 2 for box in level), top])[::-1]
    if len(across) < 3 or len(down) < 2:
        return None
    return Grid(across, down, _owners(across, down, level, upright))


def _edges(values: Iterable[float]) -> list[float]:
    """Places of rules; a double rule is one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 4:
            found.append(value)
    return found


def _owners(
    across: list[float], down: list[float], level: list[Box], upright: list[Box]
) -> list[list[tuple[int, int]]]:
    """Fields without a rule between them are one cell, named by its first field."""
    owners = _fields(across, down)
    for row in range(len(down) - 1):
        middle = (down[row] + down[row + 1]) / 2
        for column in range(len(across) - 1):
            centre = (across[column] + across[column + 1]) / 2
            if column and not _crosses(upright, across[column], middle):
                owners[row][column] = owners[row][column - 1]
            elif row and not _crosses(level, centre, down[row]):
                owners[row][column] = owners[row - 1][column]
    return owners


def _fields(across: Sequence[float], down: Sequence[float]) -> list[list[tuple[int, int]]]:
    return [[(row, column) for column in range(len(across) - 1)] for row in range(len(down) - 1)]


def _crosses(rules: Iterable[Box], x: float, y: float) -> bool:
    """Whether a rule runs through a point, or near it."""
    return any(box[0] - 4 <= x <= box[2] + 4 and box[1] - 4 <= y <= box[3] + 4 for box in rules)
