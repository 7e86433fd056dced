"""The funnel and the caterpillar: each mahalla as a point, what cannot be told from chance drawn faint.

Altair types what it returns too loosely to say more than `Any`.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.stats.results import Side, side_of
from mapping.ui.state import Screen

PICKED = "picked"
VERDICTS = tuple(map(str, Side))
_TOLD = ("count", "expected", "smr", "rr")
_COLOURS = {"light": ["#a8480b", "#1f5fae", "#8a919e"], "dark": ["#f2a65a", "#7fb2ff", "#79818f"]}
_SURE, _UNSURE, _ELSEWHERE = 0.95, 0.3, 0.12
_STRENGTH = alt.Opacity("strength:Q", scale=None, legend=None)
_SIGNS = ["triangle-up", "triangle-down", "circle"]


def points(screen: Screen, table: pd.DataFrame) -> pd.DataFrame:
    """One row per mahalla with a risk: what the charts draw, and tell in words (`_told`)."""
    known = table[table["rr"].notna() & table["smr"].notna()]
    area = screen.selection.area
    chosen = known.index == area
    # A mahalla is looked at among all others: it stands out by itself.
    here = known.index.str.startswith(area) | (level_of(area) is Level.MAHALLA)
    found = [str(side_of(rr, sure)) for rr, sure in zip(known["rr"], known["differs"], strict=True)]
    told = {f"{name}_told": [wording.figure(name, one, screen.lang) for one in known[name]] for name in _TOLD}
    return pd.DataFrame(
        {
            "code": known.index,
            "name": [screen.area_name(code) for code in known.index],
            "expected": known["expected"].astype(float),
            "count": known["count"].astype(float),
            "smr": known["smr"].astype(float),
            "rr": known["rr"].astype(float),
            "rr_lo": known["rr_lo"].astype(float),
            "rr_hi": known["rr_hi"].astype(float),
            "place": range(1, len(known) + 1),
            "verdict": found,
            "strength": np.where(chosen, 1.0, _strength(here, found)),
            **told,
        }
    )


def funnel(screen: Screen, drawn: pd.DataFrame, lines: pd.DataFrame, *, height: int) -> Any:
    """Observed over expected against expected, with the limits within which chance alone would leave it."""
    base = alt.Chart(lines)
    x = alt.X("expected:Q", title=screen.text("certainty.expected"), scale=alt.Scale(type="log", nice=False))
    dash = alt.StrokeDash("level:N", legend=None, scale=alt.Scale(domain=[0.95, 0.998], range=[[6, 4], [1, 0]]))
    limits = [
        base.mark_line(color=_ink(screen), opacity=0.7, strokeWidth=1.2).encode(x, alt.Y(f"{end}:Q"), dash)
        for end in ("low", "high")
    ]
    even = alt.Chart(pd.DataFrame({"one": [1.0]})).mark_rule(color=_ink(screen), opacity=0.5).encode(y="one:Q")
    dots = _dots(screen, drawn, x, alt.Y("smr:Q", title=screen.text("certainty.ratio")))
    return _finished(alt.layer(*limits, even, dots), height)


def caterpillar(screen: Screen, drawn: pd.DataFrame, *, height: int) -> Any:
    """Smoothed risks from the highest, each with its 95 % interval."""
    x = alt.X("place:Q", title=screen.text("certainty.place"), scale=alt.Scale(nice=False))
    title = screen.text("certainty.smoothed")
    bars = (
        alt.Chart(drawn)
        .mark_rule(strokeWidth=1)
        .encode(x, alt.Y("rr_lo:Q", title=title), alt.Y2("rr_hi:Q"), _colour(screen), _STRENGTH)
    )
    even = alt.Chart(pd.DataFrame({"one": [1.0]})).mark_rule(color=_ink(screen), opacity=0.6).encode(y="one:Q")
    return _finished(alt.layer(bars, even, _dots(screen, drawn, x, alt.Y("rr:Q", title=title), size=22)), height)


def _dots(screen: Screen, drawn: pd.DataFrame, x: alt.X, y: alt.Y, *, size: int = 45) -> Any:
    chosen = screen.selection.area
    return (
        alt.Chart(drawn)
        .mark_point(filled=True, strokeWidth=1.5)
        .encode(
            x,
            y,
            _colour(screen),
            alt.Shape("verdict:N", legend=None, scale=alt.Scale(domain=list(VERDICTS), range=_SIGNS)),
            _STRENGTH,
            size=alt.condition(alt.datum.code == chosen, alt.value(320), alt.value(size)),
            stroke=alt.condition(alt.datum.code == chosen, alt.value("#3b82f6"), alt.value(None)),
            tooltip=[
                alt.Tooltip("name:N", title=screen.text("certainty.mahalla")),
                alt.Tooltip("count_told:N", title=screen.text("certainty.count")),
                alt.Tooltip("expected_told:N", title=screen.text("certainty.expected")),
                alt.Tooltip("smr_told:N", title=screen.text("certainty.ratio")),
                alt.Tooltip("rr_told:N", title=screen.text("certainty.smoothed")),
            ],
        )
        .add_params(alt.selection_point(name=PICKED, fields=["code"], clear=False))
    )


def _colour(screen: Screen) -> alt.Color:
    return alt.Color("verdict:N", legend=None, scale=alt.Scale(domain=list(VERDICTS), range=_COLOURS[screen.theme]))


def _strength(here: Any, found: list[str]) -> list[float]:
    """Faint what cannot be told from the average, fainter still what lies outside the area looked at."""
    return [
        (_SURE if one != "unsure" else _UNSURE) if inside else _ELSEWHERE
        for inside, one in zip(here, found, strict=True)
    ]


def _ink(screen: Screen) -> str:
    return "#c9ced8" if screen.theme == "dark" else "#4a5160"


def _finished(chart: Any, height: int) -> Any:
    return chart.properties(height=height).configure_axis(labelFontSize=13, titleFontSize=13, titleFontWeight=500)
