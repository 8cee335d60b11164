"""Documents: what a school publishes or submits, as blocks in reading order."""

from importlib import import_module
from pathlib import Path

from policy_kit.document.unreadable import SAVE_AS, Unreadable
from policy_kit.model import Document, KitError, in_one_line

READERS = {
    ".pdf": "policy_kit.document.pdf",
    ".docx": "policy_kit.document.docx",
    ".odt": "policy_kit.document.odt",
    ".html": "policy_kit.document.html",
    ".htm": "policy_kit.document.html",
    ".md": "policy_kit.document.markdown",
    ".txt": "policy_kit.document.text",
}
"""Suffix → the module whose `read(path)` reads such a file; imported when it is needed."""

_PICTURES = dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".heic", ".bmp", ".webp"))
_LARGEST = 50_000_000  # bytes
_ADVICE = {
    **dict.fromkeys(_PICTURES, "it is a picture: ask for the file it was made from, as .docx or PDF"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "it is a spreadsheet: give the policy itself"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), "these are slides: give the policy itself"),
    **dict.fromkeys((".zip", ".7z", ".rar"), "unpack it and give the policy itself"),
}


_PLAIN, _SHORT = (".md", ".txt"), 60_000  # bytes
_MOST_TEXTS, _MOST_CHARACTERS = 50_000, 2_000_000


def read(path: Path) -> Document:
    """The document in a file: .pdf .docx .odt .html .md .txt. All but short plain text is read in a process apart.

    Raises as `read_here` does, and Unreadable when the reader fails or takes too long.
    """
    suffix = path.suffix.lower()
    if suffix in READERS and (_SHORT if suffix in _PLAIN else 0) < _size(path) <= _LARGEST:
        from policy_kit.document import worker

        return worker.read(path)
    return read_here(path)


def read_here(path: Path) -> Document:
    """The document in a file, read in this process.

    Raises Unreadable: another kind of file, empty, over 50 MB, damaged, encrypted or without text; KitError when it
    cannot be opened, or when a part of the kit that this needs is not installed.
    """
    name = READERS.get(path.suffix.lower())
    if name is None:
        advice = _ADVICE.get(path.suffix.lower(), SAVE_AS)
        raise Unreadable(str(path), "not a document the kit reads", advice)
    size = _size(path)
    if size > _LARGEST:
        raise Unreadable(str(path), "too large", "a policy is a few megabytes at most; is it the right file")
    if size == 0:
        raise Unreadable(str(path), "empty", "there is nothing in the file; find the full one")
    try:
        document: Document = import_module(name).read(path)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("policy_kit"):
            raise
        raise KitError(
            f"{path}: to read it, one more part is needed: pip install 'policy-kit[documents]'"
        ) from error
    if not any(text.strip() for text in document.texts()):
        raise Unreadable(str(path), "empty", "there is no text in it; find the full one")
    if _is_endless(document):
        raise Unreadable(str(path), "too large", "a policy is a few pages of text; is it the right file")
    return document


def _is_endless(document: Document) -> bool:
    """It has more text than the longest guidance ten times over: whoever goes on with it would be kept waiting."""
    left = _MOST_CHARACTERS
    for count, text in enumerate(document.texts()):
        left -= len(text)
        if left < 0 or count > _MOST_TEXTS:
            return True
    return False


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            raise KitError(f"{in_one_line(str(path))} is a folder. Name the file.")
        return path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        raise KitError(
            f"{in_one_line(str(path))} cannot be opened ({reason}). Check its name and its folder."
        ) from error
