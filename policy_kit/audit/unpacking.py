"""The files in a zip file, unpacked one after another within bounds. Their names are labels and never paths."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

LONGEST_CATALOGUE = 32_000_000  # bytes
_LARGEST_FILE = 50_000_000
_RATIO, _SUSPECT = 150, 5_000_000  # unpacked over packed, of an entry larger than this
_END, _END_SIZE = b"PK\x05\x06", 22
_CHUNK = 1 << 18
_BROKEN = (BadZipFile, LargeZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib_error)
_AGAIN = "unpack it yourself and give what is in it"
_TOO_LARGE = ("too large inside", "a policy is a few megabytes at most; is it the right file")


@dataclass(frozen=True, slots=True)
class Member:
    """A file out of a zip file. Without a name, it is the zip file as a whole that cannot be used."""

    name: str
    path: Path | None = None
    """Where it was unpacked to."""
    reason: str = ""
    advice: str = ""


@dataclass(slots=True)
class Room:
    """What may still be unpacked of one zip file and of the zip files in it."""

    entries: int = 10_000
    bytes: int = 2_000_000_000

    def takes(self, entries: list[ZipInfo]) -> bool:
        """There was room for them; there is less now."""
        self.entries -= len(entries)
        self.bytes -= sum(entry.file_size for entry in entries)
        return self.entries >= 0 and self.bytes >= 0


def members(path: Path, work: Path, room: Room) -> Iterator[Member]:
    """Each file in a zip file, unpacked into the folder `work` under a name of ours, or why it is not."""
    try:
        if catalogue(path) > LONGEST_CATALOGUE:
            yield Member("", None, *_TOO_LARGE)
            return
        with ZipFile(path) as package:
            yield from _each(package, work, room)
    except _BROKEN:
        yield Member("", None, "damaged", _AGAIN)


def catalogue(path: Path) -> int:
    """How many bytes long the list of entries is by the zip file's own word: it would all be held in memory."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _END_SIZE - 65_536))
        tail = stream.read()
    at = tail.rfind(_END)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _each(package: ZipFile, work: Path, room: Room) -> Iterator[Member]:
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if not room.takes(entries):
        yield Member("", None, *_TOO_LARGE)
        return
    for entry in entries:
        yield _member(package, entry, work)


def _member(package: ZipFile, entry: ZipInfo, work: Path) -> Member:
    name = _label(entry.filename)
    if entry.flag_bits & 1:
        return Member(name, None, "encrypted", "take the password off and try again")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Member(name, None, "a link", "give the file itself")
    bomb = entry.file_size > _SUSPECT and entry.file_size > _RATIO * max(entry.compress_size, 1)
    if bomb or entry.file_size > _LARGEST_FILE:
        return Member(name, None, *_TOO_LARGE)
    target = work / f"{token_hex(8)}.part"
    try:
        _unpack(package, entry, target)
    except RuntimeError:  # the zip file's own word for "needs a password"
        return _failed(target, Member(name, None, "encrypted", "take the password off and try again"))
    except _BROKEN:
        return _failed(target, Member(name, None, "damaged", _AGAIN))
    return Member(name, target)


def _unpack(package: ZipFile, entry: ZipInfo, target: Path) -> None:
    """No more is written than the entry says that it holds, which has been found to be little enough."""
    with package.open(entry) as stream, target.open("xb") as file:
        while chunk := stream.read(_CHUNK):
            file.write(chunk)


def _failed(target: Path, member: Member) -> Member:
    target.unlink(missing_ok=True)
    return member


def _label(name: str) -> str:
    """The name of an entry, without what would lead anywhere."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts).encode("utf-8", "replace").decode() or "(no name)"
