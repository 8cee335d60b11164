"""What a file is by its content, whatever it is called."""

import re
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile

from policy_kit.audit.unpacking import LONGEST_CATALOGUE, catalogue
from policy_kit.document import READERS
from policy_kit.document.unreadable import SAVE_AS

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ASK = "ask for the file it was made from, as .docx or PDF"
_MAGIC = {
    b"\x89PNG": ("a picture", _ASK),
    b"\xff\xd8\xff": ("a picture", _ASK),
    b"GIF8": ("a picture", _ASK),
    b"II*\0": ("a picture", _ASK),
    b"MM\0*": ("a picture", _ASK),
    b"{\\rtf": ("a rich text file", SAVE_AS),
    b"MZ": ("a program", "a program is no policy: ask for the policy itself"),
    b"\x7fELF": ("a program", "a program is no policy: ask for the policy itself"),
    b"7z\xbc\xaf": ("a packed folder that is not a zip file", "unpack it and give what is in it"),
    b"Rar!": ("a packed folder that is not a zip file", "unpack it and give what is in it"),
}
_PARTS = {"word/document.xml": ".docx", "content.xml": ".odt"}
_OTHER_PARTS = {"xl/": "a spreadsheet", "ppt/": "slides", "Index/": "a file of Apple's programs"}
_PLAIN = ("", ".txt", ".text", ".md", ".markdown", *READERS)
_YAML = (".yaml", ".yml")
_OURS = re.compile(rb"\s*(#[^\n]*\n\s*)*format:\s*['\"]?policy-kit/")
_HTML = re.compile(rb"<(!doctype html|html|head|body)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is: the suffix of its form (".zip" for a zip file of files), or why it is not read."""

    form: str
    reason: str = ""
    advice: str = ""


def recognise(path: Path, suffix: str) -> Recognised:
    """What the content of a file is; `suffix` is that of the name it came with. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        return Recognised("", "empty", "there is nothing in the file; find the full one")
    if b"%PDF-" in head[:1024]:
        return Recognised(".pdf")
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLE):
        return _old_office(path)
    for magic, (reason, advice) in _MAGIC.items():
        if head.startswith(magic):
            return Recognised("", reason, advice)
    return _text(head, suffix.lower())


def _zipped(path: Path) -> Recognised:
    """A Word or OpenDocument file, or a zip file of files."""
    if catalogue(path) > LONGEST_CATALOGUE:
        return Recognised(".zip")
    try:
        with ZipFile(path) as package:
            names = package.namelist()
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return Recognised(".zip")  # whoever opens it says what is wrong with it
    for part, form in _PARTS.items():
        if part in names and ("[Content_Types].xml" in names or "mimetype" in names):
            return Recognised(form)
    marked = "[Content_Types].xml" in names or "Index/Document.iwa" in names
    for start, what in _OTHER_PARTS.items():
        if marked and any(name.startswith(start) for name in names):
            return Recognised("", what, "give the policy itself, as .docx or PDF")
    return Recognised(".zip")


def _old_office(path: Path) -> Recognised:
    with path.open("rb") as stream:
        start = stream.read(1_000_000)
    if _ENCRYPTED in start:
        return Recognised("", "encrypted", "take the password off and try again")
    return Recognised("", "an old Word, Excel or Outlook file", SAVE_AS)


def _text(head: bytes, suffix: str) -> Recognised:
    if b"\0" in head and not head.startswith(_UTF16):
        return Recognised("", "not a document the kit reads", SAVE_AS)
    if suffix in _YAML or _OURS.match(head.removeprefix(b"\xef\xbb\xbf")):
        return Recognised(".yaml")
    if suffix in (".html", ".htm") or (suffix in _PLAIN and _HTML.search(head[:1024])):
        return Recognised(".html")
    if suffix in (".md", ".markdown"):
        return Recognised(".md")
    if suffix in _PLAIN:
        return Recognised(".txt")
    return Recognised("", "not a document the kit reads", SAVE_AS)
