"""The table of the districts beside the map of the region: the worst is seen without a switch, any column sorts."""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup
from mapping.ui.components import component
from mapping.ui.links import page_path
from mapping.ui.state import Screen, transit
from mapping.views.briefing.districts import Standing, standings

KEY = "districts"
WIDE, TALL = 84, 20
LEAST_SPAN = 0.5
COLUMNS = ("risk", "red", "overdue", "gaps")
LINE = Markup(
    '<svg viewBox="0 0 {} {}" aria-hidden="true"><path d="{}"/><circle cx="{:.1f}" cy="{:.1f}" r="2.2"/></svg>'
)


def show_districts(screen: Screen) -> None:
    """Risk, red mahallas, measures overdue, gaps and trend of every district, and of the region below them."""
    selection = screen.selection
    rows = standings(screen.snapshot, selection.indicator, selection.group, selection.period)
    component("districts")(
        key=KEY,
        data={
            "title": screen.text("districts.title"),
            "sort": screen.text("ranking.sort"),
            "locale": wording.number_locale(screen.lang),
            "columns": [
                {"key": "name", "label": screen.text("districts.name")},
                *({"key": key, "label": screen.text(f"districts.{key}")} for key in COLUMNS),
                {"key": "trend", "label": screen.text("districts.trend")},
            ],
            "rows": [_row(screen, one) for one in rows],
        },
        on_code_change=_chosen,
    )


def _row(screen: Screen, one: Standing) -> dict[str, Any]:
    """Numbers by which the columns sort, the same in words, and where each leads."""
    lang, quarter = screen.lang, str(screen.selection.period.last)
    risk = None if math.isnan(one.risk) else one.risk
    numbers = {"red": one.red, "overdue": one.overdue, "gaps": one.gaps}
    return {
        "code": one.area,
        "name": screen.area_name(one.area),
        "side": str(one.side),
        "said": screen.text(f"risk.{one.side}"),
        "by": {"risk": risk, **numbers, "trend": _rise(one.rates)},
        "words": {"risk": wording.figure("rr", risk, lang)}
        | {key: wording.number(n, lang) for key, n in numbers.items()},
        "links": {
            "red": _leads("categories", area=one.area, part="red"),
            "overdue": _leads("measures", area=one.area, m_state="overdue", m_quarter=quarter),
            "gaps": _leads("gaps", area=one.area, x_quarter=quarter),
        },
        "trend": sparkline(one.rates),
    }


def _leads(page: str, **view: str) -> dict[str, Any]:
    return {"page": page, "path": page_path(page), "view": view}


def _rise(rates: tuple[float, ...]) -> float | None:
    """By what the trend sorts: the rate of the last year over that of the year before it; None where either is not known."""
    year, before = sum(rates[-4:]), sum(rates[-8:-4])
    return year / before if len(rates) >= 8 and before > 0 and not math.isnan(year) else None


def sparkline(rates: tuple[float, ...]) -> Markup:
    """The rates of the quarters as a small line with its end marked; broken where there is none.

    From the lowest to the highest, and at least over half of the highest: what hardly changes looks level.
    """
    known = [rate for rate in rates if not math.isnan(rate)]
    if not known:
        return Markup()
    high = max(*known, 1e-9, 0.0)
    low, step = min(*known, LEAST_SPAN * high, high), (WIDE - 6) / max(1, len(rates) - 1)
    points = [(3 + step * at, 3 + (TALL - 6) * (high - rate) / (high - low)) for at, rate in enumerate(rates)]
    drawn, pen = [], "M"
    for x, y in points:
        if math.isnan(y):
            pen = "M"
            continue
        drawn.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    end = next(point for point in reversed(points) if not math.isnan(point[1]))
    return LINE.format(WIDE, TALL, "".join(drawn), *end)


def _chosen() -> None:
    code = getattr(st.session_state.get(KEY), "code", None)
    if code:
        transit(lambda selection: selection.at(code))
