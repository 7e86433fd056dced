"""Whether what is being found looks at measures, which work may lie over: then it holds for that work alone (see `kept`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Watch:
    """Whether anything that was found meanwhile looked at the work."""

    has_worked: bool = False


_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


def worked() -> None:
    """Called by whatever gives something of the work: what is being found holds for this view alone."""
    watch = _watching.get()
    if watch is not None:
        watch.has_worked = True


@contextmanager
def watched() -> Iterator[Watch]:
    """Tell, for all that is done meanwhile in this thread, whether it worked; whatever this is part of worked too."""
    outer, watch = _watching.get(), Watch()
    token = _watching.set(watch)
    try:
        yield watch
    finally:
        _watching.reset(token)
        if outer is not None and watch.has_worked:
            outer.has_worked = True
