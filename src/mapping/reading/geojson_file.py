"""Reading a boundary file of the dataset: GeoJSON in WGS 84, one feature per area, codes and names as properties."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from mapping.model.levels import Level
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import AREA
from mapping.reading.boundaries.geojson import Document, OtherJson, read_document
from mapping.reading.raw import Cells, RawTable

FILES = {Level.REGION: "region.geojson", Level.DISTRICT: "districts.geojson", Level.MAHALLA: "mahallas.geojson"}
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_layer(level: Level, content: bytes) -> tuple[RawTable | None, list[Problem]]:
    """The features of a level's file, or None with the problems that kept it from being read.

    Properties that the schema does not know are passed over. Rows are features, counted from 1.
    """
    file = FILES[level]
    try:
        document = read_document(file, content)
    except OtherJson as other:
        return None, [Problem(file, "file_broken", details={"reason": f"{other.driver}, not GeoJSON"})]
    except Refused as refused:
        halves = [problem for problem in refused.problems if problem.rule == "control_sign"]
        return None, halves or [replace(problem, rule="file_broken") for problem in refused.problems]
    if document.type != "FeatureCollection":
        return None, [Problem(file, "file_broken", details={"reason": "not a GeoJSON FeatureCollection"})]
    problems = _crs_problems(file, document.crs) + _missing(file, document.properties) + _broken(document)
    if problems:
        return None, problems
    rows = np.arange(1, len(document.properties) + 1)
    return RawTable(AREA, file, _cells(document.properties), rows, level, document.geometry), []


def _crs_problems(file: str, named: Any) -> list[Problem]:
    written = json.dumps(named, ensure_ascii=False)
    if named is None or any(name in written for name in _WGS84):
        return []
    return [Problem(file, "geometry_crs", column="crs", value=written)]


def _missing(file: str, properties: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """A required property that no feature has is told once, like a column that a table lacks."""
    present = {name for one in properties for name in one}
    wanted = [column.name for column in AREA.columns if column.required]
    return [Problem(file, "column_missing", column=name) for name in wanted if name not in present]


def _broken(document: Document) -> list[Problem]:
    """Coordinates that cannot be read, each with the code of its area."""
    codes = {row: _text(one.get("code")) for row, one in enumerate(document.properties, start=1)}
    return [replace(one, rule="geometry_broken", value=codes.get(one.row or 0)) for one in document.problems]


def _cells(properties: Sequence[Mapping[str, Any]]) -> dict[str, Cells]:
    return {
        name: Cells.of(pa.array([_text(one.get(name)) for one in properties], type=pa.string())) for name in AREA.names
    }


def _text(value: Any) -> str:
    """A property as text: a whole number loses nothing (a code typed as one), anything odd stays visible as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
