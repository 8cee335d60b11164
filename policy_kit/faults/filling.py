"""The figures of the law of the day, set into a rule's words by their names."""

import re
from collections.abc import Iterable

from policy_kit import pages
from policy_kit.law import Guidance, Instrument, Law

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.(since|source))?\}")


def known(texts: Iterable[str], law: Law) -> bool:
    """The law of the day has everything that these texts name."""
    names = {name[1] for text in texts for name in _NAME.finditer(text)} - {"instead"}
    return all(name in law.figures or name in law.guidance or name in law.instruments for name in names)


def filled(text: str, law: Law, instead: str = "") -> str:
    """`{instead}` is what a finder has to say; `{penalty_full}` is 160, `{penalty_full.since}` is 19 August 2024.

    `{wtisa}` is the title and edition of a guidance. What the law of the day does not have leaves "—".
    """

    def value(name: re.Match[str]) -> str:
        return instead if name[1] == "instead" else _value(name[1], name[2] or "", law)

    return " ".join(_NAME.sub(value, text).split())


def _value(name: str, of: str, law: Law) -> str:
    figure = law.figures.get(name)
    text = law.guidance.get(name) or law.instruments.get(name)
    thing = figure or text
    if thing is None:
        return "—"
    if of == "since":
        return pages.day(thing.in_force_from) if thing.in_force_from else "an earlier day"
    if of == "source":
        return thing.source
    if figure:
        return pages.money(figure.value) if figure.unit == "pounds" else pages.number(figure.value)
    return named(text) if text else ""


def named(thing: Instrument | Guidance) -> str:
    """Its title, with its number or its edition."""
    own = thing.number if isinstance(thing, Instrument) else thing.label
    return f"{thing.title} ({own})" if own else thing.title
