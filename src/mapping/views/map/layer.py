"""The folium map and its area layer: the frame loads once, afterwards only a view travels."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal, cast

import folium
from jinja2 import Template
from markupsafe import Markup

from mapping.model.assets import ASSETS

SCRIPTS = ("leaflet/leaflet.js", "joined/frame/frame.js")
STYLES = ("leaflet/leaflet.css", "riskmap.css")

# The frame must have its size before the style sheets arrive, or everything would be drawn twice.
_FRAME_STYLE = Markup(
    "<style>html,body,#root,#parent,.float-child,#map_div{height:100%!important;width:100%!important;margin:0}"
    "#map_div2,.float-child+.float-child,body>span{display:none}.leaflet-container{font-size:1rem}</style>"
)


@dataclass(frozen=True)
class Drawing:
    """What the browser needs to draw one view; see `assets/frame/frame.js`.

    `look` is the address of what it says and is inked in, `words` is what it says otherwise, `failed` what it says when
    something cannot be fetched.
    `classes` has one character per area in the order of the geometry file: the class from 0, or from a where it
    is drawn in the `faint` colours, under a veil; `x` for none.
    `focus` is the district that is shown near, and whose mahallas are named; None for all that is drawn.
    With `pins` an area that is too small for its letter gets a dot. Maps of one page that are `linked` move together:
    by `place`, or by how far they are from their own `home`. `steps` names the controls (by key) whose
    view can be painted ahead: the address of its painting, and of its values; `toward` is where the view that a press on
    an area leads to is to be had, with `&code=` and the area; `clusters` is where the clusters to
    be outlined are to be had, `base` the base map (see `base.told_base`).
    """

    geometry: str
    around: str | None
    names: str
    values: str
    classes: str
    colours: list[str]
    faint: list[str] | None
    patterns: list[str] | None
    letters: list[str] | None
    selected: str
    scope: str
    scope_of_around: str
    look: str
    title: str
    failed: str
    words: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, tuple[str, str]] = field(default_factory=dict)
    toward: str | None = None
    clusters: str | None = None
    focus: str | None = None
    pins: bool = False
    linked: Literal["place", "home"] | None = None
    base: dict[str, Any] | None = None


class RiskMap(folium.Map):
    """An empty folium map on our own Leaflet: no tiles of its own, no foreign asset."""

    def __init__(self, *, base: str, early: tuple[str, ...], glides: bool = True) -> None:
        """`base` is where the assets are served, `early` what to begin fetching before Leaflet is there.

        A map that `glides` passes through the zooms between two; maps that move together step.
        """
        super().__init__(
            location=(38.8, 66.0), zoom_start=8, tiles=None, prefer_canvas=True, zoom_snap=0, zoom_delta=0.5,
            min_zoom=5, max_zoom=16, attribution_control=False, zoom_animation=glides,
        )  # fmt: skip
        self.default_js = [
            ("early", f"{base}/early.js?{'|'.join(early)}"),
            *((path, f"{base}/{path}") for path in SCRIPTS),
        ]
        self.default_css = [(path, f"{base}/{path}") for path in STYLES]
        self._rendered = False

    def render(self, **kwargs: Any) -> str:
        """Once: folium compiles its templates anew for every rendering, and nothing of the map ever changes."""
        if not self._rendered:
            self._rendered = True
            super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Painted(folium.FeatureGroup):
    """Hands a drawing to the frame's layer; carries no geometry and adds nothing to the map.

    It is no child of the map either, so that one map serves every view: folium would compile its templates
    anew for each, which costs more than all our figures.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.layerGroup(); startRiskMap(map_div).show({{ this.drawing }});"
        "{% endmacro %}"
    )

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        # A closing script tag inside a text must not end the frame's script.
        self.drawing = json.dumps(vars(drawing), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")

    def add_to(self, parent: Any, name: str | None = None, index: int | None = None) -> Painted:
        """Only remembers the map."""
        self._parent = parent
        return self

    def render(self, **_given: Any) -> str:
        """Nothing: the drawing is all there is."""
        return ""


@lru_cache(maxsize=64)
def risk_map(*, base: str, early: tuple[str, ...], glides: bool = True) -> RiskMap:
    """The map for a first drawing, made and rendered once; see `RiskMap`."""
    made = RiskMap(base=base, early=early, glides=glides)
    figure = cast("folium.Figure", made.get_root())
    figure.render()
    # What folium writes into a page's head is not for a frame that holds nothing but the map.
    figure.header._children.clear()
    figure.header.add_child(folium.Element(_FRAME_STYLE))
    return made


@cache
def assets_digest() -> str:
    """A short hash over all assets, for addresses that never change their content."""
    digest = hashlib.sha256()
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
