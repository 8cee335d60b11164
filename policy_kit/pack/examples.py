"""Words that settle the lines of a checklist: what the policy of an invented school says to each."""

from dataclasses import replace
from datetime import date

from policy_kit import check, checklist, compose, data, evidence, law, policy
from policy_kit.document import outline
from policy_kit.model import Checklist, Evidence

_SCHOOL = data.EXAMPLES / "oakfield-primary.yaml"


def examples(names: tuple[str, ...], on: date) -> dict[str, Evidence]:
    """Line → the words with which a complete example settles it, by these checklists on a day."""
    made = compose.compose(policy.load(_SCHOOL), law.load_law(on))
    placed = replace(
        made, blocks=outline.finish(made.blocks, made.file)
    )  # so that each place has its heading
    reading = evidence.read(placed)
    lists = (one for name in names if (one := _in_force(name, on)))
    found = [finding for one in lists for finding in check.check(reading, one, {}, on).findings]
    return {f.rule: max(f.evidence, key=_telling) for f in found if f.outcome == "met" and f.evidence}


def _telling(found: Evidence) -> tuple[bool, int]:
    """A sentence tells more than the row of a table, and a long one more than a short one."""
    return " | " not in found.quote, len(found.quote)


def _in_force(name: str, on: date) -> Checklist | None:
    try:
        return checklist.load(name, on)
    except checklist.NotInForce:
        return None
