"""A sign of life from a reader at work, for whoever waits for it."""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def beat() -> None:
    """Called by a reader after each page: it goes on."""
    for listener in _listeners:
        listener()


def listen(listener: Callable[[], None]) -> None:
    """Call `listener` at each sign of life."""
    _listeners.append(listener)
