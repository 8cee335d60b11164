"""Reading files from outside in a process apart: what a file does to its reader, it does to nobody else."""

import atexit
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from policy_kit.document import wire
from policy_kit.document.process import AGAIN, FAILED, Process
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Document, KitError, in_one_line

_LARGEST = 100_000_000
_MEMORY = 1_500_000_000
_shared: list["Worker"] = []


def read(path: Path) -> Document:
    """The document in a file, read by one worker that this process keeps.

    Raises Unreadable, also when the file took too long or made the reader fail; KitError when it cannot be opened.
    """
    if not _shared or _shared[0].owner != os.getpid():
        _shared[:] = [Worker()]
        atexit.register(_shared[0].close)
    return _shared[0].read(path)


class Worker:
    """A process that reads files, started with the first file and again whenever a file has ended it."""

    def __init__(self, *, seconds: float = 30, page_seconds: float = 15, memory: int = _MEMORY) -> None:
        """Wall time for a file of up to 10 MB and for a page of it, and memory in bytes."""
        self.seconds = seconds
        self.owner = os.getpid()
        self._process = Process("policy_kit.document.worker_child", page_seconds=page_seconds, memory=memory)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path) -> Document:
        """The document in a file; see `read` of this module."""
        size = _size(path)
        if size > _LARGEST:
            raise Unreadable(
                str(path), "too large", "a policy is a few megabytes at most; is it the right file"
            )
        seconds = self.seconds * max(1.0, size / 10_000_000)
        with self._lock:
            try:
                answer = self._process.ask(path, seconds)
            except BaseException:
                self.close()
                raise
            return self._document(path, answer)

    @property
    def process_id(self) -> int | None:
        """Of the process, if there is one."""
        return self._process.ident

    def close(self) -> None:
        """End the process. The next file starts a new one."""
        self._process.close()

    def _document(self, path: Path, answer: Mapping[str, Any]) -> Document:
        match answer:
            case {"document": data}:
                try:
                    return wire.from_json(data)
                except (ValueError, RecursionError) as error:
                    self.close()
                    raise Unreadable(str(path), FAILED, AGAIN) from error
            case {"unreadable": [str() as reason, str() as advice]}:
                raise Unreadable(str(path), reason, advice)
            case {"error": str() as message}:
                raise KitError(message)
            case _:
                self.close()  # it may be out of memory, or worse
                fault = answer.get("fault")
                reason = fault if isinstance(fault, str) and fault else FAILED
                raise Unreadable(str(path), reason, AGAIN)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        raise KitError(
            f"{in_one_line(str(path))} cannot be opened ({reason}). Check its name and its folder."
        ) from error
