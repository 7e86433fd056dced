"""Routes beside Streamlit. All but health, search, words, newer figures and decisions give content that never changes at its address."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapping.model import wording
from mapping.model.assets import ASSETS
from mapping.model.comparison import ComparedBy, comparable, read
from mapping.model.locale import Lang, name_column
from mapping.model.names import SearchIndex
from mapping.model.selection import Selection
from mapping.stats.rates import PER, exact_interval
from mapping.store import Snapshot, current_id, read_manifest, snapshot_ids
from mapping.store.home import default_home
from mapping.store.kept import kept, kept_of_two
from mapping.store.opened import damage_among, opened
from mapping.store.shelf import is_id
from mapping.views.difference import ChangeKind
from mapping.views.map.about import about
from mapping.views.map.addresses import ROOT
from mapping.views.map.categories import area_lines as category_lines
from mapping.views.map.categories import rules_in_force, years_by_rule
from mapping.views.map.changes import area_lines, difference
from mapping.views.map.comparison import NotThereError, Side, sides_of
from mapping.views.map.comparison import area_lines as compared_lines
from mapping.views.map.display import FOLDER
from mapping.views.map.factors import area_lines as factor_lines
from mapping.views.map.factors import factor_years
from mapping.views.map.joined import SERVED, joined
from mapping.views.map.layer import assets_digest
from mapping.views.map.look import look
from mapping.views.map.newer import newer_said
from mapping.views.map.palettes import Theme
from mapping.views.map.view import class_string, compute, outlined, sent
from mapping.web.answers import fresh
from mapping.web.api.routes import api_routes
from mapping.web.asked import NotThere, choice_of, has_statistics, lang_in, snapshot_named, view_in
from mapping.web.auth import auth_routes
from mapping.web.decisions import decision_routes
from mapping.web.help import help_of, widget_words
from mapping.web.kept import as_json, content_of, not_found, packed, with_snapshot
from mapping.web.logs import log
from mapping.web.painting import painting_routes
from mapping.web.present import present_routes
from mapping.web.reports import report_routes
from mapping.web.tiles import tile_routes

SEARCH_LIMIT = 8
RATES = ("rate", "rate_lo", "rate_hi")


@cache
def routes() -> list[Route]:
    """Every route, ready for the application; made once, though Streamlit runs the script that asks anew at each change."""
    return [
        Route("/healthz", health),
        Route(f"{ROOT}/assets/{{digest}}/joined/{{path:path}}", joined_modules),
        Route(f"{ROOT}/assets/{{digest}}/{{path:path}}", asset),
        Route(f"{ROOT}/geometry/{{snapshot}}/{{file}}", geometry),
        Route(f"{ROOT}/names/{{snapshot}}/{{lang}}.json", names),
        Route(f"{ROOT}/figures/{{snapshot}}.json", values),
        Route(f"{ROOT}/outlines/{{snapshot}}.json", outlines),
        *painting_routes(),
        Route(f"{ROOT}/about/{{snapshot}}/{{lang}}.json", about_figures),
        Route(f"{ROOT}/look/{{theme}}/{{lang}}.json", map_look),
        Route(f"{ROOT}/help/{{lang}}.json", help_words),
        Route(f"{ROOT}/widgets/{{lang}}.json", widgets),
        Route(f"{ROOT}/changes/{{snapshot}}/{{after}}/{{kind}}/{{lang}}.json", changes),
        Route(f"{ROOT}/compared/{{snapshot}}/{{kind}}/{{other}}/{{lang}}.json", compared),
        Route(f"{ROOT}/categories/{{snapshot}}/{{year}}/{{lang}}.json", categories),
        Route(f"{ROOT}/factors/{{snapshot}}/{{year}}/{{lang}}.json", factors),
        Route(f"{ROOT}/search/{{snapshot}}", search),
        Route(f"{ROOT}/newer/{{snapshot}}/{{lang}}.json", newer),
        *tile_routes(),
        *auth_routes(),
        *decision_routes(),
        *report_routes(),
        *present_routes(),
        *api_routes(),
    ]


def health(_request: Request) -> Response:
    """Whether a snapshot can be shown, and which: its files are held against their checksums at every question."""
    published = current_id(default_home())
    if fault := damage_among([]):
        log.error("/healthz: %s", fault)
        return fresh({"status": "damaged", "snapshot": published, "as_of": None}, status=503)
    if published is None:
        return fresh({"status": "no snapshot", "snapshot": None, "as_of": None}, status=503)
    return fresh(
        {"status": "ok", "snapshot": published, "as_of": read_manifest(default_home(), published).as_of.isoformat()}
    )


def asset(request: Request) -> Response:
    """A vendored script or style."""
    path = _file_in(ASSETS, request.path_params["path"])
    if request.path_params["digest"] != assets_digest() or path is None:
        return not_found()
    return packed(request, _asset_bytes(str(path)), mimetypes.guess_type(path.name)[0] or "application/octet-stream")


def joined_modules(request: Request) -> Response:
    """A script made of a module and all that it imports."""
    digest, path = request.path_params["digest"], request.path_params["path"]
    if digest != assets_digest() or path not in SERVED:
        return not_found()
    return packed(request, joined(path).encode(), "text/javascript")


def geometry(request: Request) -> Response:
    """A display file as it was packed at publishing."""
    return with_snapshot(request, lambda snapshot: _geometry(request, snapshot))


def _geometry(request: Request, snapshot: Snapshot) -> Response:
    path = _file_in(snapshot.folder / FOLDER, f"{request.path_params['file']}.gz")
    if path is None:
        return not_found()
    return packed(request, gzip.decompress(path.read_bytes()), "application/json", gzipped=path.read_bytes())


@content_of
def names(request: Request, snapshot: Snapshot) -> bytes:
    """The names of all areas in one language, by code."""
    return _names(snapshot, lang_in(request))


@kept
def _names(snapshot: Snapshot, lang: Lang) -> bytes:
    return as_json(snapshot.areas[name_column(lang)].to_dict())


@content_of
def values(request: Request, snapshot: Snapshot) -> bytes:
    """Figures of the areas of a view, column by column in the order of its geometry."""
    return _values(snapshot, view_in(request, snapshot))


@kept(most=256)
def _values(snapshot: Snapshot, selection: Selection) -> bytes:
    view = compute(snapshot, selection)
    shown = sent(view)
    quotients = _quotients(shown)
    names = [str(name) for name in shown.columns]
    columns = {name: _column(shown[name], wording.style_of(name).digits) for name in names if name not in quotients}
    return as_json(
        {
            "codes": view.frame.index.tolist(),
            "classes": class_string(view),
            "columns": columns,
            "quotients": quotients,
            "styles": wording.styles_of(names),
        }
    )


def _quotients(shown: pd.DataFrame) -> dict[str, Any]:
    """The columns that are a number of cases over people: the cases that each count stands for, instead of each area's rate.

    In full, and divided in the browser as `stats.rates.rate` divides: it writes the very number that the server has.
    Wider areas have their own numerators, and are few.
    """
    if "count_with_people" in shown or "people" not in shown:
        return {}
    counts = np.unique(shown["count"].dropna().to_numpy(dtype=np.float64))
    cases = dict(zip(RATES, (counts, *exact_interval(counts)), strict=True))
    written = [str(int(count)) for count in counts]
    return {
        name: {
            "of": "count",
            "over": "people",
            "per": PER,
            "table": dict(zip(written, cases[name].tolist(), strict=True)),
        }
        for name in RATES
        if name in shown
    }


@content_of
def outlines(request: Request, snapshot: Snapshot) -> bytes:
    """The clusters of raised risk of a view, to be outlined once they are found: the scan may take a second."""
    selection = view_in(request, snapshot)
    if not selection.has_outlines:
        raise NotThere(selection)
    return _outlines(snapshot, selection)


@kept(most=64)
def _outlines(snapshot: Snapshot, selection: Selection) -> bytes:
    return as_json({"clusters": outlined(snapshot, selection)})


def _column(series: pd.Series, digits: int) -> list[Any]:
    """Numbers rounded as they are written, whole ones whole, no figure as null; infinite as a word."""
    if not pd.api.types.is_numeric_dtype(series):
        return [None if pd.isna(value) or value == "" else str(value) for value in series]
    given = series.to_numpy(dtype=float, na_value=np.nan)
    return [
        None if np.isnan(value) else "Inf" if np.isinf(value) else int(value) if value == int(value) else float(value)
        for value in wording.rounded(given, digits)
    ]


def about_figures(request: Request) -> Response:
    """What each figure is, in one language; the words may change with the software."""
    return with_snapshot(
        request,
        lambda snapshot: JSONResponse(about(snapshot, lang_in(request)), headers={"Cache-Control": "max-age=600"}),
    )


def map_look(request: Request) -> Response:
    """What maps say and are inked in, in one language and theme."""
    theme = request.path_params["theme"]
    return _words(request, partial(look, theme=theme)) if theme in get_args(Theme) else not_found()


def help_words(request: Request) -> Response:
    """The help of every page, in one language."""
    return _words(request, help_of)


def widgets(request: Request) -> Response:
    """What the library's controls say of themselves, in one language."""
    return _words(request, widget_words)


def _words(request: Request, of: Callable[[Lang], Mapping[str, object]]) -> Response:
    """Words in the language that the address names; they may change with the software."""
    lang = request.path_params["lang"]
    if lang not in list(Lang):
        return not_found()
    return JSONResponse(of(Lang(lang)), headers={"Cache-Control": "max-age=600"})


@content_of
def changes(request: Request, before: Snapshot) -> bytes:
    """What a tooltip tells of the areas that a kind of change between two snapshots concerns."""
    asked = request.path_params
    after, kind = snapshot_named(asked["after"]), choice_of(ChangeKind, asked["kind"])
    return _changes(before, after, kind, lang_in(request))


@kept_of_two(most=32)
def _changes(before: Snapshot, after: Snapshot, kind: ChangeKind, lang: Lang) -> bytes:
    return _told(area_lines(difference(before, after), kind, lang))


def _told(lines: Mapping[str, list[str]]) -> bytes:
    return as_json({"codes": list(lines), "columns": {"told": list(lines.values())}, "quotients": {}})


@content_of
def compared(request: Request, snapshot: Snapshot) -> bytes:
    """What a tooltip tells of the areas of two views side by side."""
    selection, lang = view_in(request, snapshot), lang_in(request)
    if selection != comparable(selection):
        raise NotThere(selection.shown)
    return _told(compared_lines(*_sides_in(request, snapshot, selection), lang))


def _sides_in(request: Request, snapshot: Snapshot, selection: Selection) -> tuple[ComparedBy, Side, Side]:
    """What is compared, and both sides of it. Raises NotThere."""
    asked = {"compare": request.path_params["kind"], "with": request.path_params["other"]}
    comparison, fallbacks = read(asked, selection, snapshot, snapshot_ids(default_home()))
    if fallbacks or comparison.kind is ComparedBy.DISTRICTS:  # two districts have no area in common
        raise NotThere(fallbacks)
    if comparison.kind is ComparedBy.SNAPSHOTS and not has_statistics(opened(comparison.other)):
        raise NotThere(comparison.other)
    try:
        return comparison.kind, *sides_of(comparison, snapshot, selection)
    except NotThereError as fault:
        raise NotThere(comparison.other) from fault


@content_of
def categories(request: Request, snapshot: Snapshot) -> bytes:
    """What a tooltip tells of the mahallas' categories of a year."""
    years = {str(one): one for one in years_by_rule(snapshot, rules_in_force())}
    year = years.get(request.path_params["year"])
    if year is None:
        raise NotThere(request.path_params["year"])
    return _told(category_lines(snapshot, year, rules_in_force(), lang_in(request)))


@content_of
def factors(request: Request, snapshot: Snapshot) -> bytes:
    """What a tooltip tells of the mahallas' factors of a year."""
    years = {str(one): one for one in factor_years(snapshot)}
    year = years.get(request.path_params["year"])
    if year is None:
        raise NotThere(request.path_params["year"])
    return _told(factor_lines(snapshot, year, lang_in(request)))


def newer(request: Request) -> Response:
    """Whether another snapshot than the one named is current: `said` in a sentence, empty while it is not."""
    lang, looked_at = request.path_params["lang"], request.path_params["snapshot"]
    if lang not in list(Lang) or not is_id(looked_at):
        return not_found()
    return JSONResponse(
        {"said": newer_said(default_home(), looked_at, Lang(lang))}, headers={"Cache-Control": "no-store"}
    )


def search(request: Request) -> Response:
    """Areas whose name or code fits what was typed, best first."""
    return with_snapshot(request, lambda snapshot: _search(request, snapshot))


def _search(request: Request, snapshot: Snapshot) -> Response:
    column = name_column(choice_of(Lang, request.query_params.get("lang")))
    areas, words = snapshot.areas, request.query_params.get("q", "")
    within = request.query_params.get("mahallas_of", "")
    if within and within not in areas.index:
        raise NotThere(within)
    found = _areas_found(snapshot, words, within)
    hits = [
        {"code": code, "name": areas.at[code, column], "within": areas[column].get(areas.at[code, "parent"], "")}
        for code in found
    ]
    return JSONResponse({"found": hits}, headers={"Cache-Control": "no-store"})


def _areas_found(snapshot: Snapshot, words: str, within: str) -> list[str]:
    """Areas of every level, or of an area that is named its mahallas alone."""
    if not within:
        return _index(snapshot).find(words, limit=SEARCH_LIMIT)
    wanted = set(snapshot.mahallas_of(within))
    return [code for code in _index(snapshot).find(words, limit=len(snapshot.areas)) if code in wanted][:SEARCH_LIMIT]


@kept
def _index(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex.build(snapshot.areas.reset_index())


def _file_in(folder: Path, name: str) -> Path | None:
    """The file that a visitor names, if it lies in the folder; also for a name that no file can bear."""
    try:
        path = (folder / name).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=16)
def _asset_bytes(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - the cache key is text
        return file.read()
