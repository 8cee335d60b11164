"""What was found in each content, kept on the disk: the next audit judges only what is new or has changed."""

import json
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from policy_kit import __version__, data
from policy_kit.audit.settled import Result
from policy_kit.audit.shape import shaped
from policy_kit.model import KitError

_KIT = Path(__file__).resolve().parents[1]
_LONGEST = 200_000_000
_is_head = shaped(
    {"state": frozenset({"checked", "not_checked"}), "reason": str, "advice": str, "lasting": bool}
)


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of results, all by the same checklists, for the same day, of the same kit."""

    folder: Path

    def head(self, digest: str, form: str) -> Mapping[str, Any] | None:
        """The head of a result; None where the content has not been judged, or the file is not whole."""
        kept = self._kept(digest, form)
        if kept is None:
            return None
        with suppress(ValueError):
            head = json.loads(kept.partition(b"\n")[0])
            if _is_head(head):
                return dict(head)
        return None

    def body(self, digest: str, form: str) -> Mapping[str, Any]:
        """The rest of a result. Raises KitError when it is gone."""
        kept = self._kept(digest, form)
        try:
            packed = (kept or b"").partition(b"\n")[2]
            found = json.loads(zlib.decompressobj().decompress(packed, _LONGEST))
        except (ValueError, zlib.error) as error:
            raise KitError(
                f"A result has gone from {self.folder} while it was needed. Run the same command again."
            ) from error
        return dict(found)

    def keep(self, digest: str, form: str, result: Result) -> None:
        """Write a result, whole or not at all. Raises OSError."""
        path = self._path(digest, form)
        path.parent.mkdir(parents=True, exist_ok=True)
        written = (
            json.dumps(result.head).encode() + b"\n" + zlib.compress(json.dumps(result.body).encode(), 1)
        )
        draft = path.with_name(f"{token_hex(8)}.part")
        try:
            draft.write_bytes(sha256(written).digest() + written)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _kept(self, digest: str, form: str) -> bytes | None:
        """What was written, if it is whole."""
        try:
            kept = self._path(digest, form).read_bytes()
        except OSError:
            return None
        return kept[32:] if sha256(kept[32:]).digest() == kept[:32] else None

    def _path(self, digest: str, form: str) -> Path:
        return self.folder / digest[:2] / f"{digest}{form}"


def terms(names: Iterable[str], on: date) -> str:
    """A name for all that decides a verdict but the file: the checklists, the day, the law and the kit itself."""
    parts = [__version__, on.isoformat(), _kit()]
    for name in names:
        own = Path(name).read_bytes() if name.endswith((".yaml", ".yml")) else name.encode()
        parts.append(sha256(own).hexdigest())
    return sha256("\n".join(parts).encode()).hexdigest()[:20]


@cache
def _kit() -> str:
    """The kit's own files: what is judged by other rules or other code is judged again."""
    found = sha256()
    for folder in (_KIT, data.CHECKLISTS, data.SCHEMAS, data.TEMPLATES):
        for path in sorted(
            each for each in folder.rglob("*") if each.suffix in (".py", ".yaml", ".json", ".j2")
        ):
            found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()
