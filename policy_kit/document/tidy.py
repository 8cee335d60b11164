"""Text as people wrote it, without what programs put into it. Every offset in a document is in tidied text."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from policy_kit.model import Inline

_BULLETS = re.compile("[\ue000-\uf8ff]")  # private use: bullets of Symbol and Wingdings, as a rule
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\uf0fc\uf050\uf052\uf0fe", "✓"),
        **dict.fromkeys("\uf0fb\uf04f\uf051\uf0fd", "✗"),
        **dict.fromkeys("\uf0e0\uf0e8\uf0f0", "→"),
        **dict.fromkeys("\uf0be\uf02d\uf0ad\u2011", "-"),
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
    }
)
_GONE = "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_SPACES = "\xa0\x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\t\n\v\f\r"
_ODD = re.compile(f"[{_GONE}]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]")
_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|span|font|strong|em|b|i|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SPACE = re.compile(f"[ {_SPACES}]+")
_STYLE = attrgetter("strong", "emphasis", "code", "href", "marked")


def text(raw: str) -> str:
    """Text in one line: composed letters, plain spaces, no marks that cannot be seen. Quotes and dashes stay."""
    return _SPACE.sub(" ", untagged(cleaned(raw))).strip(" ")


def untagged(raw: str) -> str:
    """Text without the tags of a web page that someone pasted with it."""
    return _TAG.sub(" ", raw) if "<" in raw else raw


def cleaned(raw: str) -> str:
    """Text with its white space as it is, otherwise tidy."""
    if raw.isascii():
        return _ODD.sub("", raw)
    plain = _BULLETS.sub("•", _ODD.sub("", raw.translate(_SIGNS)))
    return plain if unicodedata.is_normalized("NFC", plain) else unicodedata.normalize("NFC", plain)


def runs(raw: Iterable[Inline]) -> tuple[Inline, ...]:
    """Runs tidied as one text: spaces collapse across their borders too; a newline stays a hard line break."""
    tidied = list(_tidied(raw))
    while tidied and not tidied[-1].text.rstrip() and not tidied[-1].href:
        tidied.pop()
    if tidied and (end := tidied[-1].text.rstrip()) != tidied[-1].text:
        tidied[-1] = replace(tidied[-1], text=end)
    return tuple(tidied)


def _tidied(raw: Iterable[Inline]) -> Iterator[Inline]:
    last: Inline | None = None
    before = "\n"  # nothing: a space at the start goes
    for run in raw:
        lines = [_SPACE.sub(" ", line) for line in untagged(cleaned(run.text)).split("\n")]
        piece = re.sub(" *\n[ \n]*", "\n", "\n".join(lines))
        if before in " \n":
            piece = piece.lstrip(" \n" if before == "\n" else " ")
        if before == " " and piece.startswith("\n") and last:
            last = replace(last, text=last.text.rstrip(" "))
        if not piece and not run.href:
            continue
        before = piece[-1:] or before
        if last and _STYLE(last) == _STYLE(run):
            last = replace(last, text=last.text + piece)
            continue
        if last:
            yield last
        last = run if run.text == piece else replace(run, text=piece)
    if last:
        yield last


def join(left: str, right: str, words: Container[str]) -> str:
    """Two lines of one sentence as one; `right` begins at `len(result) - len(right)`.

    A hyphen at the end of a line goes if the word is known without it: `words` holds the lower-case words of the
    document.
    """
    if not left or not right:
        return left + right
    head, tail = re.search(r"(\w+)-$", left[-80:]), re.match(r"\w+", right)
    if not head or not tail or not tail[0][0].islower():
        return left + right if left.endswith(("-", "/")) and tail else f"{left} {right}"
    whole = (head[1] + tail[0]).lower()
    return (left[:-1] if whole in words else left) + right
