"""The answer of the process apart → what is kept of a file: a light head, and the whole beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy_kit.audit.shape import is_answer, shaped
from policy_kit.audited import LETTERS
from policy_kit.document.process import AGAIN, FAILED
from policy_kit.model import Checklist
from policy_kit.report import kept

_MOST_FAULTS = 100
_are_texts = shaped([str])


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a content. Both parts are plain data, without the name of the file."""

    head: Mapping[str, Any]
    """What the table needs."""
    body: Mapping[str, Any]
    """The reports, the passages and the facts."""

    @property
    def lasting(self) -> bool:
        """It would be the same the next time, whatever stands beside the file and however busy the machine is."""
        return bool(self.head["lasting"])


def settled(answer: Mapping[str, Any], checklists: Sequence[Checklist]) -> Result:
    """The result of an answer about a file. An answer that has not the shape of one is one more way to fail."""
    if _are_texts(answer.get("unreadable")) and len(answer["unreadable"]) == 2:
        return failed(*answer["unreadable"])
    known = {(each.ident, each.edition): each for each in checklists}
    if not is_answer(answer) or not answer["reports"] or not _are_texts([*answer["passages"].values()]):
        return failed(FAILED, AGAIN, lasting=False)
    if any((report["checklist"], report["edition"]) not in known for report in answer["reports"]):
        return failed(FAILED, AGAIN, lasting=False)
    try:
        for report in answer["reports"]:
            kept.report(report)
    except ValueError:  # a date that is none
        return failed(FAILED, AGAIN, lasting=False)
    return Result(_head(answer, known), {name: answer[name] for name in ("reports", "passages", "facts")})


def failed(reason: str, advice: str, *, lasting: bool = True) -> Result:
    """The result for a file that was not checked; `lasting` where it would not be the next time either."""
    head = {"state": "not_checked", "reason": reason, "advice": advice, "lasting": lasting}
    return Result(head, {"reports": [], "passages": {}, "facts": []})


def _head(answer: Mapping[str, Any], known: Mapping[tuple[str, str], Checklist]) -> Mapping[str, Any]:
    reports, odd = answer["reports"], answer["stranger"]
    taken = ("words", "pages", "review", "years", "sketch", "hints")
    return {
        "state": "not_checked" if odd else "checked",
        "reason": odd or "",
        "advice": "ask for the attendance policy" if odd else "",
        "lasting": answer["alone"],
        "title": reports[0]["title"],
        "notes": [note for note in reports[0]["notes"] if note.rstrip(".") != odd],
        "answers": [answers(one, known[one["checklist"], one["edition"]]) for one in reports],
        "faults": list(_faults(reports))[:_MOST_FAULTS],
        **{name: answer[name] for name in taken},
    }


def answers(report: Mapping[str, Any], checklist: Checklist) -> list[Any]:
    """The values of an `audited.Answers`, as plain data."""
    outcomes = {each["rule"]: each for each in report["findings"] if each["outcome"] != "fault"}
    letters = [
        LETTERS[outcomes[item.ident]["outcome"]] if item.ident in outcomes else "?"
        for item in checklist.items
    ]
    covered = {section["id"]: section["covered"] for section in report["sections"]}
    sections = []
    for section in checklist.sections:
        own = {
            letter
            for item, letter in zip(checklist.items, letters, strict=True)
            if item.section == section.ident
        }
        unchecked = own - {LETTERS["not_applicable"]} == {LETTERS["not_checked"]}
        sections.append("not_checked" if unchecked else covered.get(section.ident, "not_checked"))
    waived = sum(each["waived"] is not None for each in outcomes.values())
    return [checklist.ident, checklist.edition, sections, "".join(letters), waived]


def _faults(reports: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The values of an `audited.Fault` for each fault, as plain data."""
    for report in reports:
        for each in report["findings"]:
            if each["outcome"] == "fault" and each["severity"]:
                says, family = (
                    each["says"] or each["message"],
                    each["section"] or each["rule"].partition(".")[0],
                )
                yield [each["rule"], family, each["severity"], says, each["message"], _where(each["place"])]


def _where(place: Mapping[str, Any]) -> str:
    if place["page"]:
        return f"page {place['page']}"
    return place["heading"] or (f"line {place['line']}" if place["line"] else "")
