"""Decisions over HTTP: taken, changed, withdrawn and listed, for pages of this software alone.

Nothing here is kept by browsers or proxies. What writes is taken from our own pages only (`_same_origin`), as JSON, within
bounds. There are no rights: whoever reaches the port can write decisions.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapping.decisions.decision import Decision
from mapping.decisions.errors import ChangedMeanwhile, NoDecision
from mapping.decisions.form import FieldProblem, NotTaken, read_content
from mapping.decisions.journal import amend, read_journal, take, withdraw
from mapping.decisions.offers import default_deadline, offered_posts
from mapping.decisions.told import told
from mapping.locale import DEFAULT_LANG, Lang
from mapping.maps.addresses import ROOT
from mapping.store import NoSnapshot, Snapshot, StoreError, current_id
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.store.shelf import snapshot_folder

MOST_KILOBYTES = 16
LONGEST_KEY = 64
MOST_LISTED = 1000
_NOT_KEPT = {"Cache-Control": "no-store"}

Answer = Callable[[Request, Snapshot, Lang, Mapping[str, Any]], Response]


def decision_routes() -> list[Route]:
    """The routes, ready for the application."""
    return [
        Route(f"{ROOT}/decisions", _writing(_take), methods=["POST"]),
        Route(f"{ROOT}/decisions.json", listed),
        Route(f"{ROOT}/decisions/form.json", form),
        Route(f"{ROOT}/decisions/{{decision}}", _writing(_amend), methods=["PUT"]),
        Route(f"{ROOT}/decisions/{{decision}}", _writing(_withdraw), methods=["DELETE"]),
    ]


def listed(request: Request) -> Response:
    """`decisions`: those of `area` and of areas within it, the last taken first; withdrawn ones with `withdrawn=1`.

    `total` tells how many there are: at most MOST_LISTED are given.
    """
    lang = _lang(request)
    try:
        snapshot = _snapshot(request.query_params.get("snapshot", ""))
        found = [one for one in read_journal(default_home()).latest if _asked_for(one, request)]
        shown = [told(snapshot, one, lang) for one in found[:MOST_LISTED]]
        return _json({"decisions": shown, "total": len(found)})
    except NoSnapshot as fault:
        return _refused(503, lang, fault)
    except StoreError as fault:
        return _refused(507, lang, fault)


def _asked_for(one: Decision, request: Request) -> bool:
    area, with_withdrawn = request.query_params.get("area", ""), request.query_params.get("withdrawn") == "1"
    return one.concerns(area) and (with_withdrawn or not one.withdrawn)


def form(request: Request) -> Response:
    """What the form offers for `area`: `deadline` to begin with, and `posts` with code, name and agency."""
    lang, area = _lang(request), request.query_params.get("area", "")
    try:
        snapshot = _snapshot(request.query_params.get("snapshot", ""))
    except NoSnapshot as fault:
        return _refused(503, lang, fault)
    if area not in snapshot.areas.index:
        return _problems([FieldProblem("area", "area_unknown", {"given": area[:60]})], lang, status=404)
    posts = [vars(one) for one in offered_posts(snapshot, area, lang)]
    return _json({"deadline": default_deadline(date.today()).isoformat(), "posts": posts})


def _take(_request: Request, snapshot: Snapshot, lang: Lang, given: Mapping[str, Any]) -> Response:
    """Keep what was typed: 201 with the decision, also when it was sent before under the same `key`."""
    key = given.get("key")
    kept = take(
        default_home(),
        read_content(given, snapshot, today=date.today()),
        key=key[:LONGEST_KEY] if isinstance(key, str) else "",
    )
    return _json(told(snapshot, kept, lang), status=201)


def _amend(request: Request, snapshot: Snapshot, lang: Lang, given: Mapping[str, Any]) -> Response:
    """Keep a new version: 200 with it; `version` names the one that was changed."""
    content = read_content(given, snapshot, today=date.today())
    version = given.get("version")
    kept = amend(
        default_home(), request.path_params["decision"], version if isinstance(version, int) else 0, content
    )  # fmt: skip
    return _json(told(snapshot, kept, lang))


def _withdraw(request: Request, snapshot: Snapshot, lang: Lang, _given: Mapping[str, Any]) -> Response:
    """Mark as withdrawn: 200 with the decision; its history stays."""
    return _json(told(snapshot, withdraw(default_home(), request.path_params["decision"]), lang))


def _writing(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """A route that writes: what is no request of ours is refused before anything is read from it."""

    async def route(request: Request) -> Response:
        lang = _lang(request)
        if not _same_origin(request):
            return _problems([FieldProblem("", "not_same_origin", {})], lang, status=403)
        given = {} if request.method == "DELETE" else await _body(request)
        if given is None:
            return _problems([FieldProblem("", "not_json", {"most": MOST_KILOBYTES})], lang, status=400)
        return await run_in_threadpool(_answered, answer, request, lang, given)

    return route


def _answered(answer: Answer, request: Request, lang: Lang, given: Mapping[str, Any]) -> Response:
    try:
        named = given.get("snapshot")
        return answer(request, _snapshot(named if isinstance(named, str) else ""), lang, given)
    except NotTaken as fault:
        return _problems(fault.problems, lang, status=422)
    except NoSnapshot as fault:
        return _refused(503, lang, fault)
    except NoDecision as fault:
        return _refused(404, lang, fault)
    except ChangedMeanwhile as fault:
        return _refused(409, lang, fault)
    except StoreError as fault:
        return _refused(507, lang, fault)


def _same_origin(request: Request) -> bool:
    """Whether a page of this application sent it, by what browsers alone write and scripts cannot change.

    Browsers tell `Sec-Fetch-Site` where the address is secure (TLS, this machine), and `Origin` with whatever writes. Behind
    a proxy `Origin` has the outer address: then `Host` must be passed on as it came. What tells neither is no page of ours.
    """
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


async def _body(request: Request) -> dict[str, Any] | None:
    """The JSON object that was sent; None when it is none, or larger than it may be."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return None
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > MOST_KILOBYTES * 1024:
            return None
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _snapshot(named: str) -> Snapshot:
    """The snapshot that was looked at, where it is still there; else the current one. Raises NoSnapshot."""
    try:
        return snapshot_by_id(snapshot_folder(default_home(), named or None).name)
    except NoSnapshot:
        return snapshot_by_id(snapshot_folder(default_home(), current_id(default_home())).name)


def _lang(request: Request) -> Lang:
    given = request.query_params.get("lang", DEFAULT_LANG)
    return Lang(given) if given in list(Lang) else DEFAULT_LANG


def _problems(problems: Any, lang: Lang, *, status: int) -> Response:
    said = [{"field": one.field, "message": one.told(lang)} for one in problems]
    return _json({"problems": said}, status=status)


def _refused(status: int, lang: Lang, fault: StoreError | NoSnapshot) -> Response:
    return _json({"problems": [{"field": "", "message": fault.told(lang)}]}, status=status)


def _json(content: object, *, status: int = 200) -> Response:
    return JSONResponse(content, status_code=status, headers=_NOT_KEPT)
