"""From checked texts to typed frames. Runs only when no check found anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.schemas import Form
from mapping.reading.raw import Cells, RawTable
from mapping.reading.shapes import geometries
from mapping.store.frames import dtypes, typed

_WGS84 = "EPSG:4326"


def frame_of(raw: RawTable) -> pd.DataFrame:
    """The rows with the types of `store.frames`; an empty cell is missing."""
    if raw.frame is not None:
        return raw.frame
    coded = [name for name, dtype in dtypes(raw.table).items() if dtype == "category"]
    columns = {
        column.name: _coded(cells) if column.name in coded else _column(cells, column.form)
        for column, cells in raw.columns()
    }
    return typed(pd.DataFrame(columns), raw.table)


def areas_of(layers: Mapping[Level, RawTable]) -> gpd.GeoDataFrame:
    """All levels in one frame: `level`, the columns of schemas.AREA, geometry; regions first, each in file order."""
    frames = []
    for level in Level:
        frame = frame_of(layers[level])
        frames.append(frame.assign(level=str(level)).astype({"level": "str"}))
    geometry = np.concatenate([geometries(layers[level]) for level in Level])
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry=geometry, crs=_WGS84)


def _column(cells: Cells, form: Form) -> Any:
    """Converts the distinct texts only, then puts them where they stand."""
    return _CONVERT.get(form, _texts)(cells.distinct).take(cells.codes)


def _coded(cells: Cells) -> pd.Categorical:
    return pd.Categorical(_texts(cells.distinct)).take(cells.codes)


def _texts(distinct: list[str]) -> Any:
    return pd.array([text or None for text in distinct], dtype="str")


def _numbers(distinct: list[str]) -> Any:
    return pd.array([int(text) if text else None for text in distinct], dtype="Int64")


def _days(distinct: list[str]) -> Any:
    return pd.array(np.array([text or "NaT" for text in distinct], dtype="datetime64[s]"))


def _flags(distinct: list[str]) -> Any:
    return np.array([text == "1" for text in distinct], dtype=bool)


_CONVERT: dict[Form, Callable[[list[str]], Any]] = {
    Form.COUNT: _numbers,
    Form.SHARE: _numbers,
    Form.YEAR: _numbers,
    Form.DATE: _days,
    Form.FLAG: _flags,
}
