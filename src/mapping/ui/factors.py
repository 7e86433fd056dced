"""The factors of crimes: on the map, by district, and ranked with the measures that answer them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import name_column
from mapping.model.markup import Markup, markup
from mapping.ui.controls import choose
from mapping.ui.legend import legend_note, legend_row, show_rows
from mapping.ui.links import along, page_path
from mapping.ui.map_panel import show_drawing
from mapping.ui.measure_filter import MeasureFilter, to_measures
from mapping.ui.measure_words import word_of
from mapping.ui.panels import panel, table
from mapping.ui.state import Screen, take_choice
from mapping.views.map import addresses
from mapping.views.map.areas import row_of
from mapping.views.map.display import read_index, set_name
from mapping.views.map.factors import (
    EDGES,
    OTHERS,
    coloured,
    factor_cases,
    factor_years,
    main_colours,
    main_factor_classes,
    of_few,
    share_colours,
    shares,
    written,
)
from mapping.views.map.first import focus_of
from mapping.views.map.layer import Drawing
from mapping.views.map.palettes import faint
from mapping.views.map.swatches import background, swatches
from mapping.views.oversight.factors import factors_under

FACTOR, KEY, HEIGHT = "factor", "factor_map", 560
LINK = Markup('<a data-page="{}" {}>{}</a>')


def show_factors(screen: Screen) -> dict[str, str]:
    """Everything; gives back what the page adds to the link."""
    known = [year for year in factor_years(screen.snapshot) if year <= screen.selection.period.year]
    if not known:
        st.info(screen.text("panel.no_factors"), icon=":material/info:")
        return {}
    year = known[-1]
    offered = ["", *factor_cases(screen.snapshot, year).columns]
    given = st.query_params.get(FACTOR, "")
    factor = given if given in offered else ""
    choose(
        screen.text("factors.shown"), offered, factor, key="w_factor",
        words=lambda code: word_of(screen, "factor", code) if code else screen.text("factors.main"), then=_put,
    )  # fmt: skip
    left, right = st.columns([0.58, 0.42], gap="medium")
    with left:
        _show_map(screen, year, factor)
    with right:
        st.html(panel(screen, _ranked_title(screen, year), _ranked(screen, factor), "factors"))
        st.html(panel(screen, screen.text("factors.by_district"), _by_district(screen, factor), "factors"))
    return {FACTOR: factor} if factor else {}


def _put(factor: str) -> None:
    take_choice()
    if factor:
        st.query_params[FACTOR] = factor
    elif FACTOR in st.query_params:
        del st.query_params[FACTOR]


# -------------------------------------------------------------- the map


def _show_map(screen: Screen, year: int, factor: str) -> None:
    snapshot, theme = screen.snapshot, screen.theme
    few = of_few(snapshot, year)
    if factor:
        share = shares(snapshot, year, factor)
        classes = np.where(np.isnan(share), -1, np.digitize(share, EDGES)).astype(np.int64)
        colours, letters = share_colours(theme), None
        title = screen.text("factors.share", factor=word_of(screen, "factor", factor), year=str(year))
    else:
        classes = main_factor_classes(snapshot, year)
        colours, title = main_colours(snapshot, year, theme), screen.text("factors.main_of", year=str(year))
        letters = [str(place + 1) for place in range(len(colours))]
    index, region = read_index(snapshot.folder), snapshot.region
    drawing = Drawing(
        geometry=addresses.geometry(snapshot.served, index[set_name(Level.MAHALLA, region)]),
        around=addresses.geometry(snapshot.served, index[set_name(Level.DISTRICT, region)]),
        names=addresses.names(snapshot.served, screen.lang),
        values=addresses.factors(snapshot.served, year, screen.lang),
        classes=written(classes, few),
        colours=colours,
        faint=[faint(colour, theme) for colour in colours] if few.any() else None,
        patterns=None,
        letters=letters,
        selected=screen.selection.area,
        focus=focus_of(screen.selection.area),
        scope=region,
        scope_of_around=region,
        look=addresses.look(screen.lang, theme),
        title=screen.text("map.map", title=title),
        failed=screen.text("map.failed"),
        words={"none": screen.text("panel.no_factors")},
    )
    show_drawing(drawing, key=KEY, height=HEIGHT)
    labels = _shares(screen) if factor else list(_names(screen, coloured(snapshot, year)))
    sizes = [int((classes == place).sum()) for place in range(len(colours))]
    rows = [
        legend_row(background(theme, "", colour), *row)
        for colour, *row in zip(colours, labels, map(str, sizes), strict=True)
    ]
    if few.any():
        ends = faint(colours[0], theme), faint(colours[-1], theme)
        rows.append(legend_row(background(theme, "veil", *ends), screen.text("factors.few"), str(int(few.sum()))))
    rows.append(legend_row(swatches(theme)["none"], screen.text("panel.no_factors"), str(int((classes < 0).sum()))))
    show_rows(screen, title, rows, legend_note(""), about="factors")


def _names(screen: Screen, factors: list[str]) -> Iterator[str]:
    for place, factor in enumerate(factors, start=1):
        yield f"{place} · {screen.text('factors.others') if factor == OTHERS else word_of(screen, 'factor', factor)}"


def _shares(screen: Screen) -> list[str]:
    ends = [0.0, *EDGES, 1.0]
    return [
        f"{wording.number(100 * low, screen.lang)}{wording.EN_DASH}{wording.per_cent(100 * high, screen.lang)}"
        for low, high in pairwise(ends)
    ]


# -------------------------------------------------------------- the tables


def _under(screen: Screen, area: str) -> pd.DataFrame:
    period = screen.selection.period
    return factors_under(screen.snapshot, area, period.year, period.last)


def _measures(screen: Screen, area: str, factor: str, count: int, state: str = "asked") -> Markup:
    """A number of measures that leads to their list."""
    only = MeasureFilter(quarter=str(screen.selection.period.last), state=state, factor=factor)
    number = wording.number(count, screen.lang)
    return to_measures(screen, number, only, area=area) if count else markup("{}", number)


def _ranked_title(screen: Screen, year: int) -> str:
    area = screen.selection.area
    whole = area if level_of(area) is not Level.MAHALLA else screen.snapshot.areas.at[area, "parent"]
    return f"{screen.area_name(str(whole))} · {screen.text('panel.factors', year=str(year))}"


def _ranked(screen: Screen, chosen: str) -> Markup:
    """The factors of the area (of a mahalla: its district), the most frequent first, with the measures against them."""
    area = screen.selection.area
    whole = area if level_of(area) is not Level.MAHALLA else str(screen.snapshot.areas.at[area, "parent"])
    found = _under(screen, whole)
    head = ("", *(screen.text(f"factors.{name}") for name in ("cases", "of_all", "asked", "overdue")))
    rows = [
        (
            _factor_link(screen, str(factor), chosen),
            wording.number(cases, screen.lang),
            wording.per_cent(100 * share, screen.lang),
            _measures(screen, whole, str(factor), int(asked)),
            _measures(screen, whole, str(factor), int(overdue), "overdue"),
        )
        for factor, cases, share, asked, overdue in found.itertuples(name=None)
    ]
    return table(rows, head)


def _factor_link(screen: Screen, factor: str, chosen: str) -> Markup:
    name = word_of(screen, "factor", factor)
    link = LINK.format("factors", along(page_path("factors"), {FACTOR: factor}), name)
    return markup("<b>{}</b>", name) if factor == chosen else link


def _by_district(screen: Screen, factor: str) -> Markup:
    """Of each district its main factor; of the chosen one its share, the largest first, and the measures against it."""
    children = screen.snapshot.children(screen.snapshot.region)
    names = children[name_column(screen.lang)]
    found = {str(code): _under(screen, str(code)) for code in children.index}
    picked = {code: _picked(frame, factor) for code, frame in found.items()}
    ordered = sorted(picked, key=lambda code: (-picked[code][1], code))
    head: tuple[str, ...] = (
        screen.text("districts.name"),
        screen.text("factors.main"),
        *(screen.text(f"factors.{one}") for one in ("of_all", "asked", "overdue")),
    )
    rows: list[tuple[object, ...]] = [
        (
            LINK.format("factors", along(page_path("factors"), {"area": code}), names[code]),
            word_of(screen, "factor", picked[code][0]) if picked[code][0] else wording.NOTHING,
            wording.per_cent(100 * picked[code][1], screen.lang),
            _measures(screen, code, picked[code][0], picked[code][2]),
            _measures(screen, code, picked[code][0], picked[code][3], "overdue"),
        )
        for code in ordered
    ]
    if factor:
        return table([(row[0], *row[2:]) for row in rows], (head[0], *head[2:]))
    return table(rows, head)


def _picked(found: pd.DataFrame, factor: str) -> tuple[str, float, int, int]:
    """The factor asked for, or the most frequent one: its code, share, measures asked for and overdue."""
    name = factor or (str(found.index[0]) if len(found) else "")
    if name not in found.index:
        return name, 0.0, 0, 0
    row = row_of(found, name)
    return name, float(row["share"]), int(row["asked"]), int(row["overdue"])
