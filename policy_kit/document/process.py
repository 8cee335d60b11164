"""A process apart that answers one request after another: what a file does to it, it does to nobody else."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from policy_kit.document.unreadable import SAVE_AS, Unreadable

AGAIN = "open it, " + SAVE_AS
FAILED, TOO_LONG = "made the reader fail", "took too long"
_MEMORY = 1_500_000_000
_LONGEST_ANSWER = 200_000_000
_ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A module that is run apart, started with the first request and again whenever one has ended it."""

    def __init__(self, module: str, *words: str, page_seconds: float = 15, memory: int = _MEMORY) -> None:
        """`words` are the arguments of the module; wall time between two signs of life, and memory in bytes."""
        self.command = [sys.executable, "-P", "-m", module, *words]
        self.page_seconds, self.memory = page_seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    @property
    def ident(self) -> int | None:
        """The system's number for the process, if there is one."""
        return self._process.pid if self._process else None

    def ask(self, path: Path, seconds: float, **more: object) -> Mapping[str, Any]:
        """The answer about a file, within so many seconds of wall time. Raises Unreadable: too long, or it failed."""
        process = self._started()
        request = {"path": str(path), "memory": self.memory, "seconds": int(seconds) + 1, **more}
        end = time.monotonic() + seconds
        try:
            _input(process).write(json.dumps(request).encode() + b"\n")
            _input(process).flush()
        except OSError as error:
            raise Unreadable(str(path), FAILED, AGAIN) from error
        until = end
        while True:
            answer = self._answer(path, until)
            if "beat" not in answer:
                return answer
            until = min(end, time.monotonic() + self.page_seconds)

    def close(self) -> None:
        """End the process. The next request starts a new one."""
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

    def _answer(self, path: Path, until: float) -> Mapping[str, Any]:
        try:
            line = self._answers.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise Unreadable(str(path), TOO_LONG, AGAIN) from None
        try:
            answer = json.loads(line)
        except ValueError as error:  # also "": it has ended
            raise Unreadable(str(path), FAILED, AGAIN) from error
        if not isinstance(answer, dict):
            raise Unreadable(str(path), FAILED, AGAIN)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._answers = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own Python and our own module
            self.command,
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
