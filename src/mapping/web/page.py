"""Streamlit's page, as its file is, with a few lines of ours before what it fetches.

The map's page begins with the first drawing: areas in their colours stand before the page's own scripts have come. A link that shows no
map, and data that cannot be read, go without: the page that comes tells why. The other pages are told where their server is: else they look
below their own address first, where there is nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mapping.live.current import live_or_figures
from mapping.model.markup import each, markup
from mapping.model.selection import NoStatistics, from_query, number_in
from mapping.store import NoSnapshot, Snapshot
from mapping.store.opened import opened
from mapping.views.map import addresses
from mapping.views.map.first import first_drawing
from mapping.web.asked import is_page, lang_of

BEFORE = markup("<link")
"""What the page fetches comes after: a browser asks for six things at a time, and Streamlit's scripts are fifty."""


MAP = "/"
_SERVER = markup('<script>window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "/" }};</script>')


class OwnPage:
    """Answers for the `pages`, for the map's where it can be drawn; all else goes on to `app`."""

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        self.app = app
        self.pages = frozenset(pages)
        self.page = Path(str(distribution("streamlit").locate_file("streamlit/static/index.html"))).read_text("utf-8")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_opened = (
            scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self.pages and is_page(scope)
        )
        lines = await _lines(scope) if is_opened else None
        if lines is None:
            return await self.app(scope, receive, send)
        page = self.page.replace(BEFORE, f"{lines}{BEFORE}", 1)
        return await HTMLResponse(page, headers={"Cache-Control": "no-cache"})(scope, receive, send)


async def _lines(scope: Scope) -> Markup | None:
    """What a page begins with; None where there is nothing."""
    if scope["path"] != MAP:
        return _SERVER
    begun = await run_in_threadpool(_begun, Request(scope))
    return None if begun is None else _first(begun)


def _begun(request: Request) -> dict[str, Any] | None:
    """What the link draws first; None where nothing is."""
    query = {"lang": str(lang_of(request)), **request.query_params}
    try:
        snapshot = _looked_at(query)
        return first_drawing(snapshot, from_query(query, snapshot)[0])
    except (NoSnapshot, NoStatistics):
        return None
    except Exception:
        logging.getLogger("riskmap.web").exception("no first drawing of %s", request.url.query)
        return None


def _looked_at(query: dict[str, str]) -> Snapshot:
    """The snapshot that the link names, else the current one, with the reports that belong to it."""
    named = query.get("snapshot")
    figures = opened(named or None)
    return live_or_figures(figures, number_in(query.get("seq", "")) if named is None else _until(figures, query))[0]


def _until(figures: Snapshot, query: dict[str, str]) -> int:
    seq = number_in(query.get("seq", ""))
    return figures.seq if seq is None else seq


def _first(begun: dict[str, Any]) -> Markup:
    content = Markup(json.dumps(begun).replace("<", "\\u003c"))  # noqa: S704 - no text may end the element
    shapes = [(url, "all") for url in (begun["geometry"], begun["around"]) if url]
    painted = [
        (begun[part][theme], f"(prefers-color-scheme: {theme})")
        for part in ("painting", "look")
        for theme in begun[part]
    ]
    return markup(
        '<script async src="{}/joined/first.js"></script>{}<script type="application/json" id="riskmap-start">{}</script>',
        addresses.assets(),
        each('<link rel="preload" as="fetch" crossorigin="anonymous" href="{}" media="{}">', [*shapes, *painted]),
        content,
    )
