"""Words that settle the lines of a checklist: what the policy of an invented school says to each."""

from datetime import date

from policy_kit import check, checklist, compose, data, evidence, law, policy
from policy_kit.model import Checklist, Evidence

_SCHOOL = data.EXAMPLES / "oakfield-primary.yaml"


def examples(names: tuple[str, ...], on: date) -> dict[str, Evidence]:
    """Line → the longest words with which a complete example settles it, by these checklists on a day."""
    reading = evidence.read(compose.compose(policy.load(_SCHOOL), law.load_law(on)))
    lists = (one for name in names if (one := _in_force(name, on)))
    found = [finding for one in lists for finding in check.check(reading, one, {}, on).findings]
    return {f.rule: max(f.evidence, key=_length) for f in found if f.outcome == "met" and f.evidence}


def _length(found: Evidence) -> int:
    return len(found.quote)


def _in_force(name: str, on: date) -> Checklist | None:
    try:
        return checklist.load(name, on)
    except checklist.NotInForce:
        return None
