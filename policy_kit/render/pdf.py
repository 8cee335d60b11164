"""A document as a tagged PDF (PDF/UA-1), typeset by a fixed typst template that reads the document as data."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from policy_kit import pages, templating
from policy_kit.model import Block, Document, Inline, KitError, Row
from policy_kit.render import colour
from policy_kit.render.layout import in_contents, is_short, is_subtitle, is_whole, leads, shares, titled
from policy_kit.render.lists import Listing, Node, nest
from policy_kit.render.look import Look

_ROUNDS = 8
_MISSING = "\ufffd"
_LONG_WORD = re.compile(r"\S{25,}")
_MAY_BREAK = re.compile(r"[@./_\-?&=]+(?=\w)|[^@./_\-?&=]{20}(?=\S)")
_BREAK = "\u200b"
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(document: Document, look: Look, *, templates: Path | None = None) -> bytes:
    """The bytes of a PDF, the same for the same document.

    `templates` is a folder whose `policy.typ` comes before ours. Raises KitError when the typesetter is not
    installed, or when the logo or that template cannot be used.
    """
    inputs = json.dumps(_data(document, look), ensure_ascii=False)
    system = False
    for _ in range(_ROUNDS):
        made = _compile(inputs, _template(templates), look, system=system)
        if isinstance(made, bytes):
            return made
        for text in sorted(made, key=len, reverse=True):
            inputs = inputs.replace(text, _named(text) or (_MISSING if system else text))
        system = system or not all(map(_named, made))
    raise KitError(
        "The PDF could not be made: it holds symbols that no font can show. Take them out of the text."
    )


def _compile(inputs: str, template: str, look: Look, *, system: bool) -> bytes | frozenset[str]:
    """The PDF, or the characters that no font shows: a tagged PDF may not hold them.

    `system` adds the computer's own fonts, for letters of other scripts; as a rule they would only make
    the same document different on another computer.
    """
    try:
        import typst

        fonts = _fonts(system=system)
    except ImportError as error:
        raise KitError("PDF files need one more part: pip install 'policy-kit[pdf]'") from error
    try:
        made: bytes = typst.compile(
            template,
            format="pdf",
            font_paths=fonts,
            ignore_system_fonts=not system,
            sys_inputs={"document": inputs},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        if unshown := _unshown(error.diagnostic):
            return unshown
        if "decode image" in error.message:
            raise KitError(
                f"{look.logo_name or 'The logo'} cannot be read as a picture. Save it again."
            ) from error
        raise KitError(f"{template}: the PDF could not be made: {error.message}") from error
    return made


@cache
def _fonts(*, system: bool) -> Any:
    """One open font from a package, and those that come with the typesetter."""
    import font_source_sans_pro
    import typst

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=system, font_paths=[folder])


def _template(templates: Path | None) -> str:
    environment = templating.environment(templates)
    loader: Any = environment.loader
    return str(loader.get_source(environment, "policy.typ")[1])


def _unshown(diagnostic: str) -> frozenset[str]:
    """The characters that the typesetter names. ASCII can always be shown, and it is what JSON is written in."""
    found = (_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in _UNSHOWN.findall(diagnostic))
    return frozenset(text for text in found if not text.isascii())


def _named(text: str) -> str:
    """A symbol by its name, such as "(bell)"; "" for letters, which have no meaning by themselves."""
    symbols = [unicodedata.name(c, "").lower() for c in text if unicodedata.category(c) in ("So", "Sk", "Sm")]
    return f"({', '.join(filter(None, symbols))})" if any(symbols) else ""


def _data(document: Document, look: Look) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    blocks = tuple(_outlined(document))
    idents = frozenset(block.ident for block in blocks if block.ident)
    nodes = nest(blocks)
    return {
        "title": _text(document.title),
        "language": language,
        "region": region or None,
        "properties": {name: _text(value) for name, value in document.properties.items()},
        "colour": colour.accessible(look.colour) if look.colour else None,
        "logo": {"bytes": list(look.logo), "type": look.logo_type} if look.logo else None,
        "blocks": [
            _node(node, idents)
            | {
                "leads": isinstance(node, Block) and leads(node, following),
                "subtitle": isinstance(node, Block) and is_subtitle(node, document),
            }
            for node, following in zip_longest(nodes, nodes[1:])
        ],
    }


def _outlined(document: Document) -> Iterator[Block]:
    """Blocks with each anchor once and no level of heading left out, as a tagged PDF must have them."""
    level = 0
    seen = {""}
    for block in titled(document):
        if block.kind != "heading":
            yield block
            continue
        level = min(max(block.level, 1), level + 1)
        yield replace(block, level=level, ident="" if block.ident in seen else block.ident)
        seen.add(block.ident)


def _node(node: Node, idents: frozenset[str]) -> dict[str, Any]:
    match node:
        case Listing(start=start, entries=entries):
            items = [
                [_node(entry.block, idents), *(_node(inner, idents) for inner in entry.inside)]
                for entry in entries
            ]
            return {"kind": "list", "start": start, "items": items}
        case Block(kind="table"):
            return _table(node, idents)
        case _:
            return {
                "kind": node.kind,
                "level": node.level,
                "number": _text(node.number),
                "ident": node.ident,
                "in_contents": in_contents(node),
                "runs": _runs(node.runs, idents),
            }


def _table(block: Block, idents: frozenset[str]) -> dict[str, Any]:
    widths = shares(block)
    return {
        "kind": "table",
        "runs": _runs(block.runs, idents),
        "widths": widths,
        "whole": is_whole(block),
        "header_rows": block.header_rows,
        "header_columns": block.header_columns,
        "rows": [_row(row, len(widths), idents) for row in block.rows],
    }


def _row(row: Row, width: int, idents: frozenset[str]) -> dict[str, Any]:
    cells = [[_node(node, idents) for node in nest(cell.blocks)] for cell in row]
    cells += [[]] * (width - len(cells))
    return {"short": is_short(row), "cells": cells}


def _runs(runs: Sequence[Inline], idents: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            "text": _breakable(_text(run.text)),
            "strong": run.strong,
            "emphasis": run.emphasis,
            "code": run.code,
            "href": _href(run.href, idents),
        }
        for run in runs
        if run.text
    ]


def _href(href: str | None, idents: frozenset[str]) -> str | None:
    if href and href.startswith("#"):
        return href if href[1:] in idents else None
    return href


def _text(text: str) -> str:
    return pages.printable(text).replace("\r", "\n").replace(_BREAK, "")


def _breakable(text: str) -> str:
    """Text with marks where a very long word, such as an address, may be broken. The template takes them out."""
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.sub(r"\g<0>" + _BREAK, word[0]), text)
