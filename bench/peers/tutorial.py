"""The way of the tutorials: folium.Choropleth, a GeoJson layer for the tooltip, st_folium; the files read once."""

from __future__ import annotations

import os

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from bench.peers.settings import MAP_HEIGHT, NAME, data_folder, geometry_file, start_level
from bench.region import NO_DATA, PALETTE, Figures, read_figures, scale_of

# Both forms are common: the tooltip on a second, transparent layer, or on the choropleth's own.
ONE_LAYER = os.environ.get("BENCH_ONE_LAYER") == "1"


@st.cache_data
def boundaries(level: str) -> gpd.GeoDataFrame:
    return gpd.read_file(geometry_file(level))[["code", "parent", NAME, "geometry"]]


@st.cache_data
def figures() -> Figures:
    return read_figures(data_folder())


def areas_shown(level: str, district: str | None, period: str) -> gpd.GeoDataFrame:
    areas = boundaries(level)
    if district is not None:
        areas = areas[areas["parent"] == district]
    known = figures()
    areas = areas.assign(count=known.counts[period].reindex(areas["code"]).to_numpy())
    areas["rate"] = [round(known.rate(code, period), 1) for code in areas["code"]]
    return areas


def draw(areas: gpd.GeoDataFrame) -> folium.Map:
    west, south, east, north = areas.total_bounds
    chart = folium.Map(tiles=None)  # no tile server can be reached
    chart.fit_bounds([[south, west], [north, east]])
    choropleth = folium.Choropleth(
        geo_data=areas,
        data=pd.DataFrame(areas[["code", "count"]]),
        columns=["code", "count"],
        key_on="feature.properties.code",
        bins=scale_of(areas["count"]).edges,
        fill_color=PALETTE,
        fill_opacity=0.8,
        line_opacity=0.3,
        nan_fill_color=NO_DATA,
        legend_name="Count",
    ).add_to(chart)
    tooltip = folium.GeoJsonTooltip([NAME, "count", "rate"], aliases=["Name", "Count", "Rate"])
    if ONE_LAYER:
        tooltip.add_to(choropleth.geojson)
    else:
        folium.GeoJson(areas, style_function=lambda _: {"fillOpacity": 0, "weight": 0}, tooltip=tooltip).add_to(chart)
    return chart


def main() -> None:
    st.set_page_config(layout="wide")
    periods = figures().periods
    period = st.sidebar.selectbox("Period", periods, index=len(periods) - 1)
    district = st.session_state.get("district")
    level = "mahalla" if district else start_level()
    areas = areas_shown(level, district, period)
    clicked = st_folium(
        draw(areas), key="map", height=MAP_HEIGHT, use_container_width=True, returned_objects=["last_active_drawing"]
    )
    chosen = (clicked.get("last_active_drawing") or {}).get("properties")
    if chosen and level == "district":
        st.session_state["district"] = chosen["code"]
        st.rerun()
    if chosen:
        st.sidebar.subheader(f"{chosen[NAME]} ({chosen['code']})")
        st.sidebar.metric("Count", chosen["count"])
        st.sidebar.metric("Rate per 100,000", chosen["rate"])


main()
