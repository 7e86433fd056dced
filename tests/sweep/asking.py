"""Asking the routes as a browser does."""

from __future__ import annotations

from functools import cache

from starlette.routing import Router

from mapping.web.routes import routes
from tests.asgi import Answer, ask


@cache
def _router() -> Router:
    return Router(routes())


def asked(address: str) -> Answer:
    """The answer to an address, whatever it is."""
    return ask(_router(), address, headers={"Accept-Encoding": "identity"})


def answered(address: str) -> Answer:
    """The answer to an address, which must be one."""
    answer = asked(address)
    assert answer.status == 200, f"{answer.status}: {answer.plain[:200]!r}"
    return answer
