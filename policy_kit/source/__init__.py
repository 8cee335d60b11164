"""YAML text → plain data and the place of every node; what is not plain YAML is refused in plain English."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from policy_kit.model import Finding, KitError, Place, Source

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_LARGEST = 5_000_000  # bytes
_WIDEST = 100  # characters of an excerpt
_LONGEST = 600  # characters of a message
_OTHER_FILES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
}

# YAML 1.2, but decimal and finite: zeros and plus signs in front are telephone numbers, times and classes.
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?")


class Faulty(KitError):  # noqa: N818 (the word is the file's, not the program's)
    """A file of ours that cannot be used as it is, with everything that was found wrong in it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.place}: {f.message}" for f in self.findings))

    def __reduce__(self) -> tuple[type["Faulty"], tuple[tuple[Finding, ...]]]:
        """It can be told to another process."""
        return Faulty, (self.findings,)


def load_source(path: Path, *, shown: str | None = None) -> Source:
    """Read a YAML file. `shown` is the file name in every place, where it is not the path as given.

    Raises Faulty: not there, over 5 MB, not text in UTF-8, or not plain YAML.
    """
    file = str(path) if shown is None else shown
    return parse(read(path, shown=file), file)


def read(path: Path, *, shown: str | None = None) -> str:
    """The text of a file of ours, its line ends as they are. Raises Faulty."""
    file = str(path) if shown is None else shown
    if path.exists() and not (path.is_file() or path.is_dir()):
        refuse("This is no file but a pipe or a device. Name the policy's file.", Place(file))
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        refuse(f"This file cannot be opened ({reason}). Check its name and its folder.", Place(file))
    if len(content) > _LARGEST:
        refuse(
            "This file is over 5 MB, and a policy is a few pages of text. Is it the right one?", Place(file)
        )
    return _decoded(content, file)


def parse(text: str, file: str) -> Source:
    """Plain data and places from YAML text.

    Types are those of YAML 1.2: `no`, `8:45`, `01632 960001` and `2026-09-24` stay text. Raises Faulty with as
    many findings as the parser can see at once.
    """
    from policy_kit.source.builder import build

    text = text.removeprefix("\ufeff")
    if bad := UNREADABLE.search(text):
        message = f"{unreadable(bad.group())} Delete it, or type the line again."
        refuse(message, _place_at(text, bad.start(), file), text)
    return build(text, file)


def fault(message: str, place: Place, texts: Mapping[str, str], *, fix: str | None = None) -> Finding:
    """A fault of form, with the line it stands in and a caret under the place."""
    message = message.replace("\n", " ")  # a text that it quotes must not look like a message of its own
    if len(message) > _LONGEST:  # it quotes a text that never ends
        message = f"{message[:300]} … {message[-150:]}"
    excerpt = _excerpt(texts[place.file], place) if place.line and place.file in texts else None
    return Finding("FORMAT", "fault", message, place, severity="error", fix=fix, excerpt=excerpt)


def refuse(message: str, place: Place, text: str | None = None) -> NoReturn:
    """Give up on a file for one reason."""
    raise Faulty([fault(message, place, {} if text is None else {place.file: text})])


def unreadable(character: str) -> str:
    """What to say of a character that no keyboard types."""
    return f"There is a character here that cannot be seen or printed (number {ord(character):X})."


def escape(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """One step of a JSON pointer as a key."""
    return step.replace("~1", "/").replace("~0", "~")


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value in a value, each with its JSON pointer, in the order of the file."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    )
    if members is None:
        yield pointer, value
        return
    for step, member in members:
        yield from leaves(member, f"{pointer}/{escape(str(step))}")


def plain(text: str) -> Any:
    """What text without quotation marks means: nothing, true, false, a number, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


@lru_cache(maxsize=8)
def lines(text: str) -> list[str]:
    """The lines of a text, broken where YAML breaks them."""
    return _BREAK.split(text)


def _excerpt(text: str, place: Place) -> str | None:
    line, column = place.line or 1, place.column or 1
    if line > len(lines(text)):
        return None
    whole = lines(text)[line - 1]
    start = max(0, column - _WIDEST // 2) if len(whole) > _WIDEST else 0
    cut = whole[start : start + _WIDEST]
    shown = "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in cut)
    before, after = "… " if start else "", " …" if start + _WIDEST < len(whole) else ""
    return f"{before}{shown}{after}\n{' ' * (len(before) + column - 1 - start)}^"


def _decoded(content: bytes, file: str) -> str:
    for start, what in _OTHER_FILES.items():
        if content.startswith(start):
            refuse(
                f"This is {what}. A policy that the kit reads facts from is a text file (YAML).", Place(file)
            )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8")
        message = (
            "This is not plain text in UTF-8. Save it again with that encoding "
            "(in Notepad: Save as, then Encoding: UTF-8)."
        )
        refuse(message, _place_at(text, len(text), file), text)


def _place_at(text: str, offset: int, file: str) -> Place:
    """The place of a character; the parser's own complaint about one carries none."""
    above = lines(text[:offset])
    return Place(file, len(above), len(above[-1]) + 1)
