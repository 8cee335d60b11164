"""The councils that the kit knows by name."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from policy_kit import cache, data
from policy_kit.law.nouns import Council, Team
from policy_kit.source import load_source

_COUNCILS = data.CHECKLISTS / "councils.yaml"


def council(name: str) -> Council | None:
    """The council of an id, a full name or another name of it, in any case ("Kent", "KCC"); None if it is not known."""
    return _by_name(_COUNCILS).get(_key(name))


def named(text: str) -> Council | None:
    """The council that a text names most often, in full or by its short name; None if it names none that is known."""
    folded = f" {_key(text)} "
    entries = {entry.ident: entry for entry in _by_name(_COUNCILS).values()}.values()
    counted = {entry.ident: _times(entry.name, folded) + _times(entry.short, folded) for entry in entries}
    best = max(entries, key=lambda entry: counted[entry.ident])
    return best if counted[best.ident] else None


def _times(name: str, folded: str) -> int:
    key = _key(name)
    if len(name) <= 2 or key not in folded:  # to look is quicker than to count
        return 0
    return len(re.findall(rf"(?<!\w){re.escape(key)}(?!\w)", folded))


@lru_cache(maxsize=1)
def _by_name(path: Path) -> dict[str, Council]:
    found: dict[str, Council] = {}
    parsed = cache.kept("councils", path.read_bytes(), lambda: load_source(path).data)
    for ident, fields in parsed["councils"].items():
        entry = _council(ident, fields)
        names = (ident, entry.name, entry.short, *entry.aliases)
        found |= {_key(name): entry for name in names if name}
    return found


def _council(ident: str, fields: dict[str, Any]) -> Council:
    team = fields.get("team", {})
    ours = {
        "aliases": tuple(fields.get("aliases", ())),
        "team": Team(**team | {"formerly": tuple(team.get("formerly", ()))}),
    }
    return Council(ident=ident, **fields | ours)


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace("-", " ").split())
