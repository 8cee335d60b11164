"""What the formats with pages have in common: a title at the top, and tables that fit."""

from math import ceil

from policy_kit.model import Block, Document, Inline, Row
from policy_kit.render.lists import Listing

_LINE = 92
"""Characters that one line of a table holds, across all columns."""
_LONGEST_WORD = 24.0
_LEAST = 6.0
_SHORT = 600
_FEW_ROWS = 9
"""The head of a table, and eight rows under it."""
_FEW_LINES = 22


def titled(document: Document) -> tuple[Block, ...]:
    """The blocks, without empty headings, and under a title."""
    blocks = tuple(block for block in document.blocks if block.kind != "heading" or block.text.strip())
    if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
        return blocks
    return (Block("heading", (Inline(document.title.strip() or document.file),), level=1), *blocks)


def is_subtitle(block: Block, document: Document) -> bool:
    """Whether a paragraph under the title names the school, and no more."""
    return (
        block.kind == "paragraph"
        and block.text.strip() == document.properties.get("school", "").strip() != ""
    )


def in_contents(block: Block) -> bool:
    """Whether the contents name a heading: every section, and the sub-sections that have a number."""
    return block.kind == "heading" and (block.level == 2 or (block.level == 3 and block.number != ""))


def is_short(row: Row) -> bool:
    """Whether a row is kept on one page."""
    return max((len(cell.text) for cell in row), default=0) < _SHORT


def is_whole(table: Block) -> bool:
    """Whether a table is kept on one page: a few rows, which take about half of it at the most."""
    if len(table.rows) > _FEW_ROWS:
        return False
    widths = shares(table)
    return sum(_height(row, widths) for row in table.rows) <= _FEW_LINES


def leads(block: Block, following: object) -> bool:
    """Whether a paragraph leads into a list or a table, and stays on one page with its beginning."""
    enters = isinstance(following, Listing) or (isinstance(following, Block) and following.kind == "table")
    return enters and block.kind == "paragraph" and len(block.text) < _SHORT


def shares(table: Block) -> tuple[float, ...]:
    """The share of the width that each column gets; they add up to 1.

    A column is at least as wide as its longest word, and gets no more than its longest line while another is
    short of room. What is left goes where the text is, but with the square root of its length: a column with four
    times the text gets twice the room.
    """
    texts = [_texts(table, index) for index in range(max(map(len, table.rows), default=0))]
    whole = [max(_longest(column) + 2, _LEAST) for column in texts]
    words = [min(_longest(" ".join(column).split()), _LONGEST_WORD) + 2 for column in texts]
    if sum(whole) > _LINE:
        whole = _squeezed(words, whole, [sum(map(len, column)) ** 0.5 for column in texts])
    wider = [width - _LEAST + 0.01 for width in whole]
    spare = max(_LINE - sum(whole), 0)
    wanted = [width + spare * share / sum(wider) for width, share in zip(whole, wider, strict=True)]
    return tuple(width / sum(wanted) for width in wanted)


def _height(row: Row, widths: tuple[float, ...]) -> int:
    """The lines that the tallest cell of a row takes, about."""
    cells = zip(row, widths, strict=False)
    return max((sum(_lines(block, width) for block in cell.blocks) for cell, width in cells), default=1)


def _lines(block: Block, width: float) -> int:
    return ceil((len(block.text) + 1) / max(_LINE * width - 2, 1))


def _squeezed(words: list[float], whole: list[float], weights: list[float]) -> list[float]:
    """Widths between the longest word and the longest line, wider where the weight is."""
    spare = max(_LINE - sum(words), 0)
    return [
        min(word + spare * weight / (sum(weights) or 1), line)
        for word, line, weight in zip(words, whole, weights, strict=True)
    ]


def _texts(table: Block, index: int) -> list[str]:
    return [block.text for row in table.rows for cell in row[index : index + 1] for block in cell.blocks]


def _longest(texts: list[str]) -> float:
    return float(max(map(len, texts), default=0))
