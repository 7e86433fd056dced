"""Coming in and going out over HTTP. The door has seen to it that what writes comes from our own pages."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TypedDict
from urllib.parse import parse_qsl, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from mapping.access import accounts, sessions, signing_in, vouched
from mapping.access.errors import (
    AccessRefused,
    ArrivalGone,
    InvitationGone,
    PasswordsDiffer,
    ServiceAway,
    TooManyAtOnce,
    TooManySlips,
)
from mapping.access.presence import presence
from mapping.access.sessions import Session, Stage
from mapping.access.signing_in import Entered
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.model.assets import ASSETS
from mapping.model.settings import SignIn, settings
from mapping.store.sql import Database
from mapping.views.map.addresses import SIGN_OUT
from mapping.web import auth_page, cookies, service
from mapping.web.asked import lang_of
from mapping.web.kept import not_found
from mapping.web.noted import peer_of
from mapping.web.rules import CODE, INVITATION, SERVICE, SERVICE_BACK, SERVICE_OUT, SIGN_IN, STYLE

AT_ONCE, MOST_WAITING = 2, 40
"""Each password takes 19 MiB and 20 ms of work: so few at once, and so many more wait."""
_MOST_BYTES = 8192
_PAGES = (SignIn.LOCAL, SignIn.OIDC)
_limit = CapacityLimiter(AT_ONCE)


class _Told(TypedDict):
    """What is wrong, in words, and the status of the page that says it."""

    fault: str
    status: int


Page = Callable[[Request], Awaitable[Response]]


def auth_routes() -> list[Route]:
    """The routes; there are none where nobody signs in, and only the way out and a page that says so where only a proxy asks."""
    return [
        Route(SIGN_IN, _where_signed_in(sign_in, *_PAGES), methods=["GET", "POST"]),
        Route(CODE, _where_signed_in(code, *_PAGES), methods=["GET", "POST"]),
        Route(INVITATION + "/{token}", _where_signed_in(invitation, SignIn.LOCAL), methods=["GET", "POST"]),
        Route(SIGN_OUT, _where_signed_in(sign_out, *_PAGES), methods=["POST"]),
        Route(STYLE, style),
        Route(SERVICE, _where_signed_in(to_service, SignIn.OIDC)),
        Route(SERVICE_BACK, _where_signed_in(back_from_service, SignIn.OIDC)),
        Route(SERVICE_OUT, _where_signed_in(signed_out_there, SignIn.OIDC), methods=["POST"]),
    ]


def _where_signed_in(page: Page, *ways: SignIn) -> Page:
    """Only where people come in by one of the ways."""

    async def route(request: Request) -> Response:
        if set(ways) & set(settings().sign_in):
            return await page(request)
        return auth_page.no_form(request) if SignIn.PROXY in settings().sign_in else not_found()

    return route


async def sign_in(request: Request) -> Response:
    """Login and password; then in, or the second step."""
    if request.method != "POST" or SignIn.LOCAL not in settings().sign_in:
        return auth_page.sign_in(request)
    form = await _form(request)
    step = partial(
        signing_in.enter, _base(), login=form.get("login", ""), password=form.get("password", ""), peer=peer_of(request.scope)
    )  # fmt: skip
    try:
        return _on(request, await _in_turn(step))
    except AccessRefused as fault:
        return auth_page.sign_in(request, login=form.get("login", "")[:64], **_told(request, fault))


async def code(request: Request) -> Response:
    """The second step: its code, and before the first one the secret."""
    session = await run_in_threadpool(_half_way, request)
    if session is None:
        return _to(request, SIGN_IN)
    if request.method != "POST":
        return await run_in_threadpool(_code_page, request, session)
    form = await _form(request)
    step = partial(signing_in.second, _base(), session, code=form.get("code", ""), peer=peer_of(request.scope))
    try:
        return _on(request, await _in_turn(step))
    except AccessRefused as fault:
        return await run_in_threadpool(_code_page, request, session, **_told(request, fault))


def _half_way(request: Request) -> Session | None:
    """The session that waits for its second step."""
    with _base().reading() as connection:
        found = sessions.found(connection, digest(cookies.token_in(request.scope)), datetime.now(UTC))
    return None if found is None or found.stage is Stage.IN else found


def _code_page(request: Request, session: Session, *, fault: str = "", status: int = 200) -> Response:
    if session.stage is Stage.CODE:
        return auth_page.code(request, fault=fault, status=status)
    with _base().reading() as connection:
        account = accounts.account_by_id(connection, session.account)
    if account is None:
        return _to(request, SIGN_IN)
    login, secret = account.person.login, account.second_secret
    return auth_page.enrol(request, secret=secret, login=login, fault=fault, status=status)


async def invitation(request: Request) -> Response:
    """Whoever has the link sets the password, once."""
    token = request.path_params["token"]
    try:
        account = await run_in_threadpool(signing_in.invited, _base(), token)
    except InvitationGone as fault:
        return auth_page.told(request, fault.told(lang_of(request)), status=410)
    if request.method != "POST":
        return auth_page.invitation(request, login=account.person.login)
    form = await _form(request)
    try:
        if form.get("password") != form.get("again"):
            raise PasswordsDiffer
        step = partial(
            signing_in.take_up, _base(), token=token, password=form.get("password", ""), peer=peer_of(request.scope)
        )
        return _on(request, await _in_turn(step))
    except AccessRefused as fault:
        return auth_page.invitation(request, login=account.person.login, **_told(request, fault))


async def sign_out(request: Request) -> Response:
    """End the session; the browser forgets what it kept of us, and the open pages of the session are closed by `lines`."""
    voucher = await run_in_threadpool(_leave, request)
    answer = _to(request, SIGN_IN)
    if voucher is not None:
        answer.headers["location"] = await run_in_threadpool(
            _out_there, request, voucher, str(answer.headers["location"])
        )
    cookies.take_away(answer, request.scope)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def _out_there(request: Request, voucher: Voucher, here: str) -> str:
    """Where one signs out at the service too, and comes back from; `here` where it does not answer."""
    try:
        return service.way_out(voucher, str(request.url.replace(path=SIGN_IN, query="")))
    except ServiceAway:
        return here


async def to_service(request: Request) -> Response:
    """Off to the sign-in service, with what ties its answer to this browser."""
    token, arrival = await run_in_threadpool(vouched.expect, _base(), _wanted(request))
    try:
        there = await run_in_threadpool(service.way_in, arrival, _service_back(request), lang_of(request))
    except ServiceAway as fault:
        return auth_page.told(request, fault.told(lang_of(request)), status=502)
    answer = RedirectResponse(there, 303, headers={"Cache-Control": "no-store"})
    cookies.lay(answer, request.scope, token, cookies.ARRIVING)
    return answer


async def back_from_service(request: Request) -> Response:
    """The service's answer: taken only from the browser that was sent, once, and held against what was sent."""
    try:
        answer = await run_in_threadpool(_arrive, request)
    except AccessRefused as fault:
        status = 502 if isinstance(fault, ServiceAway) else 403
        answer = auth_page.told(request, fault.told(lang_of(request)), status=status)
    cookies.take_away(answer, request.scope, cookies.ARRIVING)
    return answer


def _arrive(request: Request) -> Response:
    arrival = vouched.arrived(_base(), cookies.token_in(request.scope, cookies.ARRIVING))
    given = request.query_params
    if arrival is None or not hmac.compare_digest(arrival.state.encode(), given.get("state", "").encode()):
        raise ArrivalGone
    if "code" not in given or given.get("iss", settings().oidc_issuer) != settings().oidc_issuer:
        raise ArrivalGone
    login, voucher = service.word(given["code"], arrival, _service_back(request))
    entered = signing_in.vouched_for(_base(), login=login, voucher=voucher, peer=peer_of(request.scope))
    if entered.stage is Stage.IN:
        answer: Response = RedirectResponse(arrival.wanted, 303, headers={"Cache-Control": "no-store"})
    else:
        there = request.url.replace(scheme="", netloc="", path=CODE, query=urlencode({"next": arrival.wanted}))
        answer = RedirectResponse(str(there), 303, headers=auth_page.HEADERS)
    cookies.lay(answer, request.scope, entered.token)
    return answer


async def signed_out_there(request: Request) -> Response:
    """The service tells that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)."""
    form = await _form(request)
    try:
        said = await run_in_threadpool(service.signed_out, form.get("logout_token", ""))
    except ServiceAway:
        return JSONResponse({"error": "invalid_request"}, 400, headers={"Cache-Control": "no-store"})
    await run_in_threadpool(
        vouched.end, _base(), subject=said.subject, sid=said.sid, before=said.when, peer=peer_of(request.scope)
    )  # fmt: skip
    return Response(headers={"Cache-Control": "no-store"})


def _service_back(request: Request) -> str:
    return str(request.url.replace(path=SERVICE_BACK, query=""))


def _leave(request: Request) -> Voucher | None:
    with _base().reading() as connection:
        found = sessions.found(connection, digest(cookies.token_in(request.scope)), datetime.now(UTC))
    return signing_in.leave(_base(), found, peer=peer_of(request.scope)) if found is not None else None


async def style(_request: Request) -> Response:
    """The style of these pages: all else asks for a session."""
    return FileResponse(ASSETS / "auth" / "auth.css", headers={"Cache-Control": "max-age=600"})


async def _in_turn(step: Callable[[], Entered]) -> Entered:
    """Few at a time, the others wait without holding a thread. Raises TooManyAtOnce."""
    if _limit.statistics().tasks_waiting >= MOST_WAITING:
        raise TooManyAtOnce
    return await to_thread.run_sync(step, limiter=_limit)


def _on(request: Request, entered: Entered) -> Response:
    """Further on with the new token: in, to where one wanted to go, or to the second step."""
    answer = _to(request, CODE) if entered.stage is not Stage.IN else _back(request)
    cookies.lay(answer, request.scope, entered.token)
    return answer


def _to(request: Request, path: str) -> RedirectResponse:
    """Another of these pages, in the same language and on the same way."""
    there = request.url.replace(scheme="", netloc="", path=path).include_query_params(lang=lang_of(request))
    return RedirectResponse(str(there), 303, headers=auth_page.HEADERS)


def _back(request: Request) -> RedirectResponse:
    """Where one wanted to go: within this host, whatever the link said."""
    return RedirectResponse(_wanted(request), 303, headers={"Cache-Control": "no-store"})


def _wanted(request: Request) -> str:
    wanted = request.query_params.get("next", "")
    is_ours = wanted.startswith("/") and wanted.isprintable() and wanted[1:2] not in {"/", "\\"}
    return wanted if is_ours else f"/?lang={lang_of(request)}"


def _told(request: Request, fault: AccessRefused) -> _Told:
    status = 429 if isinstance(fault, TooManySlips | TooManyAtOnce) else 422
    return _Told(fault=fault.told(lang_of(request)), status=status)


async def _form(request: Request) -> Mapping[str, str]:
    """The fields that were sent; none where more was sent than a form has."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _MOST_BYTES:
            return {}
    return dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10))


def _base() -> Database:
    return presence().base
