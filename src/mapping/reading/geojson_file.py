"""Reading a boundary file: GeoJSON in WGS 84, one feature per area, codes and names as properties."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry import shape

from mapping.model.levels import Level
from mapping.model.problems import Problem
from mapping.model.schemas import AREA
from mapping.reading.half_signs import half_signs
from mapping.reading.raw import Cells, RawTable

FILES = {Level.REGION: "region.geojson", Level.DISTRICT: "districts.geojson", Level.MAHALLA: "mahallas.geojson"}
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_geojson(level: Level, content: bytes) -> tuple[RawTable | None, list[Problem]]:
    """The features of a level's file, or None with the problems that kept it from being read.

    Properties that the schema does not know are passed over. Rows are features, counted from 1.
    """
    file = FILES[level]
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_no_such_number)
        halves = half_signs(file, content, document)
        features = _features(document)
    except (ValueError, RecursionError) as fault:
        return None, [Problem(file, "file_broken", details={"reason": str(fault)})]
    if halves:
        return None, halves
    problems = _crs_problems(file, document) + _property_problems(file, features)
    geometry = np.full(len(features), None, dtype=object)
    for position, feature in enumerate(features):
        try:
            geometry[position] = _geometry(feature)
        except (
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            RecursionError,
            OverflowError,
            shapely.errors.ShapelyError,
        ) as fault:
            problems.append(_broken(file, position, feature, str(fault)))
    if problems:
        return None, problems
    return RawTable(AREA, file, _cells(features), np.arange(1, len(features) + 1), level, geometry), []


def _no_such_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON number")


def _features(document: Any) -> list[dict[str, Any]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise ValueError("not a GeoJSON FeatureCollection")
    if not all(isinstance(feature, dict) for feature in features):
        raise ValueError("a feature is not a JSON object")
    return features


def _crs_problems(file: str, document: dict[str, Any]) -> list[Problem]:
    named = document.get("crs")
    written = json.dumps(named, ensure_ascii=False)
    if named is None or any(name in written for name in _WGS84):
        return []
    return [Problem(file, "geometry_crs", column="crs", value=written)]


def _property_problems(file: str, features: list[dict[str, Any]]) -> list[Problem]:
    """A required property that no feature has is told once, like a column that a table lacks."""
    present = {name for feature in features for name in _properties(feature)}
    wanted = [column.name for column in AREA.columns if column.required]
    return [Problem(file, "column_missing", column=name) for name in wanted if name not in present]


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _geometry(feature: dict[str, Any]) -> shapely.Geometry | None:
    found = feature.get("geometry")
    return None if found is None else shapely.force_2d(shape(found))


def _broken(file: str, position: int, feature: dict[str, Any], reason: str) -> Problem:
    code = _text(_properties(feature).get("code"))
    return Problem(file, "geometry_broken", row=position + 1, column="geometry", value=code, details={"reason": reason})


def _cells(features: list[dict[str, Any]]) -> dict[str, Cells]:
    return {
        name: Cells.of(pa.array([_text(_properties(feature).get(name)) for feature in features], type=pa.string()))
        for name in AREA.names
    }


def _text(value: Any) -> str:
    """A property as text: a whole number loses nothing (a code typed as one), anything odd stays visible as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
