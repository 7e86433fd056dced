"""The view for geographic software: GeoJSON (RFC 7946) and GeoPackage (OGC 12-128r19), both in WGS 84.

Columns have the codes of `maps.view` whatever the language; what is missing, hidden or infinite is null.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from mapping.export.packs.view_facts import facts, title, view_of
from mapping.model.locale import Lang
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.views.map.palettes import INK, Theme
from mapping.views.map.table import view_table
from mapping.views.map.view import NO_CLASS, View, colours, compute, faint_colours

THEME: Theme = "light"
ABOUT = "about"


def geojson_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """A FeatureCollection (UTF-8) of the areas that a file of the area draws, `id` being the code.

    Outer rings run anticlockwise. `fill` (simplestyle) is the colour on the map. The member `about` holds the filters
    by code, each with its name and value in words; so do the columns that are the same in every row.
    Raises KeyError for an unknown area.
    """
    frame, chosen = _frame(snapshot, selection, area, lang)
    shapes = shapely.to_geojson(shapely.orient_polygons(frame.geometry.to_numpy()))
    rows = frame.drop(columns="geometry").astype("object").where(lambda cells: cells.notna(), None).to_dict("records")
    features = ",\n".join(
        f'{{"type":"Feature","id":{_written(row["code"])},"properties":{_written(row)},"geometry":{shape}}}'
        for row, shape in zip(rows, shapes, strict=True)
    )
    about = {one.code: {"name": one.name, "value": one.value} for one in facts(snapshot, chosen)}
    head = {
        "name": title(snapshot, chosen),
        "about": about | {"filters": chosen.to_query()},
        "bbox": frame.total_bounds.tolist(),
    }
    return f'{{"type":"FeatureCollection",{_written(head)[1:-1]},"features":[\n{features}\n]}}\n'.encode()


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def geopackage_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """A GeoPackage with a layer named for the level drawn, and the table `about`: code, name, value of each filter.

    The same facts stand in its metadata. Raises KeyError for an unknown area.
    """
    frame, chosen = _frame(snapshot, selection, area, lang)
    known = facts(snapshot, chosen)
    about = pd.DataFrame({"code": [one.code for one in known], "name": [one.name for one in known],
                          "value": [one.value for one in known]})  # fmt: skip
    layer = f"{chosen.drawn_level}s"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "view.gpkg"
        pyogrio.write_dataframe(
            frame, path, layer=layer, geometry_type="MultiPolygon", promote_to_multi=True,
            layer_metadata={"IDENTIFIER": title(snapshot, chosen)},
            dataset_metadata={one.code: one.value for one in known},
        )  # fmt: skip
        pyogrio.write_dataframe(about, path, layer=ABOUT)
        return path.read_bytes()


def _frame(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> tuple[gpd.GeoDataFrame, Selection]:
    """The rows with value, colour and shape, by code; and the selection that they draw."""
    chosen = view_of(selection, area, lang)
    view = compute(snapshot, chosen)
    rows = view_table(snapshot, chosen, view).assign(fill=_fills(chosen, view))
    if "value" in view.frame:
        rows.insert(list(rows.columns).index("class"), "value", view.frame["value"].to_numpy())
    numbers = [name for name in rows.columns if pd.api.types.is_float_dtype(rows[name].dtype)]
    rows[numbers] = rows[numbers].replace([np.inf, -np.inf], np.nan)
    shapes = snapshot.geometry(chosen.drawn_level).set_index("code").geometry
    return gpd.GeoDataFrame(rows, geometry=shapes.loc[rows["code"]].to_numpy(), crs=shapes.crs), chosen


def _fills(selection: Selection, view: View) -> list[str]:
    """The colour in which each area is drawn on a light ground."""
    sure = colours(selection, view, THEME)
    faint = faint_colours(selection, view, THEME) or sure
    ground = INK[THEME].none_ground
    return [
        ground if place == NO_CLASS else (faint if unsure else sure)[place]
        for place, unsure in zip(view.classes, view.unsure, strict=True)
    ]
