"""The numbers that Word counts by itself: "4.2", "(a)", "Appendix 1"."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_kit.document.docx.styles import W, number
from policy_kit.document.numerals import written

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMATS = {
    "decimal": "1",
    "decimalZero": "01",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1",
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "bullet"
    """As `numerals.written` knows it, or "bullet" or "none"."""
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts paragraphs of lists as they come."""

    def __init__(self, tree: "_Element | None") -> None:
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if tree is None:
            return
        links: dict[str, str] = {}
        for node in tree.iter(f"{W}abstractNum"):
            ident = str(node.get(f"{W}abstractNumId"))
            self._abstract[ident] = _List({_index(level): _level(level) for level in node.iter(f"{W}lvl")})
            style = node.find(f"{W}styleLink")
            if style is not None:
                links[str(style.get(f"{W}val"))] = ident
        for node in tree.iter(f"{W}abstractNum"):
            style = node.find(f"{W}numStyleLink")
            if style is not None and (other := links.get(str(style.get(f"{W}val")))):
                self._abstract[str(node.get(f"{W}abstractNumId"))] = self._abstract[other]
        for node in tree.iter(f"{W}num"):
            self._add(node)

    def _add(self, node: "_Element") -> None:
        abstract = node.find(f"{W}abstractNumId")
        ident = str(abstract.get(f"{W}val")) if abstract is not None else ""
        overrides: dict[int, _Level] = {}
        base = self._abstract.get(ident, _List({}))
        for override in node.iter(f"{W}lvlOverride"):
            own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            level = _level(own) if own is not None else base.levels.get(_index(override), _Level())
            if start is not None:
                level = _Level(level.form, level.text, number(start, 1), level.restart, level.legal)
            overrides[_index(override)] = level
        self._lists[str(node.get(f"{W}numId"))] = (ident, overrides)

    def next(self, ident: str, level: int) -> str:
        """The printed number of the next paragraph of a list at a level (from 0); "" for a bullet."""
        if ident not in self._lists:
            return ""
        abstract, overrides = self._lists[ident]
        base = self._abstract.setdefault(abstract, _List({}))
        levels = {**base.levels, **overrides}
        self._count(base, levels, ident, level, fresh=level in overrides)
        own = levels.get(level, _Level())
        if own.form in ("bullet", "none") and "%" not in own.text:
            return ""
        return _printed(own, levels, base.counts).strip()

    def _count(self, base: _List, levels: dict[int, _Level], ident: str, level: int, *, fresh: bool) -> None:
        if fresh and (ident, level) not in self._begun:
            base.counts.pop(level, None)
        self._begun.add((ident, level))
        for upper in range(level):
            base.counts.setdefault(upper, levels.get(upper, _Level()).start)
        start = levels.get(level, _Level()).start
        base.counts[level] = base.counts.get(level, start - 1) + 1
        for lower in [other for other in base.counts if other > level]:
            restart = levels.get(lower, _Level()).restart
            if restart is None or (restart and level < restart):
                del base.counts[lower]


def _index(node: "_Element") -> int:
    text = str(node.get(f"{W}ilvl") or "0")
    return int(text) if text in "012345678" else 0


def _level(node: "_Element") -> _Level:
    form, text = node.find(f"{W}numFmt"), node.find(f"{W}lvlText")
    restart, legal = node.find(f"{W}lvlRestart"), node.find(f"{W}isLgl")
    name = str(form.get(f"{W}val")) if form is not None else "decimal"
    return _Level(
        name if name in ("bullet", "none") else _FORMATS.get(name, "1"),
        str(text.get(f"{W}val") or "") if text is not None else "",
        number(node.find(f"{W}start"), 1),
        None if restart is None else number(restart, 0),
        legal is not None,
    )


def _printed(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        form = levels.get(index, _Level()).form
        return written(counts.get(index, 1), "1" if level.legal and form != "none" else form)

    return re.sub(r"%([1-9])", one, level.text)
