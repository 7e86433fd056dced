"""Lines of the book that the door and the routes write."""

from __future__ import annotations

from starlette.types import Scope

from mapping.access import audit
from mapping.access.audit import Act
from mapping.access.person import Person
from mapping.access.presence import presence


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
