"""Somebody who asks the application behind its door, with a cookie like a browser's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from starlette.routing import Router

from mapping.access import managing, signing_in
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant
from mapping.model.settings import settings
from mapping.web.guard import Guard
from mapping.web.routes import routes
from mapping.web.socket_peer import STATE, _networks
from tests.asgi import Answer

PASSWORD = "uch otliq daraxt"
HOST = "127.0.0.1:8501"
HOME = f"http://{HOST}"


@contextmanager
def asking_who_comes(monkeypatch: pytest.MonkeyPatch, folder: Path, ways: str = "local", **more: str) -> Any:
    """The settings of a server that asks who comes, with an empty database."""
    given = {"SIGN_IN": ways, "DATABASE": f"sqlite:///{folder / 'people.sqlite'}", **more}
    for name, value in given.items():
        monkeypatch.setenv(f"RISKMAP_{name}", value)
    settings.cache_clear()
    _networks.cache_clear()
    yield
    presence().base.close()
    monkeypatch.undo()
    settings.cache_clear()
    _networks.cache_clear()


def token_of(login: str, *grants: Grant, area: str = "1710") -> str:
    """The session's token of a new account with these rights."""
    base = presence().base
    invitation = managing.add(base, ANYBODY, login=login, name=f"{login} O‘tkir", area=area, grants=grants)
    entered = signing_in.take_up(base, token=invitation, password=PASSWORD, peer="10.0.0.1")
    presence().look()
    return entered.token


def ask(
    address: str,
    token: str = "",
    *,
    method: str = "GET",
    form: Mapping[str, str] | None = None,
    content: bytes | None = None,
    headers: Iterable[tuple[str, str]] = (),
    scheme: str = "http",
    peer: str = "127.0.0.1",
    kind: str = "http",
    app: Any = None,
) -> Answer:
    """What the application behind its door answers; writing says that it comes from a page of ours, unless `headers` say otherwise."""
    parts, body = urlsplit(address), urlencode(form or {}).encode() if content is None else content
    given = [("host", HOST), *headers]
    if token:
        given.append(("cookie", f"riskmap={token}"))
    if method != "GET" and not {"origin", "authorization"} & {name for name, _ in given}:
        given.append(("origin", HOME))
    scope = {
        "type": kind, "method": method, "path": unquote(parts.path), "raw_path": parts.path.encode(), "scheme": scheme,
        "query_string": parts.query.encode(), "headers": [(name.lower().encode(), value.encode()) for name, value in given],
        "client": (peer, 1), "server": ("127.0.0.1", 8501), "state": {STATE: peer}, "extensions": {"websocket.http.response": {}},
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    coming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(Guard(app or Router(routes()))(scope, receive, send))  # type: ignore[arg-type]
    start, *rest = sent
    told: dict[str, str] = {}
    for name, value in start["headers"]:
        told[name.decode()] = value.decode()
    return Answer(start["status"], told, b"".join(part.get("body", b"") for part in rest))
