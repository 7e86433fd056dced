"""How the API answers: what fits the form is computed, told as JSON with a mark of its content; what does not is told as a problem."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mapping.live.reports.errors import Overtaken, ReportRefused
from mapping.model.locale import Lang, text
from mapping.model.problems import Told
from mapping.store import NothingPublished
from mapping.web.api.asking import Asked, Unfit, UnfitForm, read_body, read_query
from mapping.web.api.reports import told
from mapping.web.api.table import Operation
from mapping.web.asked import NotThere, lang_of, person_in, same_origin
from mapping.web.reports import MOST_KILOBYTES, body_of, status_of
from mapping.web.telling import problem, to_json

_KEPT = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Authorization, Cookie"}


def endpoint(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    """The route of an operation."""

    async def route(request: Request) -> Response:
        lang, content = lang_of(request), b""
        if operation.body:
            if _comes_from_another_page(request):
                return problem(text("auth.other_page", lang), lang, 403)
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                return problem(text("api_invalid.no_json_said", lang), lang, 415)
            sent = await body_of(request, MOST_KILOBYTES * 1024)
            if sent is None:
                return problem(text("api_invalid.too_large", lang, most=MOST_KILOBYTES), lang, 413)
            content = sent
        return await run_in_threadpool(_answered, operation, request, content, lang)

    route.__name__ = operation.name
    return route


def _comes_from_another_page(request: Request) -> bool:
    """A program says neither of where it comes from; a browser says one of both, and may ask only from our own pages."""
    is_browser = "origin" in request.headers or "sec-fetch-site" in request.headers
    return is_browser and not same_origin(request)


def _answered(operation: Operation, request: Request, content: bytes, lang: Lang) -> Response:
    try:
        query = read_query(operation.query, request.query_params)
        body = read_body(operation.body, content) if operation.body else {}
        asked = Asked(request, person_in(request), lang, query, body)
        return _given(operation, request, operation.answer(asked), lang)
    except NotThere as fault:
        return problem(text("api_invalid.not_there", lang, what=str(fault)[:60]), lang, 404)
    except UnfitForm as fault:
        errors = [{"field": one.field, "detail": one.told(lang)} for one in fault.faults]
        return problem(fault.told(lang), lang, 400, errors=errors, rule=_rule(fault.faults[0]))
    except Unfit as fault:
        return problem(fault.told(lang), lang, fault.status, errors=_errors(fault, lang), rule=_rule(fault))
    except Overtaken as fault:
        theirs = told(fault.theirs, Asked(request, person_in(request), lang, query))
        return problem(fault.told(lang), lang, 409, rule=_rule(fault), theirs=theirs, version=fault.theirs.version)
    except (ReportRefused, NothingPublished) as fault:
        return problem(fault.told(lang), lang, status_of(fault), errors=_errors(fault, lang), rule=_rule(fault))


def _given(operation: Operation, request: Request, answer: dict[str, Any], lang: Lang) -> Response:
    """The answer with a mark of its content; without it where the one who asks has it."""
    content = to_json(answer)
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**_KEPT, "ETag": mark, "Content-Language": lang.tag}
    if operation.body:
        headers["Cache-Control"] = "no-store"
    elif _knows(request, mark):
        return Response(status_code=304, headers=headers)
    return Response(content, operation.status, headers, media_type="application/json")


def _knows(request: Request, mark: str) -> bool:
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return mark in known or known == ["*"]


def _rule(fault: Told) -> str:
    """What a program may go by: the last part of the text's key."""
    key = getattr(fault, "key", "") or getattr(fault, "rule", "")
    return str(key).rpartition(".")[2]


def _errors(fault: Told, lang: Lang) -> list[dict[str, str]]:
    field = getattr(fault, "field", "")
    return [{"field": field, "detail": fault.told(lang)}] if field else []
