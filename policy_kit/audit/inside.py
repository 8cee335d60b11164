"""A policy file that was submitted is laid over no file but those that were submitted with it."""

from pathlib import Path

from policy_kit.source import load_source

_LONGEST = 10


class Outside(Exception):  # noqa: N818 (the file is, the program is not wrong)
    """`extends` names a file outside the folder."""


def refuse_outside(path: Path, root: Path) -> bool:
    """Whether a file stands alone: it is laid over no other. Raises Outside before a file outside `root` is opened."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        return True
    first = path
    for _ in range(_LONGEST):
        source = load_source(path)
        named = source.data.get("extends") if isinstance(source.data, dict) else None
        if not isinstance(named, str) or not named.strip():
            return path == first
        path = path.parent / named.replace("\\", "/")
        if not path.resolve().is_relative_to(root.resolve()):
            raise Outside
        if not path.is_file():
            return False  # which the loader tells of
    return False
