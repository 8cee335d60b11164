"""What the formats with pages have in common: a title at the top, and tables that fit."""

from policy_kit.model import Block, Document, Inline, Row

_LINE = 92
"""Characters that one line of a table holds, across all columns."""
_LONGEST_WORD = 24
_LEAST = 6
_SHORT = 600


def titled(document: Document) -> tuple[Block, ...]:
    """The blocks, without empty headings, and under a title."""
    blocks = tuple(block for block in document.blocks if block.kind != "heading" or block.text.strip())
    if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
        return blocks
    return (Block("heading", (Inline(document.title.strip() or document.file),), level=1), *blocks)


def is_short(row: Row) -> bool:
    """Whether a row is kept on one page."""
    return max((len(cell.text) for cell in row), default=0) < _SHORT


def shares(table: Block) -> tuple[float, ...]:
    """The share of the width that each column gets; they add up to 1.

    A column is at least as wide as its longest word. What is left goes where the text is, but with
    the square root of its length: a column with four times the text gets twice the room.
    """
    texts = [_texts(table, index) for index in range(max(map(len, table.rows), default=0))]
    whole = [max(_longest(column) + 2, _LEAST) for column in texts]
    if sum(whole) <= _LINE:
        wanted = [float(width) for width in whole]
    else:
        words = [min(_longest(" ".join(column).split()), _LONGEST_WORD) + 2 for column in texts]
        spare = max(_LINE - sum(words), 0)
        roots = [sum(map(len, column)) ** 0.5 for column in texts]
        wanted = [word + spare * root / (sum(roots) or 1) for word, root in zip(words, roots, strict=True)]
    return tuple(width / sum(wanted) for width in wanted)


def _texts(table: Block, index: int) -> list[str]:
    return [block.text for row in table.rows for cell in row[index : index + 1] for block in cell.blocks]


def _longest(texts: list[str]) -> int:
    return max(map(len, texts), default=0)
