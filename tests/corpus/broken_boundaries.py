"""Broken boundary files, one fault each: as GeoJSON, GeoPackage, zipped Shapefile and KML, as far as these can hold it."""

from __future__ import annotations

import io
import json
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from tests.corpus.broken import Broken

Areas = list[tuple[dict[str, Any], shapely.Geometry | None]]
WEST, SOUTH, SIDE = 65.6, 38.6, 0.1  # three squares side by side inside Kashkadarya
NAMES = ("Koson tumani", "Kitob tumani", "Muborak tumani")


def square(place: int, *, west: float = 0.0, east: float = 0.0) -> shapely.Polygon:
    """The square of a place in the row, its sides moved by so many degrees."""
    left = WEST + place * SIDE
    return shapely.box(left + west, SOUTH, left + SIDE + east, SOUTH + SIDE)


def areas() -> Areas:
    """Three districts without a fault."""
    return [({"name": name}, square(place)) for place, name in enumerate(NAMES)]


def redrawn(place: int, geometry: shapely.Geometry | None) -> Areas:
    """The three districts, one with another geometry."""
    found = areas()
    found[place] = (found[place][0], geometry)
    return found


def renamed(place: int, **properties: Any) -> Areas:
    """The three districts, one with other properties."""
    found = areas()
    found[place] = (properties, found[place][1])
    return found


def coded(*codes: str) -> Areas:
    """The three districts with codes."""
    return [({"code": code, "name": ""}, square(place)) for place, code in enumerate(codes)]


def faults() -> Iterator[tuple[str, str, Areas]]:
    """Name, the rule that must name it, and the areas."""
    right = ("1710229", "1710232", "1710234")
    bow = shapely.Polygon([(65.6, 38.6), (65.7, 38.7), (65.7, 38.6), (65.6, 38.7)])
    yield "geometry_missing", "boundary_missing", redrawn(1, None)
    yield "geometry_empty", "boundary_has_no_points", redrawn(1, shapely.Polygon())
    yield "point", "boundary_kind", redrawn(1, shapely.Point(65.75, 38.65))
    yield "line", "boundary_kind", redrawn(1, shapely.LineString([(65.7, 38.6), (65.8, 38.7)]))
    yield "bow_tie", "ring_repaired_much", redrawn(0, bow)
    yield "drawn_twice", "boundary_twice", redrawn(1, square(0))
    yield "overlap", "overlap_wide", redrawn(1, square(1, west=-0.02))
    yield "gap", "gap_wide", _with_hole()
    yield "outside", "partly_outside_parent", redrawn(2, shapely.box(61.0, 42.0, 61.1, 42.1))
    yield "partly_outside", "partly_outside_parent", redrawn(2, shapely.box(64.4, 38.85, 64.5, 38.95))
    yield "off_globe", "boundary_off_globe", redrawn(2, shapely.box(200.0, 38.6, 200.1, 38.7))
    yield "axes", "axes_exchanged", [(told, _exchanged(one)) for told, one in areas()]
    yield "one_axes", "axes_exchanged", redrawn(2, _exchanged(square(2)))
    yield "name_unknown", "name_unmatched", renamed(1, name="Samarqand yangi")
    yield "name_two_kinds", "name_ambiguous", renamed(1, name="Shahrisabz")
    yield "code_letters", "code_form", coded("17I0229", *right[1:])
    yield "code_unknown", "code_unknown", coded("1710999", *right[1:])
    yield "code_elsewhere", "code_parent", coded("1706207", *right[1:])
    yield "code_of_a_mahalla", "code_level", coded(right[0], "1710232001", right[2])
    yield "code_twice", "area_twice", coded(right[0], right[0], right[2])
    yield "areas_missing", "area_absent", areas()
    spoilt = [{"code": code, "name": f"{name}\x7f"} for code, name in zip(right, NAMES, strict=True)]
    yield "control_sign", "control_sign_in_name", [(told, square(place)) for place, told in enumerate(spoilt)]
    yield "person_heading", "person_column", [({**told, "rais_tel": "", "telefon": "-"}, one) for told, one in areas()]
    yield "person_content", "person_column", [({**told, "izoh": "AB1234567"}, one) for told, one in areas()]
    yield "nothing", "features_none", []


def _with_hole() -> Areas:
    """The middle district with a hole of four hundred metres, in which nothing lies."""
    hole = shapely.box(65.75, 38.65, 65.755, 38.654)
    return redrawn(1, shapely.difference(square(1), hole))


def _exchanged(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: points[:, ::-1])


def geojson(found: Areas, **more: Any) -> bytes:
    """A FeatureCollection."""
    features = [
        {"type": "Feature", "properties": told, "geometry": None if one is None else shapely.geometry.mapping(one)}
        for told, one in found
    ]
    return json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()


def geopackage(found: Areas, layer: str = "areas", crs: str | None = "EPSG:4326") -> bytes:
    """A GeoPackage of one layer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        _frame(found, crs).to_file(path, layer=layer, driver="GPKG")
        return path.read_bytes()


def shapefile(found: Areas, crs: str | None = "EPSG:4326", without: str = "", password: bool = False) -> bytes:
    """A zipped Shapefile; one suffix may be left out."""
    target = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target, "w") as archive:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a file without a coordinate system is what is wanted
            _frame(found, crs).to_file(Path(folder) / "a.shp", driver="ESRI Shapefile", encoding="utf-8")
        for part in sorted(Path(folder).iterdir()):
            if part.suffix != without:
                archive.write(part, part.name)
    content = bytearray(target.getvalue())
    if password:
        for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = content.find(mark)
            while start >= 0:
                content[start + flags] |= 1
                start = content.find(mark, start + 4)
    return bytes(content)


def _frame(found: Areas, crs: str | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        [told for told, _ in found], geometry=np.array([one for _, one in found], dtype=object), crs=crs
    )


def kml(found: Areas) -> bytes:
    """Placemarks; only polygons without holes, points and lines."""
    return f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(map(_placemark, *zip(*found, strict=True))) if found else ""}</Document></kml>'.encode()


def _placemark(told: dict[str, Any], one: shapely.Geometry | None) -> str:
    data = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in told.items() if key != "name")
    extended = f"<ExtendedData>{data}</ExtendedData>" if data else ""
    return f"<Placemark><name>{told.get('name', '')}</name>{extended}{_kml_geometry(one)}</Placemark>"


def _kml_geometry(one: shapely.Geometry | None) -> str:
    if one is None:
        return ""
    points = " ".join(
        f"{x},{y}"
        for x, y in shapely.get_coordinates(one if one.is_empty or one.geom_type != "Polygon" else one.exterior)
    )
    if one.geom_type == "Polygon":
        return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    return f"<{one.geom_type}><coordinates>{points}</coordinates></{one.geom_type}>"


FORMS: dict[str, Callable[[Areas], bytes]] = {
    "areas.geojson": geojson,
    "areas.gpkg": geopackage,
    "areas.zip": shapefile,
    "areas.kml": kml,
}
# What a form cannot hold: a Shapefile knows one kind of geometry and no empty one, KML no holes.
_CANNOT = {
    ("areas.zip", "point"), ("areas.zip", "line"), ("areas.zip", "geometry_empty"), ("areas.zip", "nothing"),
    ("areas.gpkg", "nothing"), ("areas.kml", "gap"), ("areas.kml", "geometry_empty"), ("areas.zip", "bow_tie"),
}  # fmt: skip


def broken_boundaries() -> Iterator[Broken]:
    """Every fault in every form that can hold it, and the faults of each form's own."""
    for name, rule, found in faults():
        for form, write in FORMS.items():
            if (form, name) not in _CANNOT:
                yield Broken(f"{name}_{form}", rule, write(found), parent="1710")
    yield from _own()


def _own() -> Iterator[Broken]:
    metres = [(told, shapely.transform(one, lambda points: (points - (60, 35)) * 1e5)) for told, one in areas()]
    named = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}}}
    turned = gpd.GeoSeries([one for _, one in areas()], crs=4326).to_crs(32642)
    utm = [(told, one) for (told, _), one in zip(areas(), turned, strict=True)]
    wrapped = [(told, shapely.GeometryCollection([one])) for told, one in areas()]
    mixed = redrawn(1, shapely.GeometryCollection([square(1), shapely.Point(65.75, 38.65)]))
    yield Broken("crs_unknown.geojson", "crs_unknown", geojson(areas(), **named), "1710")
    yield Broken("metres.geojson", "boundary_off_globe", geojson(metres), "1710")
    yield Broken("metres.zip", "crs_missing", shapefile(metres, crs=None), "1710")
    yield Broken("degrees_without_prj.zip", "crs_assumed", shapefile(areas(), crs=None), "1710")
    yield Broken("utm.gpkg", "crs_converted", geopackage(utm, crs="EPSG:32642"), "1710")
    yield Broken("utm.zip", "crs_converted", shapefile(utm, crs="EPSG:32642"), "1710")
    yield Broken("wrapped.geojson", "collection_unwrapped", geojson(wrapped), "1710")
    yield Broken("mixed.geojson", "parts_dropped", geojson(mixed), "1710")
    yield Broken("without_dbf.zip", "archive_content", shapefile(areas(), without=".dbf"), "1710")
    yield Broken("without_shx.zip", "archive_content", shapefile(areas(), without=".shx"), "1710")
    yield Broken("password.zip", "archive_content", shapefile(areas(), password=True), "1710")
    yield Broken("letters.geojson", "boundary_broken", geojson(areas()).replace(b"65.6,", b'"g\'arb",', 1), "1710")
    yield Broken("one_number.geojson", "boundary_broken", geojson(areas()).replace(b", 38.6]", b"]", 1), "1710")
    yield Broken(
        "kind_unknown.geojson", "boundary_broken", geojson(areas()).replace(b'"Polygon"', b'"Poligon"', 1), "1710"
    )
    yield Broken("half_sign.geojson", "control_sign", geojson(areas()).replace(b"Koson", b"Koson\\ud83d"), "1710")
    yield Broken(
        "half_sign_unused.geojson", "control_sign", geojson(areas()).replace(b'"name"', b'"\\udc00":"","name"'), "1710"
    )
    yield Broken("parent_untold.geojson", "parent_inferred", geojson(areas()))
    both = [({"name": "Koson tumani", "name_ru": "Китабский район"}, square(0)), *areas()[1:]]
    yield Broken("names_contradict.geojson", "name_contradiction", geojson(both), "1710")
    beside = [
        ({"code": "1710229", "name": "Muborak tumani"}, square(0)),
        ({"code": "1710232", "name": "Kitob tumani"}, square(1)),
    ]
    yield Broken("name_of_another.geojson", "code_and_name_differ", geojson(beside), "1710")
    yield Broken("two_layers.gpkg", "layers_several", _two_layers(), "1710")


def _two_layers() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        for layer in ("birinchi", "ikkinchi"):
            _frame(areas(), "EPSG:4326").to_file(path, layer=layer, driver="GPKG")
        return path.read_bytes()
