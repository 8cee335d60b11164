"""Files from outside are read in a process apart: whatever a file does, it gets an answer, and so does the next."""

import io
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pdf_files import assembled, by_hand, packed, saved, stream, words, write

from policy_kit.document import wire, worker
from policy_kit.document.unreadable import Unreadable
from policy_kit.document.worker import Worker
from policy_kit.model import Block, Cell, Document, Inline, KitError, Place

POLICY = by_hand(words("Registers close at nine o'clock."))


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    with Worker(seconds=4, page_seconds=3) as made:
        yield made


def reason(reader: Worker, path: Path) -> str:
    """Why a file is unreadable; "" when it was read."""
    try:
        reader.read(path)
    except Unreadable as error:
        return error.reason if error.advice else "no advice"
    return ""


def test_a_file_is_read(reader: Worker, tmp_path: Path) -> None:
    """A document comes out of the worker as the reader made it."""
    document = reader.read(write(tmp_path, POLICY))
    assert ["Registers close at nine o'clock."] == [block.text for block in document.blocks]
    assert 1 == document.blocks[0].place.page if document.blocks[0].place else None


def test_one_process_reads_many_files(reader: Worker, tmp_path: Path) -> None:
    """The process is started once."""
    path = write(tmp_path, POLICY)
    reader.read(path)
    assert reader.process_id is not None
    before = reader.process_id
    reader.read(path)
    assert before == reader.process_id


def encrypted() -> bytes:
    with pikepdf.open(io.BytesIO(POLICY)) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="one", user="two"))
        return target.getvalue()


def without_pages() -> bytes:
    return assembled({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


def test_open_only_to_print(reader: Worker, tmp_path: Path) -> None:
    """A file that anybody may open is read, though its owner has a password."""
    with pikepdf.open(io.BytesIO(POLICY)) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="one", user=""))
    assert "" == reason(reader, write(tmp_path, target.getvalue()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(encrypted(), "encrypted", id="a password"),
        pytest.param(b"%PDF-1.7\nnothing of the kind", "damaged", id="no objects"),
        pytest.param(POLICY[:120], "damaged", id="cut short"),
        pytest.param(os.urandom(64) + b"\x00" * 4000, "damaged", id="noise"),
        pytest.param(without_pages(), "empty", id="no pages"),
        pytest.param(by_hand("", ""), "scanned: no text", id="no words"),
    ],
)
def test_an_unreadable_file_says_why(reader: Worker, tmp_path: Path, data: bytes, says: str) -> None:
    """A file that cannot be read is not checked, with its reason; the next one is read."""
    assert says == reason(reader, write(tmp_path, data))
    assert "" == reason(reader, write(tmp_path, POLICY))


def forms(depth: int) -> bytes:
    """A page that draws a form twice, which draws another twice, and so on: a few kilobytes, years of work."""
    objects = {
        100 + level: stream(
            b"/X Do /X Do" if level < depth else b"BT /F1 9 Tf (deep) Tj ET",
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
            f"<< /Font << /F1 3 0 R >> /XObject << /X {101 + level} 0 R >> >>",
        )
        for level in range(depth + 1)
    }
    return by_hand(words("Above.") + "/X Do", objects=objects, xobjects="/X 100 0 R")


def form_in_itself() -> bytes:
    form = stream(
        b"BT /F1 9 Tf (again) Tj ET /X Do",
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources "
        "<< /Font << /F1 3 0 R >> /XObject << /X 100 0 R >> >>",
    )
    return by_hand(words("Above.") + "/X Do", objects={100: form}, xobjects="/X 100 0 R")


def bomb() -> bytes:
    """A page of which each compressed kilobyte is a gigabyte of drawing."""
    content = b"q Q " * 25_000_000
    made = by_hand(words("Above."))
    return made.replace(b"/Contents 50 0 R", b"/Contents 99 0 R").replace(
        b"xref\n0 1", b"99 0 obj\n" + packed(content, 2) + b"\nendobj\nxref\n0 1"
    )


def page_tree_in_itself() -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 10000 >>",
        3: b"<< /Type /Pages /Kids [2 0 R] /Count 9999 /Parent 2 0 R >>",
    }
    return assembled(objects)


def deep_arrays() -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox " + b"[" * 200_000 + b"]" * 200_000 + b" >>",
    }
    return assembled(objects)


def many_letters() -> bytes:
    """One page with two million letters in as many goes."""
    return by_hand("BT /F1 1 Tf 10 10 Td " + "(a) Tj " * 2_000_000 + "ET")


@pytest.mark.parametrize(
    "make",
    [forms, form_in_itself, bomb, page_tree_in_itself, deep_arrays, many_letters],
    ids=lambda f: f.__name__,
)
def test_a_hostile_file_gets_an_answer(reader: Worker, tmp_path: Path, make: object) -> None:
    """A file made to hang or to kill its reader is answered within the time for a file, and the next one is read."""
    data = forms(30) if make is forms else make()  # type: ignore[operator]
    path = write(tmp_path, data)
    start = time.monotonic()
    reason(reader, path)
    assert time.monotonic() - start < 8
    assert "" == reason(reader, write(tmp_path, POLICY, "next.pdf"))


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The clock ends a reading that does not end."""
    with Worker(seconds=1, page_seconds=1) as short:
        assert "" == reason(short, write(tmp_path, POLICY, "first.pdf"))
        assert "took too long" == reason(short, write(tmp_path, many_letters()))
        assert "" == reason(short, write(tmp_path, POLICY, "next.pdf"))


def test_a_reader_that_dies_is_replaced(reader: Worker, tmp_path: Path) -> None:
    """When the process is gone, another reads the next file."""
    path = write(tmp_path, POLICY)
    reader.read(path)
    os.kill(reader.process_id or 0, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert reason(reader, path) in ("", "made the reader fail")
    assert "" == reason(reader, path)


def test_a_file_that_is_too_large_is_not_opened(
    reader: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of a file is asked before anything reads it."""
    monkeypatch.setattr(worker, "_LARGEST", 10)
    assert "too large" == reason(reader, write(tmp_path, POLICY))


def test_a_file_that_is_not_there(reader: Worker, tmp_path: Path) -> None:
    """A wrong name is told at once."""
    with pytest.raises(KitError, match="Check its name"):
        reader.read(tmp_path / "nothing.pdf")


def test_the_module_keeps_one_worker(tmp_path: Path) -> None:
    """Whoever asks the module reads with one process."""
    path = write(tmp_path, POLICY)
    assert worker.read(path) == worker.read(path)


DOCUMENT = Document(
    "policy.pdf",
    "Attendance",
    (
        Block("heading", (Inline("Registers"),), level=2, number="4", ident="registers"),
        Block(
            "paragraph",
            (Inline("Ring "), Inline("us", strong=True, href="tel:01632960000", marked=True)),
            place=Place("policy.pdf", page=2, heading="4 Registers"),
            marks=((0, Place("policy.pdf", page=2)), (5, Place("other.pdf", 3, 4))),
        ),
        Block("table", rows=((Cell((Block("item", level=1),)), Cell()),), header_rows=1, header_columns=1),
    ),
    properties={"school": "Fernhill"},
    furniture=(Block("paragraph", (Inline("Page 1"),)),),
    notes=("Page 3 has no text (scanned?)",),
)


def test_a_document_comes_back_as_it_was() -> None:
    """Everything of a document survives the way through JSON."""
    assert DOCUMENT == wire.from_json(json.loads(json.dumps(wire.to_json(DOCUMENT))))


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"file": 1},
        {"blocks": [{"kind": "script"}]},
        {"blocks": [{"kind": "paragraph", "runs": [["text"]]}]},
        {"blocks": [{"kind": "paragraph", "runs": [["text", 1, False, False, None]]}]},
        {"blocks": [{"kind": "paragraph", "level": True}]},
        {"blocks": [{"kind": "paragraph", "place": [None, "1", None, None, None]}]},
        {"blocks": [{"kind": "table", "rows": [[[{"kind": "table", "rows": [[[1]]]}]]]}]},
        {"notes": [{}]},
    ],
)
def test_nothing_is_taken_on_trust(data: object) -> None:
    """What is not a document is refused, whoever says that it is one."""
    with pytest.raises(ValueError, match="not a document"):
        wire.from_json(data)


def test_a_scan_among_pages_of_text_is_told(reader: Worker, tmp_path: Path) -> None:
    """Where some pages are pictures, the rest is read and a note names them."""
    with pikepdf.open(io.BytesIO(by_hand(words("Text."), picture(), picture()))) as pdf:
        document = reader.read(write(tmp_path, saved(pdf)))
    assert ("Pages 2 and 3 have no text (scanned?)",) == document.notes


def picture() -> str:
    return "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"
