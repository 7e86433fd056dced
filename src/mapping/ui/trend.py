"""The quarterly trend of an area as a small picture with intervals, drawn by ourselves: it costs no script."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.markup import Markup, joined
from mapping.model.periods import Period, Quarter
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.about import about_button
from mapping.ui.components import component
from mapping.ui.state import Screen
from mapping.views.map.areas import area_figure

WIDTH, HEIGHT = 560, 150
LEFT, RIGHT, TOP, BOTTOM = 44, 6, 8, 30
MAX_LABELS = 6
MAX_STEPS = 4
TITLE = Markup('<div class="panel-title"><style>.stApp{{{}}}</style>{}{}<small>{}</small></div>')
CHART = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
GRID = Markup(
    '<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" class="grid"/>'
    '<text x="{text_x}" y="{text_y:.1f}" class="axis">{words}</text>'
)
GAP = Markup('<text x="{:.1f}" y="{}" class="gap">×<title>{}</title></text>')
RUN = Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="run"/>')
POINT = Markup(
    '<g class="quarter" style="--own:var(--{mark})"><title>{told}</title><line x1="{x:.1f}" y1="{low:.1f}" '
    'x2="{x:.1f}" y2="{high:.1f}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"/></g>'
)
TICK = Markup('<text x="{:.1f}" y="{}" class="tick">{}</text>')


def trend_frame(snapshot: Snapshot, indicator: str, group: Group, area: str) -> pd.DataFrame:
    """One row per quarter of the snapshot: count, rate and its 95 % interval (per 100,000 people a quarter), `hidden`."""
    quarters = snapshot.quarters
    rows = [area_figure(snapshot, indicator, group, Period(quarter), area) for quarter in quarters]
    frame = pd.DataFrame(rows, index=pd.Index(quarters, name="quarter"))
    return frame.reindex(columns=["count", "rate", "rate_lo", "rate_hi", "hidden"])


def show_trend(screen: Screen, area: str) -> None:
    """The selected indicator of one area, quarter by quarter."""
    selection = screen.selection
    title, note = screen.text("trend.title"), screen.text("trend.interval")
    # The picture is the same for every period, and so need not be sent again: the page colours what is chosen.
    marks = "".join(f"--{_mark(quarter)}:var(--chosen-quarter);" for quarter in selection.period.quarters)
    st.html(TITLE.format(marks, title, about_button(screen, "trend"), note))
    # Streamlit's own HTML element takes SVG out.
    svg = _drawn(screen.snapshot, selection.indicator, selection.group, area, screen.lang)
    component("picture")(key="trend", data={"svg": svg})


@kept(most=256)
def _drawn(snapshot: Snapshot, indicator: str, group: Group, area: str, lang: Lang) -> Markup:
    return picture(trend_frame(snapshot, indicator, group, area), lang)


def picture(frame: pd.DataFrame, lang: Lang) -> Markup:
    """The trend as SVG: a point with its interval per quarter, a gap where there is no figure.

    The page colours a quarter by setting the custom property `--quarter-2025Q4`.
    """
    ticks = round_ticks(float(frame["rate_hi"].max()))
    top = ticks[-1]
    step = (WIDTH - LEFT - RIGHT) / max(1, len(frame))
    marks, labels = [], []
    every = max(1, -(-len(frame) // MAX_LABELS))
    previous: tuple[float, float] | None = None
    quarters: list[Quarter] = frame.index.tolist()
    for place, (quarter, row) in enumerate(zip(quarters, frame.to_dict("records"), strict=True)):
        x = LEFT + step * (place + 0.5)
        words = _told(lang, quarter, row)
        if pd.isna(row["rate"]):
            marks.append(GAP.format(x, HEIGHT - BOTTOM - 6, words))
            previous = None
        else:
            y, low, high = (_height(row[name], top) for name in ("rate", "rate_lo", "rate_hi"))
            if previous:
                marks.append(RUN.format(*previous, x, y))
            marks.append(POINT.format(mark=_mark(quarter), told=words, x=x, low=low, high=high, y=y))
            previous = (x, y)
        if (len(frame) - 1 - place) % every == 0:
            labels.append(TICK.format(x, HEIGHT - 10, wording.axis(quarter)))
    parts = joined([_axis(lang, ticks), *marks, *labels])
    return CHART.format(WIDTH, HEIGHT, text("trend.title", lang), parts)


def round_ticks(highest: float) -> list[float]:
    """Two to four even steps from 0 to a round number not below the highest value."""
    if math.isnan(highest) or highest <= 0:
        return [0.0, 1.0]
    magnitude = 10.0 ** math.floor(math.log10(highest))
    step = next(size * magnitude for size in (0.25, 0.5, 1.0, 2.5, 5.0) if size * magnitude * MAX_STEPS >= highest)
    return [step * place for place in range(math.ceil(highest / step) + 1)]


def _axis(lang: Lang, ticks: list[float]) -> Markup:
    lines = []
    for tick in ticks:
        y = _height(tick, ticks[-1])
        written = wording.number(tick, lang, digits=0 if ticks[1] >= 1 else 2)
        lines.append(GRID.format(left=LEFT, right=WIDTH - RIGHT, y=y, text_x=LEFT - 6, text_y=y + 4, words=written))
    return joined(lines)


def _height(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _mark(quarter: Quarter) -> str:
    return f"quarter-{quarter}"


def _told(lang: Lang, quarter: Quarter, row: dict[Hashable, Any]) -> str:
    written, count = wording.quarter(quarter, lang), wording.number(row["count"], lang)
    if pd.isna(row["count"]):
        return f"{written}: {text('hidden.legend' if row['hidden'] is True else 'trend.none', lang)}"
    if pd.isna(row["rate"]):
        return f"{written}: {count}; {text('figure.no_people', lang)}"
    rate = wording.figure("rate", row["rate"], lang)
    return f"{written}: {count}; {rate} ({wording.interval('rate', row['rate_lo'], row['rate_hi'], lang)})"
