"""Lists as they nest, from blocks that follow one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Union

from policy_kit.model import Block, Inline


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list, and what stands under it."""

    block: Block
    inside: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Items of one depth: bullets, or numbers that count up from `start`."""

    start: int | None
    entries: tuple[Entry, ...]


Node = Union[Block, Listing]  # noqa: UP007 - a string cannot be joined with |


def nest(blocks: Sequence[Block], depth: int = 0) -> tuple[Node, ...]:
    """Blocks, with each run of items as one list. A paragraph with the depth of an item belongs to that item."""
    nodes: list[Node] = []
    index = 0
    while index < len(blocks):
        if blocks[index].kind != "item":
            nodes.append(blocks[index])
            index += 1
            continue
        end = index
        while end < len(blocks) and _depth(blocks[end]) > depth:
            end += 1
        nodes.extend(_listings(blocks[index:end]))
        index = end
    return tuple(nodes)


def _depth(block: Block) -> int:
    match block.kind:
        case "item":
            return max(block.level, 1)
        case "paragraph":
            return block.level
        case _:
            return 0


def _listings(blocks: Sequence[Block]) -> Iterator[Listing]:
    """The lists of one depth, one after another: a change of marker or a number out of order starts a new one."""
    depth = min(_depth(block) for block in blocks if block.kind == "item")
    groups: list[list[Block]] = []
    for block in blocks:
        if not groups or (block.kind == "item" and _depth(block) <= depth):
            groups.append([block])
        else:
            groups[-1].append(block)
    entries: list[Entry] = []
    start = following = None
    for first, *others in groups:
        number = _number(first)
        if entries and number != following:
            yield Listing(start, tuple(entries))
            entries = []
        if not entries:
            start = number
        entries.append(Entry(_lettered(first), nest(others, depth)))
        following = None if number is None else number + 1
    yield Listing(start, tuple(entries))


def _number(item: Block) -> int | None:
    return (
        int(item.number)
        if item.number.isascii() and item.number.isdecimal() and len(item.number) < 9
        else None
    )


def _lettered(item: Block) -> Block:
    """The item; a number that is not a number, such as (a), stands in its text."""
    if not item.number or _number(item) is not None:
        return item
    return replace(item, number="", runs=(Inline(f"{item.number} "), *item.runs))
