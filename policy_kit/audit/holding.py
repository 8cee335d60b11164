"""The part of the output folder that is the audit's own: results, drafts, and a lock so that only one audit writes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from policy_kit.model import KitError

NAME = ".audit"
PASSING = "passing"
"""Results that hold for one audit alone, within that folder."""
_KEPT = 3  # sets of results


@contextmanager
def held(out: Path) -> Iterator[tuple[Path, Path]]:
    """The folder for results and an empty private one for work, which is gone at the end. Raises KitError, OSError.

    What the audit before has left there is deleted, but for the results that last.
    """
    own = out / NAME
    own.mkdir(parents=True, exist_ok=True)
    if own.is_symlink():
        raise KitError(f"{own} is a link. Choose another folder to write to.")
    work = own / "work"
    with (own / "lock").open("a+b") as lock:
        _lock(lock, out)
        for old in (work, own / PASSING):
            shutil.rmtree(old, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            yield own, work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def tidy(own: Path) -> None:
    """Delete all but the last few sets of results: each day and each change of a checklist makes another."""
    sets = [path for path in own.iterdir() if path.is_dir() and path.name not in ("work", PASSING)]
    for old in sorted(sets, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _lock(lock: IO[bytes], out: Path) -> None:
    """The system lets it go with the process, however that ends; where a disk knows no locks there is none."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise KitError(f"Another audit is writing into {out}. Wait until it is done.") from error
    except OSError:
        with suppress(OSError):
            lock.flush()
