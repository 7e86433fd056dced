"""Files that try to exhaust the machine, and what refusing each costs: `python -m tests.corpus.bounds FOLDER`."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.corpus.workbook import workbook

MOST_SECONDS, MOST_BYTES = 10.0, 1 << 30


class Cost(NamedTuple):
    """Seconds from start to exit, the most memory held in bytes, and the exit status."""

    seconds: float
    memory: int
    status: int


def zip_bomb(path: Path) -> None:
    """A Shapefile of a gigabyte of zeros in a zip of one megabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in ("shp", "shx", "dbf"):
            with archive.open(f"a.{suffix}", "w") as member:
                for _ in range(341):
                    member.write(bytes(1 << 20))


def workbook_bomb(path: Path) -> None:
    """A workbook whose one sheet is a gigabyte of spaces."""
    path.write_bytes(workbook({"S": [["Hudud", "Soni"]]}))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/more.xml", "w") as member,
    ):
        for _ in range(1024):
            member.write(b" " * (1 << 20))


def sparse_workbook(path: Path) -> None:
    """A workbook with two cells, the second in the last row and column there can be."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v>'
        '</c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    whole = workbook({"S": []})
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def nested_geojson(path: Path) -> None:
    """GeometryCollections, each in the one before, ten thousand deep."""
    depth = 10_000
    inner = '{"type":"Point","coordinates":[66,39]}'
    opening = '{"type":"GeometryCollection","geometries":['
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Koson"},"geometry":'
        + opening * depth + inner + "]}" * depth + "}]}"
    )  # fmt: skip


def nested_brackets(path: Path) -> None:
    """Ten thousand brackets in brackets."""
    path.write_text("[" * 10_000 + "]" * 10_000)


def wide_csv(path: Path) -> None:
    """One header line of a million columns and one row."""
    columns = 1_000_000
    path.write_text(";".join(f"c{n}" for n in range(columns)) + "\n" + ";".join("1" * columns) + "\n")


def many_points_geojson(path: Path) -> None:
    """A polygon with ten million points."""
    with path.open("w") as target:
        target.write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Koson"},')
        target.write('"geometry":{"type":"Polygon","coordinates":[[')
        piece = ",".join(f"[{65 + n * 1e-5:.5f},{39 + (n % 7) * 1e-5:.5f}]" for n in range(100_000))
        target.write(",".join([piece] * 100))
        target.write(",[65.00000,39.00000]]]}}]}")


def many_points_kml(path: Path) -> None:
    """The same polygon as KML."""
    with path.open("w") as target:
        target.write(
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Koson</name><Polygon><outerBoundaryIs>'
        )
        target.write("<LinearRing><coordinates>")
        piece = " ".join(f"{65 + n * 1e-5:.5f},{39 + (n % 7) * 1e-5:.5f}" for n in range(100_000))
        target.write(" ".join([piece] * 100))
        target.write(" 65.00000,39.00000</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>")


def _many_points(path: Path, driver: str) -> None:
    import geopandas as gpd  # noqa: PLC0415 (only this file needs it)
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    angle = np.linspace(0, 2 * np.pi, 10_000_000)
    ring = np.column_stack([66 + np.cos(angle), 39 + np.sin(angle)])
    frame = gpd.GeoDataFrame({"name": ["Koson"]}, geometry=[shapely.Polygon(ring)], crs="EPSG:4326")
    frame.to_file(path, driver=driver)


def many_points_geopackage(path: Path) -> None:
    """The polygon as GeoPackage."""
    _many_points(path, "GPKG")


def many_points_shapefile(path: Path) -> None:
    """The polygon as a zipped Shapefile."""
    folder = path.with_suffix(".parts")
    folder.mkdir(exist_ok=True)
    _many_points(folder / "a.shp", "ESRI Shapefile")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
            part.unlink()
    folder.rmdir()


def entity_bomb(path: Path) -> None:
    """KML whose entities unfold to a thousand million letters."""
    names = "abcdefghi"
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in pairwise(names)
    )
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE kml [{entities}]><kml><Placemark><name>&i;</name></Placemark></kml>'
    )


def _repacked(path: Path, **parts: str) -> None:
    """A small workbook with parts of it replaced: `sheet` and `strings` are those of the sheet and of the shared strings."""
    path.write_bytes(workbook({"S": [["Hudud", "Soni"]]}))
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    places = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}
    found |= {places[name]: content.encode() for name, content in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def claimed_strings(path: Path) -> None:
    """A workbook that says it has four thousand million shared strings."""
    _repacked(path, strings=f'<sst {_MAIN} count="4294967295" uniqueCount="4294967295"><si><t>Hudud</t></si></sst>')


def repeated_string(path: Path) -> None:
    """A workbook of 100,000 cells that all share one string of 100,000 letters."""
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ") + "</row>"
        for n in range(1, 10_001)
    )
    _repacked(
        path,
        strings=f'<sst {_MAIN} count="1" uniqueCount="1"><si><t>{"x" * 100_000}</t></si></sst>',
        sheet=f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>",
    )


def empty_objects(path: Path) -> None:
    """A list of 24 million empty objects."""
    with path.open("w") as target:
        target.write('{"type":"FeatureCollection","features":[{}')
        for _ in range(24):
            target.write(",{}" * 1_000_000)
        target.write("]}")


def empty_elements(path: Path) -> None:
    """KML of twelve million empty elements."""
    with path.open("w") as target:
        target.write("<kml>")
        for _ in range(12):
            target.write("<a/>" * 1_000_000)
        target.write("</kml>")


def boxes_over_each_other(path: Path) -> None:
    """1,500 areas that all lie over each other."""
    features = ",".join(
        f'{{"type":"Feature","properties":{{"code":"1710207{n:04d}","name":"M{n}"}},"geometry":{{"type":"Polygon","coordinates":'
        f"[[[{66 + n / 1e5},38],[{67 + n / 1e5},38],[{67 + n / 1e5},39],[{66 + n / 1e5},39],[{66 + n / 1e5},38]]]}}}}"
        for n in range(1500)
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')


def tangle(path: Path) -> None:
    """A ring of 10,000 random points: its lines cross each other some ten million times."""
    chance = random.Random(1)
    points = [f"[{66 + chance.random():.5f},{38 + chance.random():.5f}]" for _ in range(10_000)]
    ring = ",".join([*points, points[0]])
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"1710207001"},"geometry":'
        f'{{"type":"Polygon","coordinates":[[{ring}]]}}}}]}}'
    )


def unknown_words(path: Path) -> None:
    """790,000 rows of figures, each of another indicator."""
    with path.open("w") as target:
        target.write("area,period,indicator,group,count\n")
        target.writelines(f"1710207001,2025Q1,suz{n},all,3\n" for n in range(790_000))


FILES: dict[str, Callable[[Path], None]] = {
    "zip_bomb.zip": zip_bomb,
    "workbook_bomb.xlsx": workbook_bomb,
    "sparse_workbook.xlsx": sparse_workbook,
    "nested.geojson": nested_geojson,
    "brackets.geojson": nested_brackets,
    "wide.csv": wide_csv,
    "points.geojson": many_points_geojson,
    "points.kml": many_points_kml,
    "points.gpkg": many_points_geopackage,
    "points.zip": many_points_shapefile,
    "entities.kml": entity_bomb,
    "claimed.xlsx": claimed_strings,
    "repeated.xlsx": repeated_string,
    "objects.geojson": empty_objects,
    "elements.kml": empty_elements,
    "boxes.geojson": boxes_over_each_other,
    "tangle.geojson": tangle,
    "words.csv": unknown_words,
}


# A child's memory counts from that of the process that starts it, so a small one starts it.
_WEIGH = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""


def cost(path: Path) -> Cost:
    """Check a file in a process of its own, as `riskmap check` does, and say what it took: seconds of work, bytes."""
    check = [sys.executable, "-m", "mapping.cli", "check", str(path), "--json"]
    told = subprocess.run([sys.executable, "-c", _WEIGH, *check], capture_output=True, text=True, check=True).stdout
    status, kilobytes, seconds = told.split()
    return Cost(float(seconds), int(kilobytes) * 1024, int(status))


def main(folder: Path) -> None:
    """Make every file, check it, and print what that took."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in FILES.items():
        path = folder / name
        write(path)
        found = cost(path)
        size = path.stat().st_size / (1 << 20)
        print(f"{name:22} {size:8.1f} MiB  {found.seconds:5.1f} s  {found.memory >> 20:5} MiB  exit {found.status}")
        path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
