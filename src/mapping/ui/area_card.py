"""The area looked at: its name, category and the ways on."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from mapping.measures.progress import Count
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.markup import Markup, joined
from mapping.model.selection import Value
from mapping.ui.kinds import badge, verdict
from mapping.ui.links import go_to
from mapping.ui.measure_filter import MeasureFilter, filter_of
from mapping.ui.state import Screen
from mapping.ui.why import show_why_red
from mapping.views.map.areas import area_risk
from mapping.views.oversight.tallies import categories_under

CARD = Markup(
    '<div class="area-card" data-area-code="{area}"><strong>{name}</strong><span>{area}</span>{badge}<p>{sentence}</p></div>'
)
_COUNTS = {Value(one): one for one in Count}


def show_area_card(screen: Screen) -> None:
    """Name and code, what can be said of its risk; the way to the mahalla's page and to the area's measures."""
    area = screen.selection.area
    is_mahalla = level_of(area) is Level.MAHALLA
    with st.container(key="area_card", horizontal=True, vertical_alignment="center", gap="small"):
        sign = own_category(screen, area) if is_mahalla else ""
        st.html(CARD.format(area=area, name=screen.area_name(area), badge=sign, sentence=sentence(screen)))
        if is_mahalla:
            go_to(screen, "mahalla", "panel.open_mahalla", primary=True)
        elif level_of(area) is Level.DISTRICT:
            go_to(screen, "mahalla", "panel.open_district", primary=True)
        go_to(screen, "measures", "panel.open_measures", more=_counted(screen))
    if is_mahalla:
        show_why_red(screen)


def _counted(screen: Screen) -> dict[str, str]:
    """What the link to the list says where the map counts measures: that it is of exactly those."""
    selection = screen.selection
    if not selection.tells_measures or selection.value not in (Value.DONE, *_COUNTS):
        return {}
    quarter = str(selection.period.last)
    done = MeasureFilter(quarter=quarter, state="done")
    only = done if selection.value is Value.DONE else filter_of(_COUNTS[selection.value], selection.silent, quarter)
    return replace(only, sector=selection.sector, agency=selection.agency).to_query()


def sentence(screen: Screen) -> str:
    """The count beside the expected one and whether they can be told apart; empty for a region and without figures."""
    selection, lang = screen.selection, screen.lang
    if level_of(selection.area) is Level.REGION:
        return ""
    row = area_risk(screen.snapshot, selection.indicator, selection.group, selection.period, selection.area)
    if math.isnan(row["rr"]):
        return ""
    counted = screen.text(
        "risk.counted",
        count=wording.number(row.get("count_with_people", row["count"]), lang),
        expected=wording.figure("expected", row["expected"], lang),
    )
    finding = screen.text(f"risk.{verdict(row)}")
    return f"{counted}: {finding[0].lower()}{finding[1:]}."


def own_category(screen: Screen, area: str) -> Markup:
    """The badge of the official category of the period's year; nothing where there is none."""
    given = categories_under(screen.snapshot, area).get(screen.selection.period.year)
    return joined(badge(screen, category) for category in given or ())
