"""The demonstration's boundaries: exact tiling as read back from the files, known sizes, names, repair, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.demo import build
from mapping.demo.districts import outline
from mapping.demo.given import read_districts, repaired, unit_key
from mapping.demo.names import mahalla_names
from mapping.demo.places import MAHALLAS, UNITS
from mapping.demo.projection import areas_km2
from mapping.model.problems import Refused
from mapping.model.schemas import AREA

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real" / "kashkadarya_districts.geojson"
EQUAL_AREA = "+proj=laea +lat_0=38.8 +lon_0=66 +datum=WGS84"
FEW = 100


def level(folder: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}.geojson")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    build(out, seed=5, mahallas=FEW)
    return out


@pytest.fixture(scope="module", params=["committed", "small"])
def geo(request: pytest.FixtureRequest) -> Path:
    return ROOT / "geo" if request.param == "committed" else request.getfixturevalue("small") / "geo"


@pytest.mark.parametrize("name", ["mahallas", "districts"])
def test_areas_as_read_back_tile_without_gap_or_overlap(geo: Path, name: str) -> None:
    shapes = np.asarray(level(geo, name).geometry)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    whole = shapely.coverage_union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_districts_are_the_unions_of_their_mahallas_and_the_region_of_its_districts(geo: Path) -> None:
    mahallas, districts, region = (level(geo, name) for name in ("mahallas", "districts", "region"))
    for code, shape in zip(districts["code"], districts.geometry, strict=True):
        parts = np.asarray(mahallas.geometry[mahallas["parent"] == code])
        assert shapely.symmetric_difference(shapely.coverage_union_all(parts), shape).is_empty, code
    whole = shapely.coverage_union_all(np.asarray(districts.geometry))
    assert shapely.symmetric_difference(whole, region.geometry[0]).is_empty


def test_every_mahalla_is_one_piece_without_spikes(geo: Path) -> None:
    """A shape that vanishes when shrunk by a tenth of the side of a square of its area is a sliver."""
    shapes = level(geo, "mahallas").to_crs(EQUAL_AREA).geometry
    assert set(shapes.geom_type) == {"Polygon"}
    assert not shapes.buffer(-0.1 * np.sqrt(shapes.area)).is_empty.any()


def test_coordinates_have_five_decimals_and_columns_are_the_schema(geo: Path) -> None:
    for name in ("mahallas", "districts", "region"):
        table = level(geo, name)
        points = shapely.get_coordinates(np.asarray(table.geometry))
        assert (np.round(points, 5) == points).all()
        assert [column for column in table.columns if column != "geometry"] == AREA.names


def test_codes_begin_with_the_parents_and_are_unique(geo: Path) -> None:
    for name in ("mahallas", "districts"):
        table = level(geo, name)
        assert table["code"].is_unique
        assert all(code.startswith(parent) for code, parent in zip(table["code"], table["parent"], strict=True))


def test_committed_units_have_their_known_size_and_names() -> None:
    table = level(ROOT / "geo", "districts").set_index("code")
    sizes = dict(zip(table.index, areas_km2(np.asarray(table.geometry)), strict=True))
    for unit in UNITS:
        assert sizes[unit.code] == pytest.approx(unit.km2, rel=0.3), unit.names.uz_latn
        found = table.loc[unit.code]
        assert (found["name_uz_latn"], found["name_uz_cyrl"], found["name_ru"], found["name_en"]) == (
            unit.names.uz_latn,
            unit.names.uz_cyrl,
            unit.names.ru,
            unit.names.en,
        )


def test_committed_units_lie_about_their_known_centres() -> None:
    """Within 20 km: no further than a unit of middling size reaches."""
    table = level(ROOT / "geo", "districts").set_index("code").to_crs(EQUAL_AREA)
    centres = gpd.GeoSeries(gpd.points_from_xy([u.lon for u in UNITS], [u.lat for u in UNITS]), crs=4326).to_crs(
        EQUAL_AREA
    )
    for unit, centre in zip(UNITS, centres, strict=True):
        assert table.geometry[unit.code].centroid.distance(centre) < 20_000, unit.names.uz_latn


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.city], ids=lambda unit: unit.code)
def test_committed_cities_lie_in_their_surroundings(unit: object) -> None:
    table = level(ROOT / "geo", "districts").set_index("code")
    city, about = table.geometry[unit.code], table.geometry[unit.within]  # type: ignore[attr-defined]
    assert city.boundary.intersection(about.boundary).length > 0.25 * city.length
    assert about.convex_hull.contains(city.centroid)


def test_committed_mahallas_are_832_and_small_in_cities() -> None:
    table = level(ROOT / "geo", "mahallas")
    assert len(table) == MAHALLAS
    sizes = pd.Series(areas_km2(np.asarray(table.geometry))).groupby(table["parent"]).median()
    assert sizes[["1710401", "1710405"]].max() < 2
    assert sizes[["1710233", "1710234"]].min() > 50


def test_committed_borders_are_as_detailed_as_surveyed_ones() -> None:
    """Vertices per km: those of the real districts have 5.9 (one per 169 m), those of a real city 12."""
    for name in ("region", "districts", "mahallas"):
        table = level(ROOT / "geo", name).to_crs(EQUAL_AREA)
        vertices = shapely.get_num_coordinates(np.asarray(table.geometry))
        km = np.asarray(table.length) / 1000
        assert 5.9 < vertices.sum() / km.sum() < 10, name
    city = np.asarray(table["parent"].isin(["1710401", "1710405"]))
    assert 10 < vertices[city].sum() / km[city].sum() < 20


def test_the_committed_outline_stays_near_its_source() -> None:
    source, drawn = (
        gpd.GeoSeries([shape], crs=4326).to_crs(EQUAL_AREA)[0]
        for shape in (outline(), level(ROOT / "geo", "region").geometry[0])
    )
    assert shapely.hausdorff_distance(source.boundary, drawn.boundary) < 150
    assert shapely.symmetric_difference(source, drawn).area < 0.001 * source.area


def test_boundaries_are_valid_from_the_first_quarter_with_figures(geo: Path) -> None:
    for name in ("region", "districts", "mahallas"):
        assert {str(day)[:10] for day in level(geo, name)["valid_from"]} == {"2023-01-01"}


def test_one_pair_of_mahallas_bears_one_name_in_one_district_and_sources_name_it(geo: Path) -> None:
    table = level(geo, "mahallas")
    for column in ("name_uz_latn", "name_uz_cyrl", "name_ru"):
        twins = table[table.duplicated(["parent", column], keep=False)]
        assert len(twins) == 2, column
    sources = (geo / "SOURCES.md").read_text(encoding="utf-8")
    assert all(code in sources for code in twins["code"])


def test_committed_names_repeat_across_districts_about_as_often_as_in_life() -> None:
    """102 of Kashkadarya's mahallas share a name with another unit in one listing."""
    names = level(ROOT / "geo", "mahallas")["name_uz_latn"]
    shared = int(names.duplicated(keep=False).sum())
    assert 92 <= shared <= 112
    assert f"{shared} of 832 mahallas" in (ROOT / "geo" / "SOURCES.md").read_text(encoding="utf-8")


def test_committed_names_have_one_apostrophe_for_their_letters_and_no_word_for_the_kind() -> None:
    names = level(ROOT / "geo", "mahallas")["name_uz_latn"]
    assert not names.str.contains("MFY|['ʻʼ`]", regex=True).any()


def test_names_suffice_for_a_district_of_a_country_sized_set() -> None:
    owners = np.repeat(np.arange(len(UNITS)), 780)
    names = pd.DataFrame(
        {"owner": owners, "name": [name.uz_latn for name in mahalla_names(np.random.default_rng(1), owners)]}
    )
    assert int(names.duplicated(["owner", "name"], keep=False).sum()) == 2


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(small: Path, tmp_path: Path) -> None:
    build(tmp_path / "same", seed=5, mahallas=FEW)
    files = sorted(path.relative_to(small) for path in small.rglob("*") if path.is_file())
    assert len(files) > 10
    for file in files:
        assert (tmp_path / "same" / file).read_bytes() == (small / file).read_bytes(), file
    build(tmp_path / "other", seed=6, mahallas=FEW)
    file = Path("geo/mahallas.geojson")
    assert (tmp_path / "other" / file).read_bytes() != (small / file).read_bytes()


def test_fewer_mahallas_than_units_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="15"):
        build(tmp_path, mahallas=15)


def test_repair_closes_an_enclosed_gap_and_divides_an_overlap() -> None:
    """Three squares of 0.1° between two strips: 0.001° (90 m) open between the first two, doubled between the last."""
    middle = [box(66, 38, 66.1, 38.1), box(66.101, 38, 66.2, 38.1), box(66.199, 38, 66.3, 38.1)]
    strips = [box(66, 37.9, 66.3, 38), box(66, 38.1, 66.3, 38.2)]
    shapes = repaired(np.array([*middle, *strips], dtype=object))
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes)
    assert len(whole.interiors) == 0
    assert shapely.area(shapes).sum() == pytest.approx(0.09, rel=1e-4)


@pytest.mark.parametrize(
    "name",
    ["Gʻuzor tumani", "G'uzor tumani", "G`uzor tuman", "G‘uzor", "Ғузор тумани"],
    ids=["02BB", "0027", "0060", "2018", "cyrl"],
)
def test_a_unit_is_known_by_any_apostrophe_and_either_alphabet(name: str) -> None:
    assert unit_key(name) == unit_key("G‘uzor tumani")


def test_a_city_is_not_taken_for_the_district_of_its_name() -> None:
    assert unit_key("Qarshi shahri") != unit_key("Qarshi tumani")


def districts_file(folder: Path, names: list[str], shapes: list[BaseGeometry]) -> Path:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)}
        for name, shape in zip(names, shapes, strict=True)
    ]
    path = folder / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def row_of_squares() -> tuple[list[str], list[BaseGeometry]]:
    names = [unit.names.uz_latn for unit in UNITS]
    return names, [box(65 + at / 10, 38, 65.1 + at / 10, 38.1) for at in range(len(names))]


def test_given_districts_in_any_order_come_out_in_the_order_of_the_units(tmp_path: Path) -> None:
    names, shapes = row_of_squares()
    found = read_districts(districts_file(tmp_path, names[::-1], shapes[::-1]))
    assert shapely.area(shapely.symmetric_difference(found, shapes)).max() < 1e-7


def test_an_unknown_district_is_refused_with_file_row_value_and_rule(tmp_path: Path) -> None:
    names, shapes = row_of_squares()
    names[2] = "Narniya tumani"
    with pytest.raises(Refused) as refused:
        read_districts(districts_file(tmp_path, names, shapes))
    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "districts.geojson",
        3,
        "name",
        "Narniya tumani",
    )
    assert problem.rule == "district_unknown"


def test_a_district_that_stands_twice_is_refused(tmp_path: Path) -> None:
    names, shapes = row_of_squares()
    names[3] = names[1]
    with pytest.raises(Refused) as refused:
        read_districts(districts_file(tmp_path, names, shapes))
    assert [(problem.rule, problem.row) for problem in refused.value.problems] == [("district_twice", 4)]


def test_an_absent_district_is_refused(tmp_path: Path) -> None:
    names, shapes = row_of_squares()
    with pytest.raises(Refused) as refused:
        read_districts(districts_file(tmp_path, names[:-1], shapes[:-1]))
    assert [(problem.rule, problem.value) for problem in refused.value.problems] == [("district_absent", names[-1])]


def test_a_district_without_polygon_is_refused(tmp_path: Path) -> None:
    names, shapes = row_of_squares()
    shapes[5] = shapes[5].boundary
    with pytest.raises(Refused) as refused:
        read_districts(districts_file(tmp_path, names, shapes))
    assert [(problem.rule, problem.row) for problem in refused.value.problems] == [("district_no_polygon", 6)]


@pytest.mark.parametrize(
    "content", [b"junk", b"", b"name,x\n1,2\n", b"{}", b'{"type": "FeatureCollection", "features": [1]}']
)
def test_a_file_that_holds_no_boundaries_is_refused_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "districts.geojson"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["demo", "--districts", str(path), "--out", str(tmp_path / "out"), "--lang", "en"])
    assert result.exit_code == 1
    assert "districts.geojson" in result.output
    assert "nothing was written" in result.output
    assert not list(tmp_path.glob("out/*/*"))


@pytest.mark.parametrize(
    "case", ["one on another", "all one", "too small", "off the globe", "far apart", "one a line", "empty"]
)
def test_districts_of_any_shape_are_built_on_or_refused(tmp_path: Path, case: str) -> None:
    names, shapes = row_of_squares()
    shapes = {
        "one on another": [box(65, 38, 65.1, 38.1 + at / 100) for at in range(len(names))],
        "all one": [box(65, 38, 65.1, 38.1)] * len(names),
        "too small": [box(65 + at / 1e6, 38, 65 + (at + 1) / 1e6, 38.00001) for at in range(len(names))],
        "off the globe": [box(500 + at, 500, 501 + at, 501) for at in range(len(names))],
        "far apart": [box(10 * at, -60, 10 * at + 0.1, -59.9) for at in range(len(names))],
        "one a line": [*shapes[:-1], box(70, 38, 70, 39)],
        "empty": [*shapes[:-1], shapely.Polygon()],
    }[case]
    path = districts_file(tmp_path, names, shapes)
    result = CliRunner().invoke(
        app, ["demo", "--districts", str(path), "--mahallas", "40", "--out", str(tmp_path / "out")]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "file"), "--lang", "en"])
    assert result.exit_code == 1
    assert str(tmp_path / "file") in result.output.replace("\n", "")


@pytest.mark.skipif(not REAL.exists(), reason="the real district polygons are not beside this clone (../shared/real)")
def test_the_region_is_built_on_real_districts_with_invalid_rings_and_gaps(tmp_path: Path) -> None:
    build(tmp_path, seed=5, mahallas=120, districts=REAL)
    for name in ("mahallas", "districts"):
        shapes = np.asarray(level(tmp_path / "geo", name).geometry)
        assert shapely.coverage_is_valid(shapes)
        assert shapely.is_valid(shapes).all()
    sizes = dict(zip(level(tmp_path / "geo", "districts")["code"], areas_km2(shapes), strict=True))
    for unit in UNITS:
        assert sizes[unit.code] == pytest.approx(unit.km2, rel=0.02), unit.names.uz_latn
