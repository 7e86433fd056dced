"""Broken files of any kind, one fault each: cut short, empty, of another format, or larger than is opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from tests.corpus.broken import Broken
from tests.corpus.broken_boundaries import areas, geojson, geopackage, kml, shapefile
from tests.corpus.broken_tables import FORMS, STATISTICS

_OTHERS = {
    "scan.pdf": b"%PDF-1.7\n1 0 obj\n", "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "photo.png": b"\x89PNG\r\n\x1a\n",
    "archive.rar": b"Rar!\x1a\x07\x00", "archive.7z": b"7z\xbc\xaf\x27\x1c", "page.html": b"<!doctype html><html></html>",
    "packed.csv.gz": b"\x1f\x8b\x08\x00", "plan.xlsx": b"%PDF-1.7\n1 0 obj\n", "saved.csv": b"\n<html><table></table></html>",
}  # fmt: skip


def broken_files() -> Iterator[Broken]:
    """Each with the rule that must name it."""
    wholes = {
        "areas.geojson": geojson(areas()), "areas.gpkg": geopackage(areas()), "areas.zip": shapefile(areas()),
        "areas.kml": kml(areas()), "book.xlsx": FORMS["book.xlsx"](STATISTICS),
    }  # fmt: skip
    for name, content in wholes.items():
        yield Broken(f"cut_{name}", "file_cut_or_broken", content[: len(content) * 2 // 3])
        yield Broken(f"empty_{name}", "file_empty", b"")
    for name in ("empty.csv", "blank.csv"):
        yield Broken(name, "file_empty", b" \n\n" if name == "blank.csv" else b"")
    for name, content in _OTHERS.items():
        yield Broken(name, "file_other_format", content)
    yield Broken("texts.zip", "file_kind_unknown", _zipped({"a.txt": b"salom"}))
    yield Broken("two_shapes.zip", "archive_content", _zipped({"a.shp": b"", "b.shp": b""}))
    yield Broken("many_parts.zip", "archive_bomb", _zipped({f"{n}.shp": b"" for n in range(1001)}))
    yield Broken("dense.zip", "archive_bomb", _zipped({"a.shp": bytes(32 << 20)}))
    yield Broken("wide.csv", "too_many_columns", (";".join(["a"] * 1001) + "\n").encode())
    yield Broken("nested.geojson", "nested_too_deep", b"[" * 10_000 + b"]" * 10_000)
    yield Broken("control.csv", "encoding_unknown", b"Hudud;Soni\n\x00\xff\x01;\x02\xfe\x00\n")
    yield Broken("half_utf16.csv", "encoding_unknown", "Hudud;Soni\nKoson;1\n".encode("utf-16")[:-1])
    yield Broken(
        "code_page.csv", "encoding_assumed", FORMS["semicolons.csv"](_in_russian()).decode().encode("cp1251"), "1710"
    )
    table = FORMS["semicolons.csv"](STATISTICS)
    yield Broken("cell_too_many.csv", "cells_in_row", table.replace(b";12", b";1;2", 1), "1710")
    yield Broken("cell_too_few.csv", "cells_in_row", table.replace(b";12", b"", 1), "1710")
    yield from _profiled()


def _in_russian() -> list[list[str | int | float | object]]:
    return [["Район", "Период", "Показатель", "Количество"], ["Касанский район", "I квартал 2025", "Кражи", "5"]]


def _profiled() -> Iterator[Broken]:
    table = FORMS["semicolons.csv"](STATISTICS)
    for name, profile in (
        ("no_yaml", "kind: [statistics"),
        ("no_kind", "columns: {Hudud: area_name}"),
        ("kind_unknown", "kind: crimes\ncolumns: {Hudud: area_name}"),
        ("key_unknown", "kind: statistics\ncolumns: {Hudud: area_name}\nsheets: 1"),
        ("meaning_unknown", "kind: statistics\ncolumns: {Hudud: place}"),
        ("period_unknown", "kind: statistics\ncolumns: {Soni: {period: soon}}"),
        ("mark_unknown", "kind: statistics\ndecimal: ';'\ncolumns: {Hudud: area_name}"),
        ("constant_unknown", "kind: statistics\ncolumns: {Hudud: area_name}\nconstants: {size: 1}"),
        ("list", "- 1\n- 2"),
    ):
        yield Broken(f"profile_{name}.csv", "profile_invalid", table, "1710", profile)
    absent = "kind: statistics\ncolumns: {Hudud: area_name, Yig‘indi: count}"
    yield Broken("profile_column_absent.csv", "profile_column_absent", table, "1710", absent)


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
