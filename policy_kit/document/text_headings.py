"""What the lines around a line say about it: whether it leads to a text, and whether it filled its width."""

import re
from collections.abc import Sequence

from policy_kit.document import outline
from policy_kit.document.text_lines import Line

BULLET = re.compile(r"(?:[•▪◦‣●○■□➢➤✓·*–—-]|o(?=\s))(?:\s+|$)")
HASHES = re.compile(r"(#{1,6})\s+(?=[A-Za-z0-9])")
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def leads(lines: Sequence[Line], index: int, width: int, *, depth: int = 2) -> bool:
    """Whether a text, a list or a table stands at an index, or below one more heading there."""
    if index >= len(lines):
        return False
    line = lines[index]
    long = len(line.text) >= (width * 0.6 or 40)
    if long or BULLET.match(line.text) or "\t" in line.raw or line.text[-1] in ".:":
        return "@" not in line.text or len(line.text) > 60
    heading = outline.looks_like_heading(line.text)
    return bool(depth) and heading and leads(lines, index + 1, width, depth=depth - 1)


def is_full(before: Line, line: Line, width: int, share: float = 0.93) -> bool:
    """The first word of a line would not have had room in this share of the width of the line before it."""
    return len(before.raw) + 1 + len(line.text.split(" ", 1)[0]) > width * share


def wraps(line: Line, after: Sequence[Line], width: int) -> bool:
    """What may be a heading was too long for its line, and goes on in the next."""
    return any(
        bool(width) and not other.gap and other.text[0].islower() and is_full(line, other, width, 0.8)
        for other in after[:1]
    )


def is_clause(line: Line, after: Sequence[Line], width: int) -> bool:
    """What goes on in the next line, and with it is too much for a heading, or ends as a sentence does."""
    if not wraps(line, after, width):
        return False
    whole = f"{line.text} {after[0].text}"
    return not outline.looks_like_heading(whole) or wraps(after[0], after[1:], width)
