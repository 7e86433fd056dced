"""Reports over HTTP, for pages of this software alone: told, taken one by one or many at once, and files that come with them.

What writes is taken from our own pages only, within bounds. Whoever reports in the area may say how its measures go; what is asked of others (FROM_ABOVE) is for those
who confirm at the area above.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mapping.access import accounts
from mapping.access.audit import Act as Noted
from mapping.access.person import Person
from mapping.access.rights import Right
from mapping.live import evidence
from mapping.live.current import seq_now
from mapping.live.reports import book, rules
from mapping.live.reports.errors import NoMeasure, NotYours, Overtaken, ReportRefused
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Act, Draft, Report, standing
from mapping.live.reports.rules import Known
from mapping.live.reports.told import said, told, told_all
from mapping.model.levels import parent_of
from mapping.model.locale import Lang, text
from mapping.model.problems import Told
from mapping.store import NoSnapshot, Snapshot, StoreError
from mapping.store.home import default_home
from mapping.store.opened import opened
from mapping.store.scope import current_scope
from mapping.store.sql import database
from mapping.store.sql.opened import is_begun
from mapping.views.map.addresses import ROOT
from mapping.web.answers import NOT_KEPT, fresh
from mapping.web.asked import lang_of, person_in, same_origin
from mapping.web.logs import address_of
from mapping.web.noted import note

MOST_KILOBYTES = 256
MOST_AT_ONCE = 100
ASKED_EVERY = 0.5
"""Seconds for which the number of the last report is not asked of the database again."""


STATUS: dict[type[Told], int] = {
    NotYours: 403,
    NoMeasure: 404,
    Overtaken: 409,
    ReportRefused: 422,
    NoSnapshot: 503,
    StoreError: 507,
}
"""Of what is told: the first that it is a kind of."""
_last = (-ASKED_EVERY, 0)


def report_routes() -> list[Route]:
    """The routes, ready for the application."""
    return [
        Route(f"{ROOT}/live", live_now),
        Route(f"{ROOT}/reports.json", history),
        Route(f"{ROOT}/reports", take, methods=["POST"]),
        Route(f"{ROOT}/reports/file", take_file, methods=["POST"]),
        Route(f"{ROOT}/evidence/{{digest}}", given_back),
    ]


def live_now(request: Request) -> Response:
    """`seq` of the last report, and whether that is another than `since`; pages that stand open ask every two seconds."""
    global _last  # noqa: PLW0603 (one small answer for all who ask within half a second)
    asked_at, seq = _last
    if monotonic() - asked_at > ASKED_EVERY:
        seq = seq_now(default_home())
        _last = (monotonic(), seq)
    return fresh({"seq": seq, "changed": str(seq) != request.query_params.get("since", "")})


def history(request: Request) -> Response:
    """`reports` of a `measure`, the last first; its `version`; and `may`, what this person may report of it now."""
    lang, measure, person = lang_of(request), request.query_params.get("measure", ""), person_in(request)
    try:
        known = known_of(_figures(), measure)
        reports, names = _of(measure)
    except tuple(STATUS) as fault:
        return _refused(fault, lang)
    stands = standing(one for one in reports if one.seq > known.seq)
    open_acts = rules.offered(known, stands, person=person.id, is_unbound=person.is_unbound)
    may = [
        {"act": act.value, "label": text(f"report.act_{act}", lang)}
        for act in open_acts
        if _may(person, act, known.area)
    ]
    version = max((one.version for one in reports), default=0)
    deadline = stands.deadline or known.deadline
    return fresh(
        {
            "measure": measure,
            "version": version,
            "deadline": deadline.isoformat() if deadline else "",
            "progress": stands.progress,
            "may": may,
            "reports": told_all(reports, names, lang),
        }
    )


def _of(measure: str) -> tuple[list[Report], dict[str, str]]:
    """What was reported of a measure, and the names of those who did; nothing where nobody has written anything."""
    if not is_begun(default_home()):
        return [], {}
    with database().reading() as connection:
        reports = book.history(connection, measure)
        return reports, accounts.names_of(connection, (one.person for one in reports))


async def take(request: Request) -> Response:
    """Keep a report: 201 with it, also when it was sent before under its `key`. With `reports`, many at once: 200 and `outcomes`, each with its `status`.

    409 where somebody reported meanwhile, with `theirs` and `mine` in words, and the `version` on which mine would be put.
    """
    lang = lang_of(request)
    if not same_origin(request):
        return _refused(ReportRefused("", "report_refused.not_same_origin"), lang, status=403)
    if not _says_anything(person_in(request)):
        return _refused(NotYours(), lang)
    given = _json(await body_of(request, MOST_KILOBYTES * 1024))
    many = given.get("reports", [given]) if given is not None else None
    if (
        not isinstance(many, list)
        or not 0 < len(many) <= MOST_AT_ONCE
        or not all(isinstance(one, dict) for one in many)
    ):
        return _refused(ReportRefused("", "decision_problem.not_json", most=MOST_KILOBYTES), lang, status=400)
    outcomes = await run_in_threadpool(lambda: [_outcome(request, one, lang) for one in many])
    if given is not None and "reports" in given:
        return fresh({"outcomes": [{**content, "status": status} for status, content in outcomes]})
    status, content = outcomes[0]
    return fresh(content, status=status)


async def take_file(request: Request) -> Response:
    """Keep the file that is sent as it is, as a report of its own: 201 with it. The query names `measure`, `key`, and the file's `name`."""
    lang = lang_of(request)
    if not same_origin(request):
        return _refused(ReportRefused("", "report_refused.not_same_origin"), lang, status=403)
    if not _says_anything(person_in(request)):
        return _refused(NotYours(), lang)
    content = await body_of(request, evidence.MOST_BYTES)
    if content is None:
        return _refused(ReportRefused("file", "report_refused.file_large", most=evidence.MOST_MEGABYTES), lang)
    status, answer = await run_in_threadpool(_file_outcome, request, content, lang)
    return fresh(answer, status=status)


def given_back(request: Request) -> Response:
    """A file that came with a report, to be saved and not to be shown; 404 where there is none, or none of an area that one may see."""
    digest = request.path_params["digest"]
    with database().reading() as connection:
        report = book.with_file(connection, digest, current_scope())
    content = evidence.kept_file(default_home(), digest) if report else None
    if report is None or content is None:
        return Response("not found", status_code=404, media_type="text/plain")
    name = f"{digest[:12]}.{evidence.ENDINGS.get(report.media, 'bin')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=report.media, headers={**NOT_KEPT, **headers})


def _outcome(request: Request, given: Mapping[str, Any], lang: Lang) -> tuple[int, dict[str, Any]]:
    """What became of one report: a status, and what is answered."""
    draft: Draft | None = None
    try:
        draft = rules.read(dict(given))
        report = add_report(request, draft, known_of(_figures(), draft.measure))
        return 201, {"report": _told(report, lang)}
    except Overtaken as fault:
        assert draft is not None
        mine = {"said": said(draft, lang), "words": draft.words}
        return 409, {
            **_problems(fault, lang),
            "theirs": _told(fault.theirs, lang),
            "mine": mine,
            "version": fault.theirs.version,
        }
    except tuple(STATUS) as fault:
        return status_of(fault), _problems(fault, lang)


def _file_outcome(request: Request, content: bytes, lang: Lang) -> tuple[int, dict[str, Any]]:
    query = request.query_params
    try:
        name = rules.read_words(query.get("name"), field="file")
        if not name:
            raise ReportRefused("file", "report_refused.file_name")
        known, key = known_of(_figures(), query.get("measure", "")), rules.read_key(query.get("key"))
        _require(request, Act.FILE, known.area)
        file = evidence.read_file(content)
        with database().reading() as connection:
            evidence.require_room(file, book.bytes_kept(connection))
        evidence.keep(default_home(), file)
        draft = Draft(
            query["measure"], 0, Act.FILE, key, words=name, file=file.digest, media=file.media, size=len(file.content)
        )
        return 201, {"report": _told(add_report(request, draft, known), lang)}
    except tuple(STATUS) as fault:
        return status_of(fault), _problems(fault, lang)


def add_report(request: Request, draft: Draft, known: Known) -> Report:
    """Keep a report of whoever asks, where they may, and write it into the book, once however often it is sent. Raises what STATUS names."""
    person, asked = person_in(request), datetime.now(UTC)
    _require(request, draft.act, known.area)
    report = book.add(database(), draft, known, person=person.id, is_unbound=person.is_unbound)
    if report.time >= asked:
        about = f"{report.seq} {report.measure} {report.version} {report.act}"
        note(request.scope, Noted.REPORTED, person, area=known.area, about=about)
    return report


def _require(request: Request, act: Act, area: str) -> None:
    person = person_in(request)
    if not _may(person, act, area):
        note(request.scope, Noted.REFUSED, person, area=area, about=f"{address_of(request.scope)} {act}")
        raise NotYours


def _may(person: Person, act: Act, area: str) -> bool:
    """Whether one may report this of a mahalla's measure: what is asked of somebody is changed at the area above."""
    above = person.may(Right.CONFIRM, parent_of(area) or area)
    return rules.may(act, reports=person.may(Right.REPORT, area), confirms_above=above)


def _says_anything(person: Person) -> bool:
    return person.may_somewhere(Right.REPORT) or person.may_somewhere(Right.CONFIRM)


def _figures() -> Snapshot:
    """The measures that are reported on are those of the current figures, whichever a page shows. Raises NoSnapshot."""
    return opened(None)


def _told(report: Report, lang: Lang) -> dict[str, Any]:
    with database().reading() as connection:
        names = accounts.names_of(connection, [report.person])
    return told(report, names, lang)


def _problems(fault: Told, lang: Lang) -> dict[str, Any]:
    return {"problems": [{"field": getattr(fault, "field", ""), "message": fault.told(lang)}]}


def _refused(fault: Told, lang: Lang, *, status: int | None = None) -> Response:
    return fresh(_problems(fault, lang), status=status or status_of(fault))


def status_of(fault: Told) -> int:
    """The status of a fault that STATUS names."""
    return next(status for kind, status in STATUS.items() if isinstance(fault, kind))


async def body_of(request: Request, most: int) -> bytes | None:
    """What was sent; None where it is more than it may be."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            return None
    return bytes(content)


def _json(content: bytes | None) -> dict[str, Any] | None:
    try:
        given = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None
