"""PDFs as word processors and browsers set them: small tables, rules between rows alone, bullets that are drawn."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_files import typeset, write

from policy_kit.document import pdf, read_here
from policy_kit.model import Block, Document

FOLDER = Path(__file__).parent / "documents" / "one-policy"
SET = (
    '#set page(width: 400pt, height: 700pt, margin: 60pt)\n#set text(size: 11pt, font: "Libertinus Serif")\n'
)
LONG = (
    "Every child should be in school on every day that it is open, and we will help each family to make that "
    "possible."
)
SMALL = "We ask why, we listen to the pupil, and we look together for what would help the family most. " * 4


def read(folder: Path, source: str, *, tagged: bool = False) -> Document:
    return pdf.read(write(folder, typeset(SET + source, tagged=tagged)))


def said(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The texts of paragraphs, items and cells, one by one."""
    for block in blocks:
        if block.kind in ("paragraph", "item"):
            yield block.text
        for cell in (cell for row in block.rows for cell in row):
            yield from filter(None, cell.text.split("\n"))


@pytest.mark.parametrize("name", ["libreoffice.pdf", "chromium.pdf"])
def test_each_sentence_is_whole(name: str) -> None:
    """Every paragraph, item and cell of the policy is one in the PDF too, as often as it stands there."""
    expected = Counter(said(read_here(FOLDER / "policy.md").blocks))
    actual = Counter(said(read_here(FOLDER / name).blocks))
    assert [] == list(expected - actual)


def test_small_print_in_tables_breaks_no_paragraph(tmp_path: Path) -> None:
    """Lines are joined by the type of the text, though most of the letters are those of a table."""
    table = f"#table(columns: 2, [A], [B], text(size: 9pt)[{SMALL}], text(size: 9pt)[{SMALL}])"
    document = read(tmp_path, f"#set par(leading: 8.5pt, spacing: 16pt)\n{LONG}\n\n{LONG}\n{table}\n")
    assert [LONG, LONG] == [block.text for block in document.blocks if block.kind == "paragraph"]


def test_rules_between_rows_alone_make_a_table(tmp_path: Path) -> None:
    """The row of heads belongs to it, and the caption above does not."""
    heads = "table.hline(), table.header([*Code*], [*Meaning*]), table.hline()"
    rows = "[L], [Late], table.hline(), [U], [Late after the register closed], table.hline()"
    document = read(tmp_path, f"*Codes*\n\n#table(columns: (60pt, 1fr), stroke: none, {heads}, {rows})")
    tables = [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if block.rows]
    assert [[["Code", "Meaning"], ["L", "Late"], ["U", "Late after the register closed"]]] == tables


def test_rules_around_text_make_no_table(tmp_path: Path) -> None:
    """Paragraphs with a line between them stay paragraphs."""
    rule = "#line(length: 100%)"
    document = read(tmp_path, f"{rule}\n{LONG}\n{rule}\n{LONG}\n{rule}\n")
    assert [("paragraph", LONG)] * 2 == [(block.kind, block.text) for block in document.blocks]


def test_items_whose_bullets_are_drawn_stay_apart(tmp_path: Path) -> None:
    """The tags tell where an item begins, though no bullet can be read and each begins with a small letter."""
    marker = "#set list(marker: circle(radius: 2pt, fill: black))"
    items = ["make school a place to be glad of", "notice early when attendance falls"]
    source = f"{marker}\n= Aims\n" + "\n".join(f"- {item}" for item in items)
    document = read(tmp_path, source, tagged=True)
    assert items == [block.text for block in document.blocks if block.kind == "item"]


def test_the_lines_of_an_item_hang_together(tmp_path: Path) -> None:
    """A line that ends early goes on in the next, which stands under the words of the item and not its bullet."""
    first, second = (
        "Run a School Attendance Support Team here",
        "Kent County Council pays, with help from others",
    )
    document = read(tmp_path, f"{LONG}\n- {first} \\\n  {second}\n")
    item = f"{first} {second}"
    assert [item] == [block.text for block in document.blocks if block.kind == "item"]
