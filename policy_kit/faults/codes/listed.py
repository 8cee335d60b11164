"""listed(document) → the codes of the register that a document lists, in whatever shape, with what it says of each.

A row of a table, a line ("H – Agreed family holiday"), an item numbered with its code, or a column of codes that lost
the column of its descriptions. What looks alike and is another list (Class H, part B) has other words beside them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from policy_kit import lexicon
from policy_kit.evidence import tokens
from policy_kit.model import Block, Cell, Document, Place

_CODE = r"[B-Z]\d{0,2}"
_CODES = rf"/\s*(?:and|&|,)?\s*\\|/|\\|#|{_CODE}(?:\s*(?:-|–|to|,|/|&|and)\s*(?:{_CODE}|\d\b))*"
_ALONE = re.compile(rf"[Cc]ode:?\s+({_CODES})|['\"‘“(]?({_CODES})['\"’”)]?")
_LINE = re.compile(
    rf"[\W_]{{0,3}}?(?:[Cc]odes?:?\s*)?['\"‘“(]?({_CODES})['\"’”)]?(?:\s*[:|=~–—-]+\s*|\s+(?=[A-Z“(]))(\S.*)",
    re.DOTALL,
)
_LAST = re.compile(rf"([A-Z].{{3,90}}?)\s*(?:[:–—-]|\()\s*(?:[Cc]ode\s*)?({_CODE})\)?\.?")
_RANGE = re.compile(r"([B-Z])(\d)\s*(?:-|–|to)\s*\1?(\d)")
_ONE = re.compile(rf"[/\\#]|{_CODE}")
_MOST_BETWEEN = 3
_APT = 3
_FEW_WORDS = 12
_COLUMN = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A code in a list, and what is said of it."""

    code: str
    meaning: str
    quote: str
    place: Place
    run: int
    """The list that it stands in, by number."""
    counted: str = ""
    """What else its row says ("Authorised absence")."""
    group: str = ""
    """The words above it."""
    head: tuple[str, Place] | None = None
    """The heading above its list, with its place."""


def listed(document: Document) -> list[Listed]:
    """Every code of a list in which at least three are described as codes of the register usually are."""
    known: dict[int, list[Listed]] = {}
    for one in _candidates(document):
        known.setdefault(one.run, []).append(one)
    return [one for run in known.values() if _is_list(run) for one in run]


def _is_list(run: list[Listed]) -> bool:
    """Three rows and at least half of all have words that say what these codes usually stand for."""
    rows = {(one.quote, one.meaning) for one in run}
    apt_rows = {(one.quote, one.meaning) for one in run if apt(one)}
    return len(apt_rows) >= _APT and 2 * len(apt_rows) >= len(rows)


def apt(one: Listed) -> bool:
    """Its description has words that a description of this code has."""
    return fits(one.meaning, lexicon.code_names().get(one.code, {}).get("usual", ()))


def fits(meaning: str, patterns: Sequence[str]) -> bool:
    """Some phrase stands in a description; "^" is its beginning, "$" its end, ".." up to five words."""
    words = f" {' '.join(tokens.words(tokens.fold(meaning)))} "
    return any(_pattern(phrase).search(words) for phrase in patterns)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    inner = phrase.removeprefix("^").removesuffix("$")
    parts = " ".join(re.escape(word).replace(r"\*", r"[a-z]*") for word in inner.split())
    gap = parts.replace(r" \.\. ", r"(?: \S+){0,5} ")
    return re.compile(
        ("^ " if phrase.startswith("^") else " ") + gap + (" $" if phrase.endswith("$") else " ")
    )


def _candidates(document: Document) -> Iterator[Listed]:
    run, between, group = 0, 0, ""
    head: tuple[str, Place] | None = None
    column: list[tuple[str, Block]] = []
    for number, block in enumerate(document.blocks):
        found = [replace(one, run=run, group=one.group or group, head=head) for one in _of_block(block)]
        yield from found
        if code := _lone(block):
            column.append((code, block))
            following = document.blocks[number + 1 : number + 3]
            yield from (replace(one, run=run, group=group, head=head) for one in _below(code, following))
            between = 0
            continue
        if len(column) >= _COLUMN:
            beside = (
                replace(one, run=-number, head=head) for one in _column(column, document.blocks[number:])
            )
            yield from beside
        column = []
        between = 0 if found else between + 1
        if not found and block.kind in ("heading", "paragraph") and len(block.text.split()) <= _FEW_WORDS:
            group = block.text
        if block.kind == "heading" and block.place:
            head = block.text, block.place
        if between > _MOST_BETWEEN:
            run, between = run + 1, 0


def _of_block(block: Block) -> Iterator[Listed]:
    place = block.place or Place("")
    if block.kind == "table":
        yield from _rows(block, place)
    elif block.kind == "item" and _ALONE.fullmatch(block.number.rstrip(".) ")):
        code = block.number.rstrip(".) ")
        yield Listed(code, block.text, f"{code} {block.text}", place, 0)
    elif block.kind in ("paragraph", "item", "quote", "code"):
        offset = 0
        for line in block.text.split("\n"):
            yield from _line(line, block.place_at(offset) or place)
            offset += len(line) + 1


def _line(line: str, place: Place) -> Iterator[Listed]:
    text = line.strip()
    if found := _LINE.fullmatch(text):
        codes, meaning = found[1], found[2]
    elif found := _LAST.fullmatch(text):
        codes, meaning = found[2], found[1]
    else:
        return
    yield from (Listed(code, meaning.strip(), text, place, 0) for code in _each(codes))


def _rows(table: Block, table_place: Place) -> Iterator[Listed]:
    group = ""
    for row in table.rows:
        place = next((b.place for cell in row for b in cell.blocks if b.place), table_place)
        texts = [" ".join(cell.text.split()) for cell in row]
        found = list(_row(texts, place)) or list(_stacked(row, place))
        if not found and any(texts):
            group = " ".join(dict.fromkeys(filter(None, texts)))
        yield from (replace(one, group=group) for one in found)


def _row(texts: list[str], place: Place) -> Iterator[Listed]:
    at = [index for index, text in enumerate(texts) if _ALONE.fullmatch(text)]
    quote = " | ".join(filter(None, texts))
    for index, after in pairwise([*at, len(texts)]):
        beside = [text for text in texts[index + 1 : after] if text]
        before = (
            [text for text in texts[:index] if text and not _ALONE.fullmatch(text)] if len(at) == 1 else []
        )
        for code in _each(texts[index]):
            whole = Listed(code, "", quote, place, 0)
            choices = [replace(whole, meaning=text) for text in (*beside[:1], *before[-1:], *beside[1:])]
            if choices:
                chosen = next((one for one in choices if apt(one)), choices[0])
                rest = " ; ".join(text for text in (*before, *beside) if text != chosen.meaning)
                yield replace(chosen, counted=rest)


def _stacked(row: tuple[Cell, ...], place: Place) -> Iterator[Listed]:
    """Cells of several lines: codes with their meanings, or codes in one cell and meanings in the next."""
    cells = [[b for b in cell.blocks if b.text.strip()] for cell in row]
    for first, second in pairwise(cells):
        if (
            len(first) > 1
            and len(first) == len(second)
            and all(_ALONE.fullmatch(b.text.strip()) for b in first)
        ):
            for code, meaning in zip(first, second, strict=True):
                yield from _line(f"{code.text.strip()} – {meaning.text.strip()}", code.place or place)
            return
    for block in (block for cell in cells for block in cell):
        yield from _line(block.text, block.place or place)


def _lone(block: Block) -> str:
    text = block.text.strip()
    return text if block.kind in ("paragraph", "item", "heading") and _ALONE.fullmatch(text) else ""


def _below(code: str, following: Sequence[Block]) -> Iterator[Listed]:
    """The description on the next line, where the line after that is a code again or the list ends."""
    description, *after = (*following, Block("page_break"))
    single = len(_each(code)) == 1 and description.kind in ("paragraph", "item") and not _lone(description)
    if single and description.text and (not after or _lone(after[0]) or after[0].kind == "page_break"):
        quote = f"{code} {description.text}"
        yield Listed(code, description.text.strip(), quote, description.place or Place(""), 0)


def _column(column: list[tuple[str, Block]], following: Iterable[Block]) -> Iterator[Listed]:
    """The descriptions after a column of codes, each beside the next code that it fits."""
    codes = [one for text, _ in column for one in _each(text)]
    at, misses = 0, 0
    for block in following:
        if misses > _MOST_BETWEEN or block.kind == "table":
            break
        place = block.place or Place("")
        choices = [Listed(code, block.text.strip(), block.text.strip(), place, 0) for code in codes[at:]]
        fitting = next((index for index, one in enumerate(choices) if apt(one)), None)
        misses += fitting is None
        if fitting is not None and block.kind != "heading":
            yield choices[fitting]
            at, misses = at + fitting + 1, 0


def _each(text: str) -> list[str]:
    """ "Y1 to Y7" and "C1, C2" are seven codes and two."""
    found = _RANGE.search(text)
    if found:
        return [f"{found[1]}{number}" for number in range(int(found[2]), int(found[3]) + 1)]
    return list(dict.fromkeys(_ONE.findall(text.removeprefix("Code").removeprefix("code"))))
