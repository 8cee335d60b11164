"""Documents with everything in them, for the tests of the formats."""

import zlib

from policy_kit.model import Block, BlockKind, Cell, Document, Inline, Row

HOSTILE = (
    "#let x = 1",
    "*bold* _emph_ `code`",
    "<script>alert(1)</script>",
    "{{7*7}} {% raw %}",
    "$x^2$",
    "]]> &amp; &lt;",
    '\\u{41} \\n #eval("1")',
    '=HYPERLINK("x")',
    "<w:p/> \"quotes' @label //comment /*c*/",
)


def text(kind: BlockKind, words: str, level: int = 0, number: str = "", ident: str = "") -> Block:
    return Block(kind, (Inline(words),), level, number, ident)


def paragraph(*runs: Inline | str, level: int = 0) -> Block:
    return Block("paragraph", tuple(Inline(r) if isinstance(r, str) else r for r in runs), level)


def heading(level: int, words: str, ident: str, number: str = "") -> Block:
    return text("heading", words, level, number, ident)


def item(words: str, level: int = 1, number: str = "") -> Block:
    return text("item", words, level, number)


def cell(*lines: str) -> Cell:
    if len(lines) == 1:
        return Cell((paragraph(lines[0]),))
    return Cell(tuple(item(line) for line in lines))


def row(*cells: str) -> Row:
    return tuple(cell(*words.split(" ;; ")) for words in cells)


def table(caption: str, *rows: Row, heads: int = 1, columns: int = 0) -> Block:
    return Block(
        "table", (Inline(caption),) if caption else (), rows=rows, header_rows=heads, header_columns=columns
    )


def document(*blocks: Block, title: str = "Attendance policy") -> Document:
    return Document(
        "policy.yaml",
        title,
        (heading(1, title, "title"), *blocks),
        properties={
            "school": "Oakfield CE Primary School",
            "version": "3",
            "category": "Statutory",
            "status": "",
            "date": "2026-10-01",
            "author": "Oakfield CE Primary School",
        },
    )


DUTIES = (
    "Learn each pupil’s usual pattern of attendance ;; Call home on the first morning ;; Record every call",
    "Meet the family within a week ;; Agree one small next step ;; Write the plan down and share it",
    "Ask the council for advice ;; Bring the services together ;; Review the plan each half term",
)

FULL = document(
    paragraph(Inline("Oakfield CE Primary School", strong=True)),
    table(
        "About this policy",
        row("Approved by", "Full governing board"),
        row("Version", "3"),
        heads=0,
        columns=1,
    ),
    heading(2, "Contacts", "contacts"),
    table(
        "Who is responsible",
        row("Role", "Name", "How to reach them"),
        row("Headteacher", "Jo Marsh", "01632 960001 ;; head.teacher@oakfield-primary-school.example"),
        row("Attendance officer", "Sam Adeyemi", "01632 960002"),
        columns=1,
    ),
    Block("page_break"),
    Block("contents"),
    Block("page_break"),
    heading(2, "Aims", "aims", "1"),
    paragraph(
        "Every day counts. See ",
        Inline("section 2.1", href="#times"),
        ", ",
        Inline("our website", href="https://oakfield.example/attendance?a=1&b=2"),
        ", ",
        Inline("office@oakfield.example", href="mailto:office@oakfield.example"),
        " or ",
        Inline("01632 960001", href="tel:01632960001"),
        ". ",
        Inline("Strong", strong=True),
        " ",
        Inline("stressed", emphasis=True),
        " ",
        Inline("CODE", code=True),
        " first line\nsecond line.",
    ),
    heading(3, "Purpose", "purpose", "1.1"),
    item("Bullet one"),
    item("Bullet inside", 2),
    paragraph("More of the bullet inside.", level=2),
    item("Bullet two"),
    heading(3, "Steps", "our-steps", "1.2"),
    item("First", number="1"),
    item("Second", number="2"),
    item("Inner first", 2, "1"),
    item("Third", number="3"),
    paragraph("Between two lists."),
    item("First again", number="1"),
    item("Fourth from a list that starts at four", number="4"),
    heading(2, "The school day", "day", "2"),
    heading(3, "Times", "times", "2.1"),
    text("quote", "We all want children to be here."),
    text("code", "08:45  bell\n    09:15  close"),
    heading(4, "A small heading", "small"),
    paragraph("Words under it."),
    heading(2, "Who does what", "appendix-roles", "Appendix 1"),
    table(
        "Duties",
        row("Group", "All staff", "Leaders", "Governors"),
        *(row(f"Pupils in group {n}", *DUTIES) for n in range(1, 15)),
        columns=1,
    ),
    heading(2, "Codes", "appendix-codes", "Appendix 2"),
    table("", row("Code", "Meaning"), *(row(c, f"Meaning of the code {c} in words") for c in "ABCDEFG")),
    heading(2, "History", "history"),
    paragraph("First published in 2021."),
)


def hostile() -> Document:
    """A document whose every place for text holds something that some format might run."""
    lines = [block for words in HOSTILE for block in (paragraph(words), item(words), text("code", words))]
    return document(
        *lines,
        heading(2, HOSTILE[0], "h#1", "1"),
        heading(2, HOSTILE[2], "h#1", "2"),
        *(text("quote", words) for words in HOSTILE),
        table(HOSTILE[5], row(*HOSTILE[:4]), row(*HOSTILE[4:8])),
        paragraph(
            Inline("nowhere", href="#nowhere"), Inline(HOSTILE[8], href="https://x.example/#let?{{1}}")
        ),
        paragraph("a\u202eb\x07c"),
        title=HOSTILE[2],
    )


def logo() -> bytes:
    """A small PNG picture, 2 by 1 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = (2).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(b"\x00" + bytes([29, 79, 124] * 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
