"""Dash with dash-leaflet: GeoJSON by URL, coloured in the browser by a function that reads `hideout`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dash_leaflet as dl
import geopandas as gpd
from dash import Dash, Input, Output, State, callback, dcc, html
from dash_extensions.javascript import assign

from bench.peers.settings import MAP_HEIGHT, NAME, data_folder, geometry_file, start_level
from bench.region import NO_DATA, read_figures, scale_of

ASSETS = Path("assets").resolve()  # where dash_extensions writes the functions, too
FIGURES = read_figures(data_folder())
PERIODS = FIGURES.periods
STYLE = {"weight": 1, "opacity": 0.3, "color": "black", "fillOpacity": 0.8}

colour_by_class = assign(
    """function(feature, context) {
        const {edges, colours, missing, style, period} = context.hideout;
        const count = feature.properties[period];
        let colour = count === null || count === undefined ? missing : colours[0];
        for (let i = 1; i < colours.length; i++) {
            if (count >= edges[i]) colour = colours[i];
        }
        return {...style, fillColor: colour};
    }"""
)


def read_areas(level: str) -> gpd.GeoDataFrame:
    """The areas of a level with one column of counts per period."""
    areas = gpd.read_file(geometry_file(level))[["code", "parent", NAME, "geometry"]]
    return areas.merge(FIGURES.counts[PERIODS], left_on="code", right_index=True, how="left")


def write_assets() -> dict[str, list[str]]:
    """Write the files that the page loads, one for the start and one per district; the codes in each."""
    mahallas = read_areas("mahalla")
    start = mahallas if start_level() == "mahalla" else read_areas("district")
    sets = {"start": start}
    if start_level() == "district":
        sets |= {str(parent): inside for parent, inside in mahallas.groupby("parent")}
    for name, areas in sets.items():
        (ASSETS / f"{name}.geojson").write_text(areas.to_json(drop_id=True), encoding="utf-8")
    return {name: areas["code"].tolist() for name, areas in sets.items()}


CODES = write_assets()


def hideout(shown: str, period: str) -> dict[str, Any]:
    scale = scale_of(FIGURES.counts[period].reindex(CODES[shown]))
    return {"edges": scale.edges, "colours": scale.colours, "missing": NO_DATA, "style": STYLE, "period": period}


app = Dash(__name__, assets_folder=str(ASSETS), serve_locally=True)
app.layout = html.Div(
    [
        dcc.Store(id="shown", data="start"),
        dcc.Dropdown(PERIODS, PERIODS[-1], id="period", clearable=False, searchable=False),
        html.Div(id="panel", style={"height": 60}),
        dl.Map(
            dl.GeoJSON(
                id="areas",
                url="/assets/start.geojson",
                style=colour_by_class,
                hideout=hideout("start", PERIODS[-1]),
                zoomToBounds=True,
            ),
            center=(38.8, 66.3),
            zoom=8,
            style={"height": MAP_HEIGHT},
        ),
    ]
)


@callback(Output("areas", "hideout"), Input("period", "value"), Input("shown", "data"), prevent_initial_call=True)
def recolour(period: str, shown: str) -> dict[str, Any]:
    return hideout(shown, period)


@callback(
    Output("panel", "children"),
    Output("areas", "url"),
    Output("shown", "data"),
    Input("areas", "clickData"),
    State("period", "value"),
    State("shown", "data"),
    State("areas", "url"),
    prevent_initial_call=True,
)
def answer_click(feature: dict[str, Any], period: str, shown: str, url: str) -> tuple[Any, str, str]:
    code, name = feature["properties"]["code"], feature["properties"][NAME]
    if shown == "start" and start_level() == "district":
        return "", f"/assets/{code}.geojson", code
    count, rate = FIGURES.counts.loc[code, period], FIGURES.rate(code, period)
    panel = [html.B(f"{name} ({code})"), html.Div(f"Count {count:.0f}, rate per 100,000 {rate:.1f}")]
    return panel, url, shown


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=os.environ["BENCH_PORT"], debug=False)
