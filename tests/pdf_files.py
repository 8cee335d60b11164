"""PDF files made for the tests: typeset, or written by hand where no typesetter would make them."""

import io
import zlib
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import typst

PAGE = (595, 842)


def typeset(source: str, *, tagged: bool = False) -> bytes:
    """A PDF of typst source; without its tag tree unless `tagged`."""
    made: bytes = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True, timestamp=0)
    if tagged:
        return made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        del pdf.Root.StructTreeRoot
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def words(text: str, *, at: tuple[float, float] = (72, 700), size: float = 11, before: str = "") -> str:
    """The drawing of a line of text; `before` sets its colour or its mode."""
    return f"q {before} BT /F1 {size} Tf {at[0]} {at[1]} Td ({text}) Tj ET Q\n"


def by_hand(
    *contents: str, rotate: int = 0, objects: Mapping[int, bytes] | None = None, xobjects: str = ""
) -> bytes:
    """A PDF with a page for each content stream. More objects may be given, from number 100 on."""
    count = len(contents)
    kids = " ".join(f"{10 + index} 0 R" for index in range(count))
    found = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for index, content in enumerate(contents):
        resources = f"<< /Font << /F1 3 0 R >> /XObject << {xobjects} >> >>"
        found[10 + index] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Rotate {rotate} "
            f"/Resources {resources} /Contents {50 + index} 0 R >>"
        ).encode()
        found[50 + index] = stream(content.encode("cp1252"))
    return assembled({**found, **(objects or {})})


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def packed(data: bytes, times: int = 1, entries: str = "") -> bytes:
    """A compressed stream, compressed so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode " * times
    return stream(data, f"/Filter [{filters}] {entries}")


def assembled(objects: Mapping[int, bytes]) -> bytes:
    """A file of numbered objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def write(folder: Path, data: bytes, name: str = "policy.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
