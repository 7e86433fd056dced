"""A Bokeh server app: patches, and a patch of the fill colours alone when the period changes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from bokeh.io import curdoc
from bokeh.layouts import column, row
from bokeh.models import ColumnDataSource, Div, Range1d, Select
from bokeh.plotting import figure

from bench.peers import read_once, settings
from bench.region import scale_of


def outline(shape: shapely.Geometry) -> np.ndarray:
    """The outer rings of an area, parts set apart by a row of NaN, as patches want it."""
    rings = [shapely.get_coordinates(part.exterior) for part in shapely.get_parts(shape)]
    gap = np.full((1, 2), np.nan)
    return np.concatenate([piece for ring in rings for piece in (gap, ring)][1:])


class Page:
    """One session's map, its controls and what they do."""

    def __init__(self) -> None:
        self.figures = read_once.figures()
        self.level = settings.start_level()
        self.period = Select(title="Period", value=self.figures.periods[-1], options=self.figures.periods)
        self.panel = Div(text="", width=300)
        self.source = ColumnDataSource()
        self.plot = figure(
            width=settings.MAP_WIDTH,
            height=settings.MAP_HEIGHT,
            x_range=Range1d(),
            y_range=Range1d(),
            tools="pan,wheel_zoom,tap",
        )
        self.show(read_once.areas(self.level))
        self.plot.patches(
            "xs",
            "ys",
            source=self.source,
            fill_color="fill",
            line_color="black",
            line_alpha=0.3,
            line_width=1,
            nonselection_fill_alpha=1,
            nonselection_line_alpha=0.3,
        )
        self.period.on_change("value", self.recolour)
        self.source.selected.on_change("indices", self.answer_click)

    def fills(self, codes: list[str]) -> list[str]:
        counts = self.figures.counts[self.period.value].reindex(codes)
        scale = scale_of(counts)
        return [scale.colour(count) for count in counts]

    def show(self, areas: gpd.GeoDataFrame) -> None:
        rings = [outline(shape) for shape in areas.geometry]
        codes = areas["code"].tolist()
        west, south, east, north = areas.total_bounds
        self.plot.x_range.update(start=west, end=east)
        self.plot.y_range.update(start=south, end=north)
        self.source.data = {
            "xs": [ring[:, 0] for ring in rings],
            "ys": [ring[:, 1] for ring in rings],
            "fill": self.fills(codes),
            "code": codes,
            "name": areas[settings.NAME].tolist(),
        }

    def recolour(self, _attribute: str, _old: str, _new: str) -> None:
        self.source.patch({"fill": [(slice(None), self.fills(self.source.data["code"]))]})

    def answer_click(self, _attribute: str, _old: list[int], new: list[int]) -> None:
        if not new:
            return
        code, name = self.source.data["code"][new[0]], self.source.data["name"][new[0]]
        if self.level == "district":
            self.level = "mahalla"
            mahallas = read_once.areas("mahalla")
            self.source.selected.indices = []
            self.show(mahallas[mahallas["parent"] == code])
            return
        count, rate = self.figures.counts.loc[code, self.period.value], self.figures.rate(code, self.period.value)
        self.panel.text = f"<b>{name} ({code})</b><br>Count {count:.0f}<br>Rate per 100,000 {rate:.1f}"

    def layout(self) -> Any:
        return row(self.plot, column(self.period, self.panel))


curdoc().add_root(Page().layout())
