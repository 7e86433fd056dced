"""GeoJSON as it is met: collections and single features, bare geometries, GeometryCollections, the old `crs` member."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry import shape

from mapping.model.problems import Problem, Refused
from mapping.reading.boundaries.features import WGS84, Features, attribute_table
from mapping.reading.files.limits import check_points, refuse
from mapping.reading.files.recognition import BROKEN
from mapping.reading.half_signs import half_signs
from mapping.reading.registry import Severity, declare

TOO_DEEP = declare(
    "nested_too_deep", Severity.MUST, "1.7", "Nothing in a file is nested deeper than a few hundred times."
)
NO_FEATURES = declare("features_none", Severity.MUST, "2.1", "A boundary file holds at least one feature.")
GEOMETRY_BROKEN = declare("boundary_broken", Severity.MUST, "2.2", "The coordinates of every feature can be read.")
CRS_UNKNOWN = declare(
    "crs_unknown", Severity.MUST, "2.3", "The coordinate system is named in a form that can be looked up."
)
_GEOMETRY_FAULTS = (ValueError, TypeError, LookupError, AttributeError, OverflowError, shapely.errors.ShapelyError)


def read_geojson(path: Path) -> Features:
    """The features of a GeoJSON file. Raises Refused when it is not one."""
    check_points(path, b"[")
    try:
        content = path.read_bytes()
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_such_number)
        if halves := half_signs(path.name, content, document):
            raise Refused(halves)
        found = list(_features(document))
    except RecursionError as fault:
        raise refuse(path.name, TOO_DEEP) from fault
    except ValueError as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault
    if not found:
        raise refuse(path.name, NO_FEATURES)
    properties = [one["properties"] if isinstance(one.get("properties"), dict) else {} for one in found]
    geometry, problems = _geometries(path.name, [one.get("geometry") for one in found])
    return Features(path.name, attribute_table(properties), geometry, _crs(path.name, document), problems)


def _no_such_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON number")


def _features(document: Any) -> Iterator[Mapping[str, Any]]:
    """The features of any kind of GeoJSON document; a bare geometry is a feature without attributes."""
    if not isinstance(document, dict) or not isinstance(document.get("type"), str):
        raise ValueError("not a GeoJSON object")  # noqa: TRY004 (what is wrong is the file)
    if document["type"] == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
            raise ValueError("features is not a list of objects")
        yield from features
    elif document["type"] == "Feature":
        yield document
    elif document["type"] == "GeometryCollection" and isinstance(document.get("geometries"), list):
        yield from ({"geometry": one} for one in document["geometries"])
    elif "coordinates" in document:
        yield {"geometry": document}
    else:
        raise ValueError(f"{document['type'][:40]!r} is no type of GeoJSON")


def _geometries(file: str, found: list[Any]) -> tuple[np.ndarray, list[Problem]]:
    geometry = np.full(len(found), None, dtype=object)
    problems = []
    for position, one in enumerate(found):
        try:
            geometry[position] = None if one is None else _finite(shapely.force_2d(shape(one)))
        except RecursionError as fault:
            raise refuse(file, TOO_DEEP, row=position + 1) from fault
        except _GEOMETRY_FAULTS as fault:
            problems.append(Problem(file, GEOMETRY_BROKEN, position + 1, "geometry", details={"reason": str(fault)}))
    return geometry, problems


def _finite(geometry: shapely.Geometry) -> shapely.Geometry:
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise ValueError("a coordinate is not a finite number")
    return geometry


def _crs(file: str, document: Mapping[str, Any]) -> CRS | None:
    """What `crs` names; WGS 84 where there is none, as the standard has it."""
    named = document.get("crs")
    if named is None:
        return WGS84
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    try:
        return CRS.from_user_input(name)
    except (CRSError, TypeError, ValueError) as fault:
        value = json.dumps(named, ensure_ascii=False)[:200]
        raise refuse(file, CRS_UNKNOWN, value=value) from fault
