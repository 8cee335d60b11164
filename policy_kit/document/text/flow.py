"""Lines → blocks: what is a heading, an item, a row, a line of contents, and what goes on from the line above."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policy_kit.document import outline, tidy
from policy_kit.document.text.headings import (
    BOLD,
    BULLET,
    DECKED,
    HASHES,
    RULE,
    is_clause,
    is_full,
    is_held,
    is_led_to,
    is_marked,
    leads,
    wraps,
)
from policy_kit.document.text.lines import Line, key, width
from policy_kit.document.text.runs import merged, runs
from policy_kit.document.text.tables import is_contents, table
from policy_kit.document.wording import is_question
from policy_kit.model import Block, Inline, Place

_ITEM = re.compile(r"(\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|[ivx]{1,4}|\d{1,2})\.)\s+(?=\S)")
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+(?![ap]\.?m\b)(?=\S)")
_JOINS = re.compile(r"(?:[,(]|\b(?:and|or|the|of|to|a|an|for|with|in|on|by|at|as|is|are|be|our|your|their))$")
_ENDS = (".", "!", "?", ":", ";", "”", '"', ")")
_LONGEST = 300  # lines of one paragraph
_CONTENTS = re.compile(r"(table of )?contents( page)?:?|index", re.IGNORECASE)


def flow(lines: Sequence[Line], file: str) -> Iterator[Block]:
    """The blocks of a text, in order, each with its line."""
    return _Flow(lines, file).blocks()


@dataclass(slots=True)
class _Flow:
    lines: Sequence[Line]
    file: str
    index: int = 0
    width: int = 0
    """Where lines are wrapped; 0 if they are not."""
    words: frozenset[str] = frozenset()
    keys: Counter[str] = field(default_factory=Counter)
    """How often each line stands in the text, without its numbers."""
    open: Block | None = None
    """The block that the next line may go on with."""
    last: Line | None = None
    """The line before."""
    pending: int = 0
    """Bullets whose text is still to come."""
    indents: list[int] = field(default_factory=list)
    listing: int = 0
    """The number of the last line that is an item because of what leads up to it."""
    level: int = 1
    """Of the last numbered heading."""

    def blocks(self) -> Iterator[Block]:
        self.width = width(self.lines)
        self.words = frozenset(w for line in self.lines for w in re.findall(r"\w+", line.text.lower()))
        self.keys = Counter(key(line.text) for line in self.lines)
        while self.index < len(self.lines):
            yield from self._next()
        yield from self._close()

    def _next(self) -> Iterator[Block]:
        line = self.lines[self.index]
        if RULE.fullmatch(line.text):
            yield from self._close()
            self.index += 1
            return
        if is_contents(line) and not self._goes_on(line):
            yield from self._contents()
            return
        if found := table(self.lines, self.index, self.file):
            yield from self._close()
            block, self.index = found
            yield block
            return
        self.index += 1
        yield from self._line(line)
        self.last = line

    def _line(self, line: Line) -> Iterator[Block]:
        if marker := BULLET.match(line.text):
            yield from self._item(line, marker.end())
            return
        goes_on, heading = self._goes_on(line), self._is_heading(line)
        if goes_on and not (heading and self._ended()):
            self._extend(line)
        elif heading:
            yield from self._close()
            yield self._heading(line)
            if _CONTENTS.fullmatch(line.text.strip("*# ")):
                yield from self._contents()
        else:
            yield from self._text(line)

    def _text(self, line: Line) -> Iterator[Block]:
        """A line that begins a paragraph or an item with a number."""
        yield from self._close()
        if found := _CLAUSE.match(line.text):
            self._start(line, Block("paragraph", number=found[1]), found.end())
        elif found := _ITEM.match(line.text):
            number = found[1].rstrip(".")
            self._start(line, Block("item", number=number, level=self._depth(line)), found.end())
        elif self.pending:
            self.pending -= 1
            self._start(line, Block("item", level=1), 0)
        elif not self.width and is_led_to(
            line, self.last, self.lines[self.index : self.index + 1], self.listing
        ):
            self.listing = line.number
            self._start(line, Block("item", level=1), 0)
        else:
            self.indents.clear()
            self._start(line, Block("paragraph"), 0)

    def _item(self, line: Line, end: int) -> Iterator[Block]:
        yield from self._close()
        while marker := BULLET.match(line.text, end):
            end = marker.end()
        if end >= len(line.text):
            self.pending += 1
            return
        self.pending = 0
        self._start(line, Block("item", level=self._depth(line)), end)

    def _depth(self, line: Line) -> int:
        while self.indents and self.indents[-1] > line.indent:
            self.indents.pop()
        if not self.indents or self.indents[-1] < line.indent:
            self.indents.append(line.indent)
        return len(self.indents)

    def _start(self, line: Line, block: Block, end: int) -> None:
        place = Place(self.file, line.number)
        self.open = replace(block, runs=runs(line.text[end:]), place=place, marks=((0, place),))

    def _extend(self, line: Line) -> None:
        """The open block, and this line."""
        if self.open is None:
            return
        more = runs(line.text)
        text, addition = self.open.text, "".join(run.text for run in more)
        whole = tidy.join(text, addition, self.words)
        glue = whole[len(text) : len(whole) - len(addition)]
        before = list(self.open.runs)
        if len(whole) < len(text) + len(addition):  # the hyphen went
            before[-1] = replace(before[-1], text=before[-1].text[:-1])
        start = len(whole) - len(addition)
        marks = (*self.open.marks, (start, Place(self.file, line.number)))
        self.open = replace(self.open, runs=merged([*before, Inline(glue), *more]), marks=marks)

    def _close(self) -> Iterator[Block]:
        if self.open is not None:
            yield self.open if len(self.open.marks) > 1 else replace(self.open, marks=())
        self.open = None

    def _goes_on(self, line: Line) -> bool:
        """Whether a line goes on with the sentence or the paragraph of the line above."""
        before = self.last
        if not self.width or self.open is None or before is None or len(self.open.marks) > _LONGEST:
            return False
        turned = line.page != before.page
        if (line.gap and not turned) or _ITEM.match(line.text) or _CLAUSE.match(line.text):
            return False
        if self.open.kind == "item" and self._ended() and self.indents and line.indent < self.indents[-1]:
            return False
        unfinished = not before.text.endswith(_ENDS)
        if line.text[0].islower() or (unfinished and (line.text[0] == "(" or _JOINS.search(before.text))):
            return unfinished or is_full(before, line, self.width)
        if turned:
            return before.text.endswith(",") or (unfinished and len(before.text) > self.width * 0.8)
        return is_full(before, line, self.width, 0.8 if unfinished else 0.93)

    def _ended(self) -> bool:
        return self.last is not None and self.last.text.endswith((".", "!", "?"))

    def _is_heading(self, line: Line) -> bool:
        after = self.lines[self.index : self.index + 2]
        if _CONTENTS.fullmatch(line.text) or is_marked(line, after):
            return True
        if is_clause(line, after, self.width) or is_held(line, self.last):
            return False
        number, rest = outline.split_number(line.text)
        if outline.depth(number or line.text) and outline.looks_like_heading(line.text):
            return not self._is_listed(number)
        if _ITEM.match(line.text) or _CLAUSE.match(line.text) or self.pending:
            return False
        strong = outline.looks_like_heading(rest)
        if strong and rest.isupper():
            return True
        apart = line.gap and not self.width and self.index < len(self.lines) and self.lines[self.index].gap
        weak = strong or outline.may_be_heading(rest, words=12 if apart else 8)
        return weak and self._stands_apart(line, strong=strong) and leads(self.lines, self.index, self.width)

    def _is_listed(self, number: str) -> bool:
        """The next line, or the one before, has the number after or before this: a list, not headings."""
        if not number.isdecimal():
            return False
        around = [self.lines[self.index].text] if self.index < len(self.lines) else []
        after = [n for n, _ in map(outline.split_number, around) if n == str(int(number) + 1)]
        listed = self.open is not None and self.open.kind == "item"
        return bool(after) or (listed and self.open is not None and self.open.number == str(int(number) - 1))

    def _stands_apart(self, line: Line, *, strong: bool) -> bool:
        if line.gap or self.last is None or self.open is None:
            return True
        return bool(self.width) and (strong or self._ended() or self.open.kind in ("heading", "item"))

    def _heading(self, line: Line) -> Block:
        text, level = line.text, 0
        if hashes := HASHES.match(text):
            text, level = text[hashes.end() :].strip("# "), len(hashes[1])
        if dressed := BOLD.fullmatch(text) or DECKED.fullmatch(text):
            text = dressed[1]
        number, _ = outline.split_number(text)
        if deep := outline.depth(number or text):
            level = self.level = level or deep + 1
        level = level or self.level + 1 + is_question(text)
        self.indents.clear()
        self.pending = 0
        if wraps(line, self.lines[self.index : self.index + 1], self.width):
            text = f"{text} {self.lines[self.index].text}"
            self.index += 1
        return Block("heading", runs(text), level=level, place=Place(self.file, line.number))

    def _contents(self) -> Iterator[Block]:
        """The lines of a contents page in one block: those with page numbers, and those that stand again below."""
        yield from self._close()
        found: list[Line] = []
        for line in self.lines[self.index :]:
            ahead = self.lines[self.index + len(found) + 1 : self.index + len(found) + 2]
            wrapped = found and not line.gap and ahead and is_contents(ahead[0]) and not ahead[0].gap
            again = self.keys[key(line.text)] > 1 and not (found and line.gap)
            if not (is_contents(line) or again or wrapped):
                break
            found.append(line)
        if found:
            place = Place(self.file, found[0].number)
            yield Block("contents", (Inline("\n".join(line.text for line in found)),), place=place)
            self.index += len(found)
            self.last = found[-1]
