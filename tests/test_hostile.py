"""Files made to do harm: each gets its answer in plain English and in time, nothing is written or fetched."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import textwrap
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from pdf_files import assembled, by_hand, stream, words
from read_helpers import docx, odt, p, packed, root

from policy_kit.cli import main
from policy_kit.document import read, read_here, worker
from policy_kit.document.unreadable import Unreadable
from policy_kit.document.worker import Worker
from policy_kit.model import Document
from policy_kit.policy import load
from policy_kit.source import Faulty

WORDS = "kept-from-strangers"
TEXT = "Registers close at nine."


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    with Worker(seconds=4, page_seconds=4) as made:
        yield made


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Path]:
    """A folder for one file, beside a secret; when the test is over, nothing else is there and nothing has changed."""
    (tmp_path / "secret.txt").write_text(WORDS, encoding="utf-8")
    folder = tmp_path / "inbox"
    folder.mkdir()
    yield folder
    assert ["inbox", "secret.txt"] == sorted(path.name for path in tmp_path.iterdir())
    assert len(list(folder.iterdir())) <= 2
    assert WORDS == (tmp_path / "secret.txt").read_text(encoding="utf-8")


@pytest.fixture
def caller() -> Iterator[socket.socket]:
    """A server to which hostile files point; when the test is over, nobody has called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server
        with pytest.raises(TimeoutError):
            server.accept()


def answer(reader: Worker, path: Path) -> Document | str:
    """The document, or why it cannot be read, within the time for a file; then the next file is read."""
    start = time.monotonic()
    found: Document | str
    try:
        found = reader.read(path)
    except Unreadable as error:
        found = error.reason if error.advice else "no advice"
    assert time.monotonic() - start < 12
    following = path.parent / "next.html"
    following.write_text(f"<p>{TEXT}", encoding="utf-8")
    assert [TEXT] == list(reader.read(following).texts())
    return found


def texts(found: Document | str) -> list[str]:
    assert isinstance(found, Document), found
    return list(found.texts())


# Portable documents


def pdf(folder: Path, data: bytes) -> Path:
    path = folder / "policy.pdf"
    path.write_bytes(data)
    return path


def test_a_pdf_of_twenty_thousand_pages(reader: Worker, inbox: Path) -> None:
    """A file with far more pages than a policy is refused before any page is read."""
    kids = b"3 0 R " * 20_000
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [" + kids + b"] /Count 20000 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    }
    assert "too large" == answer(reader, pdf(inbox, assembled(objects)))


def test_a_pdf_that_acts(reader: Worker, inbox: Path, caller: socket.socket) -> None:
    """Scripts, programs to launch, forms to send and pages to open are no text, and nothing of them happens."""
    port, made = caller.getsockname()[1], inbox.parent / "inbox" / "made"
    actions = {
        100: f"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:{port}/'\\)) /Next 101 0 R >>",
        101: f"<< /S /Launch /F (/bin/touch) /Win << /F (touch) /P ({made}) >> /Next 102 0 R >>",
        102: f"<< /S /URI /URI (http://127.0.0.1:{port}/) /Next 103 0 R >>",
        103: f"<< /S /SubmitForm /F << /FS /URL /F (http://127.0.0.1:{port}/) >> /Next 104 0 R >>",
        104: f"<< /S /GoToR /F << /FS /URL /F (http://127.0.0.1:{port}/x.pdf) >> /D [0 /Fit] >>",
    }
    data = by_hand(words(TEXT), objects={number: action.encode() for number, action in actions.items()})
    data = data.replace(b"/Catalog", b"/Catalog /OpenAction 100 0 R /AA << /WC 100 0 R >>")
    data = data.replace(b"/Type /Page ", b"/Type /Page /AA << /O 100 0 R >> ")
    assert [TEXT] == texts(answer(reader, pdf(inbox, data)))
    assert not made.exists()


def test_a_pdf_with_a_giant_image(reader: Worker, inbox: Path) -> None:
    """The pixels of a picture are not asked for, however many it says it has."""
    image = stream(b"x", "/Type /XObject /Subtype /Image /Width 2000000 /Height 2000000 /ColorSpace /DeviceRGB "
                   "/BitsPerComponent 16 /Filter /FlateDecode")  # fmt: skip
    drawn = words(TEXT) + "q 500 0 0 700 40 40 cm /X Do Q"
    data = by_hand(drawn, objects={100: image}, xobjects="/X 100 0 R")
    assert [TEXT] == texts(answer(reader, pdf(inbox, data)))


def test_a_pdf_with_a_deep_tag_tree(reader: Worker, inbox: Path) -> None:
    """Tags within tags, or within themselves, end."""
    deep = {
        100 + n: f"<< /Type /StructElem /S /Div /P {99 + n} 0 R /K [{101 + n} 0 R] >>".encode()
        for n in range(3000)
    }
    deep[3100] = b"<< /Type /StructElem /S /P /P 3099 0 R /K [100 0 R] >>"
    deep[99] = b"<< /Type /StructTreeRoot /K 100 0 R >>"
    data = by_hand(words(TEXT), objects=deep).replace(b"/Catalog", b"/Catalog /StructTreeRoot 99 0 R")
    assert [TEXT] == texts(answer(reader, pdf(inbox, data)))


# Word and OpenDocument


def laughs(name: str, inside: str) -> str:
    """A billion laughs: ten entities, each ten of the one before."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {name} [<!ENTITY l0 "ha">{bomb}]>{inside.replace(TEXT, "&l9;")}'


def outside(target: str) -> Callable[[str, str], str]:
    """An entity that is a file or a page."""
    return lambda name, inside: (
        f'<!DOCTYPE {name} [<!ENTITY x SYSTEM "{target}"><!ENTITY % y SYSTEM "{target}"> %y;]>'
        + inside.replace(TEXT, "&x;")
    )


WORD = root("document", f"<w:body>{p(TEXT)}</w:body>")
ODF = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
    f"<t:p>{TEXT}</t:p></o:text></o:body></o:document-content>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("kind", [("x.docx", "word/document.xml", WORD), ("x.odt", "content.xml", ODF)])
def test_xml_with_entities(
    reader: Worker, inbox: Path, caller: socket.socket, kind: tuple[str, str, str], encoding: str
) -> None:
    """Entities of a file's own are refused, in whatever letters they are written; none is unfolded or fetched."""
    name, part, xml = kind
    secret = (inbox.parent / "secret.txt").as_uri()
    for spoilt in (laughs, outside(secret), outside(f"http://127.0.0.1:{caller.getsockname()[1]}/")):
        for before in ("", f"<!--{'-x' * 5000}-->"):
            text = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{before}{spoilt("x", xml)}'
            found = answer(reader, packed(inbox / name, {part: text.encode(encoding)}))
            assert "damaged" == found


def test_entities_in_a_web_page(reader: Worker, inbox: Path, caller: socket.socket) -> None:
    """A web page's entities stay as they are written."""
    secret = (inbox.parent / "secret.txt").as_uri()
    for spoilt in (laughs, outside(secret), outside(f"http://127.0.0.1:{caller.getsockname()[1]}/")):
        path = inbox / "policy.html"
        path.write_text(spoilt("html", f"<html><body><p>{TEXT} {TEXT}</p></body></html>"), encoding="utf-8")
        found = answer(reader, path)
        assert WORDS not in str(found)
        assert len(str(found)) < 5000


def test_an_odt_bomb(reader: Worker, inbox: Path) -> None:
    """A file that is far larger unpacked than packed is not unpacked."""
    assert "too large" == answer(reader, packed(inbox / "policy.odt", {"content.xml": b" " * 60_000_000}))


def test_a_zip_of_many_parts(reader: Worker, inbox: Path) -> None:
    """A file of more parts than any document has is refused."""
    assert "too large" == answer(reader, packed(inbox / "policy.docx", {f"x{n}": b"" for n in range(6000)}))


def test_parts_that_overlap(reader: Worker, inbox: Path) -> None:
    """Thousands of names for one packed part do not unpack it thousands of times."""
    path = packed(inbox / "policy.docx", {"word/document.xml": WORD, "word/header1.xml": " " * 15_000_000})
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[data.index(b"PK\x01\x02", start + 1) : end]
    entries = b"".join(entry.replace(b"header1.xml", f"header{n}.xml".encode()) for n in range(1, 10)) * 400
    directory = data[start : start + data[start:].index(entry)] + entries
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 3601, 3601, len(directory), start, 0)
    path.write_bytes(data[:start] + directory + tail)
    assert answer(reader, path) in ("too large", "damaged")


DEEP = 100_000


@pytest.mark.parametrize(
    "tag", ["w:sdt><w:sdtContent", "w:p", "w:tbl><w:tr><w:tc", "w:ins", "w:r", "w:txbxContent"]
)
@pytest.mark.parametrize("depth", [60, 250, DEEP])
def test_a_deep_word_file(reader: Worker, inbox: Path, tag: str, depth: int) -> None:
    """Elements within elements are read as far down as XML may go, and end neither the stack nor the patience."""
    opened, closed = f"<{tag}>", "".join(f"</{name}>" for name in reversed(tag.split("><")))
    body = opened * depth + p(TEXT) + closed * depth
    found = answer(reader, docx(inbox, body))
    assert found == "damaged" if depth == DEEP else isinstance(found, Document | str)


@pytest.mark.parametrize(
    "tag",
    [
        "text:list><text:list-item",
        "text:section",
        "text:span",
        "table:table><table:table-row><table:table-cell",
    ],
)
@pytest.mark.parametrize("depth", [60, 120, DEEP])
def test_a_deep_odt_file(reader: Worker, inbox: Path, tag: str, depth: int) -> None:
    """Elements within elements are read as far down as XML may go."""
    opened, closed = f"<{tag}>", "".join(f"</{name}>" for name in reversed(tag.split("><")))
    found = answer(reader, odt(inbox, opened * depth + f"<text:p>{TEXT}</text:p>" + closed * depth))
    assert found == "damaged" if depth == DEEP else isinstance(found, Document | str)


def test_half_a_million_paragraphs(reader: Worker, inbox: Path) -> None:
    """A document that goes on and on is too large, or takes too long."""
    body = "".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(200_000))
    assert answer(reader, docx(inbox, body)) in ("too large", "took too long")


def test_a_table_that_repeats_itself(reader: Worker, inbox: Path) -> None:
    """A cell that says that it stands a million times does not."""
    cell = (
        '<table:table-cell table:number-columns-repeated="1048576"><text:p>'
        + TEXT * 400
        + "</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}{cell}</table:table-row>'
    assert answer(reader, odt(inbox, f"<table:table>{row * 200}</table:table>")) in (
        "too large",
        "took too long",
    )


def test_parts_with_the_names_of_other_files(reader: Worker, inbox: Path) -> None:
    """Parts named for places outside are parts like any others; none is ever unpacked onto the disk."""
    names = (
        "../secret.txt",
        "/tmp/policy-kit-was-here",  # noqa: S108 - never made
        "..\\secret.txt",
        "C:\\x",
        "word/../../secret.txt",
        "a\nb",
    )
    parts: dict[str, str | bytes] = {"word/document.xml": WORD, **dict.fromkeys(names, "spoilt")}
    assert [TEXT] == texts(answer(reader, packed(inbox / "policy.docx", parts)))
    assert not Path("/tmp/policy-kit-was-here").exists()  # noqa: S108


def test_a_word_file_that_points_outside(reader: Worker, inbox: Path, caller: socket.socket) -> None:
    """Templates, pictures and frames from elsewhere are not fetched, macros not run, their parts not read."""
    here = f"http://127.0.0.1:{caller.getsockname()[1]}/"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="{{}}" Type="{kinds}/{{}}" Target="{{}}" TargetMode="External"/>'
    rels = "".join(
        link.format(f"r{n}", kind, target)
        for n, (kind, target) in enumerate(
            [
                ("attachedTemplate", here),
                ("image", here),
                ("oleObject", f"file:///{inbox}"),
                ("frame", "\\\\127.0.0.1\\x"),
            ]
        )
    )
    code = '<w:instrText>DDEAUTO c:\\\\x "calc" INCLUDETEXT "{}"</w:instrText>'
    field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>{code}</w:r>'
    body = p(TEXT) + f"<w:p>{field.format(here)}</w:p><w:altChunk r:id='r2'/><w:subDoc r:id='r2'/>"
    path = docx(inbox, body, rels=f"<Relationships>{rels}</Relationships>")
    with ZipFile(path, "a", ZIP_DEFLATED) as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Shell")
        package.writestr("word/_rels/settings.xml.rels", f"<Relationships>{rels}</Relationships>")
    assert [TEXT] == texts(answer(reader, path))


def test_a_giant_picture_in_a_word_file(reader: Worker, inbox: Path) -> None:
    """Pictures are not opened."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 2_000_000_000, 2_000_000_000, 16, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    path = packed(inbox / "policy.docx", {"word/document.xml": WORD, "word/media/image1.png": png})
    assert [TEXT] == texts(answer(reader, path))


# Web pages and plain text


@pytest.mark.parametrize(
    "make",
    [
        lambda: f"<p {' '.join(f'a{n}=1' for n in range(500_000))}>{TEXT}",
        lambda: f"<p style='{'background:' * 300_000}'>{TEXT}",
        lambda: "<table><tr><td>" * 10_000 + TEXT,
        lambda: "<ul><li>" * 50_000 + TEXT,
        lambda: "<blockquote><b>" * 50_000 + TEXT,
        lambda: "<p>a" * 2_000_000,
        lambda: f"<table>{'<tr><td colspan=1000 rowspan=1000>a<td>b' * 20_000}</table>",
        lambda: "<" * 2_000_000,
        lambda: "&amp" * 1_000_000,
        lambda: f"<!--{'<!--' * 1_000_000}",
        lambda: f"<!DOCTYPE {'[' * 1_000_000}",
        lambda: "<meta charset=" * 300_000,
        lambda: f"<meta charset=utf-7>{TEXT}+ADw-script+AD4-",
        lambda: f"<meta charset=zip>{TEXT}",
        lambda: f"<meta charset=unicode_escape>{TEXT}\\ud800",
    ],
)
def test_a_hostile_web_page(reader: Worker, inbox: Path, make: Callable[[], str]) -> None:
    """A page made to exhaust its reader is read, or is refused, in time."""
    (inbox / "policy.html").write_text(make(), encoding="utf-8")
    assert isinstance(answer(reader, inbox / "policy.html"), Document | str)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 60_000,
        "- " * 30_000 + "a",
        "[" * 60_000,
        "![" * 30_000,
        "*a " * 20_000,
        "`a" * 30_000,
        "a\n\n" * 20_000,
        "|" * 20_000 + "\n" + "|-" * 20_000,
        "<a" * 30_000,
        "&" * 60_000,
        "(" * 60_000,
        "[a]: b\n" * 8_000,
        "\\" * 60_000,
        "1. " * 20_000,
        "\t" * 60_000 + "a",
        "_" * 60_000,
        "~" * 60_000,
        "\n> a" * 20_000,
        "a\n---\n" * 10_000,
    ],
    ids=lambda text: repr(text[:6]),
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_short_hostile_text(inbox: Path, text: str, suffix: str) -> None:
    """Text that is short enough to be read where it is asked for takes no longer than a reader waits."""
    path = inbox / f"policy{suffix}"
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    try:
        read_here(path)
    except Unreadable as error:
        assert error.reason in ("empty", "too large")  # noqa: PT017
    assert time.process_time() - start < 8


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_text_without_end(inbox: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long plain text is read in the worker too, where the clock can end it."""
    path = inbox / f"policy{suffix}"
    path.write_text("a\n\n<p>" * 600_000, encoding="utf-8")
    with Worker(seconds=1, page_seconds=1) as short:
        monkeypatch.setattr(worker, "read", short.read)
        with pytest.raises(Unreadable, match=r"too large|took too long"):
            read(path)


# Names


REAL = {
    ".pdf": by_hand(words(TEXT)),
    ".html": f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode(),
    ".txt": TEXT.encode(),
    ".exe": b"MZ" + bytes(range(256)) * 20,
    ".png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    ".gz": b"\x1f\x8b\x08\0" + bytes(range(256)) * 20,
}


@pytest.mark.parametrize("named", [".pdf", ".docx", ".odt", ".html", ".md", ".txt"])
@pytest.mark.parametrize("kind", [*REAL, ".docx", ".odt"])
def test_a_wrong_ending(reader: Worker, inbox: Path, kind: str, named: str) -> None:
    """A file that is not what its name says is refused with what to do, or read as text if it is text."""
    made = {".docx": docx, ".odt": odt}
    body = {".docx": p(TEXT), ".odt": f"<text:p>{TEXT}</text:p>"}
    path = made[kind](inbox, body[kind]) if kind in made else inbox / f"policy{kind}"
    data = path.read_bytes() if kind in made else REAL[kind]
    path.unlink(missing_ok=True)
    path = inbox / f"policy{named}"
    path.write_bytes(data)
    found = answer(reader, path)
    if kind == named:
        assert [TEXT] == texts(found)
    elif isinstance(found, Document):
        assert named in (".html", ".md", ".txt")


@pytest.mark.parametrize(
    "name",
    ["a\nKCC-1.1 met", "a\x1b[2J\x1b]0;x\x07b", "=cmd()|'x'!A1", "a\u202etxt.b", "\udcff", "-o", "a\x9b31m"],
)
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".yaml", ".xyz"])
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")
def test_a_name_made_to_deceive(tmp_path: Path, name: str, suffix: str, form: str) -> None:
    """The name of a file is told in one line that no terminal obeys; in JSON, nothing breaks."""
    path = tmp_path / f"{name}{suffix}"
    path.write_text(f"# Attendance policy\n\n{TEXT}", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "--on", "2026-11-22", "--format", form, "--", str(path)])
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    for sign in "\x1b\x07\x9b\u202e\udcff":
        assert sign not in result.output
    assert not any(line.startswith("KCC-1.1 met") for line in result.output.splitlines())
    if form == "json" and result.stdout:
        assert json.loads(result.stdout)["reports"]


def test_code_in_markdown_is_tidied(inbox: Path) -> None:
    """Words in a block of code hold no characters that cannot be seen, like all other words."""
    (inbox / "policy.md").write_text("```\na\x1b[31mb\x9bc\n```\n", encoding="utf-8")
    assert ["a[31mbc"] == texts(read_here(inbox / "policy.md"))


@pytest.mark.parametrize(
    "named", ["../secret.txt", "../secret.txt#.yaml", "../../../../../../etc/passwd", "."]
)
def test_a_policy_that_is_laid_over_other_files(inbox: Path, named: str) -> None:
    """`extends` reaches policies only: no line of another file is ever shown."""
    path = inbox / "policy.yaml"
    path.write_text(f"format: policy-kit/1\nextends: '{named}'\n", encoding="utf-8")
    with pytest.raises(Faulty) as caught:
        load(path)
    told = [str(finding) for finding in caught.value.findings]
    assert not any(WORDS in one or "root:" in one for one in told)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".txt", ".yaml"])
def test_a_pipe_is_not_waited_for(inbox: Path, suffix: str) -> None:
    """What is no file at all is refused, and not waited for."""
    path = inbox / f"policy{suffix}"
    os.mkfifo(path)
    result = CliRunner().invoke(main, ["check", str(path)])
    assert 2 == result.exit_code
    assert "Traceback" not in result.output


# The bounds that the system keeps around the worker, proved with readers that only these tests have


CHILD = """
    import sys, types
    from policy_kit import document
    from policy_kit.model import Block, Document, Inline

    def read(path):
        for _ in {loop}:
            {body}
        return Document(str(path), "", (Block("paragraph", (Inline("read"),)),))

    sys.modules["misbehaving"] = types.SimpleNamespace(read=read)
    document.READERS[".bad"] = "misbehaving"
    from policy_kit.document import worker_child
    worker_child.main()
"""


def child(loop: str, body: str) -> list[str]:
    """The command of a worker with one more reader, of files that end in .bad."""
    return [sys.executable, "-P", "-c", textwrap.dedent(CHILD).format(loop=loop, body=body)]


@pytest.mark.skipif(os.name == "nt", reason="the parent's clock has to do there")
def test_the_system_ends_a_reader_that_spins(tmp_path: Path) -> None:
    """Even without a parent that watches, a reader gets no more of the processor than it was given."""
    (tmp_path / "x.bad").write_text("x", encoding="utf-8")
    request = {"path": str(tmp_path / "x.bad"), "memory": 1_500_000_000, "seconds": 0}
    start = time.monotonic()
    done = subprocess.run(
        child("iter(int, 1)", "pass"),
        input=json.dumps(request).encode() + b"\n",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert -signal.SIGXCPU == done.returncode
    assert time.monotonic() - start < 30


@pytest.mark.skipif(os.name == "nt", reason="that system knows no such bound")
@pytest.mark.parametrize(
    ("loop", "body", "says"),
    [
        pytest.param(
            "range(2000)", "kept.append(bytearray(10_000_000))", "needs too much memory", id="memory"
        ),
        pytest.param("range(1)", "inner()", "needs too much memory", id="stack"),
        pytest.param(
            "range(1)",
            "os.write(os.open(path.parent / 'made', os.O_CREAT | os.O_WRONLY), b'x')",
            "made the reader fail",
            id="writes",
        ),
        pytest.param("range(1)", "os._exit(3)", "made the reader fail", id="dies"),
        pytest.param("range(1)", "os.kill(os.getpid(), 11)", "made the reader fail", id="crashes"),
        pytest.param("range(1)", "os.write(1, b'{\"document\": 1}\\n'); print('{}')", "", id="prints"),
        pytest.param("iter(int, 1)", "pass", "took too long", id="spins"),
        pytest.param("range(1)", "time.sleep(600)", "took too long", id="sleeps"),
    ],
)
def test_a_reader_that_misbehaves(tmp_path: Path, loop: str, body: str, says: str) -> None:
    """Whatever a reader does, its file gets an answer, the system holds it to its bounds, and the next file is read."""
    setup = "import os, time; kept = getattr(sys, 'kept', []); sys.kept = kept; inner = lambda: inner()"
    command = child(loop, f"{setup}; {body}")
    path, following = tmp_path / "x.bad", tmp_path / "next.html"
    path.write_text("x", encoding="utf-8")
    following.write_text(f"<p>{TEXT}", encoding="utf-8")
    with Worker(seconds=2, page_seconds=2, memory=700_000_000) as reader:
        reader._process.command = command
        start = time.monotonic()
        try:
            assert ["read"] == texts(reader.read(path))
            found = ""
        except Unreadable as error:
            found = error.reason
        assert says == found
        assert time.monotonic() - start < 10
        assert [TEXT] == texts(reader.read(following))
    made = tmp_path / "made"
    assert not made.exists() or not made.stat().st_size
