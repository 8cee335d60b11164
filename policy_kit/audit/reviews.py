"""When a policy will be reviewed next, and which years it names."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from policy_kit import ledger
from policy_kit.evidence import Reading
from policy_kit.model import Document

_YEAR = re.compile(r"\b20[0-3]\d\b")


def written(policy: Mapping[str, Any]) -> str | None:
    """The next review as a policy file of ours says it: a day, or a month without its day."""
    value = policy.get("document", {}).get("next_review")
    return str(value) if value else None


def told(reading: Reading) -> str | None:
    """The same of a document; of several the latest. None where it does not say so clearly."""
    return max((fact.value for fact in ledger.entries(reading) if fact.ident == "review_date"), default=None)


def years(document: Document) -> tuple[int, ...]:
    """The years that a text names, the commonest first, no more than three."""
    counted = Counter(int(year) for text in document.texts() for year in _YEAR.findall(text))
    return tuple(year for year, _ in counted.most_common(3))
