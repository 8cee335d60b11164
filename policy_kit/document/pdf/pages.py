"""Each page of a PDF as parts in reading order: by its tags if most of the words have one, else by its layout."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policy_kit.document.pdf import layout, links, regions
from policy_kit.document.pdf.flow import Text
from policy_kit.document.pdf.furniture import Unit, lines_of, set_apart
from policy_kit.document.pdf.lines import Line, lines
from policy_kit.document.pdf.regions import Part, Stretch
from policy_kit.document.pdf.runs import Drawn, Run, draw
from policy_kit.document.pdf.tags import Node, pieces, tree

_ENOUGH = 0.9
"""Of the letters: so many must stand in the tag tree for it to be believed."""
_TELLING = frozenset({"H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "L", "Table"})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was drawn, and its tags."""

    drawn: Drawn
    tags: Node


def page(pdf: Any, handle: Any, number: int) -> Page:
    """A page of pypdfium2, all that will be asked of it."""
    return Page(draw(handle, number, links.links(pdf, handle)), tree(handle))


def parts(pages: Sequence[Page]) -> tuple[list[list[Part | Text]], list[Line]]:
    """The pages without their running heads and feet, and those."""
    units = [layout.units(each.drawn) for each in pages]
    kept, furniture = set_apart(units, [each.drawn.height for each in pages])
    rest = [_rest(each, all_of, some) for each, all_of, some in zip(pages, units, kept, strict=True)]
    if _is_tagged(pages, rest):
        said: set[str] = set()
        return [_tagged(each, runs, said) for each, runs in zip(pages, rest, strict=True)], furniture
    return [list(regions.parts(each)) for each in kept], furniture


def _rest(each: Page, units: Sequence[Unit], kept: Sequence[Unit]) -> list[Run]:
    """The runs of a page that are not in its head or foot."""
    left = {id(unit) for unit in kept}
    gone = {
        (run.x0, run.y)
        for unit in units
        if id(unit) not in left
        for line in lines_of(unit)
        for run in line.runs
    }
    return [run for run in each.drawn.runs if (run.x0, run.y) not in gone]


def _is_tagged(pages: Sequence[Page], rest: Sequence[Sequence[Run]]) -> bool:
    """Whether the tag tree holds most of the words and tells more than where paragraphs end."""
    words = tagged = 0
    for each, runs in zip(pages, rest, strict=True):
        numbers = frozenset(each.tags.numbers())
        for run in runs:
            letters = sum(map(str.isalnum, run.text))
            words += letters
            tagged += letters * (run.tag in numbers)
    return tagged >= _ENOUGH * words and any(_tells(each.tags) for each in pages)


def _tells(node: Node) -> bool:
    return node.kind in _TELLING or any(_tells(each) for each in node.inside if isinstance(each, Node))


def _tagged(each: Page, runs: Sequence[Run], said: set[str]) -> list[Part | Text]:
    """What the tags say; other words stand where they are printed, but for heads of tables printed once more."""
    numbers = frozenset(each.tags.numbers())
    found: list[Part | Text] = [*pieces(each.tags, runs, each.drawn.number)]
    said |= {line.text for part in found for line in _all(part)}
    linked = {run.href for run in runs if run.tag in numbers}
    untagged = (run for run in runs if run.tag not in numbers and not _is_target(run, linked))
    loose = lines(untagged, each.drawn.number)
    new = (line for line in loose if any(map(str.isalnum, line.text)) and not _again(line, said))
    for part in regions.parts(new):
        below = (index for index, other in enumerate(found) if _top(other) <= part.bottom)
        found.insert(next(below, len(found)), part)
    return found


def _is_target(run: Run, linked: Container[str | None]) -> bool:
    """Whether a run is the address of a link, written behind its words for those who read it on paper."""
    return run.href is not None and run.href in linked and run.text.strip(" ()") in run.href


def _again(line: Line, said: set[str]) -> bool:
    return line.text in said or all(run.text.strip() in said for run in line.runs)


def _top(part: Part | Text) -> float:
    return max((line.y for line in _all(part)), default=0.0)


def _all(part: Part | Text) -> Iterator[Line]:
    if isinstance(part, Stretch | Text):
        yield from part.lines
    else:
        yield from lines_of(part)
