"""A document as one page of HTML that asks for nothing from outside and prints well."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from policy_kit import pages, templating
from policy_kit.model import Block, Document, Inline
from policy_kit.render import colour
from policy_kit.render.lists import nest
from policy_kit.render.look import Look

_ACCENT = "#1d4f7c"
_LIGHT_GROUND = "#f4f6f8"  # the darkest ground of page.css in light, the lightest in dark
_DARK_GROUND = "#20262d"
_HREF = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f]+", re.IGNORECASE)
_LONG = 16

Link = tuple[str | None, bool, tuple[Inline, ...]]
"""The target of some runs, whether their text hides it, and the runs."""


def render(document: Document, look: Look, *, templates: Path | None = None) -> bytes:
    """The page as a file. Raises KitError for a logo or a colour that cannot be used."""
    from markupsafe import Markup

    env = templating.html_environment(templates)
    style = templating.fill(env, "page.css", _colours(look)).strip()
    blocks = _in_order(document)
    front, rest = _parts(blocks)
    context = {
        "document": document,
        "day": _day(document.properties.get("date", "")),
        "style": Markup(style),  # noqa: S704 - no text of the document is in it
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
        "logo": _logo(look),
        "front": nest(front),
        "rest": nest(rest),
        "contents": [b for b in blocks if b.kind == "heading" and b.level == 2 and b.ident] if rest else [],
        "links": _links(
            frozenset(block.ident for block in blocks if block.kind == "heading" and block.ident)
        ),
        "fit": _fit,
        "compact": _compact,
        "nest": nest,
    }
    return templating.fill(env, "page.html.j2", context).encode()


def _colours(look: Look) -> Mapping[str, str]:
    own = _ACCENT if look.colour is None else look.colour
    return {"light": colour.accessible(own, _LIGHT_GROUND), "dark": colour.accessible(own, _DARK_GROUND)}


def _logo(look: Look) -> str | None:
    return f"data:image/{look.logo_type};base64,{b64encode(look.logo).decode()}" if look.logo else None


def _day(iso: str) -> str:
    try:
        return pages.day(date.fromisoformat(iso))
    except ValueError:
        return iso


def _in_order(document: Document) -> list[Block]:
    """The blocks with one title, no heading more than one level below the last, and each anchor once."""
    blocks = list(document.blocks)
    if not any(block.kind == "heading" and block.level == 1 for block in blocks):
        blocks.insert(0, Block("heading", (Inline(document.title),), level=1))
    level = tables = 0
    seen = {""}
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            level = max(min(block.level, level + 1, 6), 2) if level else 1
            blocks[index] = replace(block, level=level, ident="" if block.ident in seen else block.ident)
            seen.add(block.ident)
        elif block.kind == "table":
            tables += 1
            blocks[index] = replace(block, ident=f"kit-table-{tables}")
    return blocks


def _parts(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """What stands before the contents, and what stands after."""
    index = next((i for i, block in enumerate(blocks) if block.kind == "contents"), len(blocks))
    return blocks[:index], [block for block in blocks[index:] if block.kind != "contents"]


def _links(idents: frozenset[str]) -> Callable[[Sequence[Inline]], Iterator[Link]]:
    def target(run: Inline) -> str | None:
        href = run.href or ""
        return href if _HREF.fullmatch(href) or (href.startswith("#") and href[1:] in idents) else None

    def links(runs: Sequence[Inline]) -> Iterator[Link]:
        for href, group in groupby(runs, key=target):
            inner = tuple(group)
            text = "".join(run.text for run in inner).strip()
            named = (href or "").lower().startswith("http") and text.rstrip("/") not in (href or "")
            yield (href if text else None), named, inner

    return links


def _fit(table: Block) -> str:
    """How a table fits a narrow screen: a small one as it is, a short one as cards, a long one by scrolling."""
    width = max(map(len, table.rows), default=0)
    if width <= 2 or (width == 3 and _compact(table)):
        return "plain"
    return "stacked" if table.header_rows == 1 and len(table.rows) < _LONG else "scrolling"


def _compact(table: Block) -> bool:
    """Whether the first column only holds codes."""
    firsts = [row[0].text for row in table.rows[table.header_rows :] if row]
    return bool(table.header_columns and firsts) and max(map(len, firsts)) <= 4
