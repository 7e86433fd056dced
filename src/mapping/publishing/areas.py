"""Boundaries that were brought, put over those that are there.

A file states the parts of every area it touches: what it lacks of them is gone. An area that has parts has their
outline, so that levels fit exactly; one that nobody brought is made from its parts, named by the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import alifbo
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level, parent_of
from mapping.model.locale import Lang, name_column
from mapping.model.schemas import AREA
from mapping.reading.boundaries.projection import square_metres
from mapping.reading.matching import registered_names

_DIGITS = {Level.REGION: REGION_DIGITS, Level.DISTRICT: DISTRICT_DIGITS}
_NAMES = [name_column(lang) for lang in Lang]


def put_over(
    areas: gpd.GeoDataFrame, brought: Iterable[gpd.GeoDataFrame], moved: Mapping[str, shapely.Geometry] | None = None
) -> gpd.GeoDataFrame:
    """The areas with each frame brought (code, level, name, names by script, geometry) put over them, regions first; as they are
    where none is brought.

    Frames of one level are one: together they state the parts of the areas they touch. `moved` are new outlines, by code,
    of areas that stay.
    """
    frames = [frame for frame in brought if len(frame)]
    if not frames:
        return areas
    if moved:
        outlines = [moved.get(code, outline) for code, outline in zip(areas["code"], areas.geometry, strict=True)]
        areas = areas.set_geometry(gpd.GeoSeries(outlines, index=areas.index, crs="EPSG:4326"))
    for level in Level:
        of_level = [_described(frame, areas) for frame in frames if frame["level"].iloc[0] == level]
        if of_level:
            new = gpd.GeoDataFrame(pd.concat(of_level, ignore_index=True), crs="EPSG:4326")
            areas = _replaced(areas, new.drop_duplicates("code", keep="last", ignore_index=True))
    for level in (Level.DISTRICT, Level.REGION):
        areas = _fitted(areas, level)
    order = areas["level"].map(list(Level).index)
    return areas.assign(order=order).sort_values(["order", "code"]).drop(columns="order").reset_index(drop=True)


def _described(frame: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame in the columns of schemas.AREA: names as given by script, else as known, else the one name respelt."""
    known = {code: names for code, *names in areas[["code", *_NAMES]].itertuples(index=False)}
    rows = [
        _names_of(code, known) or _spelt(name)
        for code, name in zip(frame["code"], frame["name"].fillna(""), strict=True)
    ]
    told = pd.DataFrame(rows, columns=_NAMES)
    for name in set(_NAMES) & set(frame.columns):
        given = frame[name].fillna("").reset_index(drop=True)
        told[name] = given.where(given != "", told[name])
    told = told.assign(
        code=frame["code"].to_numpy(), parent=[parent_of(code) or "" for code in frame["code"]],
        level=frame["level"].to_numpy(), valid_from=None,
    )  # fmt: skip
    return gpd.GeoDataFrame(told[[*AREA.names, "level"]], geometry=frame.geometry.to_numpy(), crs="EPSG:4326")


def _names_of(code: str, known: Mapping[str, list[Any]]) -> list[str] | None:
    if code in known:
        return [str(name) if name else "" for name in known[code]]
    return registered_names(code)


@lru_cache(maxsize=50_000)
def _spelt(name: str) -> tuple[str, ...]:
    """A name in one script in both; the Russian page shows the Cyrillic one until someone brings a Russian name."""
    if any("а" <= sign <= "я" or sign in "ёўқғҳ" for sign in name.lower()):
        latin, cyrillic = _latin_of(name), name
    else:
        latin, cyrillic = name, alifbo.to_cyrillic(name).text
    return (latin, cyrillic, cyrillic, "")


def _latin_of(name: str) -> str:
    """A name in Uzbek Cyrillic in the official Latin letters, with the apostrophes that all texts here have."""
    official = alifbo.to_old_latin(alifbo.from_cyrillic(name).text).text
    return str(official).translate({0x02BB: "‘", 0x02BC: "’"})


def _replaced(areas: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    level, parents = new["level"].iloc[0], set(new["parent"])
    stays = (areas["level"] != level) | ~(areas["parent"].isin(parents) | areas["code"].isin(new["code"]))
    kept = areas[stays]
    return new if kept.empty else gpd.GeoDataFrame(pd.concat([kept, new], ignore_index=True), crs="EPSG:4326")


def _fitted(areas: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """The areas with the outlines of a level made from its parts, where it has any."""
    parts = areas[areas["parent"].fillna("").str.len() == _DIGITS[level]]
    outlines = {
        str(code): shapely.coverage_union_all(part.geometry.to_numpy()) for code, part in parts.groupby("parent")
    }
    if not outlines:
        return areas
    drawn = areas.geometry.to_numpy().copy()
    for place, code in enumerate(areas["code"]):
        drawn[place] = outlines.get(code, drawn[place])
    areas = areas.set_geometry(gpd.GeoSeries(drawn, index=areas.index, crs="EPSG:4326"))
    absent = sorted(outlines.keys() - set(areas["code"]))
    if not absent:
        return areas
    made = gpd.GeoDataFrame(
        {"code": absent, "level": str(level), "name": absent},
        geometry=[outlines[code] for code in absent],
        crs="EPSG:4326",
    )
    return gpd.GeoDataFrame(pd.concat([areas, _described(made, areas)], ignore_index=True), crs="EPSG:4326")


def same_outlines(areas: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> bool:
    """Whether two frames have the same areas, drawn alike to the last digit."""
    one, other = (frame.sort_values("code") for frame in (areas, others))
    if one["code"].tolist() != other["code"].tolist():
        return False
    return bool(shapely.equals_identical(one.geometry.to_numpy(), other.geometry.to_numpy()).all())


def differs(brought: shapely.Geometry, made: shapely.Geometry) -> dict[str, str]:
    """By how much an outline that was brought differs from the one made of the parts, as messages say it: `m2`, `percent`."""
    whole = np.array([brought, made], dtype=object)
    if not shapely.is_valid(whole).all():
        return {"m2": "?", "percent": "?"}
    changed, size = square_metres(np.array([shapely.symmetric_difference(*whole), made], dtype=object))
    return {"m2": f"{changed:.0f}", "percent": f"{100 * changed / size:.1f}" if size else "?"}
