"""Reading files from outside in a process apart: what a file does to its reader, it does to nobody else."""

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from policy_kit.document import wire
from policy_kit.document.unreadable import SAVE_AS, Unreadable
from policy_kit.model import Document, KitError, in_one_line

COMMAND = [sys.executable, "-P", "-m", "policy_kit.document.worker_child"]
_LARGEST = 100_000_000
_LONGEST_ANSWER = 200_000_000
_MEMORY = 1_500_000_000
_ROOT = Path(__file__).resolve().parents[2]
_AGAIN = "open it, " + SAVE_AS
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
        self.seconds, self.page_seconds, self.memory = seconds, page_seconds, memory
        self.owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
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
                answer = self._ask(path, seconds)
            except BaseException:
                self.close()
                raise
            return self._document(path, answer)

    @property
    def process_id(self) -> int | None:
        """Of the process, if there is one."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process. The next file starts a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    continue
        process.wait()

    def _ask(self, path: Path, seconds: float) -> dict[str, Any]:
        process = self._started()
        request = {"path": str(path), "memory": self.memory, "seconds": int(seconds) + 1}
        end = time.monotonic() + seconds
        try:
            _input(process).write(json.dumps(request).encode() + b"\n")
            _input(process).flush()
        except OSError as error:
            raise Unreadable(str(path), "made the reader fail", _AGAIN) from error
        until = end
        while True:
            answer = self._answer(path, until)
            if "beat" not in answer:
                return answer
            until = min(end, time.monotonic() + self.page_seconds)

    def _answer(self, path: Path, until: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise Unreadable(str(path), "took too long", _AGAIN) from None
        try:
            answer = json.loads(line)
        except ValueError as error:  # also "": it has ended
            raise Unreadable(str(path), "made the reader fail", _AGAIN) from error
        if not isinstance(answer, dict):
            raise Unreadable(str(path), "made the reader fail", _AGAIN)
        return answer

    def _document(self, path: Path, answer: dict[str, Any]) -> Document:
        match answer:
            case {"document": data}:
                try:
                    return wire.from_json(data)
                except (ValueError, RecursionError) as error:
                    self.close()
                    raise Unreadable(str(path), "made the reader fail", _AGAIN) from error
            case {"unreadable": [str() as reason, str() as advice]}:
                raise Unreadable(str(path), reason, advice)
            case {"error": str() as message}:
                raise KitError(message)
            case _:
                self.close()  # it may be out of memory, or worse
                fault = answer.get("fault")
                reason = fault if isinstance(fault, str) and fault else "made the reader fail"
                raise Unreadable(str(path), reason, _AGAIN)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._answers = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - the command is ours
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        listener = threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True, name="document worker"
        )
        listener.start()
        return self._process


def _listen(output: IO[bytes] | None, answers: "queue.SimpleQueue[bytes]") -> None:
    """Hand on each line, and an empty one at the end."""
    try:
        while output and (line := output.readline(_LONGEST_ANSWER)):
            answers.put(line)
    except (OSError, ValueError):  # it has been closed
        pass
    answers.put(b"")


def _input(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdin is None:
        raise OSError
    return process.stdin


def _environment() -> dict[str, str]:
    """Only what a Python needs to start: nothing of ours is for the reader of a stranger's file."""
    needed = ("SYSTEMROOT", "PATH", "LANG", "LC_ALL", "TMP", "TEMP", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    found = {name: os.environ[name] for name in needed if name in os.environ}
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return found | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be the name of a file"
        raise KitError(
            f"{in_one_line(str(path))} cannot be opened ({reason}). Check its name and its folder."
        ) from error
