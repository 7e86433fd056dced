"""The description of the API (OpenAPI 3.1), made of the table of operations and the forms of what is asked and answered."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from mapping.live.reports.rules import LONGEST_KEY
from mapping.model.locale import Lang, has_text, text
from mapping.web.api.forms import Problem
from mapping.web.api.reports import KEY
from mapping.web.api.table import OPERATIONS, Operation

VERSION = "1"
_NAME = re.compile(r"{(\w+)}")
_PROBLEM = "application/problem+json"


@cache
def document(lang: Lang) -> dict[str, Any]:
    """The description in one language; not to be changed."""
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.address, {})[one.method.lower()] = _operation(one, lang)
    return {
        "openapi": "3.1.0",
        "info": {"title": text("api.title", lang), "version": VERSION, "description": text("api.intro", lang)},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "schemas": _schemas(lang),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": text("api.token", lang)}},
        },
    }


def _operation(one: Operation, lang: Lang) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "summary": text(f"api_operation.{one.name}", lang),
        "parameters": [*_in_path(one, lang), *_in_query(one, lang), *([_key(lang)] if one.body else [])],
        "responses": {
            str(one.status): _content(one.made, text("api.given", lang), "application/json"),
            **{str(status): _content(Problem, text(f"api_problem.s{status}", lang), _PROBLEM) for status in one.problems},
        },
    }  # fmt: skip
    if one.body:
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(one.body)}}}
    else:
        described["responses"]["304"] = {"description": text("api.unchanged", lang)}
    return described


def _in_path(one: Operation, lang: Lang) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}, **_words(name, lang)}
        for name in _NAME.findall(one.address)
    ]  # fmt: skip


def _in_query(one: Operation, lang: Lang) -> list[dict[str, Any]]:
    schema = one.query.model_json_schema(ref_template="#/components/schemas/{model}")
    return [
        {"name": name, "in": "query", "required": False, "schema": _plain(part), **_words(name, lang)}
        for name, part in schema.get("properties", {}).items()
    ]


def _key(lang: Lang) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"}
    return {"name": KEY, "in": "header", "required": True, "schema": schema, **_words("key", lang)}


def _words(name: str, lang: Lang) -> dict[str, str]:
    """What a field is: by its own words, else by those that columns of this name have."""
    known = next((key for key in (f"api_field.{name}", f"column.{name}") if has_text(key)), None)
    return {"description": text(known, lang)} if known else {}


def _content(form: type[BaseModel], words: str, kind: str) -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": _ref(form)}}}


def _ref(form: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{form.__name__}"}


def _schemas(lang: Lang) -> dict[str, Any]:
    bodies = [(one.body, "validation") for one in OPERATIONS if one.body]
    queries = [(one.query, "validation") for one in OPERATIONS]
    made = [(one.made, "serialization") for one in OPERATIONS]
    forms = dict.fromkeys([*bodies, *queries, *made, (Problem, "serialization")])
    _, schema = models_json_schema(list(forms), ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    found = schema["$defs"]
    for name in {one.query.__name__ for one in OPERATIONS}:
        found.pop(name, None)
    for part in found.values():
        part.pop("description", None)  # of our own making, in one language
        for field, of_field in part.get("properties", {}).items():
            of_field.update(_words(field, lang))
    return {name: _plain(part) for name, part in found.items()}


def _plain(schema: Any) -> Any:
    """A schema without titles, which only say its names again."""
    if isinstance(schema, dict):
        return {name: _plain(part) for name, part in schema.items() if not (name == "title" and isinstance(part, str))}
    return [_plain(one) for one in schema] if isinstance(schema, list) else schema
