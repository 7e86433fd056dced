"""Ask an ASGI application as a server does, without one."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli
from starlette.types import ASGIApp

from mapping.access.person import ANYBODY


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def plain(self) -> bytes:
        """The content as a browser unpacks it."""
        match self.headers.get("content-encoding"):
            case "br":
                return bytes(brotli.decompress(self.content))
            case "gzip":
                return gzip.decompress(self.content)
            case _:
                return self.content

    @property
    def data(self) -> Any:
        return json.loads(self.plain)


def ask(app: ASGIApp, address: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to an address: the path with percent signs resolved, the query as written."""
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "user": ANYBODY,
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    sent: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        """The request; after it nothing comes, as from a browser that waits."""
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    start, *rest = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(part["body"] for part in rest))
