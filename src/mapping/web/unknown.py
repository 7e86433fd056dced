"""Addresses at which there is nothing: told in words with status 404, in the reader's language and with a way back.

Streamlit answers every address with its one page and status 200, and tells in English what it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.model.locale import text
from mapping.web.asked import is_page, lang_of
from mapping.web.auth_page import not_there
from mapping.web.rules import is_named
from mapping.web.telling import telling

MISSING = 404
_READING = frozenset({"GET", "HEAD"})


class Unknown:
    """Lets on to `app` what is asked for at an address of ours or of Streamlit's, and at those of the `pages`."""

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        self.app = app
        self.pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if not self._is_known(scope["path"]):
            return await _told(scope)(scope, receive, send)
        if scope["method"] not in _READING or not is_page(scope):
            return await self.app(scope, receive, send)
        return await self._watched(scope, receive, send)

    def _is_known(self, path: str) -> bool:
        """Streamlit leads from an address that ends in a slash to the one without."""
        return is_named(path) or (path.rstrip("/") or "/") in self.pages

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What a person opens and a route does not find is told as well."""
        missing = False

        async def watched(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start" and message["status"] == MISSING:
                missing = True
            if not missing:
                await send(message)

        await self.app(scope, receive, watched)
        if missing:
            await _told(scope)(scope, receive, send)


def _told(scope: Scope) -> ASGIApp:
    """A page for a person, a sentence for what a page or a program asks for."""
    request = Request(scope)
    if is_page(scope):
        return not_there(request, status=MISSING)
    return telling(scope, text("unknown.lines", lang_of(request)), MISSING)
