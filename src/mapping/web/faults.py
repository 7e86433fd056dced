"""What fails while a request is answered: in the log with its address and its cause, and told in words."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.model.locale import text
from mapping.model.problems import Told
from mapping.store import current_id
from mapping.store.home import default_home
from mapping.store.opened import damage_among
from mapping.web.asked import lang_of
from mapping.web.logs import address_of, log
from mapping.web.telling import telling

FAILED, NOT_WHOLE = 500, 503


class Faults:
    """Answers for `app` where it raises. One line a request that failed; a cause that was not foreseen with its traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            log.info("%s: gone before all of it had come", address_of(scope))
        except Exception as fault:
            told = await run_in_threadpool(_told, scope, fault)
            if scope["type"] == "websocket":
                with suppress(RuntimeError):  # it is closed already
                    await send({"type": "websocket.close", "code": 1011})
            elif not status:
                await told(scope, receive, send)
        else:
            if status >= 400:
                log.log(logging.ERROR if status >= 500 else logging.INFO, "%s: %s", address_of(scope), status)


def _told(scope: Scope, fault: Exception) -> Response:
    """What the person is told; what is for the one who runs the server goes to the log."""
    request = HTTPConnection(scope)
    given = (*request.path_params.values(), *request.query_params.values())
    named = [str(one).partition("~")[0] for one in given]  # of an address the id, without the mark of a scope
    known = fault if isinstance(fault, Told) else damage_among(named)
    snapshot = request.path_params.get("snapshot") or request.query_params.get("snapshot") or current_id(default_home())
    cause = None if known is fault else fault
    log.error("%s, snapshot %s: %s", address_of(scope), ascii(snapshot), known or "failed", exc_info=cause)
    lang, now = lang_of(request), datetime.now()
    words = known.told(lang) if known else text("failed.request", lang, time=f"{now:%Y-%m-%d %H:%M:%S}")
    return telling(scope, words, NOT_WHOLE if known else FAILED)
