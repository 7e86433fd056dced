"""Classes and colours of views that somebody may look at next, so that the browser paints them before the page answers."""

from __future__ import annotations

from typing import Any, get_args

from starlette.requests import Request
from starlette.routing import Route

from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map import addresses
from mapping.views.map.addresses import ROOT
from mapping.views.map.areas import prepare
from mapping.views.map.first import focus_of, shapes
from mapping.views.map.palettes import Theme
from mapping.views.map.view import class_string, colours, compute, faint_colours
from mapping.web.asked import NotThere, view_in
from mapping.web.kept import as_json, content_of


def painting_routes() -> list[Route]:
    """A view at its own place, and the view one step on the way down from another."""
    return [
        Route(f"{ROOT}/painting/{{snapshot}}/{{theme}}.json", painting),
        Route(f"{ROOT}/toward/{{snapshot}}/{{theme}}.json", toward),
    ]


@content_of
def painting(request: Request, snapshot: Snapshot) -> bytes:
    """The classes and colours of a view, which is prepared on the way."""
    return as_json(_painting(snapshot, view_in(request, snapshot), _theme_in(request)))


@content_of
def toward(request: Request, snapshot: Snapshot) -> bytes:
    """The painting of the view that a press on the area `code` leads to, and what else of a drawing is another there."""
    theme, code = _theme_in(request), request.query_params.get("code", "")
    selection = view_in(request, snapshot)
    if code not in snapshot.areas.index or selection.value.is_cluster:
        raise NotThere(code)
    step = selection.toward(code)
    geometry, around = shapes(snapshot, step)
    there = {
        "geometry": geometry,
        "around": around,
        "values": addresses.values(addresses.shown(snapshot, step), step),
        "selected": step.area,
        "focus": focus_of(step.area),
        "scope": step.scope,
    }
    return as_json(_painting(snapshot, step, theme) | there)


def _theme_in(request: Request) -> Theme:
    theme = request.path_params["theme"]
    if theme not in get_args(Theme):
        raise NotThere(theme)
    return theme  # type: ignore[no-any-return]


@kept(most=256)
def _painting(snapshot: Snapshot, selection: Selection, theme: Theme) -> dict[str, Any]:
    view = compute(snapshot, selection)
    prepare(snapshot, selection.indicator, selection.group, selection.period, selection.area)
    ramp, faint = colours(selection, view, theme), faint_colours(selection, view, theme)
    return {"classes": class_string(view), "colours": ramp, "faint": faint}
