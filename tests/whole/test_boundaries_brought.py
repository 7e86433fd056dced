"""Boundaries as they are brought: fitted to what stands beside them, made the parents of what lies in them, never half taken."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.kinds import FileKind
from mapping.model.problems import Refused
from mapping.publishing import base_of, empty_base, examine_files, gather, propose
from mapping.publishing.base import Base
from mapping.publishing.proposal import Item
from mapping.reading import read_dataset
from mapping.reading.boundaries import coverage
from mapping.reading.boundaries.geojson import read_geojson
from mapping.reading.boundaries.kml import read_kml
from mapping.reading.files.apart import Bounds
from mapping.reading.files.recognition import Container, recognise
from mapping.reading.matching import shipped_reference
from mapping.reading.request import Request
from tests.conftest import DISTRICTS, MAHALLAS, SHARED

CASES = SHARED / "cases"
NEEDS_CASES = pytest.mark.skipif(not CASES.is_dir(), reason="../shared with the cases is not there")


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """A home of its own in which the tiny dataset is published."""
    shutil.copytree(tiny_home, tmp_path / "home")
    return tmp_path / "home"


def written(path: Path, features: Sequence[tuple[dict[str, Any], shapely.Geometry | None]], **members: Any) -> Path:
    found = [
        {"type": "Feature", "properties": told, "geometry": json.loads(shapely.to_geojson(shape)) if shape else None}
        for told, shape in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found, **members}), encoding="utf-8")
    return path


def squares(
    codes: Sequence[str], east: float = 66.0, north: float = 38.0
) -> list[tuple[dict[str, Any], shapely.Geometry]]:
    """Areas in a row, a tenth of a degree wide each."""
    return [
        (
            {"code": code, "name": f"Mahalla {n}"},
            shapely.box(east + n / 10, north, east + (n + 1) / 10, north + 0.1),
        )
        for n, code in enumerate(codes)
    ]


def rules(item: Item) -> set[str]:
    return {problem.rule for problem in item.report.problems}


def first_district(base: Base, *, by: float) -> list[tuple[dict[str, Any], shapely.Geometry]]:
    """The mahallas of the first district, each point moved east by so many degrees."""
    areas = base.areas[base.areas["parent"] == DISTRICTS[0]]
    return [
        ({"code": code, "name": name}, shapely.transform(shape, lambda points: points + np.array([by, 0])))
        for code, name, shape in areas[["code", "name_uz_latn", "geometry"]].itertuples(index=False)
    ]


@pytest.mark.parametrize("by", [0.0001, 0.0004])
def test_a_district_alone_is_fitted_to_the_one_beside_it_and_told_by_how_much(
    home: Path, tmp_path: Path, by: float
) -> None:
    base = base_of(home)
    (item,) = examine_files([written(tmp_path / "one.geojson", first_district(base, by=by))], base)
    assert item.report.publishable, item.report.refused
    (told,) = [problem.details for problem in item.report.problems if problem.rule == "border_fitted"]
    width = by * 87_700  # metres of a degree of longitude at 38 degrees north; laid over the neighbours along 22.2 km
    assert float(told["width"]) == pytest.approx(width, rel=0.02)
    assert float(told["overlaps"]) == pytest.approx(width * 22_200, rel=0.02)
    assert "2" in told["neighbours"]
    areas = propose([item], base).dataset.areas
    for level in ("mahalla", "district", "region"):
        assert shapely.coverage_is_valid(areas.geometry[areas["level"] == level].to_numpy())
    beside = areas[areas["parent"] == DISTRICTS[1]].set_index("code").geometry
    before = base.areas[base.areas["parent"] == DISTRICTS[1]].set_index("code").geometry
    assert (shapely.hausdorff_distance(beside.to_numpy(), before[beside.index].to_numpy()) <= by + 1e-7).all()


def test_cleaning_in_blocks_gives_neighbours_the_same_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Squares whose sides have points of their own; some of neighbours lie a centimetre from each other."""
    rows = [
        shapely.box(66 + x / 10, 38 + y / 10, 66 + (x + 1) / 10, 38 + (y + 1) / 10) for x in range(6) for y in range(6)
    ]
    drawn = np.array(
        [shapely.segmentize(shape, 0.00013 + 0.00001 * (n % 3)) for n, shape in enumerate(rows)], dtype=object
    )
    usable = np.ones(len(drawn), dtype=bool)
    whole = coverage.fit(drawn, usable, valid_before=True, tolerance=50.0)
    assert not whole.valid_before
    monkeypatch.setattr(coverage, "_POINTS_IN_BLOCK", int(shapely.get_num_coordinates(drawn).sum()) // 4)
    calls: list[int] = []
    clean = shapely.coverage_clean
    monkeypatch.setattr(
        shapely, "coverage_clean", lambda areas, **given: calls.append(len(areas)) or clean(areas, **given)
    )
    parted = coverage.fit(drawn, usable, valid_before=True, tolerance=50.0)
    assert len(calls) > 1
    assert max(calls) < len(drawn)  # and then not the whole again
    assert parted.valid_after
    assert shapely.coverage_is_valid(parted.geometry)
    assert shapely.area(shapely.symmetric_difference(whole.geometry, parted.geometry)).max() < 1e-9


@pytest.mark.parametrize("by", [-0.0001, -0.0004])
def test_a_strip_that_opens_beside_a_district_is_shared_by_those_along_it(
    home: Path, tmp_path: Path, by: float
) -> None:
    """Moved to the west, the district leaves a strip beside its neighbour, open to the north and the south."""
    base = base_of(home)
    (item,) = examine_files([written(tmp_path / "one.geojson", first_district(base, by=by))], base)
    assert item.report.publishable, item.report.refused
    (told,) = [problem.details for problem in item.report.problems if problem.rule == "border_fitted"]
    width = -by * 87_700
    assert float(told["width"]) == pytest.approx(width, rel=0.02)
    assert float(told["gaps"]) == pytest.approx(width * 22_200, rel=0.02)
    areas = propose([item], base).dataset.areas.set_index("code")
    mahallas = areas[areas["level"] == "mahalla"]
    assert shapely.coverage_is_valid(mahallas.geometry.to_numpy())
    before = base.areas.set_index("code").geometry
    for west, east in (
        (MAHALLAS[1], MAHALLAS[4]),
        (MAHALLAS[3], MAHALLAS[6]),
    ):  # beside each other at the district's border
        shared = shapely.intersection(mahallas.geometry[west], mahallas.geometry[east])
        assert shared.length == pytest.approx(0.1, rel=0.01)
        assert mahallas.geometry[west].symmetric_difference(before[west]).area < 0.25 * -by  # no tail along the others
        assert shapely.equals(mahallas.geometry[east], before[east])


def test_a_wide_strip_beside_a_district_is_told(home: Path, tmp_path: Path) -> None:
    base = base_of(home)
    (item,) = examine_files([written(tmp_path / "one.geojson", first_district(base, by=-0.001))], base)
    (told,) = [problem.details for problem in item.report.problems if problem.rule == "gap_wide"]
    assert float(told["width"]) == pytest.approx(87.7, rel=0.02)
    assert item.report.publishable


def test_import_prints_how_far_boundaries_were_fitted(home: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "one.geojson", first_district(base_of(home), by=0.0001))
    result = CliRunner().invoke(app, ["import", str(file), "--home", str(home), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert "border_fitted" in result.output
    assert "up to 8.8 m wide" in result.output


def test_parts_of_areas_that_names_alone_tell_are_joined_and_told(home: Path, tmp_path: Path) -> None:
    base = base_of(home)
    drawn = first_district(base, by=0)
    (told, shape), *others = [({"name": told["name"]}, shape) for told, shape in drawn]
    west, south, east, north = shape.bounds
    middle = (south + north) / 2
    halves = [shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)]
    file = written(tmp_path / "parts.geojson", [(told, halves[0]), *others, (told, halves[1])])
    (item,) = examine_files([file], base)
    assert item.report.publishable, item.report.refused
    (joined,) = [problem for problem in item.report.problems if problem.rule == "area_joined"]
    assert (joined.value, joined.details["rows"]) == (MAHALLAS[0], f"1, {len(drawn) + 1}")
    frame = item.report.frame
    assert isinstance(frame, gpd.GeoDataFrame)
    assert shapely.equals(frame.set_index("code").geometry[MAHALLAS[0]], shape)


def test_a_geopackage_whose_layer_is_a_view_without_end_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bounds, "of", classmethod(lambda cls, *paths: cls(2, 300 << 20)))
    file = tmp_path / "endless.gpkg"
    gpd.GeoDataFrame(
        {"code": list(MAHALLAS[:2])}, geometry=[shapely.box(66, 38, 66.1, 38.1), shapely.box(66.1, 38, 66.2, 38.1)],
        crs="EPSG:4326",
    ).to_file(file, layer="m", engine="pyogrio")  # fmt: skip
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript(
            "CREATE VIEW v AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
            "SELECT n.fid AS fid, m.geom AS geom, m.code AS code FROM n, m WHERE m.fid = 1;"
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326);"
            "INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4326, 0, 0);"
            "DELETE FROM gpkg_contents WHERE table_name = 'm'; DELETE FROM gpkg_geometry_columns WHERE table_name = 'm';"
        )
    (item,) = examine_files([file], base_of(home))
    assert [problem.rule for problem in item.report.refused] == ["file_too_costly"]


def test_publish_points_to_repair_where_neighbours_do_not_fit(tiny_dataset: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_dataset, tmp_path / "dataset")
    file = tmp_path / "dataset" / "geo" / "mahallas.geojson"
    layer = json.loads(file.read_text(encoding="utf-8"))
    ring = layer["features"][0]["geometry"]["coordinates"][0]
    layer["features"][0]["geometry"]["coordinates"][0] = [[x + 0.0001, y] for x, y in ring]
    file.write_text(json.dumps(layer), encoding="utf-8")
    folders = ["--geo", str(file.parent), "--data", str(tmp_path / "dataset" / "data"), "--home", str(tmp_path / "h")]
    result = CliRunner().invoke(app, ["publish", *folders, "--lang", "en"])
    assert result.exit_code == 1
    assert "riskmap repair FILE --out NEW.geojson" in result.output


def test_a_district_that_lies_too_far_over_another_is_refused_with_both_names_by_check_and_import(
    home: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "far.geojson", first_district(base_of(home), by=0.002))
    for command in ("check", "import"):
        result = CliRunner().invoke(app, [command, str(file), "--home", str(home), "--lang", "en"])
        assert result.exit_code == 1
        assert "overlap_wide" in result.output
        assert f"({MAHALLAS[4]})" in result.output


def test_what_is_absent_of_a_district_is_told_by_codes_alone(home: Path, tmp_path: Path) -> None:
    base = base_of(home)
    (item,) = examine_files([written(tmp_path / "half.geojson", first_district(base, by=0)[:2])], base)
    lost = [problem.value for problem in item.report.asked if problem.rule == "area_lost"]
    assert [str(value).split()[0] for value in lost] == list(MAHALLAS[2:4])


def test_two_files_of_one_district_state_its_parts_together(home: Path, tmp_path: Path) -> None:
    base = base_of(home)
    drawn = first_district(base, by=0)
    assert len(drawn) == 4
    files = [written(tmp_path / "a.geojson", drawn[:2]), written(tmp_path / "b.geojson", drawn[2:])]
    items = examine_files(files, base)
    areas = propose(items, base).dataset.areas
    assert set(MAHALLAS) <= set(areas["code"])
    assert not [problem for item in items for problem in item.report.asked]


def test_the_shipped_outline_refuses_nothing_and_a_published_one_does(home: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "far.geojson", squares(["1710207001", "1710207002"], east=60, north=42))
    (fresh,) = examine_files([file], empty_base())
    assert fresh.report.publishable
    assert "partly_outside_parent" in rules(fresh)
    (over,) = examine_files([file], base_of(home))
    assert "outside_parent" in rules(over)


def test_an_outline_brought_beside_its_parts_is_compared_and_gives_way(tmp_path: Path) -> None:
    parts = written(tmp_path / "parts.geojson", squares(["1710207001", "1710207002"]))
    wide = [({"code": "1710207", "name": "G‘uzor tumani"}, shapely.box(66, 38, 66.3, 38.1))]
    for order in (1, -1):
        files = [parts, written(tmp_path / "district.geojson", wide)][::order]
        items = examine_files(files, empty_base())
        assert all(item.report.publishable for item in items)
        (told,) = [one for item in items for one in item.report.problems if one.rule == "outline_differs"]
        assert told.file == "district.geojson"
        assert told.details["percent"] == "50.0"
        areas = propose(items, empty_base()).dataset.areas.set_index("code")
        assert areas.geometry["1710207"].equals(shapely.box(66, 38, 66.2, 38.1))
        assert areas.geometry["1710"].equals(shapely.box(66, 38, 66.2, 38.1))


def test_axes_are_not_exchanged_where_what_is_published_lies_as_the_file_says(tmp_path: Path) -> None:
    drawn = squares(["1722201001", "1722201002"], east=40.0, north=60.0)
    file = written(tmp_path / "north.geojson", drawn)
    (first,) = examine_files([file], empty_base())
    assert "axes_exchanged" in rules(first)  # in the country, the other way round
    areas = gpd.GeoDataFrame(
        {
            "code": ["1722201001", "1722201002"], "parent": "1722201", "level": "mahalla", "name_uz_latn": ["A", "B"],
            "name_uz_cyrl": ["А", "Б"], "name_ru": ["А", "Б"], "name_en": "", "valid_from": None,
        },
        geometry=[shape for _, shape in drawn], crs="EPSG:4326",
    )  # fmt: skip
    (again,) = examine_files([file], Base(areas, empty_base().tables))
    assert "axes_exchanged" not in rules(again)


def test_parts_of_one_area_are_joined_and_told(tmp_path: Path) -> None:
    one, other = squares(["1710207001", "1710207001"])
    island = shapely.box(66.5, 38, 66.6, 38.1)
    named = {"code": "1710207001", "name": "Mahalla 0"}
    file = written(
        tmp_path / "parts.geojson", [one, (named, other[1]), (named, island), *squares(["1710207002"], 66.3)]
    )
    (item,) = examine_files([file], empty_base())
    assert item.report.publishable
    (told,) = [problem for problem in item.report.problems if problem.rule == "area_joined"]
    assert told.details["rows"] == "1, 2, 3"
    assert item.report.frame is not None
    whole = item.report.frame.set_index("code").geometry["1710207001"]
    assert whole.equals(shapely.union_all([one[1], other[1], island]))
    assert list(item.report.frame["row"]) == [1, 4]


@pytest.mark.parametrize("name", ["Mahalla 0", "Boshqa"])
def test_one_code_with_two_names_or_drawn_twice_is_no_area_in_parts(tmp_path: Path, name: str) -> None:
    (one,) = squares(["1710207001"])
    shape = one[1] if name == "Mahalla 0" else shapely.box(66.3, 38, 66.4, 38.1)
    file = written(tmp_path / "twice.geojson", [one, ({"code": "1710207001", "name": name}, shape)])
    (item,) = examine_files([file], empty_base())
    assert "area_twice" in rules(item)


def test_points_beside_polygons_are_left_out_unless_they_stand_for_an_area_of_their_own(tmp_path: Path) -> None:
    drawn: list[tuple[dict[str, Any], shapely.Geometry]] = squares(["1710207001", "1710207002"])
    middle = ({"code": "1710207001", "name": "Mahalla 0"}, shapely.Point(66.05, 38.05))
    note = ({"code": "", "name": "Markaz"}, shapely.Point(66.05, 38.06))
    (item,) = examine_files([written(tmp_path / "a.geojson", [*drawn, middle, note])], empty_base())
    assert item.report.publishable
    assert [one.row for one in item.report.problems if one.rule == "features_left"] == [3, 4]
    lone = ({"code": "1710207003", "name": "Mahalla 2"}, shapely.Point(66.25, 38.05))
    (item,) = examine_files([written(tmp_path / "b.geojson", [*drawn, lone])], empty_base())
    assert "boundary_kind" in rules(item)


def features_of(path: Path) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        [told for told, _ in squares(["1710207001", "1710207002", "1710212001"])],
        geometry=[shape for _, shape in squares(["1710207001", "1710207002", "1710212001"])],
        crs="EPSG:4326",
    )


def as_written(path: Path, form: str) -> Path:
    """The three squares in one of the formats that are read."""
    frame = features_of(path)
    whole = written(path / "squares.geojson", squares(["1710207001", "1710207002", "1710212001"]))
    content = json.loads(whole.read_text(encoding="utf-8"))
    match form:
        case "lines":
            lines = "\n".join(json.dumps(one) for one in content["features"])
            whole = path / "squares.geojsonl"
            whole.write_text(lines, encoding="utf-8")
        case "utf-16":
            whole.write_text(json.dumps(content), encoding="utf-16")
        case "id":
            for one in content["features"]:
                one["id"] = one["properties"].pop("code")
            whole.write_text(json.dumps(content), encoding="utf-8")
        case "esri":
            features = [
                {"attributes": one["properties"], "geometry": {"rings": [one["geometry"]["coordinates"][0][::-1]]}}
                for one in content["features"]
            ]
            told = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}, "features": features}
            told["fields"] = [{"name": name, "type": "esriFieldTypeString"} for name in ("code", "name")]  # type: ignore[assignment]
            whole.write_text(json.dumps(told), encoding="utf-8")
        case "gml":
            frame.to_file(whole := path / "squares.gml", driver="GML")
        case "fgb":
            frame.to_file(whole := path / "squares.fgb", driver="FlatGeobuf")
        case "parquet":
            frame.to_parquet(whole := path / "squares.parquet")
        case "kmz":
            frame.rename(columns={"name": "Name"}).to_file(path / "doc.kml", driver="KML")
            with zipfile.ZipFile(whole := path / "squares.kmz", "w") as archive:
                archive.write(path / "doc.kml", "doc.kml")
        case "loose":
            frame.to_file(whole := path / "squares.shp", driver="ESRI Shapefile")
        case "points beside":
            frame.to_file(whole := path / "squares.gpkg", layer="chegara", driver="GPKG")
            frame.set_geometry(frame.geometry.representative_point()).to_file(whole, layer="nuqta", driver="GPKG")
    return whole


FORMATS = ["lines", "utf-16", "id", "esri", "gml", "fgb", "parquet", "kmz", "loose", "points beside"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_areas(tmp_path: Path, form: str) -> None:
    (item,) = examine_files([as_written(tmp_path, form)], empty_base())
    assert item.report.publishable, item.report.refused
    assert item.report.frame is not None
    got = item.report.frame.set_index("code").geometry
    for told, shape in squares(["1710207001", "1710207002", "1710212001"]):
        assert got[told["code"]].equals_exact(shape, 1e-6) or got[told["code"]].equals(shape)


@pytest.mark.parametrize(
    ("page", "said"),
    [("cp866", ""), ("cp866", "UTF-8"), ("cp1251", "ISO-8859-1"), ("cp1251", "no such page"), ("utf-8", "1251")],
)
def test_names_in_a_shapefile_are_read_by_their_letters_whatever_the_cpg_says(
    tmp_path: Path, page: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ["Алтынсай", "Ипак йули", "Курама", "Чеп"]
    codes = ["1710207001", "1710207002", "1710207003", "1710212001"]
    frame = gpd.GeoDataFrame(
        {"code": codes, "name": names}, geometry=[shape for _, shape in squares(codes)], crs="EPSG:4326"
    )
    frame.to_file(tmp_path / "a.shp", encoding=page)
    (tmp_path / "a.cpg").unlink(missing_ok=True)
    if said:
        (tmp_path / "a.cpg").write_text(said, encoding="ascii")
    (item,) = examine_files([tmp_path / "a.shp"], empty_base())
    assert item.report.frame is not None
    assert list(item.report.frame["name"]) == names
    assert capfd.readouterr() == ("", "")


def test_json_of_something_else_is_named_and_not_called_damaged(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"colour": "red", "type": "Settings"}', encoding="utf-8")
    (item,) = examine_files([file], empty_base())
    assert rules(item) == {"not_geojson"}


def test_a_kmz_without_kml_is_refused_and_what_follows_a_kml_is_no_kmz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("a.txt", "nothing")
    with pytest.raises(Refused) as refused:
        read_kml(tmp_path / "a.kmz")
    assert [problem.rule for problem in refused.value.problems] == ["file_cut_or_broken"]
    (tmp_path / "a.kml").write_bytes(b"<kml><Placemark></Placemark></kml>" + (tmp_path / "a.kmz").read_bytes())
    with pytest.raises(Refused) as refused:
        read_kml(tmp_path / "a.kml")
    assert [problem.rule for problem in refused.value.problems] == ["file_cut_or_broken"]


def test_a_point_of_kml_without_coordinates_is_told_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.kml"
    file.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Koson tumani</name><Point/></Placemark></kml>'
    )
    (item,) = examine_files([file], empty_base())
    assert ("boundary_broken", 1) in [(problem.rule, problem.row) for problem in item.report.problems]


@NEEDS_CASES
@pytest.mark.parametrize(
    "name",
    [
        "outside-rough-outline/mahallas.geojson", "dbf-cp866/mahallas.zip", "feature-id/mahallas.geojson",
        "gpkg-with-points/m.gpkg", "not-damaged/esri.json", "not-damaged/lines.geojsonl", "not-damaged/topo.json",
        "not-damaged/utf16.geojson", "audit-columns/mahallas.geojson", "base/mahallas.geojson",
    ],
)  # fmt: skip
def test_the_case_is_taken(name: str) -> None:
    (item,) = examine_files([CASES / name], empty_base())
    assert item.report.publishable, item.report.refused
    assert propose([item], empty_base()).dataset.areas["level"].value_counts()["mahalla"] == len(item.report.areas)


@NEEDS_CASES
def test_the_rule_of_every_case_that_is_refused() -> None:
    told = {"kml-empty-point/point.kml": "boundary_broken", "lone-surrogate/sur.geojson": "control_sign",
            "picture-hang/far.geojson": "boundary_off_globe"}  # fmt: skip
    for name, rule in told.items():
        (item,) = examine_files([CASES / name], empty_base())
        assert rule in {problem.rule for problem in item.report.refused}


@NEEDS_CASES
def test_check_and_import_agree_on_every_case_of_boundaries(home: Path) -> None:
    files = [
        path for path in CASES.rglob("*") if path.suffix in {".geojson", ".json", ".zip", ".gpkg", ".kml", ".geojsonl"}
    ]
    assert len(files) > 15
    for path in files:
        line = [str(path), "--home", str(home), "--lang", "en"]
        results = {name: CliRunner().invoke(app, [name, *line]) for name in ("check", "import")}
        codes = {name: result.exit_code for name, result in results.items()}
        assert len(set(codes.values())) == 1, (path, codes, results["import"].output)


def test_no_outline_of_the_register_is_more_than_rough() -> None:
    assert shipped_reference().published == {}
    assert shipped_reference().is_rough("1726")  # inside another's


def test_an_empty_proposal_is_refused_in_words() -> None:
    with pytest.raises(Refused):
        propose([], empty_base())


def test_repair_writes_the_layer_as_import_takes_it_with_all_its_attributes(tmp_path: Path) -> None:
    bow = shapely.Polygon([(66, 38), (66.1, 38.1), (66.1, 38), (66, 38.1)])
    beside = shapely.box(66.0999, 38, 66.2, 38.1)
    named = [({"code": "1710207001", "name": "A", "izoh": "x"}, bow), ({"code": "1710207002", "name": "B"}, beside)]
    file, out = written(tmp_path / "a.geojson", named), tmp_path / "out.geojson"
    result = CliRunner().invoke(app, ["repair", str(file), "--out", str(out), "--lang", "en"])
    assert result.exit_code == 0, result.output
    assert "ring_repaired" in result.output
    assert "8.8 m wide" in result.output
    mended = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [one["properties"] for one in mended] == [named[0][0], named[1][0] | {"izoh": ""}]
    drawn = [shapely.from_geojson(json.dumps(one["geometry"])) for one in mended]
    assert shapely.coverage_is_valid(drawn)
    (taken,) = examine_files([file], empty_base())
    assert taken.report.frame is not None
    assert shapely.equals(taken.report.frame.geometry.to_numpy(), drawn).all()


def test_repair_writes_nothing_where_a_person_must_decide(tmp_path: Path) -> None:
    one, other = squares(["1710207001", "1710207002"])
    file = written(tmp_path / "a.geojson", [one, (other[0], shapely.box(66.05, 38, 66.2, 38.1))])
    out = tmp_path / "out.geojson"
    result = CliRunner().invoke(app, ["repair", str(file), "--out", str(out), "--lang", "en"])
    assert result.exit_code == 1
    assert "overlap_wide" in result.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "is_refused"),
    [("Ђ«влб ©", True), ("Oltin\ufffdsoy", True), ("┴ы█ь", True), ("№ 5 MFY", False), ("Bog`iston", False),
     ("Ko‘kdala", False), ("Қўрғонтепа", False), ("가동", False), ("São José 2", False)],
)  # fmt: skip
def test_a_name_in_signs_of_no_alphabet_is_refused(tmp_path: Path, name: str, is_refused: bool) -> None:
    (one,) = squares(["1710207001"])
    file = written(tmp_path / "a.geojson", [({"code": "1710207001", "name": name}, one[1])])
    (item,) = examine_files([file], empty_base())
    assert ("name_no_letters" in rules(item)) is is_refused


def test_what_is_no_data_is_passed_over_in_folders_and_parts_of_a_shapefile_with_it(tmp_path: Path) -> None:
    features_of(tmp_path).to_file(tmp_path / "a.shp")
    for name in ("README.txt", "Thumbs.db", "~$jadval.xlsx", "xarita.pdf", "jadval.csv", "izoh.txt", ".hidden"):
        (tmp_path / name).write_text("x;y\n", encoding="utf-8")
    found = gather([tmp_path])
    assert {path.name for path in found.files} == {"a.shp", "jadval.csv", "izoh.txt"}
    assert {"README.txt", "a.dbf", "a.shx", "a.prj", "a.cpg", "xarita.pdf"} <= {path.name for path in found.passed_over}
    named = gather([tmp_path / "README.txt", tmp_path / "a.dbf"])
    assert [path.name for path in named.files] == ["README.txt", "a.dbf"]


def test_topojson_and_empty_points_are_refused_in_words_where_events_or_a_whole_dataset_are_read(
    tmp_path: Path, tiny_dataset: Path
) -> None:
    topology = tmp_path / "topo.json"
    topology.write_text('{"type": "Topology", "objects": {}, "arcs": []}', encoding="utf-8")
    empty = tmp_path / "empty.geojson"
    empty.write_text(
        '{"type":"Feature","properties":{"sana":"2025-11-03","tur":"theft"},"geometry":{"type":"Point","coordinates":[]}}'
    )
    for file in (topology, empty):
        (item,) = examine_files([file], empty_base(), Request(FileKind.EVENTS))
        assert not item.report.publishable
    (tmp_path / "geo").mkdir()
    for path in (tiny_dataset / "geo").iterdir():
        (tmp_path / "geo" / path.name).write_bytes(topology.read_bytes())
    with pytest.raises(Refused) as refused:
        read_dataset(tmp_path / "geo", tiny_dataset / "data")
    assert {problem.rule for problem in refused.value.problems} == {"file_broken"}


@pytest.mark.parametrize("name", ["a.geojsons", "a.geojsonseq", "a.ndjson", "a.txt"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_features_after_record_separators_are_boundaries(tmp_path: Path, name: str, mark: str) -> None:
    """RFC 8142, as GDAL writes its GeoJSONSeq."""
    squares = [shapely.to_geojson(shapely.box(67 + n, 38, 68 + n, 39)) for n in range(3)]
    features = [
        {"type": "Feature", "properties": {"code": f"172220150{n}"}, "geometry": json.loads(square)}
        for n, square in enumerate(squares)
    ]
    path = tmp_path / name
    path.write_text(mark + "".join(f"\x1e{json.dumps(one, indent=1)}\n" for one in features), encoding="utf-8")
    assert recognise(path) is Container.GEOJSON
    found = read_geojson(path)
    assert [shapely.to_geojson(one) for one in found.geometry] == squares
