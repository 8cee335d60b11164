"""How facts are printed: the slots that hold them, the filters of templates, and the one Markdown parser.

A value that a template prints is never Markdown: `{{ value }}` leaves a slot in the text, the text is parsed, and the
value is put back afterwards. Nothing that a school types can become a heading, a link, a table or a tag.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

SLOT = re.compile(r"Qz(\d+)zQ")
_MARKS = re.compile(r"[\n\\`*_\[\]!<&]")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)


class Slots:
    """The values printed in one rendering, in order: plain text, prose in Markdown, or the text of a link."""

    def __init__(self) -> None:
        self.values: list[tuple[str, str, str | None]] = []

    def hold(self, text: str, kind: str = "text", href: str | None = None) -> str:
        self.values.append((kind, printable(text), href))
        return f"Qz{len(self.values) - 1}zQ"

    def __getitem__(self, number: int) -> tuple[str, str, str | None]:
        return self.values[number]


_slots: ContextVar[Slots] = ContextVar("slots")


@contextmanager
def holding(slots: Slots) -> Iterator[Slots]:
    """While this lasts, templates leave what they print in these slots."""
    token = _slots.set(slots)
    try:
        yield slots
    finally:
        _slots.reset(token)


def printable(text: str) -> str:
    """Text without control characters and without marks that reorder what is read (bidirectional overrides)."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


@functools.cache
def markdown() -> "MarkdownIt":
    """CommonMark with tables; HTML is text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
    parser.core.ruler.at("inline", _inline)
    return parser


def _inline(state: "StateCore") -> None:
    """Runs of text: only where there are marks of Markdown are they looked for, as most text has none."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if _MARKS.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            elif token.content:
                token.children.append(Token("text", "", 0, content=token.content))


def finalize() -> Any:
    """What becomes of each value that a template prints: it is left in a slot."""
    import jinja2
    from markupsafe import Markup

    @jinja2.pass_context  # so that nothing is folded into the compiled template
    def finalize(_context: Any, value: Any) -> Any:
        if isinstance(value, Markup):
            return value
        text = _plain(value)
        return Markup(_slots.get().hold(text)) if text else ""  # noqa: S704 - a slot, not text

    return finalize


def _plain(value: Any) -> str:
    import jinja2

    match value:
        case None | bool() | jinja2.Undefined():
            return ""
        case float():
            return number(value)
        case str():
            return " ".join(value.split())
        case _:
            return str(value)


# Filters: how facts are printed.


def number(value: float) -> str:
    """10.0 → "10", 32.5 → "32.5"."""
    return f"{value:.10g}"


def money(value: float) -> str:
    """Pounds: 80 → "£80", 2500 → "£2,500"."""
    return f"£{value:,.10g}"


def count(value: float, noun: str) -> str:
    """1, "week" → "1 week"; 4, "week" → "4 weeks"."""
    return f"{number(value)} {noun}" + ("" if value == 1 else "s")


def time(value: str) -> str:
    """ "08:45" → "8:45am"; "09:00" → "9am"; "12:00" → "12 noon"."""
    if not re.fullmatch(r"\d\d:\d\d", str(value)):
        return str(value)
    if value == "12:00":
        return "12 noon"
    hours, minutes = int(value[:2]), value[3:]
    past = "" if minutes == "00" else f":{minutes}"
    return f"{(hours - 1) % 12 + 1}{past}{'am' if hours < 12 else 'pm'}"


def day(value: str | date) -> str:
    """ "2026-09-24" → "24 September 2026"; "2026-09" → "September 2026"."""
    month = re.fullmatch(r"\d{4}-\d{2}", str(value))
    try:
        on = value if isinstance(value, date) else date.fromisoformat(f"{value}-01" if month else str(value))
    except ValueError:
        return str(value)
    return f"{on:%B %Y}" if month else f"{on.day} {on:%B %Y}"


def _listed(word: str) -> Any:
    def listed(values: Sequence[Any]) -> Any:
        parts = _together([v for v in values or () if _plain(v)])
        if len(parts) < 2:
            return parts[0] if parts else ""
        return _join([_join(parts[:-1], ", "), parts[-1]], f" {word} ")

    return listed


def _together(values: Sequence[Any]) -> list[Any]:
    """Values that can be joined: if one is a template's own text, the others become slots."""
    from markupsafe import Markup

    if any(isinstance(v, Markup) for v in values):
        return [v if isinstance(v, Markup) else Markup(_slots.get().hold(_plain(v))) for v in values]  # noqa: S704
    return [_plain(v) for v in values]


def _join(parts: Sequence[Any], glue: str) -> Any:
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + type(joined)(glue) + part
    return joined


def _joined(values: Sequence[Any], glue: str = "") -> Any:
    parts = _together(list(values or ()))
    return _join(parts, glue) if parts else ""


def _first(change: str) -> Any:
    def changed(value: Any) -> Any:
        """The first letter changed, unless the first word is written in capitals (an abbreviation)."""
        from markupsafe import Markup

        if isinstance(value, Markup):
            found = SLOT.match(value)
            if not found:
                return type(value)(_with_first(str(value), change))
            kind, text, href = _slots.get()[int(found[1])]
            slot = _slots.get().hold(_with_first(text, change), kind, href)
            return Markup(slot + str(value)[found.end() :])  # noqa: S704
        return _with_first(_plain(value), change)

    return changed


def _with_first(text: str, change: str) -> str:
    word = text.split(" ", 1)[0]
    if change == "lower" and (word == "I" or sum(c.isupper() for c in word) > 1):
        return text
    return (text[:1].lower() if change == "lower" else text[:1].upper()) + text[1:]


def _sentence(value: Any) -> Any:
    text = _first("upper")(value)
    end = SLOT.sub(lambda found: _slots.get()[int(found[1])][1], str(text)).rstrip()
    return text if not end or end[-1] in ".!?…:" else text + type(text)(".")


def _held(kind: str, scheme: str = "") -> Any:
    def hold(value: Any) -> Any:
        from markupsafe import Markup

        if kind in ("prose", "text"):
            return Markup(_slots.get().hold(str(value), kind)) if value else ""  # noqa: S704
        text = _plain(value)
        target = re.sub(r"[^+\d]", "", text.split("ext")[0]) if scheme == "tel:" else text
        return Markup(_slots.get().hold(text, "link", scheme + target)) if text else ""  # noqa: S704

    return hold


FILTERS = {
    "number": number,
    "money": money,
    "count": count,
    "time": time,
    "date": day,
    "and": _listed("and"),
    "or": _listed("or"),
    "join": _joined,
    "lower_first": _first("lower"),
    "upper_first": _first("upper"),
    "sentence": _sentence,
    "prose": _held("prose"),
    "verbatim": _held("text"),
    "mailto": _held("link", "mailto:"),
    "tel": _held("link", "tel:"),
    "weblink": _held("link"),
}
