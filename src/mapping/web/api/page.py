"""The description of the API, as JSON for programs and as a page for those who write them; of one document, and without a script."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mapping.model.locale import text
from mapping.views.map.addresses import API
from mapping.web.api.document import document
from mapping.web.api.table import WRITING
from mapping.web.asked import lang_of
from mapping.web.auth_page import plain_page

_Field = tuple[str, dict[str, Any], str, bool]


def description(request: Request) -> Response:
    """The document itself."""
    return JSONResponse(document(lang_of(request)), headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


def page(request: Request) -> Response:
    """The page, in the language that is asked for."""
    lang = lang_of(request)
    words = {
        name: text(f"api.{name}", lang)
        for name in ("required", "as_json", "sent", "answered", "forms_title", "problems_title", "fields_title")
    }
    content = {
        "title": text("api.title", lang), "document": document(lang), "address": f"{API}/openapi.json?lang={lang}",
        "parameters": _parameters, "fields": _fields, "answers": _answers,
        "problems": [(status, text(f"api_problem.s{status}", lang)) for status in sorted({*WRITING, 405})],
    }  # fmt: skip
    return plain_page(request, "api", {**words, **content})


def _parameters(operation: dict[str, Any]) -> list[_Field]:
    """Name, form, words, and whether it must be there."""
    return [
        (one["name"], one["schema"], one.get("description", ""), one["required"]) for one in operation["parameters"]
    ]  # fmt: skip


def _answers(operation: dict[str, Any]) -> list[tuple[str, str]]:
    """Each form of what may be answered, "" for nothing, with the statuses that bring it."""
    found: dict[str, list[str]] = {}
    for status, answer in sorted(operation["responses"].items()):
        forms = [one["schema"]["$ref"] for one in answer.get("content", {}).values()]
        found.setdefault("".join(forms), []).append(status)
    return [(form, ", ".join(statuses)) for form, statuses in found.items()]


def _fields(form: dict[str, Any]) -> list[_Field]:
    needed = form.get("required", ())
    return [(name, one, one.get("description", ""), name in needed) for name, one in form["properties"].items()]
