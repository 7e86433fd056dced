"""Small maps that only tell where: drawn by the server as SVG from the files that the large map is drawn from."""

from __future__ import annotations

from typing import Any

from mapping.model.levels import Level, level_of, lineage
from mapping.model.markup import Markup, each, joined
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.components import component
from mapping.ui.state import Screen
from mapping.views.map.display import read_set, set_name
from mapping.views.map.palettes import Theme
from mapping.views.map.view import NO_CLASS, colours, compute, faint_colours

MAP = Markup('<svg class="small-map {}" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>')
AREA = Markup('<path d="{}" fill="{}" stroke="#8a8f99" stroke-width="{}"><title>{}</title></path>')
OWN = Markup('<g transform="translate({} {})"><path d="{}" fill="#c64a3a" stroke="#c64a3a" stroke-width="{}"/></g>')
RING = Markup('<circle cx="{}" cy="{}" r="{}" fill="none" stroke="#c64a3a" stroke-width="{}"/>')
NONE = "none"


def show_locator(screen: Screen) -> None:
    """Where in the region an area lies."""
    area = screen.selection.area
    title = screen.text("small_map.locator", name=screen.area_name(area))
    component("picture")(key="locator", data={"svg": locator(screen.snapshot, area, title)})


@kept(most=128)
def locator(snapshot: Snapshot, area: str, title: str) -> Markup:
    """The districts of the region, the area's own shaded, the area in red with a ring around it."""
    around = read_set(snapshot.folder, set_name(Level.DISTRICT, snapshot.region))
    left, top, right, bottom = around["whole"]
    line, district = (right - left) / 350, lineage(area)[1]
    parts = each(
        '<path d="{}" fill="{}" stroke="#8a8f99" stroke-width="{}"/>',
        ((path, "#9db8dd" if code == district else NONE, line) for code, path in zip(around["codes"], around["paths"], strict=True)),
    )  # fmt: skip
    own = _own(snapshot, area, around, line) if level_of(area) is Level.MAHALLA else Markup()
    return MAP.format("locator", left, top, right - left, bottom - top, title, parts + own)


def _own(snapshot: Snapshot, area: str, around: dict[str, Any], line: float) -> Markup:
    """A mahalla in the pixels of the districts' set, whose zoom is the same and whose origin is not."""
    found = read_set(snapshot.folder, set_name(Level.MAHALLA, snapshot.region))
    at = found["codes"].index(area)
    aside = [mine - theirs for mine, theirs in zip(found["origin"], around["origin"], strict=True)]
    x, y = (found["points"][2 * at + axis] + aside[axis] for axis in (0, 1))
    return OWN.format(*aside, found["paths"][at], line) + RING.format(x, y, line * 12, line * 2)


def show_district_map(screen: Screen) -> None:
    """The mahallas of the selected district in the colours of the view."""
    component("picture")(
        key="district_map", data={"svg": district_map(screen.snapshot, screen.selection, screen.theme)}
    )


@kept(most=64)
def district_map(snapshot: Snapshot, selection: Selection, theme: Theme) -> Markup:
    """Every mahalla with its name; what has no class is left white."""
    screen = Screen(snapshot, selection)
    found = read_set(snapshot.folder, set_name(Level.MAHALLA, selection.area))
    view = compute(snapshot, selection)
    sure = colours(selection, view, theme)
    faint = faint_colours(selection, view, theme) or sure
    classes = dict(zip(view.frame.index, zip(view.classes, view.unsure, strict=True), strict=True))
    left, top, right, bottom = found["whole"]
    line = max(right - left, bottom - top) / 500

    def fill(code: str) -> str:
        place, unsure = classes.get(code, (NO_CLASS, False))
        return NONE if place == NO_CLASS else (faint if unsure else sure)[place]

    areas = joined(
        AREA.format(path, fill(code), line, screen.area_name(code)) for code, path in zip(found["codes"], found["paths"], strict=True)
    )  # fmt: skip
    return MAP.format("district", left, top, right - left, bottom - top, screen.area_name(selection.area), areas)
