"""The lines of a text report: wrapped, headed, and with the places of its quotes."""

import textwrap
from collections.abc import Iterator

from policy_kit.model import Evidence, Place, in_one_line

_WIDTH = 96


def harmless(text: str) -> str:
    """Text for a terminal: what it would obey (escapes, marks that turn the order of words) as a sign."""
    return "\n".join(map(in_one_line, text.split("\n")))


def heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def wrapped(text: str, first: str = "     ", rest: str = "     ") -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def quoted(evidence: Evidence, subject: str) -> str:
    """A quote, and where it stands."""
    place = evidence.place
    where = [line(place, subject)] if place.line or place.page else [in_one_line(place.file)]
    where += [place.heading] if place.heading else []
    return f"“{evidence.quote}” ({', '.join(where)})"


def line(place: Place, subject: str) -> str:
    """The page or line alone in the file that the report is about; in another file, with its name."""
    if not place.page and not place.line:
        return "the whole document" if place.file == subject else in_one_line(place.file)
    at = f"page {place.page}" if place.page else f"line {place.line}"
    return at if place.file == subject else f"{in_one_line(place.file)}, {at}"
