"""What was found from a snapshot is kept on the snapshot, and goes when it goes.

A cache of a module that has snapshots among its keys would keep every snapshot that was ever opened.

A view of work over figures (its `figures` are another snapshot) gives way to the next at every report, and most of what is found from it does not
change: what was found without a look at the work (`worked`) is kept on the figures, and every view of them has it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar, overload
from weakref import ref

from mapping.store.snapshot import Snapshot
from mapping.store.worked import watched, worked

P = ParamSpec("P")
R = TypeVar("R")
Of = Callable[Concatenate[Snapshot, P], R]
OfTwo = Callable[Concatenate[Snapshot, Snapshot, P], R]


class _Found(NamedTuple, Generic[R]):
    """A result, and whether it holds for the work that it was found from alone."""

    result: R
    has_worked: bool


class _Shelf:
    """Results by their arguments; where there are more than `most`, the least recently used give way. Safe between threads."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """The result; None where there is none."""
        found = self._results.get(key)
        if self._most is not None and found is not None:
            with self._changing:
                if key in self._results:
                    self._results.move_to_end(key)
        return found

    def put(self, key: Hashable, result: Any) -> None:
        """Keep a result."""
        with self._changing:
            self._results[key] = result
            while self._most is not None and len(self._results) > self._most:
                self._results.popitem(last=False)


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
            key = (args, *sorted(kwargs.items())) if kwargs else args
            shared = _shelf(snapshot.figures, found, most)
            entry: _Found[R] | None = shared.get(key)
            if entry is None or (entry.has_worked and snapshot.figures is not snapshot):
                own = _shelf(snapshot, found, most)
                entry = own.get(key)
                if entry is None:
                    with watched() as watch:
                        result = function(snapshot, *args, **kwargs)
                    entry = _Found(result, watch.has_worked)
                    (own if entry.has_worked else shared).put(key, entry)
            if entry.has_worked:
                worked()
            return entry.result

        return found

    return decorate


def _shelf(snapshot: Snapshot, function: Callable[..., Any], most: int | None) -> _Shelf:
    shelf: _Shelf | None = snapshot.results.get(function)
    return shelf if shelf is not None else snapshot.results.setdefault(function, _Shelf(most))


def keep(view: Snapshot, function: Of[[], R], result: R) -> None:
    """Have a view of work answer a kept function of it alone with this result, which somebody found in a shorter way."""
    _shelf(view, function, None).put((), _Found(result, has_worked=True))


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
