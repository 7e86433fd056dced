"""The presenter: a page of its own beside Streamlit's, which takes keys and plays frames; and what it is told of areas."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mapping.live.current import live, live_or_figures
from mapping.model.assets import page
from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import NoStatistics, number_in
from mapping.model.settings import settings
from mapping.model.vocabulary import Group
from mapping.store import Damaged, NoSnapshot, NothingPublished, Snapshot, StoreError
from mapping.store.kept import kept
from mapping.store.opened import opened
from mapping.views.briefing.brief import brief
from mapping.views.briefing.due import every_measure
from mapping.views.map import addresses
from mapping.web.answers import fresh
from mapping.web.asked import lang_in, lang_of, view_in
from mapping.web.kept import as_json, content_of, not_found
from mapping.web.present_told import begun, briefing_of, moved, overview_of, with_reports

LEFT = "left"
"""The parameter that names the snapshot which the screen showed before it moved to the current one."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def present_routes() -> list[Route]:
    """The page, and the briefings that it asks for."""
    root = addresses.ROOT
    return [
        Route(addresses.PRESENT, present),
        Route(f"{root}/present.json", again),
        Route(f"{root}/briefing/{{snapshot}}/{{lang}}.json", briefing),
        Route(f"{root}/overview/{{snapshot}}/{{lang}}.json", overview),
        Route(f"{root}/due/{{snapshot}}/{{lang}}.json", due),
    ]


def present(request: Request) -> Response:
    """The page with all that it begins with; a plain message where there is nothing to show."""
    query = dict(request.query_params)
    lang, left = lang_of(request), query.pop(LEFT, "")
    query.setdefault("lang", lang)
    try:
        snapshot, gone, fault = _opened(query.get("snapshot"), query.get("seq", ""))
        if snapshot is None:
            return _page(lang, message=text("page.no_snapshot", lang), status=503)
        start = (
            moved(snapshot, _left(left), query) if left else begun(snapshot, query, snapshot_is_gone=gone, fault=fault)
        )
        return _page(lang, start=as_json(start).decode())
    except Damaged as fault:
        return _page(lang, message=fault.told(lang), status=503)
    except NoSnapshot:
        return _page(lang, message=text("page.no_snapshot", lang), status=503)
    except NoStatistics:
        return _page(lang, message=text("page.no_statistics", lang), status=503)


def again(request: Request) -> Response:
    """What the page begins with once more, of the snapshot that it shows, with all that was reported by now; for a screen that stands open."""
    query = dict(request.query_params)
    query.setdefault("lang", lang_of(request))
    try:
        return fresh(begun(live(opened(query.get("snapshot") or None)), query))
    except (NoSnapshot, NoStatistics):
        return not_found()


def _opened(named: str | None, seq: str) -> tuple[Snapshot | None, bool, StoreError | None]:
    """The snapshot that the link names, with the reports that it names, else the current one with all; whether the one named is not there; and why
    it is shown without the work."""
    gone = False
    if named:
        try:
            figures = opened(named)
            until = number_in(seq)
            shown, fault = live_or_figures(figures, figures.seq if until is None else until)
        except Damaged:
            raise
        except NoSnapshot:
            gone = True
        else:
            return shown, False, fault
    try:
        shown, fault = live_or_figures(opened(None))
    except NothingPublished:
        return None, gone, None
    return shown, gone, fault


def _left(snapshot_id: str) -> Snapshot | None:
    """The snapshot that the screen showed before; None where it is gone."""
    try:
        return opened(snapshot_id)
    except NoSnapshot:
        return None


def _policy() -> str:
    """What the page may fetch: pictures from the tile server too, where one is named."""
    tiles = settings().tiles
    if not tiles:
        return POLICY
    named = urlsplit(tiles)
    return POLICY.replace("img-src 'self'", f"img-src 'self' {named.scheme}://{named.netloc}")


def _page(lang: Lang, *, start: str = "", message: str = "", status: int = 200) -> Response:
    parts = {
        "lang": lang.tag,
        "title": text("present.title", lang),
        "base": addresses.assets(),
        "message": message,
        # No text may end the element, or keep it from ending: `<!--<script>`.
        "start": Markup(start.replace("<", "\\u003c")),  # noqa: S704
    }
    headers = {"Content-Security-Policy": _policy(), "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return HTMLResponse(page("present/present.html", parts), status_code=status, headers=headers)


@content_of
def briefing(request: Request, snapshot: Snapshot) -> bytes:
    """What is told of one area in one period."""
    asked, lang = view_in(request, snapshot, "area", "indicator", "group", "period"), lang_in(request)
    return _briefing(snapshot, asked.area, asked.indicator, asked.group, asked.period, lang)


@kept(most=512)
def _briefing(snapshot: Snapshot, area: str, indicator: str, group: Group, period: Period, lang: Lang) -> bytes:
    return as_json(briefing_of(snapshot, brief(snapshot, area, indicator, group, period), lang))


@content_of
def due(request: Request, snapshot: Snapshot) -> bytes:
    """Every measure of an area in the last quarter of a period."""
    asked = view_in(request, snapshot, "area", "period")
    return _due(snapshot, asked.area, asked.period, lang_in(request))


@kept(most=64)
def _due(snapshot: Snapshot, area: str, period: Period, lang: Lang) -> bytes:
    return as_json(with_reports(snapshot, every_measure(snapshot, area, period.last, lang), lang))


@content_of
def overview(request: Request, snapshot: Snapshot) -> bytes:
    """What is told of every district in one period."""
    asked, lang = view_in(request, snapshot, "indicator", "group", "period"), lang_in(request)
    return _overview(snapshot, asked.indicator, asked.group, asked.period, lang)


@kept(most=64)
def _overview(snapshot: Snapshot, indicator: str, group: Group, period: Period, lang: Lang) -> bytes:
    codes = snapshot.children(snapshot.region).index
    return as_json(overview_of(snapshot, [brief(snapshot, one, indicator, group, period) for one in codes], lang))
