"""The tables of a document as sentences: each value with the head of its column and the label of its row.

"Register closes | Nursery: 9.15 | Reception: 9.20" says two things of two groups of pupils. The words that only tell
for whom a value holds stand apart from what is said, in a passage after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policy_kit import evidence
from policy_kit.evidence import tokens
from policy_kit.evidence.reading import Reading, once
from policy_kit.ledger.groups import in_heads, only_groups, owner
from policy_kit.ledger.values import day
from policy_kit.model import Block, Document, Inline, Place, Row

_LABEL_WORDS = 16
_LONGEST_ROW = 400
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """The tables of a document, as a document of its own."""

    reading: Reading
    """Its passages come in twos: what a cell says, and for whom."""
    quotes: tuple[str, ...]
    """What the row of each two says in print."""
    tables: tuple[int, ...]
    """The table of each two, by number."""
    owners: tuple[str, ...]
    """Whose the value of each two is, where a head is a name ("Lower site"); else ""."""


@once
def spoken(_name: str, reading: Reading) -> Spoken:
    """Every cell with a value, under the headings of the document; `_name` is always the same."""
    blocks: list[Block] = []
    quotes: list[str] = []
    tables: list[int] = []
    owners: list[str] = []
    for number, block in enumerate(reading.document.blocks):
        if block.kind == "heading":
            blocks.append(block)
        for said, whose, name, quote, place in _cells(block) if block.kind == "table" else ():
            blocks += (_paragraph(said, place), _paragraph(whose, place))
            quotes.append(quote)
            tables.append(number)
            owners.append(name)
    document = Document(reading.document.file, reading.document.title, tuple(blocks))
    return Spoken(evidence.read(document), tuple(quotes), tuple(tables), tuple(owners))


def _paragraph(text: str, place: Place | None) -> Block:
    return Block("paragraph", (Inline(text),), place=place)


def _cells(table: Block) -> Iterator[tuple[str, str, str, str, Place | None]]:
    """What each cell with a value says, whose it is, by group and by name, what its row says in print, and where."""
    heads = _heads(table)
    for row in table.rows:
        texts = [" ; ".join(inner.text for inner in cell.blocks if inner.text) for cell in row]
        if texts == heads or sum(map(len, texts)) > _LONGEST_ROW:
            continue
        own = heads if len(texts) == len(heads) else []  # a row that has lost cells has lost its columns
        valued = [_has_value(text) for text in texts]
        quote = " | ".join(text for text in texts if text.strip())
        for index, text in enumerate(texts):
            if valued[index]:
                label, others = _label(index, texts, valued)
                head = own[index] if own else ""
                about = [part for part in (label, head) if part and not only_groups(part)]
                whose = " | ".join(in_heads(part) for part in (head, *others) if part)
                name = owner(texts[0] if not valued[0] else label, head) if len(texts) > _PAIR else ""
                yield ": ".join((*about, text)), whose or "-", name, quote, _place(table, row, index)


def _heads(table: Block) -> list[str]:
    if not table.rows:
        return []
    first = [" ; ".join(inner.text for inner in cell.blocks if inner.text) for cell in table.rows[0]]
    headed = table.header_rows or len(first) > _PAIR
    return first if headed and not any(map(_has_value, first)) else []


def _label(index: int, texts: list[str], valued: list[bool]) -> tuple[str, list[str]]:
    """The words nearest to a value, those on its left first; and all the words of its row."""
    labels = [i for i, text in enumerate(texts) if not valued[i] and _is_label(text)]
    near = [i for i in labels if i < index][::-1] + [i for i in labels if i > index]
    near = [i for i in near if not only_groups(texts[i])] or near
    return (texts[near[0]] if near else ""), [texts[i] for i in labels]


def _is_label(text: str) -> bool:
    return any(map(str.isalpha, text)) and len(text.split()) <= _LABEL_WORDS


def _has_value(text: str) -> bool:
    folded = tokens.fold(text)
    typed = any(True for _ in tokens.typed(folded, [(0, len(folded))]))
    return typed or text.strip()[:1].isdigit() or bool(day(folded))


def _place(table: Block, row: Row, index: int) -> Place | None:
    own = (block.place for block in row[index].blocks if block.place)
    return next(own, None) or next((b.place for cell in row for b in cell.blocks if b.place), table.place)
