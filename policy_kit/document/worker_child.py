"""The other end of the worker: reads one file after another, within bounds that the system keeps."""

import gc
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from policy_kit import document
from policy_kit.document import heartbeat, wire
from policy_kit.document.unreadable import Unreadable
from policy_kit.model import Document, KitError

Request = Mapping[str, Any]


def main() -> None:
    """Read documents."""
    serve(lambda request: {"document": wire.to_json(_reader()(Path(request["path"])))})


def serve(answer: Callable[[Request], Mapping[str, Any]]) -> None:
    """Answer each line of the input, a request, with lines of JSON: signs of life, then one answer."""
    output = _own_output()
    gc.disable()  # a tenth of the time of reading; what is left of one file goes before the next
    heartbeat.listen(lambda: _say(output, {"beat": True}))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit(request["memory"], request["seconds"])
        _say(output, _told(answer, request))
        gc.collect()


def _own_output() -> BinaryIO:
    """The way to the parent, for us alone: a library that prints would spoil the conversation."""
    output = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    return output


def _say(output: BinaryIO, answer: Mapping[str, Any]) -> None:
    output.write(json.dumps(answer).encode() + b"\n")
    output.flush()


def _told(answer: Callable[[Request], Mapping[str, Any]], request: Request) -> Mapping[str, Any]:
    try:
        return answer(request)
    except Unreadable as error:
        return {"unreadable": [error.reason, error.advice]}
    except KitError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {"fault": "needs too much memory"}
    except Exception as error:
        return {"fault": "", "kind": type(error).__name__}


def _reader() -> Callable[[Path], Document]:
    return document.read_here


def _limit(memory: int, seconds: int) -> None:
    """Bounds that the system keeps, where it can: memory, processor time, no files written, no core dumped."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock has to do
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    time = int(used.ru_utime + used.ru_stime) + seconds + 1
    bounds = {"RLIMIT_AS": memory, "RLIMIT_CPU": time, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, bound in bounds.items():
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))


if __name__ == "__main__":
    main()
