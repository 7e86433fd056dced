"""Measures on a time line by quarter (a Gantt chart), drawn by ourselves as SVG."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from mapping.measures.progress import State
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.periods import Quarter
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.components import component
from mapping.ui.panels import heading
from mapping.ui.state import Screen
from mapping.views.oversight.situation import measures_under

WIDTH, RIGHT, HEAD = 1400, 10, 30
BAR, GAP = 9, 3
LETTER = 6.4  # about the width of one
LABEL_OF_MEASURE, LABEL_OF_AREA = 560, 220
CHART = Markup('<svg class="gantt" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{parts}</svg>')
LABEL = Markup(
    '<line x1="0" x2="{width}" y1="{top}" y2="{top}" class="grid"/>'
    '<text x="4" y="{y:.0f}">{short}<title>{label}</title></text>'
)
MEASURE = Markup(
    '<g><title>{bar.told}</title><rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" rx="2" '
    'class="state-{bar.state}"/>{beside}</g>'
)
LATE = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" class="late"/>')
DUE = Markup('<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" class="due"/>')
TICK = Markup(
    '<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{bottom}" class="grid"/>'
    '<text x="{middle:.1f}" y="19" class="tick">{words}</text>'
)
TODAY = Markup('<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}" class="today"><title>{words}</title></line>')


@dataclass(frozen=True)
class Scale:
    """Days to places across: from the first day of the first quarter, right of the labels, to the last day of the last."""

    first: date
    last: date
    label: int

    def x(self, day: date) -> float:
        """The place of a day, held within the chart."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.label + (WIDTH - self.label - RIGHT) * min(1.0, max(0.0, share))


@dataclass(frozen=True)
class Bar:
    """A measure: from the first day of its quarter to its deadline; then late until done, or until now."""

    start: date
    due: date
    end: date
    state: State
    told: str


def show_timeline(screen: Screen) -> None:
    """A mahalla's measures, or a district's mahallas with theirs, on one line each."""
    measures = measures_under(screen.snapshot, screen.selection.area)
    st.html(heading(screen, screen.text("execution.timeline"), "states"))
    if measures.empty:
        st.info(screen.text("panel.no_measures"))
        return
    states = each(
        '<span><i class="state-{}"></i>{}</span>', ((state, screen.text(f"state.{state}")) for state in State)
    )
    st.html(markup('<div class="matrix-key">{}</div>', states))
    component("chart")(key="timeline", data={"svg": chart(screen)})


def chart(screen: Screen) -> Markup:
    """The chart as SVG; every bar tells its measure in a title."""
    return _chart(screen.snapshot, screen.selection)


@kept(most=32)
def _chart(snapshot: Snapshot, selection: Selection) -> Markup:
    screen = Screen(snapshot, selection)
    measures = measures_under(snapshot, selection.area)
    quarters = _quarters(measures)
    alone = level_of(selection.area) is Level.MAHALLA
    scale = Scale(quarters[0].first_day, quarters[-1].last_day, LABEL_OF_MEASURE if alone else LABEL_OF_AREA)
    rows, top = [], HEAD
    for label, group in _rows(screen, measures, alone):
        lanes = _lanes([_bar(screen, row) for row in group.to_dict("records")])
        height = max(len(lanes) * (BAR + GAP) + GAP, 18)
        rows.append(_row(label, lanes, top, height, scale))
        top += height
    parts = [_grid(screen, quarters, scale, top), *rows, _today(screen, scale, top)]
    return CHART.format(width=WIDTH, height=top + 4, title=screen.text("execution.timeline"), parts=joined(parts))


def _quarters(measures: pd.DataFrame) -> list[Quarter]:
    """Every quarter from the first to the last that has a measure."""
    found = [min(Quarter.parse(str(one)) for one in measures["quarter"].unique())]
    last = max(str(one) for one in measures["quarter"].unique())
    while str(found[-1]) < last:
        found.append(found[-1].shift(1))
    return found


def _rows(screen: Screen, measures: pd.DataFrame, alone: bool) -> list[tuple[str, pd.DataFrame]]:
    ordered = measures.sort_values(["quarter", "deadline", "id"])
    if alone:
        return [(str(row["text"].iloc[0]), row) for _, row in ordered.groupby("id", sort=False)]
    return [(screen.area_name(str(code)), group) for code, group in ordered.groupby("area")]


def _bar(screen: Screen, row: dict[Hashable, Any]) -> Bar:
    state, due, done = State(row["state"]), row["deadline"].date(), row["done_on"]
    late_until = screen.snapshot.day if state is State.OVERDUE else due
    told = f"{screen.text(f'state.{state}')}, {wording.day(due, screen.lang)}: {row['text']}"
    end = late_until if pd.isna(done) else done.date()
    return Bar(Quarter.parse(str(row["quarter"])).first_day, due, end, state, told)


def _lanes(bars: list[Bar]) -> list[list[Bar]]:
    """Bars on as few lines as keep them apart."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        free = next((lane for lane in lanes if max(lane[-1].due, lane[-1].end) < bar.start), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def _row(label: str, lanes: list[list[Bar]], top: int, height: int, scale: Scale) -> Markup:
    longest = int(scale.label / LETTER)
    short = label if len(label) <= longest else f"{label[: longest - 1]}…"
    drawn = [LABEL.format(width=WIDTH, top=top, y=top + height / 2 + 5, short=short, label=label)]
    for place, lane in enumerate(lanes):
        y = top + GAP + place * (BAR + GAP) + max(0, height - GAP - len(lanes) * (BAR + GAP)) / 2
        drawn += [_drawn(bar, y, scale) for bar in lane]
    return joined(drawn)


def _drawn(bar: Bar, y: float, scale: Scale) -> Markup:
    left, due, end = scale.x(bar.start), scale.x(bar.due), scale.x(bar.end)
    until = min(due, end) if bar.state is State.DONE_IN_TIME else due
    late = LATE.format(due, y + 3, end - due, BAR - 6) if end > due else ""
    mark = DUE.format(x=due, top=y - 1, bottom=y + BAR + 1)
    return MEASURE.format(bar=bar, x=left + 1, y=y, width=max(3.0, until - left - 1), height=BAR, beside=late + mark)


def _grid(screen: Screen, quarters: list[Quarter], scale: Scale, bottom: int) -> Markup:
    lines = []
    for quarter in quarters:
        x, middle = scale.x(quarter.first_day), (scale.x(quarter.first_day) + scale.x(quarter.last_day)) / 2
        lines.append(TICK.format(x=x, bottom=bottom, middle=middle, words=wording.quarter(quarter, screen.lang)))
    return joined(lines)


def _today(screen: Screen, scale: Scale, bottom: int) -> Markup:
    day = screen.snapshot.day
    return TODAY.format(x=scale.x(day), top=HEAD - 6, bottom=bottom, words=wording.day(day, screen.lang))
