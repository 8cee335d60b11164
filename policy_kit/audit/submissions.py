"""walk(folder) → every file that was submitted, in zip files too, each with its key and what it is."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from policy_kit.audit import unpacking
from policy_kit.audit.recognise import recognise
from policy_kit.audit.unpacking import Room
from policy_kit.document.unreadable import SAVE_AS

_LARGEST = 50_000_000  # bytes; as `document` has it
_CHUNK = 1 << 20
_DEEPEST = 1  # a zip file in a zip file
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"})
_LOCKS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as it was submitted."""

    key: str
    """Its path within the folder, or within the zip file after that of the zip file: a label, never a path to open."""
    path: Path
    """Where its content is."""
    size: int = 0
    digest: str = ""
    form: str = ""
    reason: str = ""
    """Why it is not even to be read."""
    advice: str = ""
    notes: tuple[str, ...] = ()
    unpacked: bool = False
    """It is a copy of ours, to be deleted after use."""


@dataclass(slots=True)
class Walk:
    """A walk through a folder. `left_out` counts, as it goes, what nobody submitted."""

    folder: Path
    work: Path
    """A private folder, for what is unpacked."""
    skip: frozenset[Path] = frozenset()
    """What in the folder is ours or the user's own: the output, the register."""
    left_out: int = 0
    _seen: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Submission]:
        """Each submission, in the order of names. What is unpacked is deleted by whoever is done with it."""
        for path in self._files():
            yield from self._submissions(path, label(path.relative_to(self.folder)), None)

    def _files(self) -> Iterator[Path]:
        """Everything in the folder that is no folder, and the folders that cannot be opened."""
        waiting = [self.folder]
        while waiting:
            path = waiting.pop()
            if path.is_symlink() or not path.is_dir():
                yield path
                continue
            try:
                inner = sorted(path.iterdir(), reverse=True)
            except OSError:
                yield path
                continue
            self.left_out += sum(hidden(each.name) for each in inner)
            waiting += [each for each in inner if not hidden(each.name) and each.resolve() not in self.skip]

    def _submissions(self, path: Path, key: str, room: Room | None, depth: int = 0) -> Iterator[Submission]:
        """A file, or the files in it; `room` is that of the zip file that it came in."""
        found = self._found(path, self._unique(key), unpacked=room is not None)
        if found.form != ".zip" or found.reason:
            yield found
        elif depth > _DEEPEST:
            yield refused(found, "a zip file too deep in others", "unpack it and give what is in it")
        else:
            told = False
            for inside in self._inside(found, room or Room(), depth):
                told = True
                yield inside
            if not told:
                yield refused(found, "empty", "there is nothing in the zip file; find the full one")
            elif found.unpacked:
                found.path.unlink(missing_ok=True)

    def _inside(self, zipped: Submission, room: Room, depth: int) -> Iterator[Submission]:
        for member in unpacking.members(zipped.path, self.work, room):
            key = f"{zipped.key}/{member.name}" if member.name else zipped.key
            if hidden(*member.name.split("/")):
                self.left_out += 1
                if member.path:
                    member.path.unlink()
            elif member.path:
                yield from self._submissions(member.path, key, room, depth + 1)
            else:
                key = self._unique(key) if member.name else key
                yield refused(Submission(key, zipped.path, zipped.size), member.reason, member.advice)

    def _found(self, path: Path, key: str, unpacked: bool) -> Submission:
        bare = Submission(key, path, unpacked=unpacked)
        try:
            if reason := _no_file(path, self.folder) if not unpacked else "":
                return refused(bare, reason, "give the file itself")
            size = path.stat().st_size
            known = recognise(path, PurePosixPath(key).suffix)
            if size > _LARGEST and known.form != ".zip":
                advice = "a policy is a few megabytes at most; is it the right file"
                return Submission(key, path, size, reason="too large", advice=advice, unpacked=unpacked)
            content = "" if known.form == ".zip" else digest(path)
        except OSError as error:
            told = f"cannot be opened ({error.strerror or 'the system refused'})"
            return refused(bare, told, "check that it is there and that you may read it")
        notes = _misnamed(key, known.form)
        return Submission(key, path, size, content, known.form, known.reason, known.advice, notes, unpacked)

    def _unique(self, key: str) -> str:
        """Two files of one name in a zip file are two files."""
        unique, number = key, 2
        while unique in self._seen:
            path = PurePosixPath(key)
            unique, number = f"{path.with_suffix('')} ({number}){path.suffix}", number + 1
        self._seen.add(unique)
        return unique


def label(path: Path) -> str:
    """A path as text that can be written anywhere, whatever bytes it is made of."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def hidden(*names: str) -> bool:
    """A file of the system or of a program, which nobody submitted."""
    return any(
        name.startswith((".", *_LOCKS)) or name.casefold() in _SYSTEM
        for name in names
        if name not in (".", "..")
    )


def refused(found: Submission, reason: str, advice: str = SAVE_AS) -> Submission:
    """The same file, not to be read."""
    return Submission(
        found.key, found.path, found.size, reason=reason, advice=advice, unpacked=found.unpacked
    )


def _no_file(path: Path, folder: Path) -> str:
    """Why a path is nothing to open: a link that leads outside, a folder, a device. Raises OSError."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        if not path.resolve().is_relative_to(folder.resolve()):
            return "a link that leads out of the folder"
        status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return "a link to a folder" if path.is_symlink() else "a folder that cannot be opened"
    return "" if stat.S_ISREG(status.st_mode) else "not a file but a device"


def digest(path: Path) -> str:
    """SHA-256 of the content of a file. Raises OSError."""
    found = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _misnamed(key: str, form: str) -> tuple[str, ...]:
    suffix = PurePosixPath(key).suffix.lower()
    alike = {".htm": ".html", ".yml": ".yaml", ".markdown": ".md", ".text": ".txt", "": form}
    if not form or form == ".zip" or alike.get(suffix, suffix) == form:
        return ()
    return (f"It is named {suffix}, and is a {form} file.",)
