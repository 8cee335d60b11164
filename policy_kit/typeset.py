"""A template's Markdown → finished blocks: slots filled, prose set in, headings numbered, references resolved."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count
from operator import attrgetter

from policy_kit.document import markdown
from policy_kit.model import Block, Cell, Inline, KitError
from policy_kit.pages import SLOT, Slots

_ATTRIBUTES = re.compile(r"\s*\{([#.][^{}]*)\}\s*$")
_CAPTION = re.compile(r"Table:\s*")
_ITEMS = re.compile(r"\s*;;\s*")
_STYLE = attrgetter("strong", "emphasis", "code", "href")
_HEADINGS = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_UNDIVIDED = re.compile(r"```|~~~|\[[^\]\n]+\]:")  # code may hold "# ", and a link be defined elsewhere

Runs = tuple[Inline, ...]
Held = Sequence[tuple[str, str, str | None]]


def typeset(text: str, slots: Slots, file: str) -> tuple[Block, ...]:
    """Markdown with slots → blocks.

    Raises KitError when two headings share an anchor, or a reference leads to a heading that is not there:
    a mistake of the template, never of the policy.
    """
    parts = (text,) if _UNDIVIDED.search(text) else _HEADINGS.split(text)
    blocks = tuple(_numbered(block for part in parts for block in _part(part, slots, file)))
    return tuple(_referenced(blocks, _targets(blocks)))


def _part(text: str, slots: Slots, file: str) -> Iterator[Block]:
    """The blocks of one heading and its text, with slots numbered anew: so they read as in other schools' policies."""
    held = [slots[int(number)] for number in SLOT.findall(text)]
    numbers = count()
    return _filled(_parsed(SLOT.sub(lambda _: f"Qz{next(numbers)}zQ", text), file), held)


@lru_cache(maxsize=4096)
def _parsed(text: str, file: str) -> tuple[Block, ...]:
    """The same for every school whose policy says this; so a block's place counts from its heading."""
    return tuple(_captioned(markdown.blocks(text, file, link=lambda href: href)))


def _captioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Captions join their tables, and cells are split into their items."""
    caption: Block | None = None
    for block in blocks:
        if block.kind == "paragraph" and _CAPTION.match(block.text):
            caption = block
        elif block.kind == "table":
            yield _with_caption(_split(block), caption)
            caption = None
        else:
            yield block


def _with_caption(table: Block, caption: Block | None) -> Block:
    if caption is None:
        return table
    runs, classes = _attributes(caption.runs)
    first = replace(runs[0], text=_CAPTION.sub("", runs[0].text, count=1))
    return replace(table, runs=(first, *runs[1:]), header_columns=int(".row-headers" in classes))


def _split(table: Block) -> Block:
    return replace(table, rows=tuple(tuple(map(_cell, row)) for row in table.rows))


def _cell(cell: Cell) -> Cell:
    if not any(";;" in run.text for run in cell.blocks[0].runs):
        return cell
    items: list[list[Inline]] = [[]]
    for run in cell.blocks[0].runs:
        first, *others = _ITEMS.split(run.text)
        items[-1].append(replace(run, text=first))
        items.extend([replace(run, text=other)] for other in others)
    kept = (tuple(run for run in item if run.text) for item in items)
    return Cell(tuple(Block("item", runs, level=1) for runs in kept if runs))


def _filled(blocks: Iterable[Block], slots: Held) -> Iterator[Block]:
    """Values stand where their slots stood; the school's own Markdown is set in as blocks."""
    level = 1
    for block in blocks:
        if block.kind == "heading":
            level = block.level
            runs, attributes = _attributes(block.runs)
            ident = next((a[1:] for a in attributes if a.startswith("#")), "")
            number = next((a for a in attributes if a in (".appendix", ".unnumbered")), "")
            yield replace(block, runs=_fill(runs, slots), ident=ident, number=number)
        elif block.kind == "paragraph" and block.text.strip() == "[[contents]]":
            yield Block("contents")
        elif block.kind == "paragraph" and (prose := _prose(block, slots)) is not None:
            yield from _set_in(prose, level)
        else:
            yield _changed(block, lambda runs: _fill(runs, slots))


def _changed(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """A block with its runs changed, in its cells as well; itself where nothing changes, as most are."""
    runs = change(block.runs)
    rows = block.rows and tuple(tuple(_changed_cell(cell, change) for cell in row) for row in block.rows)
    return block if runs is block.runs and rows == block.rows else replace(block, runs=runs, rows=rows)


def _changed_cell(cell: Cell, change: Callable[[Runs], Runs]) -> Cell:
    blocks = tuple(_changed(block, change) for block in cell.blocks)
    return cell if blocks == cell.blocks else Cell(blocks)


def _prose(block: Block, slots: Held) -> str | None:
    found = SLOT.fullmatch(block.text.strip()) if len(block.runs) == 1 else None
    if not found:
        return None
    kind, text, _ = slots[int(found[1])]
    return text if kind == "prose" else None


def _set_in(prose: str, level: int) -> Iterator[Block]:
    """A school's own Markdown, its headings one below the heading that it stands under, and in order."""
    inner = markdown.blocks(prose, "prose")
    top = min((block.level for block in inner if block.kind == "heading"), default=1)
    last = level
    for block in inner:
        if block.kind == "heading":
            last = min(level + block.level - top + 1, last + 1, 6)
            yield replace(block, level=last, number=".unnumbered")
        elif block.kind != "page_break":
            yield block


def _fill(runs: Runs, slots: Held) -> Runs:
    if not any(run.href or SLOT.search(run.text) for run in runs):
        return runs
    filled: list[Inline] = []
    for run in runs:
        href = run.href and markdown.safe(SLOT.sub(lambda found: slots[int(found[1])][1], run.href))
        if not run.text:
            filled.append(_run(run, "", href))
        for index, piece in enumerate(SLOT.split(run.text)):
            if index % 2:
                _join(filled, _value(run, href, *slots[int(piece)]))
            elif piece:
                _join(filled, _run(run, piece, href))
    return tuple(filled)


def _run(like: Inline, text: str, href: str | None) -> Inline:
    return Inline(text, like.strong, like.emphasis, like.code, href)


def _join(filled: list[Inline], run: Inline) -> None:
    """Add a run, or lengthen the one before it if their styles are the same."""
    last = filled[-1] if filled else None
    if last and last.text and _STYLE(last) == _STYLE(run):
        filled[-1] = _run(last, last.text + run.text, last.href)
    else:
        filled.append(run)


def _value(like: Inline, outer: str | None, kind: str, text: str, href: str | None) -> Inline:
    match kind:
        case "link":
            return _run(like, text, markdown.safe(href))
        case "prose":
            return _run(like, " ".join(block.text for block in markdown.blocks(text, "prose")), outer)
        case _:
            return _run(like, text, outer)


def _attributes(runs: Runs) -> tuple[Runs, list[str]]:
    """Runs without the `{#ident .class}` at their end, and what stood in it."""
    found = _ATTRIBUTES.search(runs[-1].text) if runs else None
    if not found:
        return runs, []
    last = replace(runs[-1], text=runs[-1].text[: found.start()])
    return (*runs[:-1], *([last] if last.text else [])), found[1].split()


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    sections: Counter[str] = Counter()
    own = 0
    for block in blocks:
        if block.kind != "heading":
            yield block
            continue
        if not block.ident:
            own += 1
        yield replace(block, number=_number(block, sections), ident=block.ident or f"heading-{own}")


def _number(block: Block, sections: Counter[str]) -> str:
    match block.level, block.number:
        case 2, ".appendix":
            sections["appendix"] += 1
            sections["numbered"] = 0
            return f"Appendix {sections['appendix']}"
        case 2, "":
            sections["section"] += 1
            sections["numbered"], sections["sub"] = 1, 0
            return str(sections["section"])
        case 2, _:
            sections["numbered"] = 0
        case 3, "" if sections["numbered"]:
            sections["sub"] += 1
            return f"{sections['section']}.{sections['sub']}"
    return ""


def _targets(blocks: Iterable[Block]) -> dict[str, str]:
    targets: dict[str, str] = {}
    for block in blocks:
        if block.kind == "heading":
            if block.ident in targets:
                raise KitError(
                    f'The templates use the anchor "{block.ident}" twice; give each heading its own.'
                )
            number = block.number[:1].lower() + block.number[1:]
            named = number if number.startswith("appendix") else f"section {number}"
            targets[block.ident] = named if block.number else f"“{block.text}”"
    return targets


def _referenced(blocks: Iterable[Block], targets: Mapping[str, str]) -> Iterator[Block]:
    for block in blocks:
        yield _changed(block, lambda runs: _refer(runs, targets))


def _refer(runs: Runs, targets: Mapping[str, str]) -> Runs:
    if not any(run.href and run.href.startswith("#") for run in runs):
        return runs
    return tuple(_reference(run, targets) for run in runs)


def _reference(run: Inline, targets: Mapping[str, str]) -> Inline:
    if not run.href or not run.href.startswith("#"):
        return run
    if run.href[1:] not in targets:
        if run.text:  # a school's own link to a heading that is not there stays as its words
            return replace(run, href=None)
        raise KitError(f'The templates refer to "{run.href[1:]}", but no heading has that anchor.')
    return run if run.text else replace(run, text=targets[run.href[1:]])
