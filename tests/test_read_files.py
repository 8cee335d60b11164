"""What every reader keeps to: refusals, Markdown, outlines, and our own files read back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from read_helpers import shown

from policy_kit import compose, law, policy, render
from policy_kit.document import outline, read
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.render.look import Look

EXAMPLE = Path(__file__).parent.parent / "example_policies" / "oakfield-primary.yaml"


@pytest.mark.parametrize(
    "suffix", [".doc", ".rtf", ".pages", ".jpg", ".PNG", ".xlsx", ".pptx", ".zip", ".xyz", ""]
)
def test_other_files_are_named_with_what_to_do(suffix: str, tmp_path: Path) -> None:
    """A file that the kit does not read is refused with what to do, in one sentence that names it."""
    path = tmp_path / f"policy{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(Unreadable) as caught:
        read(path)
    reason, advice = caught.value.reason, caught.value.advice
    assert str(caught.value) == f"{path} was not checked, because it cannot be read ({reason}): {advice}."


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    """A file of no bytes is empty."""
    (tmp_path / "policy.txt").touch()
    with pytest.raises(Unreadable, match="empty"):
        read(tmp_path / "policy.txt")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong name or a folder is a plain mistake, not a damaged document."""
    for path in (tmp_path / "no.docx", tmp_path):
        with pytest.raises(KitError, match=path.name):
            read(path if path.suffix else _folder(tmp_path))


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / f"{tmp_path.name}.docx"
    folder.mkdir()
    return folder


def test_markdown(tmp_path: Path) -> None:
    """Markdown has lines; front matter is no text; cells part at breaks; a caption joins its table."""
    path = tmp_path / "policy.md"
    path.write_text(
        "---\ntitle: x\n---\n# Attendance policy\n\n## 4 Times\n\nTable: When\n\n| A | B |\n| --- | --- |\n"
        "| one<br>two | 8am |\n\n- item\n",
        encoding="utf-8",
    )
    document = read(path)
    assert [
        "heading1 Attendance policy",
        "heading2 4 Times",
        "table When",
        "A | B",
        "one\ntwo | 8am",
        "item1 item",
    ] == shown(document)
    assert [4, 6, 10, 14] == [block.place.line for block in document.blocks if block.place]


def heading(text: str, level: int) -> Block:
    return Block("heading", (Inline(text),), level=level)


def test_levels_do_not_jump() -> None:
    """Levels go down one at a time, whatever the writer chose, and anchors are unique."""
    blocks = outline.finish([heading("A", 1), heading("B", 4), heading("B", 4), heading("C", 2)], "f")
    assert [1, 2, 2, 2] == [block.level for block in blocks]
    assert ["a", "b", "b-2", "c"] == [block.ident for block in blocks]


@pytest.mark.parametrize(
    "text",
    [
        "4.2 Timings of the day",
        "Appendix A – Roles and contacts",
        "LEAVE OF ABSENCE",
        "Leave of Absence Requests",
        "Appendix 2",
    ],
)
def test_headings(text: str) -> None:
    """Numbers, capitals and title case make a heading."""
    assert outline.looks_like_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "4.1.1 The register is taken twice a day by the class teacher.",
        "Mrs A Oak",
        "office@school.example",
        "Tel: 01632 960001",
        "We expect all our pupils to come to school on every day",
        "Date approved: May 2024",
        "Lateness ........ 4",
    ],
)
def test_no_headings(text: str) -> None:
    """Clauses, names, addresses, sentences and lines of contents are no headings."""
    assert not outline.looks_like_heading(text)


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_our_own_files_read_as_they_were_composed(form: str, tmp_path: Path) -> None:
    """What we publish in a format is read back word for word, with its numbers, headers and captions."""
    source = policy.load(EXAMPLE)
    document = compose.compose(source, law.load_law(date(2026, 11, 22)))
    path = tmp_path / f"policy.{form}"
    path.write_bytes(render.render(render.clean(document), form, Look()))
    assert _words(document) == _words(read(path))


def _words(document: Document) -> list[str]:
    """The text of each block and row, but for the contents."""
    left_out = ("contents", "page_break")
    kept = [block for block in document.blocks if block.kind not in left_out and block.text != "Contents"]
    return [" ".join(line.split()) for block in kept for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    if block.text:
        yield f"{block.number} {block.text}"
    for row in block.rows:
        yield " | ".join(cell.text for cell in row)
    if block.rows:
        yield f"{block.header_rows} {block.header_columns}"
