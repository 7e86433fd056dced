"""A lock that is a new one in the process to which what holds it is sent."""

from __future__ import annotations

from threading import Lock
from types import TracebackType


class Turn:
    """For one thread at a time: `with turn:`. Pickled, it comes out open."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def __reduce__(self) -> tuple[type[Turn], tuple[()]]:
        return Turn, ()
