"""Blocks → passages, each with what it stands under and what leads into it.

A passage is a paragraph, an item of a list, a cell or a row of a table. What is not evidence is left out: headings,
contents pages, running heads.
"""

from dataclasses import dataclass, field, replace

from policy_kit.model import Block, Cell, Document, Place

_LABEL_WORDS = 10
_SHORT_ROW = 240
_LEADS_ON = (":", "-", "–", "to", "…")


@dataclass(slots=True)
class Passage:
    """A block, or a row of a table, with its context."""

    text: str
    block: Block
    section: int
    """The heading that it stands under, by number; -1: none."""
    lead: int | None = None
    """The passage that leads into this one ("Parents should:"), or the item above it."""
    place: Place | None = None
    heads: tuple[str, ...] = ()
    """In a table: the head of its column and of its row."""

    def at(self, offset: int) -> Place:
        return self.block.place_at(offset) or self.place or Place("")


@dataclass(slots=True)
class Heading:
    """A heading and the number of the heading above it; -1: none."""

    block: Block
    above: int


@dataclass(slots=True)
class Cuttings:
    """The passages and headings of a document, in reading order."""

    passages: list[Passage] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)


def cut(document: Document) -> Cuttings:
    """Cut a document into passages."""
    cuttings = Cuttings()
    passages, headings = cuttings.passages, cuttings.headings
    section = -1
    leads: list[tuple[int, int]] = []  # (depth, passage) of what leads into the next items
    for block in document.blocks:
        if block.kind == "heading":
            while section >= 0 and headings[section].block.level >= block.level:
                section = headings[section].above
            headings.append(Heading(block, section))
            section, leads = len(headings) - 1, []
        elif block.kind == "table":
            leads = [lead for lead in leads if lead[0] == 0]
            _rows(block, section, leads[-1][1] if leads else None, passages)
        elif block.kind in ("paragraph", "item", "quote", "code") and (text := block.text).strip():
            depth = block.level if block.kind == "item" else 0
            leads = [lead for lead in leads if lead[0] < max(depth, 1)] if depth else []
            passages.append(Passage(text, block, section, leads[-1][1] if leads else None, block.place))
            if depth or text.rstrip(" *_").endswith(_LEADS_ON):
                leads.append((depth, len(passages) - 1))
    return cuttings


def _rows(table: Block, section: int, lead: int | None, passages: list[Passage]) -> None:
    """A short row is one passage, each cell with the head of its column; of a long one each cell is its own."""
    heads = [cell.text.strip() for cell in table.rows[0]] if table.header_rows and table.rows else []
    for row in table.rows[table.header_rows :]:
        texts = [cell.text for cell in row]
        label = texts[0].strip() if len(row) > 1 and len(texts[0].split()) <= _LABEL_WORDS else ""
        columns = heads + [""] * (len(row) - len(heads))
        place = next((b.place for cell in row for b in cell.blocks if b.place), table.place)
        block = Block("paragraph", place=place)
        if sum(map(len, texts)) <= _SHORT_ROW:
            if text := _row(row, texts, columns):
                passages.append(Passage(text, block, section, lead, place, (label,)))
            continue
        above = lead
        if label:
            above = len(passages)
            passages.append(Passage(label, block, section, lead, place))
        for head, cell in list(zip(columns, row, strict=False))[1 if label else 0 :]:
            _cell(cell, Passage("", block, section, above, place, (head, label)), passages)


def _row(row: tuple[Cell, ...], texts: list[str], columns: list[str]) -> str:
    """ "Morning: 8:45am to 12 noon | Afternoon: …" """
    return " | ".join(
        f"{head}: {_flat(cell)}" if head and head != text else _flat(cell)
        for cell, text, head in zip(row, texts, columns, strict=False)
        if text.strip()
    )


def _flat(cell: Cell) -> str:
    return " ; ".join(inner.text for inner in cell.blocks if inner.text)


def _cell(cell: Cell, like: Passage, passages: list[Passage]) -> None:
    """Each paragraph of a cell; one that ends with a colon leads into the others."""
    head, first = like.heads[0], len(passages)
    leads = bool(cell.blocks) and cell.blocks[0].text.rstrip().endswith(":")
    for number, inner in enumerate(inner for inner in cell.blocks if inner.text.strip()):
        text = f"{head} {inner.text}" if head.endswith(":") and not number else inner.text
        lead = first if number and leads else like.lead
        passages.append(replace(like, text=text, block=inner, lead=lead, place=inner.place or like.place))
