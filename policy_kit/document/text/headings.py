"""What the lines around a line say about it: whether it leads to a text, and whether it filled its width."""

import re
from collections.abc import Sequence

from policy_kit.document import outline
from policy_kit.document.text.lines import Line
from policy_kit.document.wording import is_question

BULLET = re.compile(r"(?:[•▪◦‣●○■□➢➤✓·*–—-]|o(?=\s))(?:\s+|$)")
HASHES = re.compile(r"(#{1,6})\s+(?=[A-Za-z0-9])")
DECKED = re.compile(r"(?:[>=*~#–—-]{2,}|~)\s+(\w.*?)\s+(?:[<=*~#–—-]{2,}|~)")
"""Words between signs that only draw the eye to them."""
RULE = re.compile(r"[=\-_*~]{3,}")
SECTION = re.compile(r"section (?:\d{1,2}|[A-Z])\s*[:–—-]\s+\w", re.IGNORECASE)
BOLD = re.compile(r"\*\*([^*]+)\*\*")

_LONGEST = 100
_ROW = 80


def is_marked(line: Line, after: Sequence[Line]) -> bool:
    """Whether its writer marked a line as a heading: with signs, in bold, underlined, or as a question."""
    if HASHES.match(line.text) or is_question(line.text) or SECTION.match(line.text):
        return len(line.text) < _LONGEST or bool(HASHES.match(line.text))
    if BOLD.fullmatch(line.text) or DECKED.fullmatch(line.text):
        return len(line.text) < _LONGEST
    ruled = len(after) > 0 and not after[0].gap and bool(RULE.fullmatch(after[0].text))
    near = ruled and abs(len(after[0].text) - len(line.text)) <= max(3, len(line.text) // 4)
    return near and len(line.text) < _LONGEST and line.text[0].isalnum() and line.text[-1] not in ".,;"


def is_held(line: Line, before: Line | None) -> bool:
    """The answer right below a question, or a label and what it names in a row of such lines."""
    if line.gap or before is None:
        return False
    label, colon, _ = line.text.partition(": ")
    row = bool(colon) and ": " in before.text and len(before.text) < _ROW
    named = row and len(label.split()) <= 4 and not outline.split_number(line.text)[0]
    return named or is_question(before.text)


def is_led_to(line: Line, before: Line | None, after: Sequence[Line], listing: int) -> bool:
    """One of several lines without a full stop, right below what leads up to them with a colon.

    `listing` is the number of the last line that was found to be one.
    """
    if line.gap or before is None or line.text.endswith((".", ":")):
        return False
    several = any(not other.gap and not other.text.endswith((".", ":")) for other in after)
    return listing == before.number or (several and before.text.endswith(":"))


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
