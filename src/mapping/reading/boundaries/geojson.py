"""GeoJSON as it is met: collections and single features, bare geometries, GeometryCollections, the old `crs` member."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

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


class Document(NamedTuple):
    """A GeoJSON document: its type and `crs` member; properties and geometries by feature, None where one cannot be read."""

    type: str
    crs: Any
    properties: list[Mapping[str, Any]]
    geometry: np.ndarray
    problems: list[Problem]


def read_geojson(path: Path) -> Features:
    """The features of a GeoJSON file. Raises Refused when it is not one."""
    check_points(path, b"[")
    document = read_document(path.name, path.read_bytes())
    if not document.properties:
        raise refuse(path.name, NO_FEATURES)
    attributes = attribute_table(document.properties)
    return Features(path.name, attributes, document.geometry, _crs(path.name, document.crs), document.problems)


def read_document(file: str, content: bytes) -> Document:
    """What a GeoJSON document holds. Raises Refused when it is none, or holds half a sign."""
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_such_number)
        if halves := half_signs(file, content, document):
            raise Refused(halves)
        found = list(_features(document))
    except RecursionError as fault:
        raise refuse(file, TOO_DEEP, reason=fault) from fault
    except ValueError as fault:
        raise refuse(file, BROKEN, reason=fault) from fault
    properties = [one["properties"] if isinstance(one.get("properties"), dict) else {} for one in found]
    geometry, problems = _geometries(file, [one.get("geometry") for one in found])
    return Document(document["type"], document.get("crs"), properties, geometry, problems)


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
            raise refuse(file, TOO_DEEP, row=position + 1, reason=fault) from fault
        except _GEOMETRY_FAULTS as fault:
            problems.append(Problem(file, GEOMETRY_BROKEN, position + 1, "geometry", details={"reason": str(fault)}))
    return geometry, problems


def _finite(geometry: shapely.Geometry) -> shapely.Geometry:
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise ValueError("a coordinate is not a finite number")
    return geometry


def _crs(file: str, named: Any) -> CRS | None:
    """What a `crs` member names; WGS 84 where there is none, as the standard has it."""
    if named is None:
        return WGS84
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    try:
        return CRS.from_user_input(name)
    except (CRSError, TypeError, ValueError) as fault:
        value = json.dumps(named, ensure_ascii=False)[:200]
        raise refuse(file, CRS_UNKNOWN, value=value) from fault
