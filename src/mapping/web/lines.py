"""The websockets that stand open, each for one who was let in: closed as soon as they are no longer to be there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.access.presence import LOOK_EVERY_SECONDS, Presence, Present, presence
from mapping.access.rights import Right
from mapping.web.logs import log

POLICY = 1008


class Line:
    """One websocket. What the browser sends by it is use; when it is over the application hears that the browser has gone."""

    def __init__(self, present: Present, receive: Receive, send: Send) -> None:
        self.present = present
        self._receive, self._send = receive, send
        self._over = asyncio.Event()

    async def receive(self) -> Message:
        """What comes next; a disconnect once it is over."""
        coming, ending = asyncio.ensure_future(self._receive()), asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait({coming, ending}, return_when=asyncio.FIRST_COMPLETED)
            if self._over.is_set():
                return {"type": "websocket.disconnect", "code": POLICY}
            message = coming.result()
        finally:
            coming.cancel()
            ending.cancel()
        if message["type"] == "websocket.receive":
            await _note_use(self)
        return message

    async def send(self, message: Message) -> None:
        """Nothing more once it is over."""
        if not self._over.is_set():
            await self._send(message)

    async def end(self) -> None:
        """Close it towards the browser, and towards the application."""
        self._over.set()
        with suppress(RuntimeError):  # it is closed already
            await self._send({"type": "websocket.close", "code": POLICY})


_open: set[Line] = set()


async def held(app: ASGIApp, scope: Scope, receive: Receive, send: Send, present: Present) -> None:
    """Run `app` over a websocket that ends with the person's right to be there."""
    line = Line(present, receive, send)
    _open.add(line)
    try:
        await app(scope, line.receive, line.send)
    finally:
        _open.discard(line)


async def watch(known: Presence) -> None:
    """Look, for as long as the server runs, who is no longer to be there. A database that is away is told, and asked again."""
    while True:
        try:
            has_changed = await run_in_threadpool(known.look)
            for line in list(_open):
                if has_changed or line.present.is_over(datetime.now(UTC)):
                    await _look_at(line, known)
        except Exception:
            known.forget()
            log.exception("cannot see who is still signed in: everybody is asked for anew")
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _look_at(line: Line, known: Presence) -> None:
    """A page that was drawn with a right goes with it: the browser opens it anew, with what is left."""
    still = await run_in_threadpool(known.still, line.present)
    is_less = still is not None and bool(line.present.person.grants - still.person.grants)
    if still is None or is_less or not still.person.may_somewhere(Right.VIEW):
        await line.end()
    else:
        line.present = still


async def _note_use(line: Line) -> None:
    now = datetime.now(UTC)
    if presence().must_note_use(line.present, now):
        line.present = await run_in_threadpool(presence().note_use, line.present, now)
