"""GeoJSON as it is met: collections, single features, one a line, bare geometries, codes in `id`, the old `crs` member."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry import shape

from mapping.model.problems import Problem, Refused
from mapping.reading.boundaries.features import WGS84, Features, attribute_table
from mapping.reading.codes import is_code
from mapping.reading.files.limits import FEATURES, MOST_FEATURES, MOST_POINTS, POINTS, check_marks, refuse
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
NOT_GEOJSON = declare(
    "not_geojson",
    Severity.MUST,
    "1.2",
    "JSON of boundaries is GeoJSON, TopoJSON or ESRI JSON, or has a feature a line.",
)
_GEOMETRY_FAULTS = (ValueError, TypeError, LookupError, AttributeError, OverflowError, shapely.errors.ShapelyError)


class Document(NamedTuple):
    """A GeoJSON document: its type and `crs` member; properties and geometries by feature, None where one cannot be read."""

    type: str
    crs: Any
    properties: list[Mapping[str, Any]]
    geometry: np.ndarray
    problems: list[Problem]


class OtherJson(Exception):
    """JSON of another format that boundaries come in: `driver` is what GDAL calls it."""

    def __init__(self, driver: str) -> None:
        super().__init__(driver)
        self.driver = driver


def read_geojson(path: Path) -> Features:
    """The features of a GeoJSON file. Raises Refused when it is not one, OtherJson when it is TopoJSON or ESRI JSON."""
    check_marks(path, b"[", MOST_POINTS, POINTS)
    document = read_document(path.name, path.read_bytes())
    if not document.properties:
        raise refuse(path.name, NO_FEATURES)
    attributes = attribute_table(document.properties)
    return Features(path.name, attributes, document.geometry, _crs(path.name, document.crs), document.problems)


def read_document(file: str, content: bytes) -> Document:
    """What a GeoJSON document holds, also one with a feature a line. Raises Refused when it is none, or holds half a sign;
    OtherJson.
    """
    text = _decoded(file, content)
    found = _Found(file)
    try:
        members = found.read(text)
        found.add_lone(members)
    except RecursionError as fault:
        raise refuse(file, TOO_DEEP, reason=fault) from fault
    except json.JSONDecodeError as fault:
        raise refuse(file, BROKEN, reason=fault) from fault
    except NotGeoJson as fault:
        raise refuse(file, NOT_GEOJSON, reason=fault) from fault
    except ValueError as fault:
        raise refuse(file, BROKEN, reason=fault) from fault
    whole = {**members, "features": [{"properties": one} for one in found.properties]}
    if halves := half_signs(file, content, whole):
        raise Refused(halves)
    geometry = np.full(len(found.geometry), None, dtype=object)
    geometry[:] = found.geometry
    return Document(str(members["type"]), members.get("crs"), found.with_ids(), geometry, found.problems)


class NotGeoJson(ValueError):
    """JSON, but of something else."""


def _decoded(file: str, content: bytes) -> str:
    """The text in UTF-8 or UTF-16, with or without a mark."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if marked else "utf-8-sig"
    if not marked and 0 in content[:2]:
        encoding = "utf-16-be" if content[0] == 0 else "utf-16-le"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise refuse(file, BROKEN, reason=fault) from fault


class _Found:
    """The features of a document, taken out of its text one by one, so that it never stands whole in memory."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.properties: list[dict[str, Any]] = []
        self.ids: list[Any] = []
        self.geometry: list[shapely.Geometry | None] = []
        self.problems: list[Problem] = []

    def read(self, text: str) -> dict[str, Any]:
        """Take the features of a collection, and of each line after the first; the other members are returned."""
        members, at = self._object(text, _past(text, 0))
        while (at := _past(text, at)) < len(text):
            if members.get("type") != "Feature":
                raise json.JSONDecodeError("Extra data", text, at)
            if not (self.properties or self.problems):
                self.add(members)
            another, at = _DECODER.raw_decode(text, at)
            self.add(another)
        return members

    def _object(self, text: str, at: int) -> tuple[dict[str, Any], int]:
        if text[at : at + 1] != "{":
            _DECODER.raw_decode(text, at)
            raise NotGeoJson("not an object")
        members: dict[str, Any] = {}
        at = _past(text, at + 1)
        while text[at : at + 1] != "}":
            name, at = _name(text, at)
            if name == "features" and text[at : at + 1] == "[":
                at = self._features(text, at + 1)
                members[name] = None
            else:
                members[name], at = _DECODER.raw_decode(text, at)
            if name == "type" and members[name] == "Topology":
                raise OtherJson("TopoJSON")
            at = _next(text, at, "}")
        return members, at + 1

    def _features(self, text: str, at: int) -> int:
        at = _past(text, at)
        while text[at : at + 1] != "]":
            feature, at = _DECODER.raw_decode(text, at)
            self.add(feature)
            at = _next(text, at, "]")
        return at + 1

    def add(self, feature: Any) -> None:
        """Take one feature. Raises Refused beyond the features allowed."""
        if not isinstance(feature, dict):
            raise NotGeoJson("a feature is not an object")
        if "attributes" in feature and "properties" not in feature:
            raise OtherJson("ESRIJSON")
        if len(self.properties) >= MOST_FEATURES:
            raise refuse(self.file, FEATURES, value=f">{MOST_FEATURES}", most=MOST_FEATURES)
        properties = feature.get("properties")
        self.properties.append(properties if isinstance(properties, dict) else {})
        self.ids.append(feature.get("id"))
        self.geometry.append(self._geometry(feature.get("geometry")))

    def add_lone(self, document: Mapping[str, Any]) -> None:
        """Take what stands without a collection: one feature, or bare geometries, which have no attributes."""
        kind = document.get("type")
        if not isinstance(kind, str):
            raise NotGeoJson("it has no type")
        if kind == "FeatureCollection":
            if document.get("features", 0) is not None:
                raise NotGeoJson("features is not a list of objects")
        elif kind == "Feature":
            if not self.properties:
                self.add(document)
        elif kind == "GeometryCollection" and isinstance(document.get("geometries"), list):
            for one in document["geometries"]:
                self.add({"geometry": one})
        elif "coordinates" in document:
            self.add({"geometry": document})
        else:
            raise NotGeoJson(f"{kind[:40]!r} is no type of GeoJSON")

    def with_ids(self) -> list[Mapping[str, Any]]:
        """The properties of the features; where their `id` members are codes of areas, with them."""
        told = [one for one in self.ids if one is not None]
        if not told or not all(is_code(str(one)) for one in told) or any("id" in one for one in self.properties):
            return list(self.properties)
        return [one | {"id": number} for one, number in zip(self.properties, self.ids, strict=True)]

    def _geometry(self, found: Any) -> shapely.Geometry | None:
        row = len(self.properties)
        try:
            return None if found is None else _finite(shapely.force_2d(shape(found)))
        except RecursionError as fault:
            raise refuse(self.file, TOO_DEEP, row=row, reason=fault) from fault
        except _GEOMETRY_FAULTS as fault:
            self.problems.append(Problem(self.file, GEOMETRY_BROKEN, row, "geometry", details={"reason": str(fault)}))
            return None


def _no_such_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON number")


_DECODER = json.JSONDecoder(parse_constant=_no_such_number)
_SPACE = re.compile(r"[ \t\r\n\x1e]*")  # a record separator may stand before each line (RFC 8142)


def _past(text: str, at: int) -> int:
    """Where the space ends that begins here."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _name(text: str, at: int) -> tuple[str, int]:
    """The name of a member, and where its value begins."""
    if text[at : at + 1] != '"':
        raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
    name, at = _DECODER.raw_decode(text, at)
    at = _past(text, at)
    if text[at : at + 1] != ":":
        raise json.JSONDecodeError("Expecting ':' delimiter", text, at)
    return name, _past(text, at + 1)


def _next(text: str, at: int, end: str) -> int:
    """Where the next thing of a list begins, or its end stands."""
    at = _past(text, at)
    if text[at : at + 1] == end:
        return at
    if text[at : at + 1] != ",":
        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    at = _past(text, at + 1)
    if text[at : at + 1] == end:
        raise json.JSONDecodeError("Illegal trailing comma", text, at)
    return at


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
