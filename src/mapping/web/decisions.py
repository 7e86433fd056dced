"""Decisions over HTTP: taken, changed and withdrawn, for pages of this software alone.

Nothing here is kept by browsers or proxies. What writes is taken from our own pages only (`same_origin`), as JSON, within
bounds, and from those who report in the area.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mapping.access.audit import Act
from mapping.access.errors import NotPermitted
from mapping.access.rights import Right
from mapping.live.decisions.decision import Decision
from mapping.live.decisions.errors import ChangedMeanwhile, NoDecision
from mapping.live.decisions.form import FieldProblem, NotTaken, read_content
from mapping.live.decisions.journal import amend, read_journal, take, withdraw
from mapping.live.decisions.told import told
from mapping.model.locale import Lang
from mapping.model.problems import Told
from mapping.store import NoSnapshot, Snapshot, StoreError
from mapping.store.home import default_home
from mapping.views.map.addresses import ROOT
from mapping.web import decision_lists as lists
from mapping.web.answers import fresh, problems, refused, snapshot_of
from mapping.web.asked import lang_of, person_in, same_origin
from mapping.web.logs import address_of
from mapping.web.noted import note

MOST_KILOBYTES = 16
LONGEST_KEY = 64

_STATUS: dict[type[Told], int] = {
    NotPermitted: 403,
    NoSnapshot: 503,
    NoDecision: 404,
    ChangedMeanwhile: 409,
    StoreError: 507,
}
"""Of what is told as a whole: the first that it is a kind of."""

Answer = Callable[[Request, Snapshot, Lang, Mapping[str, Any]], Response]


def decision_routes() -> list[Route]:
    """The routes, ready for the application."""
    one = f"{ROOT}/decisions/{{decision}}"
    return [
        Route(f"{ROOT}/decisions.json", lists.listed),
        Route(f"{ROOT}/decisions.csv", lists.csv_file),
        Route(f"{ROOT}/decisions.xlsx", lists.workbook),
        Route(f"{ROOT}/decisions/form.json", lists.form),
        Route(f"{one}/history.json", lists.history),
        Route(f"{ROOT}/decisions", _writing(_take), methods=["POST"]),
        Route(one, _writing(_amend), methods=["PUT"]),
        Route(one, _writing(_withdraw), methods=["DELETE"]),
    ]


def _take(request: Request, snapshot: Snapshot, lang: Lang, given: Mapping[str, Any]) -> Response:
    """Keep what was typed: 201 with the decision, also when it was sent before under the same `key`.

    What cannot be printed is no key: half characters cannot be written.
    """
    key, content = given.get("key"), read_content(given, snapshot, today=date.today())
    _require_right(request, content.area)
    kept = take(
        default_home(),
        content,
        key=key[:LONGEST_KEY] if isinstance(key, str) and key.isprintable() else "",
        person=person_in(request).id,
    )
    _note(request, kept)
    return fresh(told(snapshot, kept, lang), status=201)


def _amend(request: Request, snapshot: Snapshot, lang: Lang, given: Mapping[str, Any]) -> Response:
    """Keep a new version: 200 with it; `version` names the one that was changed."""
    content = read_content(given, snapshot, today=date.today())
    _require_right_to(request, request.path_params["decision"])
    _require_right(request, content.area)
    version = given.get("version")
    kept = amend(
        default_home(), request.path_params["decision"], version if isinstance(version, int) else 0, content,
        person=person_in(request).id,
    )  # fmt: skip
    _note(request, kept)
    return fresh(told(snapshot, kept, lang))


def _withdraw(request: Request, snapshot: Snapshot, lang: Lang, _given: Mapping[str, Any]) -> Response:
    """Mark as withdrawn: 200 with the decision; its history stays."""
    _require_right_to(request, request.path_params["decision"])
    kept = withdraw(default_home(), request.path_params["decision"], person=person_in(request).id)
    _note(request, kept)
    return fresh(told(snapshot, kept, lang))


def _require_right_to(request: Request, decision: str) -> None:
    """Raises NotPermitted where the decision is of an area in which this person does not report, NoDecision where it is none of theirs."""
    versions = read_journal(default_home()).versions.get(decision)
    if not versions:
        raise NoDecision(decision=decision[:60])
    _require_right(request, versions[-1].content.area)


def _require_right(request: Request, area: str) -> None:
    if not person_in(request).may(Right.REPORT, area):
        note(request.scope, Act.REFUSED, person_in(request), area=area, about=address_of(request.scope))
        raise NotPermitted


def _note(request: Request, kept: Decision) -> None:
    about = f"{kept.id} {kept.version}{' withdrawn' if kept.withdrawn else ''}"
    note(request.scope, Act.DECIDED, person_in(request), area=kept.content.area, about=about)


def _writing(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """A route that writes: what is no request of ours is refused before anything is read from it."""

    async def route(request: Request) -> Response:
        lang = lang_of(request)
        if not same_origin(request):
            return problems([FieldProblem("", "not_same_origin", {})], lang, status=403)
        given = {} if request.method == "DELETE" else await _body(request)
        if given is None:
            return problems([FieldProblem("", "not_json", {"most": MOST_KILOBYTES})], lang, status=400)
        return await run_in_threadpool(_answered, answer, request, lang, given)

    return route


def _answered(answer: Answer, request: Request, lang: Lang, given: Mapping[str, Any]) -> Response:
    try:
        named = given.get("snapshot")
        return answer(request, snapshot_of(named if isinstance(named, str) else ""), lang, given)
    except NotTaken as fault:
        return problems(fault.problems, lang, status=422)
    except NoSnapshot as fault:
        return refused(fault, lang, status=503)
    except tuple(_STATUS) as fault:
        return refused(fault, lang, status=next(status for kind, status in _STATUS.items() if isinstance(fault, kind)))


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
