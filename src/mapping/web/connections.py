"""Connections that end when nothing comes: a request must be said in time, and bodies and answers must move.

uvicorn waits for ever for the rest of a request, and 1,200 connections on which little or nothing was said locked everybody out:
a process may have some thousand files open. Here the head of a request has HEAD_SECONDS; then LEAST_BYTES of its body, or of
its answer, must pass in every PACE_SECONDS; and of more than MOST_WAITING connections whose request is not whole, the one that
has waited longest goes. A page sends its requests at once, so it does not wait among them.
"""

from __future__ import annotations

import asyncio
import resource
from copy import copy
from typing import Any, ClassVar

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.lifespan.on import LifespanOn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mapping.web import socket_peer
from mapping.web.headers import ALWAYS
from mapping.web.logs import log

HEAD_SECONDS = 10.0
PACE_SECONDS = 20.0
LEAST_BYTES = 10_000
MOST_WAITING = 500
MOST_FILES = 65_536
_TOLD_AGAIN_SECONDS = 60.0
_ALWAYS = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]


class Patience:
    """Makes the connections of the uvicorn that serves `app` end so; Streamlit, which starts it, takes no class for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application hears that the server starts before it listens, by an object that knows how it is set up."""
        if scope["type"] == "lifespan":
            server = getattr(receive, "__self__", None)
            if isinstance(server, LifespanOn) and server.config.http_protocol_class is HttpToolsProtocol:
                server.config.http_protocol_class = Connection
                _open_more_files()
            else:
                log.warning(
                    "served by another than uvicorn with httptools: slow and half-open requests do not end here"
                )
        await self.app(scope, receive, send)


def _open_more_files() -> None:
    """As many as the system grants: each visitor has a few connections."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(MOST_FILES, most)
    if wanted > now:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class Connection(HttpToolsProtocol):
    """One connection of a browser. `waiting` holds those whose request is not whole, the one that waits longest first."""

    waiting: ClassVar[dict[Connection, None]] = {}
    told_at: ClassVar[float] = float("-inf")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.reading: asyncio.TimerHandle | None = None
        self.writing: asyncio.TimerHandle | None = None
        self.arrived = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, socket_peer.STATE: self.client[0] if self.client else None}
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self not in self.waiting and (self.cycle is None or self.cycle.response_complete):
            self._wait_for_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.reading is not None:
            self.reading.cancel()
            self.reading = self.loop.call_later(PACE_SECONDS, self._look_at_body, self.arrived)

    def on_body(self, body: bytes) -> None:
        self.arrived += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._rest()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._rest()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """To what is no HTTP; no middleware sees it."""
        self.server_state = copy(self.server_state)
        self.server_state.default_headers = [*self.server_state.default_headers, *_ALWAYS]
        super().send_400_response(msg)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.writing = self.loop.call_later(PACE_SECONDS, self._look_at_answer, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.writing is not None:
            self.writing.cancel()
            self.writing = None

    def _wait_for_head(self) -> None:
        self.waiting[self] = None
        self.reading = self.loop.call_later(HEAD_SECONDS, self._end, "no whole request")
        if len(self.waiting) > MOST_WAITING:
            next(iter(self.waiting)).give_way()

    def _rest(self) -> None:
        """Nothing is waited for that the other side has to send."""
        self.waiting.pop(self, None)
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None

    def _look_at_body(self, before: int) -> None:
        if self.arrived - before < LEAST_BYTES and not self.flow.read_paused:
            self._end("the body came too slowly")
        else:
            self.reading = self.loop.call_later(PACE_SECONDS, self._look_at_body, self.arrived)

    def _look_at_answer(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if before - left < LEAST_BYTES:
            self._end("the answer was taken too slowly")
        else:
            self.writing = self.loop.call_later(PACE_SECONDS, self._look_at_answer, left)

    def give_way(self) -> None:
        """End, since too many wait; told once a minute."""
        if self.loop.time() - Connection.told_at > _TOLD_AGAIN_SECONDS:
            Connection.told_at = self.loop.time()
            log.warning("more than %d connections without a whole request: the oldest are closed", MOST_WAITING)
        self._end("too many wait")

    def _end(self, why: str) -> None:
        log.debug("closed the connection of %s: %s", self.client, why)
        self._rest()
        self.transport.abort()
