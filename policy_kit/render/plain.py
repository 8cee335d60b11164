"""A document as plain text: for e-mail, and for programs that know no other kind."""

import textwrap
from collections.abc import Iterator

from policy_kit.model import Block, Document
from policy_kit.render.layout import titled

_WIDTH = 78
_UNDER = {1: "=", 2: "-"}


def render(document: Document) -> bytes:
    """Wrapped lines in UTF-8, with the line ends of every system's simplest editor."""
    lines: list[str] = []
    before = ""
    for block in titled(document):
        if lines and not (block.kind == before == "item"):
            lines.append("")
        lines += _lines(block)
        before = block.kind
    return ("\r\n".join(line.rstrip() for line in lines) + "\r\n").encode("utf-8", "replace")


def _lines(block: Block) -> Iterator[str]:
    match block.kind:
        case "heading":
            title = f"{block.number} {_flat(block.text)}".strip()
            yield from _wrapped(title)
            yield _UNDER.get(block.level, "-") * min(len(title), _WIDTH)
        case "item":
            mark = f"{block.number}." if block.number else "-"
            yield from _wrapped(_flat(block.text), f"{'   ' * max(block.level - 1, 0)}{mark} ")
        case "table":
            yield from _wrapped(_flat(block.text))
            for row in block.rows:
                yield from _wrapped(" | ".join(_flat(cell.text) for cell in row), "  ")
        case "quote" | "code":
            for line in block.text.split("\n"):
                yield from _wrapped(line, "    ")
        case "contents" | "page_break":
            return
        case _:
            for line in block.text.split("\n"):
                yield from _wrapped(_flat(line))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
