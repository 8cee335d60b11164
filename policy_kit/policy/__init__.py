"""A school's policy file: laid over its trust's, checked, and every person found."""

from collections.abc import Iterator
from pathlib import Path

from policy_kit import schema
from policy_kit.model import Finding, Place, Source
from policy_kit.policy.chain import read_chain
from policy_kit.policy.locks import Lock, broken, locks, unknown_locks
from policy_kit.policy.merge import laid_over
from policy_kit.policy.people import with_people
from policy_kit.source import Faulty, fault

__all__ = ["load"]


def load(path: Path) -> Source:
    """A policy ready for use: what `extends` names laid under it, valid, every `same_as` filled in.

    The places of what is inherited point into the file that says it. A trust's own file is valid without a
    school; whether a school is wanted is for the caller to say. Raises Faulty with every mistake in every file.
    """
    chain = read_chain(path)
    merged, findings = _merged(chain)
    complete, lost = with_people(merged)
    findings += [*schema.validate(merged, "policy"), *_neither_school_nor_trust(merged), *lost]
    if findings:
        told = {(finding.place, finding.message): finding for finding in findings}
        raise Faulty(sorted(told.values(), key=lambda finding: schema.by_line(finding, merged.file)))
    return complete


def _merged(chain: tuple[Source, ...]) -> tuple[Source, list[Finding]]:
    """The files laid over each other from the lowest up, and what each says that it may not."""
    *above, merged = chain
    kept: list[Lock] = []
    findings = [*unknown_locks(merged)]
    for own in reversed(above):
        findings += schema.validate(merged, "policy", partial=True)
        kept += locks(merged)
        laid = laid_over(own, merged)
        findings += [*unknown_locks(own), *broken(own, merged, laid, kept)]
        merged = laid
    return merged, findings


def _neither_school_nor_trust(source: Source) -> Iterator[Finding]:
    if isinstance(source.data, dict) and not {"school", "trust"} & set(source.data):
        message = (
            "This file does not say which school it is for. Add school, with at least name, phase and type."
        )
        yield fault(message, Place(source.file, 1, 1), source.texts, fix=schema.example("/school"))
