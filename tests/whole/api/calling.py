"""Another system that asks the application behind its door."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware

from mapping.access import api_tokens, managing
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.web.faults import Faults
from mapping.web.routes import routes
from tests.asgi import Answer
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import ask

APP = Starlette(routes=routes(), middleware=[Middleware(Faults)])
HERE, OTHER = DISTRICTS
MINE, THEIRS = "M3", "M4"  # of a mahalla in HERE, and of one in OTHER
PROGRESS = {"act": "progress", "version": 0, "progress": 60, "words": "Ish boshlandi"}


def at(area: str, *rights: Right) -> list[Grant]:
    return [Grant(right, area) for right in (Right.VIEW, *rights)]


def system(login: str = "esocial", *grants: Grant, area: str = REGION) -> str:
    """The token of a new account with these rights."""
    managing.add(presence().base, ANYBODY, login=login, name=f"{login} O‘tkir", area=area, grants=grants)
    token = api_tokens.make(presence().base, ANYBODY, login, name=login)
    presence().look()
    return token


def call(
    address: str, token: str, *, method: str = "GET", headers: Iterable[tuple[str, str]] = (), content: bytes | None = None
) -> Answer:  # fmt: skip
    """An answer at the API; `address` without its root."""
    given = [("authorization", f"Bearer {token}"), ("accept-language", "en"), *headers]
    return ask(f"/api/v1{address}", method=method, headers=given, content=content, app=APP)


def report(token: str, measure: str = MINE, *, key: str = "k1", lang: str = "en", **changed: Any) -> Answer:
    """What becomes of a report."""
    sent = json.dumps({name: one for name, one in {**PROGRESS, **changed}.items() if one is not None}).encode()
    headers = [("content-type", "application/json"), ("idempotency-key", key), ("accept-language", lang)]
    address = f"/api/v1/measures/{measure}/reports"
    given = [("authorization", f"Bearer {token}"), *headers]
    return ask(address, method="POST", headers=given, content=sent, app=APP)


def pages(address: str, token: str, limit: int) -> list[Any]:
    """The items of all pages."""
    found: list[Any] = []
    sign, cursor = "&" if "?" in address else "?", ""
    while True:
        answer = call(f"{address}{sign}limit={limit}&cursor={cursor}", token).data
        assert len(answer["items"]) <= limit
        found += answer["items"]
        cursor = answer["next"]
        if not cursor or not answer["items"]:
            return found


__all__ = ["HERE", "MAHALLAS", "MINE", "OTHER", "THEIRS", "at", "call", "pages", "report", "system"]
