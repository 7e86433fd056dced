"""What every answer tells the browser, whoever gives it: the pages, Streamlit, or a refusal."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAMED = "frame-ancestors 'self'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # the maps are frames of our own
    "Referrer-Policy": "same-origin",  # `no-referrer` would take `Origin` from what our own pages write
    "Content-Security-Policy": FRAMED,
}


class SafeHeaders:
    """Lays ALWAYS on every answer of `app`; a page that says more of itself says it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, told if scope["type"] in {"http", "websocket"} else send)
