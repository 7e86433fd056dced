"""Colours: safe for colour-blind eyes and for projectors, for light and dark screens.

Sequential ramps run from the ground to the accent with even steps of lightness; diverging ramps have blue
for less and orange for more, never red against green. Red, yellow and green of the official categories are
shifted in lightness so that they differ without hue, and carry a letter and a pattern besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mapping.model.vocabulary import Category

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
    "dark": {Category.RED: "#e0525c", Category.YELLOW: "#f3d063", Category.GREEN: "#3c7f66"},
}
CATEGORY_PATTERNS: dict[Category, str] = {Category.RED: "lines", Category.YELLOW: "dots", Category.GREEN: ""}


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


INK: dict[Theme, Ink] = {
    "light": Ink(
        border="#8d8577", strong="#3b3a40", around="#b9b6af", hover="#10131a", selected="#0b57d0", halo="#ffffff",
        text="#1a1d24", none_ground="#e9e9ec", none_line="#a2a5ad", pattern="rgba(0,0,0,0.32)",
    ),
    "dark": Ink(
        border="#15181e", strong="#c9ced8", around="#4d5562", hover="#ffffff", selected="#7fb2ff", halo="#12151b",
        text="#f1f3f6", none_ground="#2b2f37", none_line="#626976", pattern="rgba(0,0,0,0.38)",
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
