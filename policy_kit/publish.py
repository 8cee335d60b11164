"""A document → files in a folder: read back before they are kept, written whole or not at all."""

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from policy_kit import readback
from policy_kit.model import Document, KitError
from policy_kit.render import clean, render
from policy_kit.render.look import Look

MANIFEST = ".policy-kit.json"
"""Beside the files that we wrote: the SHA-256 of each. A file that differs has been changed by a person."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FORMAT_NAMES = {"html": "web page", "md": "Markdown file", "docx": "Word file", "pdf": "PDF"}


def publish(  # noqa: PLR0913 - the command line has an option for each
    document: Document,
    facts: Sequence[str],
    folder: Path,
    *,
    name: str,
    formats: Sequence[str],
    look: Look,
    templates: Path | None = None,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write the document as `name`.html and so on; the files, in the order of `formats`.

    `facts` are words as they are printed: each must be found again in each file. With `overwrite`, files that a person
    made or changed are replaced too. Raises KitError; nothing has been written then.
    """
    printed = clean(document)
    files = {}
    for form in formats:
        data = render(printed, form, look, templates=templates)
        _read_back(printed, facts, data, form)
        files[f"{_plain(name)}.{form}"] = data
    with _in_plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        written = manifest(folder)
        if not overwrite:
            _refuse_others(folder, files, written)
        written |= {file: sha256(data).hexdigest() for file, data in files.items()}
        _write(
            {folder / file: data for file, data in files.items()}
            | {folder / MANIFEST: manifest_json(written)}
        )
    return tuple(folder / file for file in files)


def write_new(path: Path, data: bytes) -> None:
    """Write one new file, whole. Raises KitError if something stands there already."""
    if path.exists() or path.is_symlink():
        raise KitError(
            f"{path} is already there, so nothing was written. Choose another name, or move that file away."
        )
    with _in_plain_words(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write({path: data})


def _plain(name: str) -> str:
    """The name itself, if it is safe as a file name on every system."""
    if not re.fullmatch(r"[^\W_][\w .()&',–-]*", name) or name.endswith((".", " ")) or _RESERVED.match(name):
        raise KitError(
            f"“{name}” cannot be the name of a file. Choose a name of letters, digits and hyphens."
        )
    return name


def _read_back(document: Document, facts: Sequence[str], data: bytes, form: str) -> None:
    text = readback.lost(document, facts, data, form)
    if text is not None:
        shown = text if len(text) <= 80 else f"{text[:80]}…"
        raise KitError(
            f"“{shown}” was lost in the {_FORMAT_NAMES[form]}; nothing was written. This is a fault in policy-kit, "
            "not in your file. Please report it to the people who look after policy-kit, with these words "
            "and your file."
        )


@contextmanager
def _in_plain_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise KitError(f"{folder} is a file, not a folder. Choose another folder to write to.") from error
    except OSError as error:
        where = error.filename2 or error.filename or folder
        reason = error.strerror or "the system refused"
        raise KitError(
            f"{where} could not be written ({reason}). Nothing was changed. Close the file if it is open in another "
            "program, or choose another folder."
        ) from error


def manifest(folder: Path) -> dict[str, str]:
    """File name → hash of what we wrote; empty when there is no list that can be read."""
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    files = kept.get("files") if isinstance(kept, dict) else None
    return {str(file): str(value) for file, value in files.items()} if isinstance(files, dict) else {}


def manifest_json(written: Mapping[str, str]) -> bytes:
    """The list of what we wrote, as it is kept beside the files."""
    says = "Written by policy-kit: the SHA-256 of each file, so that a file changed since is not overwritten."
    return (json.dumps({"about": says, "files": dict(sorted(written.items()))}, indent=2) + "\n").encode()


def _refuse_others(folder: Path, files: Mapping[str, bytes], written: Mapping[str, str]) -> None:
    """Leave a file alone that we did not write, or that has been changed since."""
    for file, data in files.items():
        path = folder / file
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise KitError(f"{path} is a link or a folder, so nothing was written. Choose another folder.")
        there = path.read_bytes() if path.exists() else data
        if there != data and sha256(there).hexdigest() != written.get(file):
            why = (
                "has been changed since policy-kit wrote it"
                if file in written
                else "was not written by policy-kit"
            )
            raise KitError(
                f"{path} is already there and {why}, so nothing was written. Use --overwrite to replace it, or choose "
                "another folder."
            )


def _write(files: Mapping[Path, bytes]) -> None:
    """All of the files or none: first beside their places, then into them; put back if one cannot be."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    beside: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, data in files.items():
            beside[path] = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
            _write_through(beside[path], data)
        for path, part in beside.items():
            part.replace(path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            _put_back(path, before[path])
        raise
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    """Write a new file, and wait until it is on the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
