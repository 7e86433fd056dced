"""Whether the server may start as it is set up, said before it listens; and what is watched while it runs."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from ipaddress import ip_address

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.access.managing import trimmed
from mapping.access.presence import presence
from mapping.model.problems import Ruled, Told
from mapping.model.settings import SignIn, language, settings
from mapping.store import StoreError, current_id
from mapping.store.home import default_home
from mapping.store.shared import NotFetched, NotShared, sharing
from mapping.web import lines
from mapping.web.logs import log

_DAY_SECONDS = 24 * 60 * 60
_FOLLOW_SECONDS = 2


async def starting(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """The life of `app`, which does not begin where everybody would be let in unasked, or nobody could come in."""
    host = _served_at(receive)
    refusal = await run_in_threadpool(_refusal, host)
    if refusal:
        await receive()
        print(refusal, file=sys.stderr)
        await send({"type": "lifespan.startup.failed", "message": "not started"})
        return
    watching: list[asyncio.Task[None]] = []

    async def told(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            if settings().snapshots:
                watching.append(asyncio.create_task(_follow()))
            if settings().asks_who_comes:
                watching.append(asyncio.create_task(lines.watch(presence())))
                watching.append(asyncio.create_task(_keep_book()))
            else:
                log.warning("nobody signs in: whoever reaches %s sees everything and may everything", host)
        await send(message)

    try:
        await app(scope, receive, told)
    finally:
        for task in watching:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _keep_book() -> None:
    """Let old lines leave the book, at the start and each day, where a time is set."""
    months = settings().audit_months
    while months:
        try:
            gone = await run_in_threadpool(trimmed, presence().base, months)
            if gone:
                log.info("%d lines older than %d months left the book", gone, months)
        except StoreError:
            log.exception("the book was not trimmed: tried again in a day")
        await asyncio.sleep(_DAY_SECONDS)


async def _follow() -> None:
    """Show what another server published, within seconds. What cannot be reached is told once, and asked again."""
    is_away = False
    while True:
        try:
            if await run_in_threadpool(_brought):
                log.info("snapshot %s is current, published by another server", current_id(default_home()))
            is_away = False
            await _next_publication()
        except Exception as fault:
            if not is_away:
                log.error("cannot follow the other servers: %s", fault, exc_info=not isinstance(fault, Told))
            is_away = True
            await asyncio.sleep(_FOLLOW_SECONDS)


async def _next_publication() -> None:
    """Wait for the database's word, and ask without it."""
    others = sharing()
    if others is None or not others.tells:
        await asyncio.sleep(_FOLLOW_SECONDS)
    else:
        await run_in_threadpool(others.wait, _FOLLOW_SECONDS)


def _brought() -> bool:
    others = sharing()
    return others is not None and others.follow(default_home())


def _served_at(receive: Receive) -> str:
    """The address that the server will listen on, which uvicorn's own object knows; "" where another server runs this."""
    config = getattr(getattr(receive, "__self__", None), "config", None)
    return str(getattr(config, "host", ""))


class Open(Ruled):
    """Nobody signs in, and the address (`host`) is one that others reach."""

    texts = "start"
    rule = "open"


class NoService(Ruled):
    """People are to come in by a sign-in service, and it is not said which."""

    texts = "start"
    rule = "oidc"


class NoProxy(Ruled):
    """A proxy is to say who comes, and it is not said where it stands."""

    texts = "start"
    rule = "proxy_from"


def does_not_fit(host: str) -> Ruled | None:
    """Why the server must not start on this address with the ways to sign in that are set; None where it may."""
    ways = settings().sign_in
    if not ways and not _is_this_machine(host):
        return Open(host=host or "?")
    if SignIn.OIDC in ways and not (settings().oidc_issuer and settings().oidc_client):
        return NoService()
    if SignIn.PROXY in ways and not settings().proxy_from:
        return NoProxy()
    return None


def _refusal(host: str) -> str:
    """Why the server must not start; "" where it may. With a way to sign in the database is opened."""
    lang = language()
    if (unfit := does_not_fit(host)) is not None:
        return unfit.told(lang)
    try:
        if settings().asks_who_comes:
            presence()
        with suppress(NotFetched, NotShared):  # told as soon as it runs, and tried again
            _brought()
    except Told as fault:
        return fault.told(lang)
    return ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
