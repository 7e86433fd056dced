"""What is not given is told in words: a sentence to a browser, a problem (RFC 9457) to a program that asks at the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from mapping.model.locale import Lang, text
from mapping.views.map.addresses import API
from mapping.web.asked import lang_of

NOT_KEPT = {"Cache-Control": "no-store"}
to_json = TypeAdapter(Any).dump_json
"""JSON in UTF-8, days and moments as ISO 8601."""


def telling(scope: Scope, words: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer that says `words`."""
    given = {**NOT_KEPT, **(headers or {})}
    if is_api(scope["path"]):
        return problem(words, lang_of(HTTPConnection(scope)), status, headers=given)
    return PlainTextResponse(f"{words}\n", status_code=status, headers=given)


def problem(
    words: str, lang: Lang, status: int, *, errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None, **more: Any
) -> Response:  # fmt: skip
    """A problem. `type` leads to its section on the page of the API; `errors`: what is wrong where, each with `field` and `detail`."""
    content = {
        "type": f"{API}#problem-{status}", "title": text(f"api_problem.s{status}", lang), "status": status, "detail": words,
        **({"errors": list(errors)} if errors else {}), **more,
    }  # fmt: skip
    given = {**NOT_KEPT, "Content-Language": lang.tag, **(headers or {})}
    return Response(to_json(content), status, given, media_type="application/problem+json")


def is_api(path: str) -> bool:
    """Whether it is an address for programs, or the page that describes them, at which programs knock too."""
    return path == API or path.startswith(f"{API}/")
