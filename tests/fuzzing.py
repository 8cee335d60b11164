"""What the fuzzers feed to the kit: texts that have broken programs, and our own files with something done to them."""

import functools
import io
import json
import os
import random
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from lxml import etree
from read_helpers import odt

from policy_kit import compose, law, policy, render
from policy_kit.model import Block, Cell, Document, Inline, Place
from policy_kit.render.look import Look
from policy_kit.source import load_source

ROOT = Path(__file__).resolve().parent.parent
ON = date(2026, 11, 22)
POLICIES = tuple(sorted(ROOT.glob("example_policies/*.yaml")))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""How many inputs a target gets in `make fuzz`, before its weight; 0: the short, repeatable run of `make test`."""

TRIED: Counter[str] = Counter()
"""Target → inputs tried."""


def fuzz(usual: int, *, weight: float = 1) -> settings:
    """As many inputs as usual, always the same; in a long run as many as asked for, always others."""
    return settings(
        max_examples=max(1, int(EXAMPLES * weight)) if EXAMPLES else usual,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink)
        if EXAMPLES
        else (Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


class TooLong(Exception):  # noqa: N818 - a finding
    """An input that was still worked at when its time was over."""


@contextmanager
def trying(target: str, *, seconds: float = 5) -> Iterator[None]:
    """Count an input, and end the work on it after so many seconds of the processor, where the system can."""
    TRIED[target] += 1
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: object) -> None:
    raise TooLong


# Beginnings of what some reader looks for, and what has broken programs before.
PIECES = (
    *(
        "a",
        "1",
        "(",
        "[",
        "[x](",
        "*",
        "**a",
        "_",
        "`",
        "<",
        "<p>",
        "<p ",
        "&",
        "&amp;",
        "#",
        "# A\n",
        "- a\n",
    ),
    *(
        "  ",
        "\t",
        "\n",
        "a\n\n",
        "A B ",
        "Mr A ",
        "A.",
        "1. ",
        "1.1.",
        "£1",
        "0",
        "01 ",
        "@",
        "a.b@c",
        "|",
        "|-|\n",
    ),
    *(
        "....",
        "…",
        "___",
        "[name]",
        "“",
        '"',
        "'s",
        "é",
        "🎉",
        "e\u0301",
        "see section 1.2 ",
        "Appendix B ",
        "A-",
    ),
    *(
        "O'",
        "10 days ",
        "one hundred and ",
        "8.50",
        "+44",
        "half an ",
        "Table: a\n\n",
        "![a](",
        "A\tb\n",
        "a  b  c\n",
    ),
    *(
        "Education Act 1996 ",
        "section 444 ",
        "regulation 8 ",
        "Mrs Oak-",
        "page 1 of 2\n",
        "\x0c",
        "contents\n",
    ),
    *(
        "a ..... 3\n",
        "(i) ",
        "• ",
        "> ",
        "```\n",
        "---\n",
        "\u2028",
        "\u202e",
        "\x1b[31m",
        "\x9b",
        "\0",
        "\ufeff",
    ),
    *(
        "http://a",
        "www.",
        "mailto:",
        "javascript:",
        "=cmd()",
        "\u0663",
        "²",
        "½",
        "ﬁ",
        "\ud7ff",
        "İ",
        "ß",
        "\U0010ffff",
    ),
    *(
        "Elm Primary School ",
        "The headteacher will ",
        "by 31 May 2026 ",
        "must ",
        "TBC",
        "{{ x }}",
        "{% x %}",
        "Qz0zQ",
    ),
    *(
        "key: ",
        "? ",
        ": ",
        "&a ",
        "*a ",
        "!!x ",
        "| ",
        "%",
        "{",
        "}",
        "]",
        ", ",
        "'",
        "\\",
        "<!--",
        "</",
        "<td>",
        "<li>",
    ),
    *(
        "<table>",
        "<b>",
        "<br>",
        "colspan=9 ",
        "style=",
        "<h1>",
        "&#",
        "<![CDATA[",
        "<?",
        "<title>",
        "<a href=x>",
        "http://[x]",
        "https://[our website]/",
    ),
)
_ODD = (
    "",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "NaN",
    "\u0663",
    "²",
    "#",
    "true",
    "x" * 300,
    "1.5",
    " ",
    "%s",
)

pieces = st.sampled_from(PIECES) | st.text(max_size=6)
texts = (
    st.lists(pieces, max_size=50).map("".join)
    | st.builds(lambda piece, times: piece * times, pieces, st.integers(1, 1000))
    | st.text(max_size=200)
)
seeds = st.integers(0, 2**48)
times = st.integers(1, 6)


def mutated(data: bytes, seed: int, count: int) -> bytes:
    """Bytes with bits turned, parts cut out, said twice, moved or overwritten."""
    rng, out = random.Random(seed), bytearray(data)  # noqa: S311 - no secret
    for _ in range(count):
        at, end = sorted(rng.randrange(len(out) + 1) for _ in range(2))
        end = min(end, at + rng.choice((1, 4, 60, 3000)))
        part = bytes(out[at:end])
        match rng.randrange(6):
            case 0 if at < len(out):
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                del out[at:end]
            case 2:
                out[at:at] = part * rng.choice((1, 2, 50))
            case 3:
                out[at:end] = rng.choice((*PIECES, *_ODD)).encode()
            case 4:
                del out[rng.randrange(len(out) + 1) :]
            case _:
                other = rng.randrange(len(out) + 1)
                out[other:other] = part
        if not out:
            break
    return bytes(out)


def mutated_text(text: str, seed: int, count: int) -> str:
    """Text with lines lost, doubled, swapped or moved in, and values changed."""
    rng, lines = random.Random(seed), text.split("\n")  # noqa: S311 - no secret
    for _ in range(count):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        line = lines[at]
        match rng.randrange(6):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, line)
            case 2:
                lines[at], lines[other] = lines[other], line
            case 3:
                lines[at] = rng.choice(("  ", " ", "\t", "- ")) + line if rng.random() < 0.5 else line[2:]
            case 4:
                lines[at] = line.partition(":")[0] + ": " + rng.choice((*PIECES, *_ODD))
            case _:
                column = rng.randrange(len(line) + 1)
                lines[at] = line[:column] + rng.choice(PIECES) + line[column + rng.randrange(3) :]
    return "\n".join(lines)


def mutated_data(data: Any, seed: int, count: int) -> Any:
    """Plain data in which values have become others, keys have moved, and lists have grown or gone."""
    rng, found = random.Random(seed), json.loads(json.dumps(data))  # noqa: S311 - no secret
    for _ in range(count):
        holders = [one for one in _containers(found) if one]
        if not holders:
            break
        holder, source = rng.choice(holders), rng.choice(holders)
        key = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        moved = rng.choice(list(source.values()) if isinstance(source, dict) else source)
        value = holder[key]
        match rng.randrange(5):
            case 0:
                holder[key] = json.loads(json.dumps(moved))
            case 1:
                del holder[key]
            case 2 if isinstance(value, str):
                holder[key] = (
                    value + rng.choice(PIECES) if rng.random() < 0.5 else "".join(rng.choices(PIECES, k=5))
                )
            case 3:
                holder[key] = rng.choice((*_ODD, None, True, 0, -1, 1.5, 10**17, [], {}, [None], {"": {}}))
            case _:
                holder[key] = [value] * 3 if rng.random() < 0.5 else {rng.choice(PIECES): value}
    return found


def _containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _containers(inner)


def mutated_package(data: bytes, seed: int, count: int) -> bytes:
    """A zip file of XML in which elements are lost, doubled, moved and renamed, and attributes say odd things."""
    rng, target = random.Random(seed), io.BytesIO()  # noqa: S311 - no secret
    with ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    main = [name for name in names if name in ("word/document.xml", "content.xml")]
    for _ in range(count):
        name = rng.choice(main if rng.random() < 0.6 else names)
        parts[name] = _mutated_xml(parts[name], rng)
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, part in parts.items():
            if rng.random() > 0.01:
                package.writestr(name, part)
    return target.getvalue()


def _mutated_xml(data: bytes, rng: random.Random) -> bytes:
    tree = etree.fromstring(data)
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    node, other = rng.choice(nodes), rng.choice(nodes)
    parent = node.getparent()
    copied = etree.fromstring(etree.tostring(node))
    match rng.randrange(7):
        case 0 if parent is not None:
            parent.remove(node)
        case 1:
            other.append(copied)
        case 2 if parent is not None:
            for _ in range(rng.choice((1, 3, 40))):
                parent.append(etree.fromstring(etree.tostring(node)))
        case 3:
            node.tag = other.tag
        case 4:
            for key in node.attrib:
                node.set(key, rng.choice(_ODD))
        case 5:
            for key, value in other.attrib.items():
                node.set(key, value if rng.random() < 0.5 else rng.choice(_ODD))
        case _:
            node.text = re.sub("[\x00-\x08\x0b-\x1f]", "", rng.choice(PIECES) * rng.choice((1, 30)))
    return etree.tostring(tree)


@functools.cache
def published() -> Document:
    """An example policy as its school publishes it."""
    source = policy.load(ROOT / "example_policies" / "oakfield-primary.yaml")
    return compose.compose(source, law.load_law(ON))


@functools.cache
def real(form: str) -> bytes:
    """That document in a format; as a PDF in which what is written can be reached by a mutation, too."""
    match form:
        case "txt":
            return "\n\n".join(published().texts()).encode()
        case "open.pdf":
            target = io.BytesIO()
            with pikepdf.open(io.BytesIO(real("pdf"))) as pdf:
                pdf.save(target, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            return target.getvalue()
        case "odt":
            return _odt()
        case _:
            return render.render(render.clean(published()), form, Look())


def _odt() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        body = "".join(map(_odt_block, published().blocks[:120]))
        return odt(Path(folder), body).read_bytes()


def _odt_block(block: Block) -> str:
    runs = "".join(f'<text:span text:style-name="T1">{escape(run.text)}</text:span>' for run in block.runs)
    match block.kind:
        case "heading":
            return f'<text:h text:outline-level="{block.level}">{runs}</text:h>'
        case "item":
            item = f"<text:list-item><text:p>{runs}</text:p></text:list-item>"
            return f'<text:list text:style-name="L1">{item}</text:list>'
        case "table":
            rows = "".join(
                f"<table:table-row>{''.join(map(_odt_cell, row))}</table:table-row>" for row in block.rows
            )
            return f"<table:table>{rows}</table:table>"
        case _:
            return f'<text:p text:style-name="P1">{runs}</text:p>'


def _odt_cell(cell: Cell) -> str:
    return (
        '<table:table-cell table:number-columns-spanned="1" table:number-columns-repeated="1">'
        f"<text:p>{escape(cell.text)}</text:p></table:table-cell>"
    )


@functools.cache
def plain(path: Path) -> Any:
    """The data of one of our YAML files."""
    return load_source(path).data


_short = st.lists(pieces, max_size=12).map("".join) | st.builds(
    lambda piece, count: piece * count, pieces, st.integers(1, 40)
)


def _cells(width: int) -> st.SearchStrategy[tuple[Cell, ...]]:
    cell = st.builds(lambda text: Cell((Block("paragraph", (Inline(text),)),)), _short)
    return st.lists(cell, min_size=width, max_size=width).map(tuple)


_runs = st.lists(
    st.builds(
        Inline,
        _short,
        strong=st.booleans(),
        href=st.none()
        | st.sampled_from(("#x", "http://a", "https://www.gov.uk/x", "mailto:a@b", "tel:1"))
        | _short,
        marked=st.booleans(),
    ),
    max_size=4,
).map(tuple)
_places = st.none() | st.builds(Place, st.just("x.pdf"), page=st.integers(1, 3), heading=st.none() | _short)
_blocks = st.builds(
    Block,
    st.sampled_from(("heading", "paragraph", "item", "quote", "code", "contents", "page_break")),
    _runs,
    level=st.integers(0, 7),
    number=st.sampled_from(("", "1", "4.2", "Appendix 1", "a", "iv", "\u0663", "²")) | _short,
    place=_places,
) | st.builds(
    lambda rows, heads, runs: Block("table", runs, rows=tuple(rows), header_rows=heads),
    st.integers(1, 4).flatmap(lambda width: st.lists(_cells(width), max_size=4)),
    st.integers(0, 1),
    _runs,
)
_START = Block(
    "paragraph", (Inline("Attendance policy. The school opens its register at 8.50am. Pupils must attend."),)
)
documents: st.SearchStrategy[Document] = st.builds(
    lambda title, blocks, furniture: Document("x.pdf", title, (_START, *blocks), furniture=tuple(furniture)),
    _short,
    st.lists(_blocks, max_size=12),
    st.lists(_blocks, max_size=2),
)


@dataclass(frozen=True)
class Made:
    """A file, and how it was made: with that, `made_by` makes it again."""

    how: str
    form: str
    seed: int
    count: int
    data: bytes = field(repr=False)


def made_by(how: str, form: str, seed: int, count: int) -> Made:
    """A real file with something done to it."""
    change = {"bytes": mutated, "parts": mutated_package}[how]
    return Made(how, form, seed, count, change(real(form), seed, count))


def file_of(suffix: str) -> st.SearchStrategy[Made]:
    """Files of a kind: rubbish, _short, and real ones with something done to them."""
    form = suffix.removeprefix(".")
    forms = ("pdf", "open.pdf") if form == "pdf" else (form,)
    damaged = st.builds(made_by, st.just("bytes"), st.sampled_from(forms), seeds, times)
    if form in ("docx", "odt"):
        return damaged | st.builds(made_by, st.just("parts"), st.just(form), seeds, st.integers(1, 25))
    if form == "pdf":
        return damaged
    any_bytes = texts.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=200)
    return damaged | any_bytes.map(lambda data: Made(repr(data), form, 0, 0, data))
