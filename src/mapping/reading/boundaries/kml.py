"""KML: placemarks with their extended data; coordinates are WGS 84 by the standard (OGC 12-007r2, 9.1)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from mapping.model.problems import Problem
from mapping.reading.boundaries.features import WGS84, Features, attribute_table
from mapping.reading.boundaries.geojson import GEOMETRY_BROKEN, NO_FEATURES, TOO_DEEP
from mapping.reading.files.limits import MOST_POINTS, MOST_TAGS, POINTS, TAGS, check_archive, refuse, unpack
from mapping.reading.files.recognition import BROKEN

_DEEPEST = 200


def read_kml(path: Path) -> Features:
    """The placemarks of a KML file, also one packed as KMZ. Raises Refused when it is not one."""
    content = _content(path)
    for mark, most, rule in ((b",", MOST_POINTS * 2, POINTS), (b"<", MOST_TAGS, TAGS)):
        if content.count(mark) > most:
            raise refuse(path.name, rule, value=f">{most}", most=most)
    properties: list[dict[str, str]] = []
    shapes: list[shapely.Geometry | None] = []
    problems = []
    try:
        for row, placemark in enumerate(_placemarks(path.name, content), start=1):
            properties.append(_data(placemark))
            try:
                shapes.append(_geometry(placemark))
            except (ValueError, shapely.errors.ShapelyError) as fault:
                shapes.append(None)
                problems.append(Problem(path.name, GEOMETRY_BROKEN, row, "geometry", details={"reason": str(fault)}))
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault
    if not properties:
        raise refuse(path.name, NO_FEATURES)
    geometry = np.full(len(shapes), None, dtype=object)
    geometry[:] = shapes
    return Features(path.name, attribute_table(properties), geometry, WGS84, problems)


def _content(path: Path) -> bytes:
    """The XML; that of a KMZ is its first part that ends in .kml (OGC 12-007r2, annex C)."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            part = next((one for one in archive.infolist() if one.filename.lower().endswith(".kml")), None)
            if part is None:
                raise refuse(path.name, BROKEN, reason="no part ends in .kml")
            return unpack(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as fault:
        raise refuse(path.name, BROKEN, reason=fault) from fault


def _placemarks(file: str, content: bytes) -> Iterator[ET.Element]:
    """Each placemark; what was looked at is let go."""
    above: list[ET.Element] = []
    held = 0  # placemarks that the element stands in
    for event, element in ET.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 (expat bounds entities)
        is_placemark = _tag(element) == "Placemark"
        if event == "start":
            above.append(element)
            held += is_placemark
            if len(above) > _DEEPEST:
                raise refuse(file, TOO_DEEP)
            continue
        above.pop()
        held -= is_placemark
        if is_placemark:
            yield element
        if not held and above:
            above[-1].remove(element)


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
            points = _coordinates(element)
            if not len(points):
                raise ValueError("a point without coordinates")
            return shapely.points(points)[0]
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
