"""Building the demonstration region: boundaries to `geo/`, tables to `data/`."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapping.demo.detail import detailed
from mapping.demo.districts import make_districts
from mapping.demo.errors import NotBuilt
from mapping.demo.given import read_districts
from mapping.demo.mahallas import make_mahallas
from mapping.demo.names import mahalla_names
from mapping.demo.places import MAHALLAS, REGION_CODE, REGION_NAMES, UNITS, Names, Unit
from mapping.demo.projection import Floats, Geometries, Ints
from mapping.demo.sources import geo_sources
from mapping.demo.tables import write_tables
from mapping.demo.tiling import joined
from mapping.model.levels import Level

SEED = 1710
VALID_FROM = "2023-01-01"
FILES = {Level.REGION: "region.geojson", Level.DISTRICT: "districts.geojson", Level.MAHALLA: "mahallas.geojson"}
_NAME_COLUMNS = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")


def build(out: Path, *, seed: int = SEED, mahallas: int = MAHALLAS, districts: Path | None = None) -> None:
    """Write `out/geo` and `out/data`; the same arguments write the same bytes.

    `districts` is a file of district polygons to build on, matched by name and repaired first; without it the
    districts are invented too. Raises Refused when that file cannot be used, OSError where nothing can
    be written, NotBuilt for fewer mahallas than there are districts or where too little room or too few crimes come out.
    """
    if mahallas < len(UNITS):
        raise NotBuilt(f"{mahallas} mahallas: every one of the {len(UNITS)} districts and cities needs one")
    for folder in ("geo", "data"):  # before the long work
        (out / folder).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    units = read_districts(districts) if districts else make_districts(rng)
    areas = make_areas(rng, units, mahallas, invented=districts is None)
    write_boundaries(out / "geo", areas)
    (out / "geo" / "SOURCES.md").write_text(geo_sources(areas, seed, invented=districts is None), encoding="utf-8")
    write_tables(out / "data", areas, seed=seed)


def make_areas(rng: np.random.Generator, units: Geometries, mahallas: int, *, invented: bool) -> gpd.GeoDataFrame:
    """All areas of all levels: code, parent, level, names, valid_from, geometry (WGS 84); wider ones are unions.

    Of districts that are not `invented` the borders stay as given.
    """
    counts = shares(mahallas)
    coarse, owners = make_mahallas(rng, units, counts, _towns(units, invented=invented))
    shapes = detailed(rng, coarse, owners, keep_districts=not invented)
    names = mahalla_names(rng, owners)
    numbers = np.concatenate([np.arange(1, count + 1) for count in counts])
    districts = joined(shapes, owners, len(UNITS))
    region = shapely.coverage_union_all(shapes)
    rows = [(REGION_CODE, "", Level.REGION, REGION_NAMES)]
    rows += [(unit.code, REGION_CODE, Level.DISTRICT, unit.names) for unit in UNITS]
    rows += [
        (f"{_unit(owner).code}{number:03d}", _unit(owner).code, Level.MAHALLA, name)
        for owner, number, name in zip(owners, numbers, names, strict=True)
    ]
    return gpd.GeoDataFrame(_table(rows), geometry=[region, *districts, *shapes], crs="EPSG:4326")


def shares(mahallas: int) -> Ints:
    """How many mahallas each unit gets: in proportion to its known share, at least one, adding up exactly."""
    weights = np.array([unit.share for unit in UNITS], dtype=float)
    exact = 1 + (mahallas - len(UNITS)) * (weights - 1) / (weights - 1).sum()
    counts = np.floor(exact).astype(np.int64)
    short = mahallas - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:short]] += 1
    return np.asarray(counts, dtype=np.int64)


def write_boundaries(folder: Path, areas: gpd.GeoDataFrame) -> None:
    """One GeoJSON file per level, a line per area, coordinates with five decimals as they were tiled."""
    for level, file in FILES.items():
        rows = areas[areas["level"] == level]
        properties = rows.drop(columns=["geometry", "level"]).to_dict("records")
        geometry = shapely.to_geojson(rows.geometry.to_numpy())
        lines = [
            f'{{"type":"Feature","properties":{json.dumps(values, ensure_ascii=False)},"geometry":{shape}}}'
            for values, shape in zip(properties, geometry, strict=True)
        ]
        text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
        (folder / file).write_text(text, encoding="utf-8")


def _unit(index: int) -> Unit:
    return UNITS[int(index)]


def _table(rows: list[tuple[str, str, Level, Names]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (code, parent, str(level), names.uz_latn, names.uz_cyrl, names.ru, names.en, VALID_FROM)
            for code, parent, level, names in rows
        ],
        columns=["code", "parent", "level", *_NAME_COLUMNS, "valid_from"],
    )


def _towns(units: Geometries, *, invented: bool) -> Floats:
    """Where each unit's town lies: at its known centre; in given districts at a point surely inside."""
    if invented:
        return np.array([[unit.lon, unit.lat] for unit in UNITS])
    return np.asarray(shapely.get_coordinates(shapely.point_on_surface(units)), dtype=np.float64)
