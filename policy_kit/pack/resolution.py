"""Which resolution the wording is offered for. The board decides; this only saves it the drafting."""

from collections.abc import Sequence
from typing import Literal

from policy_kit.model import Finding
from policy_kit.pack.form import tally

_MOST_OPEN = 0.25
"""Where more than this share of the lines is open, or …"""
_MOST_WRONG = 4
"""… more is wrong than this, there is too much to be put right after the meeting."""

Resolution = Literal["adopt", "subject", "refer", "none"]


def resolution(findings: Sequence[Finding]) -> Resolution:
    """Adopt where nothing is outstanding; refer back where much is; else adopt subject to changes.

    None where no line was judged: faults alone are too little to go by.
    """
    counted = tally(findings)
    if not counted.lines:
        return "none"
    still = counted.partly + counted.missing + counted.unchecked
    if not still and not counted.wrong:
        return "adopt"
    much = still > _MOST_OPEN * counted.lines or counted.wrong > _MOST_WRONG
    return "refer" if much else "subject"
