"""What was found and what is missing → the answer to a line."""

from dataclasses import replace

from policy_kit.evidence import Found
from policy_kit.model import Evidence, Finding, Item, Outcome, Place, Waiver


def answered(  # noqa: PLR0913 - what was found, and what is said beside it
    item: Item,
    found: Found,
    start: Place,
    *,
    nearest: Evidence | None,
    fix: str | None,
    waiver: Waiver | None = None,
) -> Finding:
    """Met with all that was found; partly with what is missing; not found with what comes nearest.

    `start` is the place of an answer that stands nowhere.
    """
    missing = " and ".join(m.name for m in found.missing)
    outcome, told = _outcome(found, missing)
    places = [e.place for e in (*found.evidence, nearest) if e]
    return replace(
        unanswered(item, places[0] if places else start, outcome, told),
        evidence=found.evidence,
        missing=tuple(m.name for m in found.missing),
        nearest=nearest,
        fix=fix,
        waiver=waiver if found.missing else None,
    )


def unanswered(item: Item, place: Place, outcome: Outcome, told: str) -> Finding:
    """An answer without evidence."""
    return Finding(
        rule=item.ident,
        outcome=outcome,
        message=f"{item.says}: {told}.",
        place=place,
        says=item.says,
        section=item.section,
        force=item.force,
        reference=item.reference or None,
    )


def _outcome(found: Found, missing: str) -> tuple[Outcome, str]:
    match bool(found.evidence), bool(found.missing):
        case True, False:
            return "met", "evidence found"
        case True, True:
            return "partly", f"partly. Missing: {missing}"
        case _:
            return "not_found", f"not found. Missing: {missing}"
