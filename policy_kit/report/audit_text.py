"""The end of an audit in plain words, for the screen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_kit import pages
from policy_kit.audited import Audit, Ruling, Schools, Shelved

_MOST = 8
_LONGEST = 90


def write(audit: Audit, known: int) -> str:
    """How many files, what was not checked and why, who has not submitted. `known`: files not judged anew."""
    return "\n".join(_lines(audit, known)) + "\n"


def _lines(audit: Audit, known: int) -> Iterator[str]:
    unread = audit.not_checked()
    yield f"{_files(len(audit.rows))}, judged by the law of {pages.day(audit.on)}."
    yield f"{len(audit.rows) - len(unread)} checked, {len(unread)} not checked."
    if known:
        yield f"{known} of them had been judged before and were not judged again."
    if audit.left_out:
        yield f"{pages.count(audit.left_out, 'hidden file')} of the system left out."
    if unread:
        yield "\nNot checked:"
        yield from _counted(Counter(row.reason for row in unread))
    if audit.schools:
        yield from _schools(audit, audit.schools)
    if audit.rulings:
        yield from _rulings(audit.rulings)
    if audit.changes is not None:
        kinds = Counter(change.kind for change in audit.changes)
        yield f"\nSince the audit before: {kinds['new']} new, {kinds['changed']} changed, {kinds['gone']} gone."


def shelved(folder: Path, found: Shelved) -> str:
    """How many files about single schools there are in a folder, and which of them were left alone."""
    told = f"{folder}: {_files(len(found.all))}, {found.new} of them new or changed."
    if found.left:
        told += (
            f"\n  {_files(len(found.left))} left alone, because a person has changed or put them there: "
            f"{_some([name.rpartition('/')[2] for name in found.left])}. --overwrite replaces them."
        )
    return told


def _schools(audit: Audit, schools: Schools) -> Iterator[str]:
    yield f"\nSchools: {pages.count(len(audit.rows_of('sure')), 'file')} matched to their school for sure."
    for strength, told in (
        ("confirm", "to confirm"),
        ("ambiguous", "of several schools"),
        ("none", "of no school"),
    ):
        if found := audit.rows_of(strength):  # type: ignore[arg-type]  # it is one of them
            yield f"  {_files(len(found))} {told}: {_some([row.key for row in found])}"
    if schools.twice:
        yield f"  Submitted more than once: {_some([schools.by_urn[urn].name for urn in schools.twice])}"
    if schools.not_submitted:
        names = [school.name for school in schools.not_submitted]
        yield f"  {pages.count(len(names), 'school')} not submitted: {_some(names)}"


def _rulings(rulings: Sequence[Ruling]) -> Iterator[str]:
    """How many decisions are in force; each of the others with what is to be done."""
    yield f"\nDecisions of officers: {sum(one.standing == 'in force' for one in rulings)} in force."
    for standing, told in (
        ("lapsed", "lapsed, because the document has changed since: look again"),
        ("not asked", "about a line that was not asked of the school"),
        ("no document", "about a school from which there is no document"),
    ):
        if found := [f"{one.school} {one.line}" for one in rulings if one.standing == standing]:
            yield f"  {len(found)} {told}: {_some(found)}"


def _counted(reasons: Counter[str]) -> Iterator[str]:
    for reason, count in reasons.most_common(_MOST):
        yield f"  {count:>5}  {plain(reason)}"
    if len(reasons) > _MOST:
        yield f"         and {len(reasons) - _MOST} other reasons"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(map(plain, names[:_MOST])) + more


def _files(count: int) -> str:
    return pages.count(count, "file")


def plain(text: str) -> str:
    """A name as one short line without anything that a terminal would obey."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
