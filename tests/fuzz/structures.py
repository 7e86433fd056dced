"""Files that are whole as containers and odd in what they hold: names, cells, geometries, nesting, one number one file."""

from __future__ import annotations

import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from tests.corpus.workbook import workbook

_HEADINGS = (
    *(
        "code",
        "kod",
        "name",
        "nomi",
        "MFY nomi",
        "Mahalla",
        "Tuman",
        "район",
        "махалля",
        "SOATO",
        "id",
        "geometry",
        "updated_at",
        "FIO",
    ),
    *(
        "period",
        "Davr",
        "Chorak",
        "Квартал",
        "indicator",
        "Ko‘rsatkich",
        "group",
        "count",
        "Soni",
        "Jami",
        "Итого",
        "aholi",
        "sana",
    ),
    *("", " ", "=1+1", "a" * 300, "\u202eabc", "가동", "Ђ«влб ©", "name\tname", "2025Q1", "01.2025", "13.2025"),
)
_CELLS: tuple[Any, ...] = (
    *(
        "1710229",
        "1710229001",
        "1710232",
        "9999",
        "17102290011234567890",
        "1710229.0",
        "Koson tumani",
        "Косон тумани",
        "Kitob",
        "Jami",
    ),
    *(
        "2025Q1",
        "2025Q9",
        "I квартал 2025",
        "31.02.2025",
        "2025-13-01",
        "0000-00-00",
        "crime_total",
        "all",
        "theft",
        "O‘g‘rilik",
    ),
    *(
        "",
        "-",
        "–",
        "#N/A",
        "12%",
        "1.234",
        "1,234",
        "1 234",
        "-0",
        "1e309",
        "NaN",
        "inf",
        "٣",
        "½",
        "0x10",
        "=SUM(A1)",
        '"',
        "'",
    ),
    *(
        "\x7f",
        "\ufffe",
        "\u202e",
        "x" * 5000,
        "<b>",
        "]]>",
        "&amp;",
        "\n\n",
        "a;b,c\td",
        "T" * 40,
        "\U0001f600",
        "İ",
        "ß",
    ),
    *(0, 1, -1, 7, 1e308, -1e-320, 10**15, 10**22, 3.5, True, None),
)
_PLACES = (0.0, -0.0, 38.6, 65.6, 65.7, 38.7, 90.0, -90.0, 180.0, 180.0000001, 1e-300, 1e15, 1e308, -1e308, 5e-324)


def built(number: int) -> tuple[str, bytes]:
    """The name and the content of the file of a number; always the same."""
    chance = random.Random(number)
    name, write = chance.choice(_CONTAINERS)
    return name, write(chance)


def _point(chance: random.Random) -> list[float]:
    if chance.random() < 0.06:
        return [chance.choice(_PLACES) for _ in range(chance.choice((1, 2, 2, 2, 3)))]
    return [
        round(65.6 + chance.random() / 2, chance.randrange(1, 9)),
        round(38.6 + chance.random() / 2, chance.randrange(1, 9)),
    ]


def _ring(chance: random.Random) -> list[list[float]]:
    if chance.random() < 0.6:  # a square, so that some are neighbours
        west, south, side = (
            65.6 + chance.randrange(4) / 10,
            38.6 + chance.randrange(4) / 10,
            chance.choice((0.1, 0.1, 0.2, 0.1001)),
        )
        ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    else:
        ring = [_point(chance) for _ in range(chance.choice((0, 1, 2, 3, 4, 8, 40)))]
        if ring and chance.random() < 0.7:
            ring.append(ring[0])
    return ring


def _geometry(chance: random.Random, depth: int = 0) -> Any:
    match chance.randrange(12):
        case 0:
            return chance.choice(
                (None, {}, [], "POLYGON EMPTY", {"type": "Polygon"}, {"type": "Curve", "coordinates": []})
            )
        case 1:
            return {"type": "Point", "coordinates": chance.choice((_point(chance), []))}
        case 2:
            return {"type": "LineString", "coordinates": _ring(chance)}
        case 3 if depth < 6:
            return {
                "type": "GeometryCollection",
                "geometries": [_geometry(chance, depth + 1) for _ in range(chance.randrange(3))],
            }
        case 4 | 5:
            return {"type": "MultiPolygon", "coordinates": [[_ring(chance)] for _ in range(chance.randrange(4))]}
        case _:
            return {"type": "Polygon", "coordinates": [_ring(chance) for _ in range(chance.choice((1, 1, 1, 2, 0)))]}


def _properties(chance: random.Random, headings: Sequence[str]) -> dict[str, Any]:
    return {name: chance.choice(_CELLS) for name in headings if chance.random() < 0.9}


def _headings(chance: random.Random) -> list[str]:
    return [chance.choice(_HEADINGS) for _ in range(chance.randrange(1, 7))]


def _features(chance: random.Random) -> list[dict[str, Any]]:
    headings = _headings(chance)
    found = [
        {"type": "Feature", "properties": _properties(chance, headings), "geometry": _geometry(chance)}
        for _ in range(chance.randrange(6))
    ]
    for one in found:
        if chance.random() < 0.1:
            one["id"] = chance.choice(_CELLS)
        if chance.random() < 0.05:
            one[chance.choice(("type", "properties", "geometry"))] = chance.choice(_CELLS)
    return found


def _geojson(chance: random.Random) -> bytes:
    document: dict[str, Any] = {"type": "FeatureCollection", "features": _features(chance)}
    if chance.random() < 0.2:
        document["crs"] = {
            "type": "name",
            "properties": {"name": chance.choice(("EPSG:32642", "EPSG:4326", "EPSG:0", "", None))},
        }
    if chance.random() < 0.1:
        document[chance.choice(("type", "features", "crs", "bbox"))] = chance.choice(_CELLS)
    return json.dumps(document, ensure_ascii=chance.random() < 0.3).encode(
        chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))
    )


def _lines(chance: random.Random) -> bytes:
    return "\n".join(json.dumps(one) for one in _features(chance)).encode()


def _esri(chance: random.Random) -> bytes:
    features = [
        {"attributes": _properties(chance, _headings(chance)), "geometry": {"rings": [_ring(chance)]}} for _ in range(4)
    ]
    system = {"wkid": chance.choice((4326, 102100, 0, -1))}
    return json.dumps(
        {"geometryType": "esriGeometryPolygon", "spatialReference": system, "features": features}
    ).encode()


def _topo(chance: random.Random) -> bytes:
    arcs = [_ring(chance) for _ in range(3)]
    numbers = [chance.randrange(-4, 5) for _ in range(3)]
    areas = [
        {"type": "Polygon", "arcs": [[number]], "properties": _properties(chance, _headings(chance))}
        for number in numbers
    ]
    return json.dumps(
        {"type": "Topology", "objects": {"a": {"type": "GeometryCollection", "geometries": areas}}, "arcs": arcs}
    ).encode()


def _kml(chance: random.Random) -> bytes:
    marks = []
    for _ in range(chance.randrange(5)):
        data = "".join(
            f'<Data name="{escape(str(name), {chr(34): "&quot;"})}"><value>{escape(_xml(value))}</value></Data>'
            for name, value in _properties(chance, _headings(chance)).items()
        )
        points = " ".join(",".join(map(str, one)) for one in _ring(chance))
        shape = chance.choice(
            (
                f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon>",
                f"<Point><coordinates>{points}</coordinates></Point>",
                "<Point/>",
                "<MultiGeometry/>",
                "",
                "<LineString/>",
            )
        )
        marks.append(
            f"<Placemark><name>{escape(_xml(chance.choice(_CELLS)))}</name><ExtendedData>{data}</ExtendedData>{shape}</Placemark>"
        )
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'.encode()


def _xml(value: Any) -> str:
    return "".join(sign for sign in str(value) if sign.isprintable())


def _kmz(chance: random.Random) -> bytes:
    return _zip({chance.choice(("doc.kml", "a/b.KML")): _kml(chance), "icon.png": b"\x89PNG"})


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _rows(chance: random.Random) -> list[list[Any]]:
    headings = _headings(chance)
    titles = [[chance.choice(_CELLS)] for _ in range(chance.randrange(3))]
    return [
        *titles,
        headings,
        *([chance.choice(_CELLS) for _ in range(len(headings) + chance.choice((0, 0, 0, 1, -1)))] for _ in range(8)),
    ]


def _csv(chance: random.Random) -> bytes:
    separator = chance.choice(",;\t|")
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in _rows(chance)]
    return "\n".join(lines).encode(chance.choice(("utf-8", "cp1251", "utf-16", "cp866")), errors="replace")


def _workbook(chance: random.Random) -> bytes:
    """Sheets of such rows; in some of them a cell is a day or duration that is none."""
    sheets = {
        f"S{n}": [[_sheet_cell(cell) for cell in row] for row in _rows(chance)] for n in range(chance.randrange(1, 3))
    }
    return workbook(sheets)


def _sheet_cell(cell: Any) -> Any:
    return (
        _xml(cell)
        if isinstance(cell, str)
        else (str(cell) if isinstance(cell, bool | None) or abs(cell) > 1e300 else cell)
    )


def _drawn(driver: str, suffix: str) -> Callable[[random.Random], bytes]:
    def write(chance: random.Random) -> bytes:
        names = list(dict.fromkeys(name.strip() or "a" for name in _headings(chance)))[:4]
        count = chance.randrange(1, 5)
        columns = {
            _xml(name)[:10]: [_xml(chance.choice(_CELLS))[:80] for _ in range(count)]
            for name in names
            if _xml(name)[:10] != "geometry"
        }
        shapes = [
            shapely.box(65.6 + n / 10, 38.6, 65.7 + n / 10 + chance.choice((0, 0.0001, 0.05)), 38.7)
            for n in range(count)
        ]
        frame = gpd.GeoDataFrame(
            columns or {"a": ["x"] * count}, geometry=np.array(shapes, dtype=object), crs="EPSG:4326"
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{suffix}"
            try:
                pyogrio.write_dataframe(frame, path, driver=driver)
            except (RuntimeError, ValueError):  # headings that the format cannot hold
                pyogrio.write_dataframe(frame[["geometry"]], path, driver=driver)
            if suffix == ".shp":
                return _zip(
                    {
                        one.name: one.read_bytes()
                        for one in sorted(Path(folder).iterdir())
                        if one.suffix != chance.choice((".cpg", ".prj", ""))
                    }
                )
            return path.read_bytes()

    return write


_CONTAINERS: list[tuple[str, Callable[[random.Random], bytes]]] = [
    *[("a.geojson", _geojson)] * 4, ("a.geojsonl", _lines), ("a.json", _esri), ("a.json", _topo), ("a.kml", _kml), ("a.kml", _kml),
    ("a.kmz", _kmz), *[("a.csv", _csv)] * 3, *[("a.xlsx", _workbook)] * 3, ("a.gpkg", _drawn("GPKG", ".gpkg")),
    ("a.zip", _drawn("ESRI Shapefile", ".shp")), ("a.fgb", _drawn("FlatGeobuf", ".fgb")), ("a.gml", _drawn("GML", ".gml")),
]  # fmt: skip
