"""What a request asks for, read before anything is computed: values, or NotThere.

So whatever is raised later is a fault of ours or of the data, and never an address that names nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from mapping.access.person import NOBODY, Person
from mapping.live.current import live
from mapping.model.locale import Lang
from mapping.model.locale.preferred import preferred
from mapping.model.selection import Selection, from_query, number_in
from mapping.store import Damaged, NoSnapshot, Snapshot
from mapping.store.opened import opened

Choice = TypeVar("Choice", bound=StrEnum)


class NotThere(LookupError):
    """What an address names is not there: answered by a plain 404."""


def lang_of(request: HTTPConnection) -> Lang:
    """The language asked for, in the path or the query; else the one that the reader's browser prefers."""
    given = request.path_params.get("lang") or request.query_params.get("lang", "")
    return Lang(given) if given in list(Lang) else preferred(request.headers.get("accept-language", ""))


def is_page(scope: Scope) -> bool:
    """Whether a browser asks for something to be looked at, and not for a part of what it shows."""
    headers = Headers(scope=scope)
    return headers.get("sec-fetch-dest", "document") == "document" and "text/html" in headers.get("accept", "")


def choice_of(kind: type[Choice], given: str | None) -> Choice:
    """The entry of a closed list that was written. Raises NotThere."""
    if given not in list(kind):
        raise NotThere(given)
    return kind(given)


def lang_in(request: HTTPConnection) -> Lang:
    """The language in the path. Raises NotThere for one that is not spoken."""
    return choice_of(Lang, request.path_params["lang"])


def snapshot_named(address: str) -> Snapshot:
    """The snapshot of this id, or of an id with the last report that is shown over it (`Snapshot.address`), with the scope of whoever asks.

    Raises NotThere, also for a report that there is not, and at the address of another scope; Damaged for a snapshot that is there and not whole.
    """
    named, _, seq = address.partition(".")
    try:
        figures = opened(named.partition("~")[0])
    except Damaged:
        raise
    except NoSnapshot as fault:
        raise NotThere(address) from fault
    until = number_in(seq)
    shown = figures if until is None else live(figures, until)
    if shown.address != address:
        raise NotThere(address)
    return shown


def view_in(request: HTTPConnection, snapshot: Snapshot, *required: str) -> Selection:
    """The view that the query says. Raises NotThere where it says what is unknown, or lacks what is `required`."""
    query = dict(request.query_params)
    if not has_statistics(snapshot) or any(name not in query for name in required):
        raise NotThere(required)
    selection, fallbacks = from_query(query, snapshot)
    if fallbacks:
        raise NotThere(fallbacks)
    return selection


def has_statistics(snapshot: Snapshot) -> bool:
    """Whether there is anything to look at."""
    return not snapshot.indicators.empty and bool(snapshot.quarters)


def person_in(request: HTTPConnection) -> Person:
    """Whom the door let in; nobody where no door stands before the routes."""
    found = request.scope.get("user")
    return found if isinstance(found, Person) else NOBODY


def same_origin(request: HTTPConnection) -> bool:
    """Whether a page of this application sent it, by what browsers alone write and scripts cannot change.

    Browsers tell `Sec-Fetch-Site` where the address is secure (TLS, this machine), and `Origin` with whatever writes. Behind
    a proxy `Origin` has the outer address: then `Host` must be passed on as it came. What tells neither is no page of ours.
    """
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
