"""Files read once per process; `bokeh serve` runs its app anew for every session, imported modules stay."""

from __future__ import annotations

import functools

import geopandas as gpd

from bench.peers.settings import data_folder, geometry_file
from bench.region import Figures, read_figures


@functools.cache
def areas(level: str) -> gpd.GeoDataFrame:
    return gpd.read_file(geometry_file(level))


@functools.cache
def figures() -> Figures:
    return read_figures(data_folder())
