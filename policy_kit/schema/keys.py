"""Keys that the format does not know, and keys that it misses."""

from collections.abc import Iterator

from policy_kit.schema.examples import example, scalar
from policy_kit.schema.walk import homes, trail
from policy_kit.schema.wrong import Said, Wrong, example_at, one_line
from policy_kit.source import escape, unescape

_FEW = 3


def unknown(wrong: Wrong) -> Iterator[Said]:
    """Every key that has no business here, with the one that was meant or the place where it belongs."""
    allowed = list(wrong.rules.get("properties", {}))
    for key in wrong.value:
        if key not in allowed:
            pointer = f"{wrong.pointer}/{escape(key)}"
            yield wrong.at_key(f"{_here(wrong)} has no key {key}{_hint(wrong, key, allowed)}", pointer)


def missing(wrong: Wrong) -> Iterator[Said]:
    """The keys that have to be there; the place is what they are missing from."""
    for key in wrong.wants:
        if key not in wrong.value:
            yield _lacks(wrong, key, "")


def missing_beside(wrong: Wrong) -> Iterator[Said]:
    """A key that has to stand beside another."""
    for present, wanted in wrong.wants.items():
        for key in wanted if present in wrong.value else ():
            if key not in wrong.value:
                yield _lacks(wrong, key, f", beside {present}")


def _lacks(wrong: Wrong, key: str, beside: str) -> Said:
    pointer = f"{wrong.pointer}/{escape(key)}"
    node = (trail(pointer, wrong.name) or ({},))[-1]
    title = node.get("title", "")
    named = f"{key} ({title})" if title.lower() not in ("", key.lower()) else key
    where = f"from {wrong.label}" if wrong.pointer else "from the file"
    value = example_at(pointer, wrong.name)
    such = f"{key}: {one_line(value) if isinstance(value, dict | list) else scalar(value)}"
    choices = f" (or {', '.join(c for c in node['enum'] if c != value)})" if "enum" in node else ""
    message = f"{named} is missing {where}{beside}. Add it, such as {such}{choices}"
    fix = example(pointer, wrong.source.places.__contains__) if wrong.name == "policy" else ""
    return wrong.at_key(message, wrong.pointer, fix=fix or None)


def _here(wrong: Wrong) -> str:
    return wrong.label if wrong.pointer else "The file"


def _hint(wrong: Wrong, key: str, allowed: list[str]) -> str:
    free = [name for name in allowed if name not in wrong.value]
    if near := wrong.nearest(key, free):
        return f" (did you mean {near}?)"
    belongs = [_path(home) for home in homes(wrong.name).get(key, ()) if home != wrong.pointer]
    if 0 < len(belongs) <= _FEW:
        return f"; it belongs {' or '.join(belongs)}."
    if near := wrong.nearest(key, allowed):
        return f" (did you mean {near}? It is here already)"
    return f". Its keys are {', '.join(allowed)}." if allowed else "."


def _path(home: str) -> str:
    steps = [unescape(step) for step in home.split("/")[1:] if step != "*"]
    return f"under {': '.join(steps)}" if steps else "at the start of a line, under no other key"
