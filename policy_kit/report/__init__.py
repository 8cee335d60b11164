"""Reports → text for people, JSON for other tools. Each writer is a pure function."""

from collections.abc import Callable, Mapping, Sequence

from policy_kit.model import Report
from policy_kit.report import json, text

REPORTERS: Mapping[str, Callable[[Sequence[Report]], str]] = {"text": text.write, "json": json.write}
