"""The zip file inside a .docx or .odt, opened with care: no bomb, no password, nothing fetched."""

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from policy_kit.document.unreadable import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTRIES = 5_000
_LARGEST = 200_000_000  # bytes of all parts, unpacked
_LARGEST_PART = 60_000_000  # bytes of one part that is read
_RATIO, _SUSPECT = 150, 20_000_000  # unpacked over packed, of a part larger than this
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "take the password off and try again"  # noqa: S105 (advice, no password)
_DAMAGED = "open it in its program, save it again as .docx or PDF, and try again"


class Package:
    """The parts of a document. Raises Unreadable when opened: damaged, encrypted, or far too large inside."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        with path.open("rb") as stream:
            start = stream.read(8)
        if start == _OLE:
            raise Unreadable(self.file, "encrypted, or an old Word file", f"{_PASSWORD}, or save it as .docx")
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged() from error
        self._refuse_bombs()

    @cached_property
    def names(self) -> frozenset[str]:
        """The parts that there are."""
        return frozenset(self._zip.namelist())

    def xml(self, name: str) -> "_Element | None":
        """A part as a tree; None if it is not there. Raises Unreadable: damaged, or with a document type of its own."""
        from lxml import etree

        if name not in self.names:
            return None
        data = self._bytes(name)
        if re.search(rb"<!(DOCTYPE|ENTITY)", data[:4096].replace(b"\0", b""), re.IGNORECASE):
            raise self.damaged()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            tree = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error
        if tree.getroottree().docinfo.internalDTD is not None:
            raise self.damaged()
        return tree

    def damaged(self) -> Unreadable:
        """What to raise when a part is missing or broken."""
        return Unreadable(self.file, "damaged", _DAMAGED)

    def encrypted(self) -> Unreadable:
        """What to raise when a password is needed."""
        return Unreadable(self.file, "encrypted", _PASSWORD)

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def _bytes(self, name: str) -> bytes:
        from zlib import error as zlib_error

        try:
            with self._zip.open(name) as stream:
                data = stream.read(_LARGEST_PART + 1)
        except (BadZipFile, OSError, EOFError, ValueError, zlib_error, NotImplementedError) as error:
            raise self.damaged() from error
        except RuntimeError as error:  # the zip file's own word for "needs a password"
            raise self.encrypted() from error
        if len(data) > _LARGEST_PART:
            raise self._too_large()
        return data

    def _refuse_bombs(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.encrypted()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > _ENTRIES or total > _LARGEST or any(map(_is_bomb, entries)):
            raise self._too_large()

    def _too_large(self) -> Unreadable:
        return Unreadable(self.file, "too large", "a policy is a few megabytes at most; is it the right file")


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > _SUSPECT and entry.file_size > _RATIO * max(entry.compress_size, 1)
