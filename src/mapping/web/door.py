"""Who is answered: our own pages, under a name that is ours.

A page elsewhere may make its own name point at this server and would then read everything as if it were ours (DNS rebinding):
`Host` has that name. It needs a name, so an address in digits is always right. And a page elsewhere may ask in its reader's
place: `Origin` has its address. Streamlit, asked so, looks up its own public address outside, and everybody waits until that
fails; it must not see such a request.
"""

from __future__ import annotations

import re
import socket
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from mapping.model.locale import text
from mapping.model.settings import settings
from mapping.web.asked import lang_of
from mapping.web.logs import address_of, log
from mapping.web.telling import telling

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::\d*)?", re.ASCII)
_SHOWN = 100


class Door:
    """Lets on to `app` what may be answered; refuses the rest in words, before anything is read of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What comes without `Host` comes from no browser."""
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if any(not is_ours(host) for host in hosts) or len(hosts) > 1:
            return await _refuse("host", scope, receive, send, host=", ".join(hosts))
        if origins and not (len(origins) == 1 and is_same(origins[0], "".join(hosts))):
            return await _refuse("origin", scope, receive, send, origin=", ".join(origins), host="".join(hosts))
        return await self.app(scope, receive, send)


def is_ours(host: str) -> bool:
    """Whether a `Host` is an address in digits, this machine, or a name of the setting `hosts`; a port may follow."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].lower().rstrip(".")
    return name in _names() or name.endswith(".localhost") or _is_address(name.strip("[]"))


def is_same(origin: str, host: str) -> bool:
    """Whether an `Origin` is the address that `Host` names, sign for sign, as Streamlit compares them."""
    try:
        return urlsplit(origin).netloc == host != ""
    except ValueError:
        return False


@cache
def _names() -> frozenset[str]:
    """Nobody outside can make the machine's own name point elsewhere."""
    own = socket.gethostname().lower()
    return frozenset({"localhost", own, own.partition(".")[0], *settings().hosts} - {""})


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(why: str, scope: Scope, receive: Receive, send: Send, **given: str) -> None:
    log.warning("refused %s: %s", address_of(scope), ", ".join(f"{name} {value!a}" for name, value in given.items()))
    shown = {name: value[:_SHOWN] for name, value in given.items()}
    told = text(f"door.{why}", lang_of(HTTPConnection(scope)), **shown)
    await telling(scope, told, 403)(scope, receive, send)
