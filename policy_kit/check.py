"""check(policy, checklist) → a report: every line answered, with its evidence or with what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from policy_kit import schema
from policy_kit.evidence import Found, Missing, Scene, search
from policy_kit.evidence.scene import filled
from policy_kit.model import Checklist, Evidence, Finding, Item, Outcome, Policy, Report, Waiver

_MOST_EXAMPLES = 4
_MOST_LABELS = 5


def check(policy: Policy, checklist: Checklist, figures: Mapping[str, Any], on: date) -> Report:
    """Judge a policy by one edition of a checklist.

    `figures` are the law's figures in force, by id; `on` is the day of the judgement: nothing else decides.
    """
    scene = Scene(policy, figures, on)
    waivers = _waivers(policy, on)
    return Report(
        subject=policy.source.file,
        kind="policy",
        title=_title(policy),
        checklist=checklist.ident,
        edition=checklist.edition,
        on=on,
        sections=checklist.sections,
        findings=tuple(_judged(item, scene, waivers.get(item.ident)) for item in checklist.items),
        checklist_title=checklist.title,
    )


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
    if not _applies(item, scene):
        return _unanswered(item, scene, "not_applicable", "does not apply to this school")
    if item.policy is None:
        return _unanswered(item, scene, "not_checked", "cannot be checked in a policy file")
    found = search(item.policy, scene)
    missing = " and ".join(m.name for m in found.missing)
    match bool(found.evidence), bool(found.missing):
        case True, False:
            outcome, told = "met", "evidence found"
        case True, True:
            outcome, told = "partly", f"partly. Missing: {missing}"
        case _:
            outcome, told = "not_found", f"not found. Missing: {missing}"
    nearest = _nearest(found.missing, scene)
    places = [e.place for e in (*found.evidence, nearest) if e]
    return replace(
        _unanswered(item, scene, cast("Outcome", outcome), told),
        place=places[0] if places else scene.policy.source.place(""),
        evidence=found.evidence,
        missing=tuple(m.name for m in found.missing),
        nearest=nearest,
        fix=_fix(item, found, scene) if found.missing else None,
        waiver=waiver if found.missing else None,
    )


def _unanswered(item: Item, scene: Scene, outcome: Outcome, told: str) -> Finding:
    return Finding(
        rule=item.ident,
        outcome=outcome,
        message=f"{item.says}: {told}.",
        place=scene.policy.source.place(""),
        says=item.says,
        section=item.section,
        force=item.force,
        reference=item.reference or None,
    )


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
                f"{key}:" if not key.isdigit() else f"row {int(key) + 1}", place, schema.title(parent)
            )
    return None


def _fix(item: Item, found: Found, scene: Scene) -> str:
    """What to do, in plain English, and the YAML to add."""
    pointers = [m.pointer for m in found.missing if m.pointer][:_MOST_EXAMPLES]
    parts = [item.fix, schema.examples(pointers, scene.policy.source.places.__contains__).rstrip()]
    return "\n\n".join(part for part in parts if part)


def _title(policy: Policy) -> str:
    return f"{policy.document.properties['school']}: {policy.document.title}"


def _waivers(policy: Policy, on: date) -> dict[str, Waiver]:
    """The waivers that still run, by the line that they waive."""
    waivers = {}
    for index, waiver in enumerate(policy.source.data.get("waivers", ())):
        until = date.fromisoformat(waiver["until"])
        if until >= on:
            place = policy.source.place(f"/waivers/{index}")
            waivers[waiver["item"]] = Waiver(waiver["reason"], waiver["agreed_by"], until, place)
    return waivers
