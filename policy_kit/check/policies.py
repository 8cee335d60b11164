"""Judging a school's own policy file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from policy_kit import schema
from policy_kit.check.answers import answered, unanswered
from policy_kit.evidence import Found, Missing, Scene, search
from policy_kit.evidence.scene import filled
from policy_kit.model import Checklist, Evidence, Finding, Item, Policy, Waiver

_MOST_EXAMPLES = 4
_MOST_LABELS = 5


def findings(policy: Policy, checklist: Checklist, figures: Mapping[str, Any], on: date) -> Iterator[Finding]:
    """Every line of a checklist, answered out of the facts of a policy and the words that are printed around them."""
    scene = Scene(policy, figures, on)
    waivers = _waivers(policy, on)
    for item in checklist.items:
        yield _judged(item, scene, waivers.get(item.ident))


def faults(policy: Policy, rules: Checklist, figures: Mapping[str, Any], on: date) -> tuple[Finding, ...]:
    """Facts that contradict each other, the law's figures or the calendar, the gravest first."""
    scene = Scene(policy, figures, on)
    found = (
        _fault(item, search(item.policy, scene))
        for item in rules.items
        if item.policy and _applies(item, scene)
    )
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(
        sorted((f for f in found if f), key=lambda f: (order[f.severity or "note"], f.place.line or 0))
    )


def unknown_waivers(policy: Policy, checklists: Iterable[Checklist]) -> Iterator[Finding]:
    """Waivers that name a line which no checklist has."""
    waivers = policy.source.data.get("waivers", ())
    known = {item.ident for checklist in checklists for item in checklist.items} if waivers else set()
    for index, waiver in enumerate(waivers):
        if waiver["item"] not in known:
            yield Finding(
                "WAIVER",
                "fault",
                f"The waiver for “{waiver['item']}” has no effect: no checklist has that line.",
                policy.source.place(f"/waivers/{index}/item"),
                severity="warning",
                fix="Give the line as the report prints it, for example KCC-7.2, or delete the waiver.",
            )


def _judged(item: Item, scene: Scene, waiver: Waiver | None) -> Finding:
    start = scene.policy.source.place("")
    if not _applies(item, scene):
        return unanswered(item, start, "not_applicable", "does not apply to this school")
    if item.policy is None:
        return unanswered(item, start, "not_checked", "cannot be checked in a policy file")
    found = search(item.policy, scene)
    fix = _fix(item, found, scene) if found.missing else None
    return answered(item, found, start, nearest=_nearest(found.missing, scene), fix=fix, waiver=waiver)


def _fault(item: Item, found: Found) -> Finding | None:
    if not found.evidence:
        return None
    return Finding(
        rule=item.ident,
        outcome="fault",
        message=f"{item.says}: {_shown(found.evidence)}.",
        place=found.evidence[0].place,
        says=item.says,
        section=item.section,
        severity=item.severity or "note",
        evidence=found.evidence,
        fix=item.fix or None,
        reference=item.reference or None,
    )


def _shown(evidence: tuple[Evidence, ...]) -> str:
    labels = list(dict.fromkeys(e.label for e in evidence))
    more = [f"and {len(labels) - _MOST_LABELS} more"] if len(labels) > _MOST_LABELS else []
    return "; ".join(labels[:_MOST_LABELS] + more)


def _applies(item: Item, scene: Scene) -> bool:
    """Every pointer of `applies_to` has one of its values; what the policy does not say counts as false."""
    values = ((next(scene.at(pointer))[1], allowed) for pointer, allowed in item.applies_to.items())
    return all((False if value is None else value) in allowed for value, allowed in values)


def _nearest(missing: tuple[Missing, ...], scene: Scene) -> Evidence | None:
    """What stands closest to a missing fact: what stands in its place, or the key that it belongs under."""
    source = scene.policy.source
    for pointer in (m.pointer for m in missing if m.pointer):
        _, value = next(scene.at(pointer))
        if value not in (None, {}, []):
            return scene.evidence(pointer, value)
        parent = pointer.rpartition("/")[0]
        while parent and not filled(next(scene.at(parent))[1]):
            parent = parent.rpartition("/")[0]
        if parent:
            key = parent.rpartition("/")[2]
            place = source.keys.get(parent, source.place(parent))
            return Evidence(
                f"{key}:" if not key.isdecimal() else f"row {int(key) + 1}", place, schema.title(parent)
            )
    return None


def _fix(item: Item, found: Found, scene: Scene) -> str:
    """What to do, in plain English, and the YAML to add."""
    pointers = [m.pointer for m in found.missing if m.pointer][:_MOST_EXAMPLES]
    parts = [item.fix, schema.examples(pointers, scene.policy.source.places.__contains__).rstrip()]
    return "\n\n".join(part for part in parts if part)


def _waivers(policy: Policy, on: date) -> dict[str, Waiver]:
    """The waivers that still run, by the line that they waive."""
    waivers = {}
    for index, waiver in enumerate(policy.source.data.get("waivers", ())):
        until = date.fromisoformat(waiver["until"])
        if until >= on:
            place = policy.source.place(f"/waivers/{index}")
            waivers[waiver["item"]] = Waiver(waiver["reason"], waiver["agreed_by"], until, place)
    return waivers
