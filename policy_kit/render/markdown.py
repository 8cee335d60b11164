"""A document as Markdown: CommonMark and pipe tables. Text is escaped where, and only where, it would be markup."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from policy_kit import pages
from policy_kit.model import Block, Cell, Document, Inline, Row
from policy_kit.render.lists import Entry, Listing, Node, nest
from policy_kit.render.look import Look

_BREAK = "\\\n"
_ENTITY = re.compile(r"&(?=#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]*;)", re.ASCII)
_INLINE = re.compile(
    r"[\\`*\[~]"
    r"|(?<![^\W_])_+|_+(?![^\W_])"  # inside a word it is a letter
    r"|<(?=[A-Za-z/!?]|$)"
    r"|" + _ENTITY.pattern
)
_START = re.compile(r"#{1,6}(?=\s|$)|>|\+(?=\s|$)|-(?![^\W_])|=+\s*$|\||:(?=[-:|\s]*$)")
_NUMBERED = re.compile(r"^([0-9]{1,9})(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"(?:^|(?<=\s))(#+)$")  # of a heading
_PERCENT = str.maketrans({char: f"%{ord(char):02X}" for char in "()<>\\|`"})
_HREF = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f]+", re.IGNORECASE)

Slugs = dict[str, str]


def render(document: Document, _look: Look) -> bytes:
    """The document as a Markdown file; page breaks are left out. Anchors are those that GitHub gives to headings."""
    blocks = [block for block in document.blocks if block.kind != "page_break"]
    if not any(block.kind == "heading" and block.level == 1 for block in blocks):
        blocks.insert(0, Block("heading", (Inline(document.title),), level=1))
    nodes = nest([inner for block in blocks for inner in _opened(block, blocks)])
    return ("\n\n".join(_nodes(nodes, _slugs(blocks))) + "\n").encode()


def _opened(block: Block, blocks: Sequence[Block]) -> Iterator[Block]:
    """The block; for the contents, a list of links to the headings of the two levels under the title."""
    if block.kind != "contents":
        yield block
        return
    for heading in blocks:
        if heading.kind == "heading" and heading.level in (2, 3):
            link = Inline(_title(heading), href=f"#{heading.ident}")
            yield Block("item", (link,), level=heading.level - 1)


def _title(heading: Block) -> str:
    return " ".join(f"{heading.number} {heading.text}".split())


def _slugs(blocks: Sequence[Block]) -> Slugs:
    """The anchor of each heading: what a reader of Markdown makes of its words."""
    seen: Counter[str] = Counter()
    slugs = {}
    for block in blocks:
        if block.kind == "heading" and _title(block):
            slug = re.sub(r"[^\w\- ]", "", _title(block).lower()).replace(" ", "-")
            slugs[block.ident] = f"{slug}-{seen[slug]}" if seen[slug] else slug
            seen[slug] += 1
    return slugs


def _nodes(nodes: Sequence[Node], slugs: Slugs) -> Iterator[str]:
    other = False  # two lists in a row need different markers, or they are one
    for before, node in zip([None, *nodes], nodes, strict=False):
        if isinstance(node, Listing):
            other = isinstance(before, Listing) and not other
            yield _listing(node, slugs, other=other)
        elif text := _block(node, slugs):
            yield text


def _block(block: Block, slugs: Slugs) -> str:
    match block.kind:
        case "heading":
            return _heading(block, slugs)
        case "quote":
            return re.sub("(?m)^", "> ", text) if (text := _text(block.runs, slugs)) else ""
        case "code":
            return _fenced(block.text)
        case "table":
            return _table(block, slugs)
        case _:
            return _text(block.runs, slugs)


def _heading(block: Block, slugs: Slugs) -> str:
    runs = tuple(replace(run, text=run.text.replace("\n", " ")) for run in block.runs)
    number = (Inline(f"{block.number} "),) if block.number else ()
    text = _CLOSING.sub(r"\\\1", _text((*number, *runs), slugs, start=False))
    return f"{'#' * min(block.level, 6)} {text}" if text else ""


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _table(block: Block, slugs: Slugs) -> str:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return ""
    rows = [
        _row(row, 0 if index < block.header_rows else block.header_columns, width, slugs)
        for index, row in enumerate(block.rows)
    ]
    head, body = (rows[0], rows[1:]) if block.header_rows else ("|" + "  |" * width, rows)
    caption = (_text((Inline("Table: "), *block.runs), slugs), "") if block.text else ()
    return "\n".join((*caption, head, "|" + " --- |" * width, *body))


def _row(row: Row, header_columns: int, width: int, slugs: Slugs) -> str:
    cells = [_cell(cell, slugs, strong=index < header_columns) for index, cell in enumerate(row)]
    return "| " + " | ".join(cells + [""] * (width - len(cells))) + " |"


def _cell(cell: Cell, slugs: Slugs, *, strong: bool) -> str:
    """The paragraphs and items of a cell in one line."""
    parts = []
    for block in cell.blocks:
        runs = tuple(replace(run, strong=run.strong or strong) for run in block.runs)
        text = _text(runs, slugs, start=False, glue="<br>").replace("|", r"\|")
        if text:
            parts.append(f"{block.number}. {text}" if block.number else text)
    return "<br>".join(parts)


def _listing(listing: Listing, slugs: Slugs, *, other: bool) -> str:
    gap = "\n" if all(_tight(entry) for entry in listing.entries) else "\n\n"
    items = []
    for index, entry in enumerate(listing.entries):
        marker = ("*" if other else "-") if listing.start is None else f"{listing.start + index}{'.)'[other]}"
        parts = filter(None, [_text(entry.block.runs, slugs), *_nodes(entry.inside, slugs)])
        indented = gap.join(parts).replace("\n", "\n" + " " * (len(marker) + 1))
        items.append(re.sub(r"(?m)^ +$", "", f"{marker} {indented}").rstrip())
    return gap.join(items)


def _tight(entry: Entry) -> bool:
    """Whether what stands under an item may follow it without a blank line."""
    match entry.inside:
        case ():
            return True
        case (Listing(start=None | 1, entries=(first, *_)),):
            return bool(first.block.text.strip() and entry.block.text.strip())
        case _:
            return False


def _text(runs: Sequence[Inline], slugs: Slugs, *, start: bool = True, glue: str = _BREAK) -> str:
    """Runs as Markdown. A style that cannot be written here (in the middle of a word, say) is left out."""
    linked = [replace(run, href=_target(run.href, slugs)) for run in runs]
    plain = [replace(run, strong=False, emphasis=False, code=False) for run in linked]
    lines = _lines(linked, start=start)
    if plain != linked and not _reads_as(_BREAK.join(lines), runs):
        lines = _lines(plain, start=start)
    return glue.join(lines)


def _target(href: str | None, slugs: Slugs) -> str | None:
    if href and href.startswith("#"):
        return f"#{slugs[href[1:]]}" if href[1:] in slugs else None
    if not href or not _HREF.fullmatch(href):
        return None
    return _ENTITY.sub("&amp;", href.translate(_PERCENT))


def _reads_as(text: str, runs: Sequence[Inline]) -> bool:
    tokens = pages.markdown().parseInline(text)[0].children or ()
    shown = "".join("\n" if token.type.endswith("break") else token.content for token in tokens)
    return shown.split() == "".join(run.text for run in runs).split()


def _lines(runs: Sequence[Inline], *, start: bool) -> list[str]:
    written = ""
    for href, group in groupby(_merged(runs), key=lambda run: run.href):
        text = "".join(_styled(run) for run in group)
        if href and written.endswith("!"):
            written = written[:-1] + r"\!"  # else a picture
        written += f"[{text}]({href})" if href else text
    lines = [line.strip() for line in written.strip().split("\n")]
    return [_started(line) for line in lines] if start else lines


def _merged(runs: Sequence[Inline]) -> Iterator[Inline]:
    """Runs that differ from their neighbours: white space has no style."""
    visible = [run if run.text.strip() else Inline(run.text) for run in runs if run.text]
    for style, group in groupby(visible, key=lambda run: replace(run, text="")):
        yield replace(style, text="".join(run.text for run in group))


def _styled(run: Inline) -> str:
    core = run.text.strip()
    if not core:
        return run.text
    before, after = run.text[: run.text.index(core)], run.text[run.text.index(core) + len(core) :]
    marks = "**" * run.strong + "*" * run.emphasis
    return f"{before}{marks}{_code(core) if run.code else _escaped(core, run)}{marks}{after}"


def _code(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{' '.join(text.split())}{pad}{fence}"


def _escaped(text: str, run: Inline) -> str:
    escaped = _INLINE.sub(lambda found: "".join(f"\\{char}" for char in found[0]), text)
    return escaped.replace("]", r"\]") if run.href else escaped


def _started(line: str) -> str:
    """A line whose first characters cannot be taken for a heading, a list, a quote or a table."""
    return f"\\{line}" if _START.match(line) else _NUMBERED.sub(r"\1\\", line)
