"""Who holds the other end of the connection, and whom a proxy there names.

uvicorn puts what a proxy on this machine says (`X-Forwarded-For`) in the client's place. Whether a proxy may name a person is
asked of the connection itself, which `Connection` notes in the request's state.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from mapping.model.settings import SignIn, settings

STATE = "riskmap_peer"


def proxy_names(scope: Scope) -> str:
    """The login that a proxy names; "" where none may, or does. A header that came twice names nobody."""
    if SignIn.PROXY not in settings().sign_in or not _is_proxy(scope.get("state", {}).get(STATE)):
        return ""
    named = Headers(scope=scope).getlist(settings().proxy_header)
    return named[0] if len(named) == 1 else ""


def _is_proxy(peer: str | None) -> bool:
    try:
        address = ip_address(peer or "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in _networks())


@cache
def _networks() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in settings().proxy_from)
