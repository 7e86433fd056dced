"""The presenter: a page of its own beside Streamlit's, which takes keys and plays frames; and what it is told of areas."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.periods import Period
from mapping.model.vocabulary import Group
from mapping.store import Damaged, NoSnapshot, Snapshot, current_id
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.views.briefing.brief import brief
from mapping.views.map import addresses
from mapping.views.map.layer import ASSETS
from mapping.web.kept import as_json, packed, with_snapshot
from mapping.web.present_told import briefing_of, overview_of, start_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def present_routes() -> list[Route]:
    """The page, and the briefings that it asks for."""
    root = addresses.ROOT
    return [
        Route(addresses.PRESENT, present),
        Route(f"{root}/briefing/{{snapshot}}/{{lang}}.json", briefing),
        Route(f"{root}/overview/{{snapshot}}/{{lang}}.json", overview),
    ]


def present(request: Request) -> Response:
    """The page with all that it begins with; a plain message where there is nothing to show."""
    query = dict(request.query_params)
    given = query.get("lang", DEFAULT_LANG)
    lang = Lang(given) if given in list(Lang) else DEFAULT_LANG
    try:
        snapshot, gone = _opened(query.get("snapshot"))
        if snapshot is None:
            return _page(lang, message=text("page.no_snapshot", lang), status=503)
        return _page(lang, start=as_json(start_of(snapshot, query, gone)).decode())
    except Damaged as fault:
        return _page(lang, message=fault.told(lang), status=503)
    except NoSnapshot:
        return _page(lang, message=text("page.no_snapshot", lang), status=503)
    except ValueError:
        return _page(lang, message=text("page.no_statistics", lang), status=503)


def _opened(named: str | None) -> tuple[Snapshot | None, bool]:
    """The snapshot that the link names, else the current one; and whether the one named is not there."""
    gone = False
    if named:
        try:
            return snapshot_by_id(named), False
        except NoSnapshot:
            gone = True
    published = current_id(default_home())
    return (snapshot_by_id(published) if published else None), gone


def _page(lang: Lang, *, start: str = "", message: str = "", status: int = 200) -> Response:
    parts = {
        "lang": "uz-Latn" if lang is Lang.UZ else str(lang),
        "title": escape(text("present.title", lang)),
        "base": addresses.assets(),
        "message": escape(message),
        "start": start.replace("<", "\\u003c"),  # no text may end the element, or keep it from ending: `<!--<script>`
    }
    page = _shell()
    for name, part in parts.items():
        page = page.replace(f"<!--{name}-->", part)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return HTMLResponse(page, status_code=status, headers=headers)


@cache
def _shell() -> str:
    return (ASSETS / "present" / "present.html").read_text(encoding="utf-8")


def briefing(request: Request) -> Response:
    """What is told of one area in one period."""
    asked = request.query_params

    def answer(snapshot: Snapshot) -> Response:
        lang = Lang(request.path_params["lang"])
        chosen = asked["indicator"], Group(asked["group"]), Period.parse(asked["period"])
        return packed(request, _briefing(snapshot, asked["area"], *chosen, lang), "application/json")

    return with_snapshot(request, answer)


@lru_cache(maxsize=512)
def _briefing(snapshot: Snapshot, area: str, indicator: str, group: Group, period: Period, lang: Lang) -> bytes:
    return as_json(briefing_of(snapshot, brief(snapshot, area, indicator, group, period), lang))


def overview(request: Request) -> Response:
    """What is told of every district in one period."""
    asked = request.query_params

    def answer(snapshot: Snapshot) -> Response:
        lang = Lang(request.path_params["lang"])
        chosen = asked["indicator"], Group(asked["group"]), Period.parse(asked["period"])
        return packed(request, _overview(snapshot, *chosen, lang), "application/json")

    return with_snapshot(request, answer)


@lru_cache(maxsize=64)
def _overview(snapshot: Snapshot, indicator: str, group: Group, period: Period, lang: Lang) -> bytes:
    codes = snapshot.children(snapshot.region).index
    return as_json(overview_of(snapshot, [brief(snapshot, one, indicator, group, period) for one in codes], lang))
