"""What is worked out from the kit's own files, kept between runs, as Python keeps its modules."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from policy_kit import __version__


@cache
def folder() -> Path | None:
    """A folder of the user's own for what may be lost at any time; None where nothing can be kept."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        found = Path(home).expanduser() / "policy-kit"
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return found if os.access(found, os.W_OK) else None


def kept(name: str, content: bytes, make: Callable[[], Any]) -> Any:
    """What `make` makes of a content: plain data, as JSON has it, kept under a name.

    It is made anew whenever the content or the kit has changed, or what was kept has been damaged.
    """
    path = folder()
    if path is None:
        return make()
    path /= f"{name}.json"
    with suppress(OSError):
        digest, _, written = path.read_bytes().partition(b"\n")
        if digest == _digest(content, written):
            return json.loads(written)
    made = make()
    _keep(path, content, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    return made


def _keep(path: Path, content: bytes, written: bytes) -> None:
    """Write whole or not at all: another process may be reading."""
    draft = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        draft.write_bytes(_digest(content, written) + b"\n" + written)
        draft.replace(path)


def _digest(content: bytes, written: bytes) -> bytes:
    parts = (__version__.encode(), content, written)
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest().encode()
