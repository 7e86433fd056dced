"""How routes answer: from a named snapshot, packed, kept for ever, and 404 for all that is not there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import lru_cache, wraps

import brotli
from starlette.requests import Request
from starlette.responses import Response

from mapping.store import Snapshot
from mapping.web.asked import NotThere, snapshot_named

FOREVER = "public, max-age=31536000, immutable"


def with_snapshot(request: Request, answer: Callable[[Snapshot], Response]) -> Response:
    """Answer from the snapshot the address names; what does not exist is a plain 404.

    `answer` raises NotThere for that, and for nothing else: any other fault goes on to `Faults`.
    """
    try:
        return answer(snapshot_named(request.path_params["snapshot"]))
    except NotThere:
        return not_found()


def content_of(answer: Callable[[Request, Snapshot], bytes]) -> Callable[[Request], Response]:
    """A route whose JSON, made from the snapshot that the address names, never changes at its address; else 404."""

    @wraps(answer)
    def route(request: Request) -> Response:
        return with_snapshot(request, lambda snapshot: packed(request, answer(request, snapshot), "application/json"))

    return route


def packed(request: Request, content: bytes, media_type: str, gzipped: bytes | None = None) -> Response:
    """Content that never changes, packed as the browser can take it."""
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    accepted = request.headers.get("accept-encoding", "")
    if "br" in accepted:
        headers["Content-Encoding"] = "br"
        content = _brotli(content)
    elif "gzip" in accepted:
        headers["Content-Encoding"] = "gzip"
        content = gzipped or gzip.compress(content, mtime=0)
    return Response(content, media_type=media_type, headers=headers)


@lru_cache(maxsize=128)
def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=5))


def as_json(content: object) -> bytes:
    """UTF-8, as short as it can be. Raises ValueError for a number that JSON does not know."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def not_found() -> Response:
    """A plain 404."""
    return Response("not found", status_code=404, media_type="text/plain")
