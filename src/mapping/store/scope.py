"""Of which areas whoever asks at this moment may see anything: codes, each with all below it. `RISKMAP_VIEW=own` gives it a meaning.

The door tells it for a request, pages tell it for whoever looks at them; where it must be known and nobody told it, nothing is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mapping.model.settings import View, settings

Scope = tuple[str, ...]
WHOLE: Scope = ("",)
"""Everything: every code begins so."""
NONE: Scope = ()

_told: ContextVar[Scope | None] = ContextVar("scope", default=None)
_of_pages: list[Callable[[], Scope]] = []


def current_scope() -> Scope:
    """The scope of whoever asks; WHOLE where an installation shows everybody everything, NONE where it is not known."""
    if settings().view is View.ALL:
        return WHOLE
    told = _told.get()
    if told is not None:
        return told
    return _of_pages[0]() if _of_pages else NONE


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Whatever is asked within this block, and in threads that go on with it, is asked with this scope."""
    before = _told.set(scope)
    try:
        yield
    finally:
        _told.reset(before)


def told_by_pages(ask: Callable[[], Scope]) -> None:
    """How the scope of a page is known, which runs in a thread of its own."""
    _of_pages[:] = [ask]


def scope_mark(scope: Scope) -> str:
    """A short mark that tells scopes apart, for addresses."""
    return hashlib.sha256(" ".join(scope).encode()).hexdigest()[:16]


def within(code: str, scope: Scope) -> bool:
    """Whether an area lies in a scope."""
    return code.startswith(scope)
