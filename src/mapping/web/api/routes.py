"""The routes of the API, made of the table; what is nowhere, and methods that an address has not, are told as problems."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, compile_path

from mapping.model.locale import text
from mapping.views.map.addresses import API
from mapping.web.api.answering import endpoint
from mapping.web.api.page import description, page
from mapping.web.api.table import OPERATIONS
from mapping.web.asked import lang_of
from mapping.web.telling import problem

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_PATHS = [(compile_path(one.path)[0], one.method) for one in OPERATIONS]


def api_routes() -> list[Route]:
    """The routes, ready for the application."""
    return [
        Route(API, page),
        Route(f"{API}/openapi.json", description),
        *(Route(one.path, endpoint(one), methods=[one.method]) for one in OPERATIONS),
        Route(f"{API}/{{path:path}}", nowhere, methods=_METHODS),
    ]


def nowhere(request: Request) -> Response:
    """An address that is none, or a method that it has not."""
    lang, path = lang_of(request), request.url.path
    methods = {method for pattern, method in _PATHS if pattern.fullmatch(path)}
    methods |= {"GET"} if path == f"{API}/openapi.json" else set()
    if not methods:
        return problem(text("api_invalid.no_address", lang, address=API), lang, 404)
    allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
    return problem(text("api_invalid.no_method", lang, allowed=allowed), lang, 405, headers={"Allow": allowed})
