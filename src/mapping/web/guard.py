"""The one way in: nothing further in is reached by one who is not signed in, or may not.

Who it is goes on in the request's `user`, for routes, and in headers of ours, for pages: ids, for headers carry Latin letters only.
What comes from outside under the names of our headers is taken away first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from math import ceil
from time import monotonic

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.access.audit import Act
from mapping.access.person import ANYBODY
from mapping.access.presence import PEER_HEADER, PERSON_HEADER, Present, presence
from mapping.access.rights import Right
from mapping.access.tokens import digest
from mapping.model.locale import text
from mapping.model.settings import settings
from mapping.store.scope import WHOLE, scoped
from mapping.views.map.addresses import API, MINE
from mapping.web import lines
from mapping.web.asked import is_page, lang_of, same_origin
from mapping.web.auth_page import no_rights
from mapping.web.cookies import bearer_in, token_in
from mapping.web.limits import Limits
from mapping.web.logs import address_of
from mapping.web.noted import Lately, note, peer_of
from mapping.web.rules import SIGN_IN, Rule, rule_of
from mapping.web.socket_peer import proxy_names
from mapping.web.start import starting
from mapping.web.telling import is_api, telling

_OURS = b"x-riskmap-"
_READING = {"GET", "HEAD", "OPTIONS"}
_limits = Limits()
_given = Lately()


class Guard:
    """Lets on to `app` those who are signed in and may; where nobody signs in, everybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await starting(self.app, scope, receive, send)
        scope["headers"] = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(_OURS)]
        if not settings().asks_who_comes:
            scope["user"] = ANYBODY
            with scoped(WHOLE):
                return await self.app(scope, receive, send)
        return await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        rule, method = rule_of(scope["path"]), scope.get("method", "GET")
        token = bearer_in(scope) if rule.takes_tokens else None  # which no browser sends by itself
        is_from_elsewhere = rule.is_from_elsewhere or token is not None
        if method not in _READING and not is_from_elsewhere and not same_origin(HTTPConnection(scope)):
            refuse = _ask_to_sign_in if rule.takes_tokens else _told("auth.other_page", 403)
            return await refuse(scope, receive, send)
        right = rule.needs(method)
        present = None if right is None else await _present(scope, rule, token)
        if right is None:
            return await self.app(scope, receive, send)
        if present is None:
            return await _ask_to_sign_in(scope, receive, send)
        if present.token is not None and (seconds := _seconds_to_wait(present.token.id)):
            return await _told("api.too_many", 429, {"Retry-After": str(ceil(seconds))})(scope, receive, send)
        if not rule.lets(present.person, method):
            await run_in_threadpool(note, scope, Act.REFUSED, present.person, about=address_of(scope))
            return await _refuse(scope, receive, send, present)
        return await self._let_in(scope, receive, send, present)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, present: Present) -> None:
        if present.person.posts and _opens(scope):
            return await _to_own_work(scope, receive, send)
        with scoped(present.person.areas(Right.VIEW)):
            return await self._served(scope, receive, send, present)

    async def _served(self, scope: Scope, receive: Receive, send: Send, present: Present) -> None:
        scope["user"] = present.person
        ours = {PERSON_HEADER: present.person.id, PEER_HEADER: peer_of(scope)}
        scope["headers"] += [(name.encode(), value.encode("ascii", "replace")) for name, value in ours.items()]
        if scope["type"] == "websocket":
            return await lines.held(self.app, scope, receive, send, present)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _keep_private(headers)
                if headers.get("content-disposition", "").startswith("attachment") and scope["method"] != "HEAD":
                    about = f"{address_of(scope)} {headers['content-disposition'].partition('filename')[2].strip('*=')}"
                    if _given.is_first((present.person.id, about), monotonic()):
                        await run_in_threadpool(note, scope, Act.DOWNLOADED, present.person, about=about)
            await send(message)

        return await self.app(scope, receive, watched)


async def _present(scope: Scope, rule: Rule, bearer: str | None) -> Present | None:
    """Who asks, and that they were seen, where asking is using. Whoever comes with a token comes with nothing else."""
    now, known = datetime.now(UTC), presence()
    login = proxy_names(scope)
    token = token_in(scope) if settings().holds_sessions and not login else ""
    if bearer is not None:
        present = await run_in_threadpool(known.by_token, digest(bearer), now)
    elif login:
        present = await run_in_threadpool(known.named, login.strip().lower())
    elif token:
        wanted = digest(token)
        present = known.known(wanted, now) or await run_in_threadpool(known.asked, wanted, now)
    else:
        return None
    if present is not None and rule.is_use and known.must_note_use(present, now):
        await run_in_threadpool(known.note_use, present, now)
    return present


def _keep_private(headers: MutableHeaders) -> None:
    """What was given to one who may see it is not for a proxy to give to others."""
    kept = headers.get("cache-control", "")
    if "public" in kept:
        headers["cache-control"] = kept.replace("public", "private")


async def _ask_to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """A page is sent to sign in and comes back; what a page asks for is told."""
    if scope["type"] == "http" and scope["method"] == "GET" and is_page(scope):
        wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        asked = HTTPConnection(scope).url.replace(scheme="", netloc="", path=SIGN_IN, query="")
        answer: Response = RedirectResponse(
            str(asked.include_query_params(lang=lang_of(HTTPConnection(scope)), next=wanted)), 303, headers={"Cache-Control": "no-store"}
        )  # fmt: skip
        return await answer(scope, receive, send)
    if is_api(scope["path"]):
        key = "api.page_for_people" if scope["path"] == API else "api.no_token"
        return await _told(key, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
    return await _told("auth.needed", 401)(scope, receive, send)


def _opens(scope: Scope) -> bool:
    """Whether somebody comes without a link to anything: their first page is to be shown."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/" or not is_page(scope):
        return False
    return not set(HTTPConnection(scope).query_params) - {"lang"}


async def _to_own_work(scope: Scope, receive: Receive, send: Send) -> None:
    query = scope["query_string"].decode("latin-1")
    answer = RedirectResponse(f"{MINE}{'?' if query else ''}{query}", 303, headers={"Cache-Control": "no-store"})
    await answer(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send, present: Present) -> None:
    if scope["type"] == "http" and is_page(scope):
        return await no_rights(HTTPConnection(scope), present.person)(scope, receive, send)
    return await _told("auth.refused", 403)(scope, receive, send)


def _seconds_to_wait(token: str) -> float:
    return _limits.wait(token, per_minute=settings().api_per_minute, now=monotonic())


def _told(key: str, status: int, headers: Mapping[str, str] | None = None) -> ASGIApp:
    """A refusal in words; a websocket is closed with the same status."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        words = text(key, lang_of(HTTPConnection(scope)))
        await telling(scope, words, status, headers)(scope, receive, send)

    return answer
