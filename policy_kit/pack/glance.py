"""The facts that a reader looks for first: times, people, contacts, thresholds and dates."""

from itertools import groupby
from operator import attrgetter

from policy_kit import facts
from policy_kit.model import Policy
from policy_kit.pack.judged import Judged
from policy_kit.report.facts import Entry

Rows = tuple[tuple[str, tuple[Entry, ...]], ...]
"""Plain heading → the facts under it."""


def facts_at_a_glance(judged: Judged) -> Rows:
    """The ledger of a document, or the values of a policy file, with every place."""
    on = judged.reports[0].on
    if isinstance(judged.subject, Policy):
        told = facts.of_policy(judged.subject.source, on)
    else:
        told = facts.of_document(judged.subject, on)
    return tuple((under, tuple(group)) for under, group in groupby(told, key=attrgetter("under")))
