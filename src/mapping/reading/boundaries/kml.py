"""KML: placemarks with their extended data; coordinates are WGS 84 by the standard (OGC 12-007r2, 9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from mapping.model.problems import Problem
from mapping.reading.boundaries.features import WGS84, Features, attribute_table
from mapping.reading.boundaries.geojson import GEOMETRY_BROKEN, NO_FEATURES, TOO_DEEP
from mapping.reading.files.limits import check_points, refuse
from mapping.reading.files.recognition import BROKEN

_DEEPEST = 200


def read_kml(path: Path) -> Features:
    """The placemarks of a KML file. Raises Refused when it is not one."""
    check_points(path, b",")
    try:
        placemarks = list(_placemarks(path))
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault
    if not placemarks:
        raise refuse(path.name, NO_FEATURES)
    geometry = np.full(len(placemarks), None, dtype=object)
    problems = []
    for position, placemark in enumerate(placemarks):
        try:
            geometry[position] = _geometry(placemark)
        except (ValueError, shapely.errors.ShapelyError) as fault:
            details = {"reason": str(fault)}
            problems.append(Problem(path.name, GEOMETRY_BROKEN, position + 1, "geometry", details=details))
    return Features(path.name, attribute_table([_data(one) for one in placemarks]), geometry, WGS84, problems)


def _placemarks(path: Path) -> Iterator[ET.Element]:
    depth = 0
    for event, element in ET.iterparse(path, events=("start", "end")):  # noqa: S314 (expat bounds entity expansion)
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise refuse(path.name, TOO_DEEP)
        if event == "end" and _tag(element) == "Placemark":
            yield element


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _data(placemark: ET.Element) -> dict[str, str]:
    """`name`, and what stands in ExtendedData."""
    found: dict[str, str] = {}
    for element in placemark.iter():
        match _tag(element):
            case "name" if "name" not in found:
                found["name"] = (element.text or "").strip()
            case "SimpleData":
                found[element.get("name", "")] = (element.text or "").strip()
            case "Data":
                value = next((child.text for child in element if _tag(child) == "value"), None)
                found[element.get("name", "")] = (value or "").strip()
    return found


def _geometry(placemark: ET.Element) -> shapely.Geometry | None:
    """All geometries of a placemark; a collection when there are several, None when there is none."""
    found = [shape for element in placemark.iter() if (shape := _shape(element)) is not None]
    if len(found) > 1:
        return shapely.geometrycollections(found)
    return found[0] if found else None


def _shape(element: ET.Element) -> shapely.Geometry | None:
    match _tag(element):
        case "Polygon":
            rings = [(part, _coordinates(part)) for part in element if _tag(part).endswith("BoundaryIs")]
            outer = [ring for part, ring in rings if _tag(part) == "outerBoundaryIs"]
            inner = [ring for part, ring in rings if _tag(part) == "innerBoundaryIs"]
            return shapely.Polygon(outer[0] if outer else None, inner or None)
        case "Point":
            return shapely.points(_coordinates(element))[0]
        case "LineString":
            return shapely.linestrings(_coordinates(element))
    return None


def _coordinates(element: ET.Element) -> np.ndarray:
    """Longitude and latitude of every tuple below an element, shape (n, 2)."""
    text = next((child.text for child in element.iter() if _tag(child) == "coordinates"), None) or ""
    pairs = [tuple(float(part) for part in one.split(",")[:2]) for one in text.split()]
    found = np.array(pairs, dtype="float64").reshape(-1, 2)
    if not np.isfinite(found).all():
        raise ValueError("a coordinate is not a finite number")
    return found
