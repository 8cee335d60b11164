"""Several processes that judge at once. What one of them dies of costs its own file and no other."""

import json
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Self

from policy_kit.audit.settled import Result, failed, settled
from policy_kit.audit.submissions import Submission, digest
from policy_kit.document.process import AGAIN, FAILED, Process
from policy_kit.document.unreadable import SAVE_AS, Unreadable
from policy_kit.model import Checklist, KitError

_SECONDS = 60.0
_PAGE_SECONDS = 30.0
_SAME = {".yml": ".yaml", ".htm": ".html"}  # for a reader, who is chosen by suffix
_AHEAD = 2  # submissions in hand for each process

Done = Callable[[Submission, Result], None]


@dataclass(slots=True)
class Crew:
    """Processes that judge by the same checklists for the same day. To be closed at the end, by `with`."""

    names: tuple[str, ...]
    on: date
    checklists: Sequence[Checklist]
    folder: Path
    """What was submitted."""
    work: Path
    """What was unpacked of it."""
    jobs: int = 1
    seconds: float = _SECONDS
    """Wall time for one file."""
    page_seconds: float = _PAGE_SECONDS
    _own: threading.local = field(default_factory=threading.local)
    _all: list[Process] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for process in self._all:
            process.close()

    def judge(self, submissions: Iterable[Submission], done: Done) -> Iterator[tuple[Submission, Result]]:
        """Each submission with its result, as they come. `done` is called first, in whatever thread it was judged."""
        waiting: set[Future[tuple[Submission, Result]]] = set()
        pool = ThreadPoolExecutor(self.jobs, thread_name_prefix="audit")
        try:
            for submission in submissions:
                waiting.add(pool.submit(self._one, submission, done))
                while len(waiting) >= self.jobs * _AHEAD:
                    ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in ready)
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in ready)
        finally:
            self.__exit__()
            pool.shutdown(cancel_futures=True)

    def _one(self, submission: Submission, done: Done) -> tuple[Submission, Result]:
        result = self._judged(submission)
        if not self._stopping.is_set():
            done(submission, result)
        return submission, result

    def _judged(self, submission: Submission) -> Result:
        """Judged, or why not: gone, changed, too slow, too much for the process."""
        path, copy = submission.path, None
        try:
            if _SAME.get(path.suffix.lower(), path.suffix.lower()) != submission.form:
                path = copy = self.work / f"{token_hex(8)}{submission.form}"
                shutil.copyfile(submission.path, copy)
            answer = settled(self._ask(path, submission), self.checklists)
            changed = digest(submission.path) != submission.digest
        except Unreadable as error:
            return failed(error.reason, error.advice, lasting=False)
        except OSError as error:
            told = f"cannot be opened ({error.strerror or 'the system refused'})"
            return failed(told, "check that it is there", lasting=False)
        except KitError as error:
            if not submission.path.exists():
                return failed("gone before it was read", "run the audit again", lasting=False)
            return failed(str(error).removeprefix(f"{path}: "), SAVE_AS, lasting=False)
        finally:
            if copy:
                copy.unlink(missing_ok=True)
        if changed:
            return failed("changed while it was read", "run the audit again", lasting=False)
        return answer

    def _ask(self, path: Path, submission: Submission) -> dict[str, object]:
        process = self._process()
        root = self.work if submission.unpacked else self.folder
        try:
            answer = dict(process.ask(path, self.seconds, root=str(root)))
        except BaseException:
            process.close()
            raise
        if "error" in answer:
            raise KitError(str(answer["error"]))
        if "fault" in answer:
            process.close()  # it may be out of memory, or worse
            raise Unreadable(str(path), str(answer["fault"] or FAILED), AGAIN)
        return answer

    def _process(self) -> Process:
        """The process of this thread."""
        if self._stopping.is_set():
            raise Unreadable("", FAILED)
        if not hasattr(self._own, "process"):
            words = json.dumps({"names": self.names, "on": self.on.isoformat()})
            self._own.process = Process("policy_kit.audit.child", words, page_seconds=self.page_seconds)
            self._all.append(self._own.process)
        process: Process = self._own.process
        return process
