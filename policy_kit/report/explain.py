"""What a rule or a line of a checklist wants, in plain English: why, since when, on whose word, and with examples."""

from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit import pages
from policy_kit.model import Checklist, Item, Rule
from policy_kit.report.lines import wrapped

_SEVERITY = {
    "error": "wrong: it has to be put right",
    "warning": "probably wrong: look again",
    "note": "worth a look",
}
_FORCE = {
    "must": "the law asks for it",
    "should": "the statutory guidance asks for it",
    "local": "the council asks for it",
}


def rule(wanted: Rule, *, why: str, fix: str, source: str) -> str:
    """A rule about faults; `why`, `fix` and `source` are its own with the figures of the day set in."""
    return "\n".join(_rule(wanted, why, fix, source)) + "\n"


def line(wanted: Item, checklist: Checklist) -> str:
    """A line of a checklist, or a rule about the facts of a policy file."""
    return "\n".join(_line(wanted, checklist)) + "\n"


def _rule(wanted: Rule, why: str, fix: str, source: str) -> Iterator[str]:
    yield f"{wanted.ident}  {wanted.says}"
    yield f"If it is found, the report says: {_SEVERITY[wanted.severity]}."
    if wanted.in_force_from or wanted.in_force_to:
        yield _days(wanted)
    yield from _paragraph("Why", why)
    yield from _paragraph("What to do", fix)
    yield from _paragraph("Source", source)
    yield from _examples("Not accepted, for example", wanted.wrong)
    yield from _examples("Accepted, for example", wanted.right)


def _line(wanted: Item, checklist: Checklist) -> Iterator[str]:
    yield f"{wanted.ident}  {wanted.says}"
    if wanted.severity:
        yield f"If it is found, the report says: {_SEVERITY[wanted.severity]}."
    else:
        yield f"A line of {checklist.title}, edition of {pages.day(checklist.edition)}: {_FORCE[wanted.force]}."
    if wanted.applies_to:
        told = "; ".join(f"{pointer} is {_either(values)}" for pointer, values in wanted.applies_to.items())
        yield from _paragraph("It applies where", told)
    yield from _paragraph("What to do", wanted.fix)
    yield from _paragraph("Source", wanted.reference)
    parts = list(dict.fromkeys(_parts(wanted.document or wanted.policy or {})))
    if parts and not wanted.severity:
        yield from _examples("What is looked for", parts)
    if wanted.requires:
        yield from _paragraph("It rests on", ", ".join(wanted.requires))


def _parts(clause: Mapping[str, Any]) -> Iterator[str]:
    """The plain names of what a clause looks for."""
    if "as" in clause:
        yield str(clause["as"])
        return
    for inner in (*clause.get("all", ()), *clause.get("any", ())):
        yield from _parts(inner)


def _days(wanted: Rule) -> str:
    start = f"from {pages.day(wanted.in_force_from)}" if wanted.in_force_from else ""
    end = f"to {pages.day(wanted.in_force_to)}" if wanted.in_force_to else ""
    return f"It applies {' '.join(part for part in (start, end) if part)}."


def _either(values: tuple[Any, ...]) -> str:
    return " or ".join(str(value) for value in values)


def _paragraph(title: str, text: str) -> Iterator[str]:
    if text:
        yield ""
        yield from wrapped(f"{title}: {text}", "", "  ")


def _examples(title: str, texts: tuple[str, ...] | list[str]) -> Iterator[str]:
    if texts:
        yield ""
        yield f"{title}:"
        for text in texts:
            yield from wrapped(" ".join(text.replace("#", "").split()), "  - ", "    ")
