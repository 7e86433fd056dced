"""How whoever asks says who they are: by the cookie that holds the token of a session, or by a token of its own. Over TLS the cookie’s name binds it to this host (`__Host-`)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

_NAME, _BOUND = "riskmap", "__Host-riskmap"
ARRIVING = "-arriving"
"""What is added to the name of the cookie of one who is on the way to a sign-in service and back."""


def token_in(scope: Scope, which: str = "") -> str:
    """The token that came; "" for none. Of several of one name none is taken: another host may have laid one beside ours."""
    wanted = f"{_name(scope)}{which}="
    pairs = (pair.strip() for line in Headers(scope=scope).getlist("cookie") for pair in line.split(";"))
    given = [pair.removeprefix(wanted) for pair in pairs if pair.startswith(wanted)]
    return given[0] if len(given) == 1 else ""


def bearer_in(scope: Scope) -> str | None:
    """The token with which another system comes (RFC 6750); None where it says nothing, "" where what it says is none."""
    given = Headers(scope=scope).getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    return token.strip() if len(given) == 1 and scheme.lower() == "bearer" else ""


def lay(response: Response, scope: Scope, token: str, which: str = "") -> None:
    """Give the browser the token: for as long as it stands open, to this host alone, and to no script."""
    response.set_cookie(_name(scope) + which, token, httponly=True, samesite="lax", secure=_is_secure(scope))


def take_away(response: Response, scope: Scope, which: str = "") -> None:
    """Let the browser forget it."""
    response.delete_cookie(_name(scope) + which, httponly=True, samesite="lax", secure=_is_secure(scope))


def _name(scope: Scope) -> str:
    return _BOUND if _is_secure(scope) else _NAME


def _is_secure(scope: Scope) -> bool:
    return scope["scheme"] in {"https", "wss"}
