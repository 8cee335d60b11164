"""How the files about one school are named: safe on every system, and the same from one audit to the next."""

import re
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from policy_kit.audited import Audit

_LONGEST = 50


def stems(audit: Audit) -> Mapping[str, str]:
    """Key of each file that was checked → the name of its report in schools/, without .html.

    Of a school that is sure, its URN; of its second file, the URN and 2; of any other file, its own name and a number.
    """
    seen = Counter[str]()
    found = {}
    for row in audit.rows:
        if row.state == "checked":
            urn = row.match.urn or ""
            seen[urn] += 1
            found[row.key] = (urn if seen[urn] == 1 else f"{urn}-{seen[urn]}") if urn else _own(row.key)
    return found


def _own(key: str) -> str:
    plain = re.sub(r"[^\w]+", "-", key, flags=re.ASCII).strip("-_")[:_LONGEST]
    return f"{plain or 'file'}-{sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"
