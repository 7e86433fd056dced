"""Lines of the book that the door and the routes write."""

from __future__ import annotations

from collections import OrderedDict

from starlette.types import Scope

from mapping.access import audit
from mapping.access.audit import Act
from mapping.access.person import Person
from mapping.access.presence import presence

_LATELY_SECONDS = 10.0


class Lately:
    """What was given to whom within the last ten seconds: Streamlit's page fetches a file that is saved a second time, to see that it is there, and browsers
    fetch large ones in parts. That is one download."""

    def __init__(self) -> None:
        self._given: OrderedDict[tuple[str, str], float] = OrderedDict()

    def is_first(self, what: tuple[str, str], now: float) -> bool:
        """Whether this (person, file) was not given within ten seconds before `now` (seconds of a clock that only goes on); it is from now on."""
        while self._given and next(iter(self._given.values())) <= now - _LATELY_SECONDS:
            self._given.popitem(last=False)
        is_first = what not in self._given
        self._given.setdefault(what, now)
        return is_first


def note(scope: Scope, act: Act, person: Person, *, area: str = "", about: str = "") -> None:
    """Write down what one who is signed in did. Nothing where nobody signs in. Raises DatabaseUnusable."""
    if person.is_unbound:
        return
    with presence().base.writing() as connection:
        audit.note(connection, act, account=person.id, peer=peer_of(scope), area=area, about=about)


def peer_of(scope: Scope) -> str:
    """The address that the person comes from, as a proxy on this machine tells it."""
    client = scope.get("client")
    return str(client[0]) if client else ""
