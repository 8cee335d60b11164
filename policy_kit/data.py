"""Where the data folders are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_INSIDE = Path(__file__).resolve().parent / "_data"
_ROOT = _INSIDE if _INSIDE.is_dir() else _INSIDE.parent.parent

SCHEMAS = _ROOT / "schemas"
CHECKLISTS = _ROOT / "checklists"
TEMPLATES = _ROOT / "templates"
EXAMPLES = _ROOT / "example_policies"
