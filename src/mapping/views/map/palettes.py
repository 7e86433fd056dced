"""Colours: safe for colour-blind eyes and for projectors, for light and dark screens.

Sequential ramps run from the ground to the accent with even steps of lightness; diverging ramps have blue
for less and orange for more, never red against green. Red, yellow and green of the official categories are
shifted in lightness so that they differ without hue, and carry a letter and a pattern besides. What cannot be
told from chance has the colour of its class mixed with the ground, and a pattern of the ground's colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from mapping.model.vocabulary import Category
from mapping.stats.categories import Shift
from mapping.stats.results import MOST_CLUSTERS, Spot

Theme = Literal["light", "dark"]

# Anchors from least to most, interpolated to the number of classes (yellow to dark purple-brown).
_SEQUENTIAL = {
    "light": ("#fdf3d0", "#fbc86a", "#ee8a3c", "#c64a3a", "#7a1f4b"),
    "dark": ("#3a2f45", "#71395b", "#b34a55", "#e8834a", "#fbd17b"),
}
_LESS = {"light": ("#1f4e8c", "#6ba1d1", "#cfe1f0"), "dark": ("#8cc4f5", "#4b86bf", "#2c4a68")}
_MORE = {"light": ("#f9dcc0", "#e58f43", "#9c4a08"), "dark": ("#5e4330", "#c27433", "#ffc27a")}
_MIDDLE = {"light": "#f4f2ee", "dark": "#3a3f48"}

CATEGORY_COLOURS: dict[Theme, dict[Category, str]] = {
    "light": {Category.RED: "#b3202c", Category.YELLOW: "#f6cf4e", Category.GREEN: "#5aa786"},
    "dark": {Category.RED: "#e8606a", Category.YELLOW: "#f3d063", Category.GREEN: "#2f6b55"},
}
CATEGORY_PATTERNS: dict[Category, str] = {Category.RED: "lines", Category.YELLOW: "dots", Category.GREEN: ""}
_SPOT_COLOURS: dict[Theme, dict[Spot, str]] = {
    "light": {
        Spot.VERY_HOT: "#8a3c04", Spot.HOT: "#d9762b", Spot.COLD: "#6ba1d1", Spot.VERY_COLD: "#1f4e8c",
        Spot.HIGH_AMONG_LOW: "#f5c49a", Spot.LOW_AMONG_HIGH: "#c3dcf0", Spot.NONE: _MIDDLE["light"],
    },
    "dark": {
        Spot.VERY_HOT: "#ffc27a", Spot.HOT: "#d0803a", Spot.COLD: "#4b86bf", Spot.VERY_COLD: "#9ccdf8",
        Spot.HIGH_AMONG_LOW: "#75502f", Spot.LOW_AMONG_HIGH: "#33587d", Spot.NONE: _MIDDLE["dark"],
    },
}  # fmt: skip
KIND_PATTERNS: dict[str, str] = {
    **{str(one): pattern for one, pattern in CATEGORY_PATTERNS.items()},
    **dict.fromkeys((str(Spot.COLD), str(Spot.VERY_COLD)), "dots"),
    **dict.fromkeys((str(Spot.HIGH_AMONG_LOW), str(Spot.LOW_AMONG_HIGH)), "lines"),
}
"""The pattern of a kind by its code; a kind that is not here has none."""
KIND_SIGNS: dict[str, str] = {
    str(Spot.VERY_HOT): "▲▲", str(Spot.HOT): "▲", str(Spot.COLD): "▼", str(Spot.VERY_COLD): "▼▼",
    str(Spot.HIGH_AMONG_LOW): "△", str(Spot.LOW_AMONG_HIGH): "▽",
    **{str(number): str(number) for number in range(1, MOST_CLUSTERS + 1)},
    str(Shift.GRAVER): "▲", str(Shift.LIGHTER): "▼",
}  # fmt: skip
"""The sign written into areas of a kind; categories have a letter of the reader's language instead."""
_FAINT = 0.3
_GROUND = {"light": "#ffffff", "dark": "#14171d"}


@dataclass(frozen=True)
class Ink:
    """Colours of all that is not a class."""

    border: str
    strong: str
    around: str
    hover: str
    selected: str
    halo: str
    text: str
    none_ground: str
    none_line: str
    pattern: str
    veil: str
    cluster: str
    road: str
    river: str
    lake: str
    place: str


INK: dict[Theme, Ink] = {
    "light": Ink(
        border="#8d8577", strong="#3b3a40", around="#b9b6af", hover="#10131a", selected="#0b57d0", halo="#ffffff",
        text="#1a1d24", none_ground="#e9e9ec", none_line="#a2a5ad", pattern="rgba(0,0,0,0.32)", veil="rgba(255,255,255,0.75)",
        cluster="#7a1257", road="#8f949c", river="#93a3b1", lake="#d3dde5", place="#4c525d",
    ),
    "dark": Ink(
        border="#15181e", strong="#c9ced8", around="#4d5562", hover="#ffffff", selected="#7fb2ff", halo="#12151b",
        text="#f1f3f6", none_ground="#2b2f37", none_line="#626976", pattern="rgba(0,0,0,0.38)", veil="rgba(20,23,29,0.75)",
        cluster="#ff9edb", road="#565d69", river="#3d5266", lake="#22303c", place="#b4bbc7",
    ),
}  # fmt: skip


def sequential(k: int, theme: Theme) -> list[str]:
    """k colours from least to most."""
    return _ramp(_SEQUENTIAL[theme], k)


def diverging(k: int, theme: Theme) -> list[str]:
    """k colours from most decrease to most increase; the middle one of an odd k is neutral."""
    half = k // 2
    middle = [_MIDDLE[theme]] if k % 2 else []
    return [*_ramp(_LESS[theme], half), *middle, *_ramp(_MORE[theme], half)]


@cache
def kind_colours(theme: Theme) -> dict[str, str]:
    """The colour of each kind of area by its code: categories and their shifts, spots, clusters by number (0 is none)."""
    numbered = sequential(MOST_CLUSTERS + 2, theme)[:1:-1]
    clusters = {str(number): colour for number, colour in enumerate(numbered, start=1)}
    named = {str(one): colour for one, colour in (*CATEGORY_COLOURS[theme].items(), *_SPOT_COLOURS[theme].items())}
    less, same, more = diverging(3, theme)
    shifts = {str(Shift.LIGHTER): less, str(Shift.SAME): same, str(Shift.GRAVER): more}
    return {**named, **clusters, **shifts, "0": _MIDDLE[theme]}


def faint(colour: str, theme: Theme) -> str:
    """A colour drawn towards the ground."""
    return _between((_GROUND[theme], colour), _FAINT)


def _ramp(anchors: tuple[str, ...], k: int) -> list[str]:
    if k == 1:
        return [anchors[len(anchors) // 2]]
    return [_between(anchors, i * (len(anchors) - 1) / (k - 1)) for i in range(k)]


def _between(anchors: tuple[str, ...], position: float) -> str:
    start = min(int(position), len(anchors) - 2)
    share = position - start
    pair = zip(_channels(anchors[start]), _channels(anchors[start + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pair)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
