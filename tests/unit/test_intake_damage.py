"""Faults that damaged files once brought out of the readers; each is told as a problem now, and in time."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.reading.examination import examine
from mapping.reading.geojson_file import read_layer
from mapping.reading.request import Request
from tests.corpus.workbook import workbook


def test_a_deadline_in_the_year_0_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "id,area,quarter,text,target_group,deadline,status\nM1,1710229001,2025Q1,Ish,all,0000-01-01,planned\n"
    )
    report = examine(path, Request(FileKind.MEASURES))
    told = {one.rule: one.value for one in report.problems if one.column == "deadline"}
    assert told == {"date_form": "0000-01-01", "deadline_outside_quarter": "0000-01-01"}


def test_a_coordinate_too_large_for_a_float_is_told() -> None:
    ring = f"[[66,38],[{'9' * 400},38],[66,39],[66,38]]"
    content = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"1","name_uz_latn":"a",'
        '"name_uz_cyrl":"a","name_ru":"a"},"geometry":{"type":"Polygon","coordinates":[' + ring + "]}}]}"
    )
    raw, problems = read_layer(Level.MAHALLA, content.encode())
    assert raw is None
    assert [problem.rule for problem in problems] == ["geometry_broken"]


def test_a_heading_as_long_as_a_book_costs_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Hudud;{'kitob 2025 ' * 20_000};Soni\nKoson tumani;1;2\n", encoding="utf-8")
    begin = time.perf_counter()
    examine(path)
    assert time.perf_counter() - begin < 5


def test_a_cell_far_off_the_sheet_does_not_end_the_process(tmp_path: Path) -> None:
    content = workbook({"S": [["Hudud", "Davr", "Soni"], ["Koson tumani", "2025Q1", 3]]})
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert "too_many_cells" not in {one.rule for one in examine(path, Request(parent="1710")).problems}
    with_far_cell = tmp_path / "b.xlsx"
    _replace(path, with_far_cell, b'r="C2"', b'r="C99999999999"')
    assert [one.rule for one in examine(with_far_cell, Request(parent="1710")).problems] == ["too_many_cells"]


def _replace(source: Path, target: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as written:
        for member in archive.infolist():
            written.writestr(member.filename, archive.read(member).replace(old, new))


def test_an_area_drawn_half_around_the_globe_is_told(tmp_path: Path) -> None:
    """In degrees its ring is sound; in metres of a projection for the country it crosses itself."""
    ring = [[65.9, 38.6], [65.9, 38.7], [-165.8, 38.7], [65.8, 38.6], [65.9, 38.6]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Koson tumani"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    report = examine(path, Request(parent="1710"))
    assert "partly_outside_parent" in {one.rule for one in report.warnings}
    assert report.coverage is not None
    assert not report.coverage.valid_before
