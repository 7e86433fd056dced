"""What was found from a snapshot is kept on the snapshot, and goes when it goes.

A cache of a module that has snapshots among its keys would keep every snapshot that was ever opened.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload
from weakref import ref

from mapping.store.snapshot import Snapshot

P = ParamSpec("P")
R = TypeVar("R")
Of = Callable[Concatenate[Snapshot, P], R]
OfTwo = Callable[Concatenate[Snapshot, Snapshot, P], R]


@overload
def kept(function: Of[P, R], /) -> Of[P, R]: ...
@overload
def kept(*, most: int) -> Callable[[Of[P, R]], Of[P, R]]: ...
def kept(function: Of[P, R] | None = None, /, *, most: int | None = None) -> Any:
    """Keep the results of a function on the snapshot that is its first argument: they are not to be changed.

    `most`: for how many of the other arguments, the least recently used give way; needed wherever these are not a
    closed list. They must be hashable, and no snapshots (`kept_of_two`). Safe between threads; what is asked for by two
    at once may be found twice.
    """
    return _keeping(most) if function is None else _keeping(None)(function)


def _keeping(most: int | None) -> Callable[[Of[P, R]], Of[P, R]]:
    def decorate(function: Of[P, R]) -> Of[P, R]:
        @wraps(function)
        def found(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> R:
            results = snapshot.results.get(function)
            if results is None:
                results = snapshot.results.setdefault(function, lru_cache(most)(_finding(function, snapshot)))
            answer: R = results(*args, **kwargs)
            return answer

        return found

    return decorate


def _finding(function: Of[P, R], snapshot: Snapshot) -> Callable[P, R]:
    """The function for one snapshot, which it does not keep alive: whoever asks holds it."""
    weak = ref(snapshot)

    def find(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(_held(weak), *args, **kwargs)

    return find


def kept_of_two(*, most: int) -> Callable[[OfTwo[P, R]], OfTwo[P, R]]:
    """Keep the results of a function of two snapshots on the first; neither keeps the other alive. See `kept`."""

    def decorate(function: OfTwo[P, R]) -> OfTwo[P, R]:
        @kept(most=most)
        def find(snapshot: Snapshot, other: ref[Snapshot], /, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(snapshot, _held(other), *args, **kwargs)

        @wraps(function)
        def found(snapshot: Snapshot, other: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return find(snapshot, ref(other), *args, **kwargs)

        return found

    return decorate


def _held(weak: ref[Snapshot]) -> Snapshot:
    snapshot = weak()
    assert snapshot is not None, "whoever asks holds the snapshot"
    return snapshot
