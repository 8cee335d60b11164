"""The bits of Markdown that stand in plain text: links, bold words, addresses in angle brackets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy_kit.document import tidy
from policy_kit.document.markdown import safe
from policy_kit.model import Inline

_MARK = re.compile(
    r"\[(?P<words>(?:[^\[\]\\]|\\.)+)\]\((?P<target>[^()\s]*)\)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|<(?P<auto>https?://[^<>\s]+|mailto:[^<>\s]+|[\w.+-]+@[\w.-]+)>(?P<glued>(?=\w))?"
)
_ESCAPED = re.compile(r"\\([\\`*_\[\]()#+.!-])")


def runs(text: str) -> tuple[Inline, ...]:
    """A tidy line as runs. A link keeps its target if it is a safe one."""
    if not any(char in text for char in "[*<\\"):
        return (Inline(text),) if text else ()
    return tidy.runs(_runs(text))


def merged(pieces: Iterable[Inline]) -> tuple[Inline, ...]:
    """Runs, those in one style made one. A link without text stays, as an empty run."""
    found: list[Inline] = []
    for run in pieces:
        if run.text and found and replace(found[-1], text=run.text) == run:
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text or run.href:
            found.append(run)
    return tuple(found)


def _runs(text: str) -> Iterator[Inline]:
    last = 0
    for found in _MARK.finditer(text):
        yield Inline(_plain(text[last : found.start()]))
        last = found.end()
        if found["words"]:
            yield Inline(_plain(found["words"]), href=_target(found["target"]))
        elif found["strong"]:
            yield Inline(_plain(found["strong"]), strong=True)
        else:  # glued to the next word, it is the target of what follows and no text
            target = found["auto"]
            href = safe(target if ":" in target else f"mailto:{target}")
            yield Inline("" if found["glued"] is not None else target, href=href)
    yield Inline(_plain(text[last:]))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _target(target: str) -> str | None:
    return safe(target) if target != "#" else None
