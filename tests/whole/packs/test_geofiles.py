"""Geographic files of a view, read back: figures worked out in tests/conftest.py."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.export.packs.geofiles import geojson_pack, geopackage_pack
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value, default_selection
from mapping.store import Snapshot

REGION, DISTRICT = "1710", "1710207"


def _year(snapshot: Snapshot) -> Selection:
    return replace(default_selection(snapshot), period=Period.parse("2025"))


def _read(written: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written.decode("utf-8"))
    return found


def test_geojson_holds_each_mahalla_once_with_its_figures(tiny_snapshot: Snapshot) -> None:
    found = _read(geojson_pack(tiny_snapshot, _year(tiny_snapshot), REGION, Lang.EN))
    by_code = {one["id"]: one["properties"] for one in found["features"]}
    assert list(by_code) == list(tiny_snapshot.mahallas_of(REGION))
    first, last = by_code["1710207001"], by_code["1710212004"]
    assert (first["count"], first["people"]) == (5 + 6 + 7 + 8, 1100)
    assert (last["count"], last["class"], last["quarters_missing"]) == (None, None, 2)
    assert by_code["1710207003"]["name"] == "=1+1"


def test_geojson_tells_filters_snapshot_and_that_figures_are_invented(tiny_snapshot: Snapshot) -> None:
    found = _read(geojson_pack(tiny_snapshot, _year(tiny_snapshot), DISTRICT, Lang.RU))
    about = found["about"]
    assert about["snapshot"]["value"] == tiny_snapshot.id
    assert about["filters"]["period"] == "2025"
    assert "вымышлены" in about["demonstration"]["value"]
    assert {one["properties"]["snapshot"] for one in found["features"]} == {tiny_snapshot.id}


def test_a_district_holds_only_its_own_and_a_mahalla_its_district(tiny_snapshot: Snapshot) -> None:
    for area in (DISTRICT, "1710207002"):
        found = _read(geojson_pack(tiny_snapshot, _year(tiny_snapshot), area, Lang.UZ))
        assert [one["id"][:7] for one in found["features"]] == [DISTRICT] * 4


def test_rings_follow_rfc_7946_and_shapes_are_those_published(tiny_snapshot: Snapshot) -> None:
    found = _read(geojson_pack(tiny_snapshot, _year(tiny_snapshot), REGION, Lang.UZ))
    shapes = [shapely.geometry.shape(one["geometry"]) for one in found["features"]]
    published = tiny_snapshot.geometry(Level.MAHALLA).geometry
    assert all(shape.exterior.is_ccw for shape in shapes)
    assert all(shape.equals(other) for shape, other in zip(shapes, published, strict=True))
    assert found["bbox"] == [66.0, 38.0, 66.4, 38.2]


def test_an_infinite_ratio_is_null(tiny_snapshot: Snapshot) -> None:
    # thefts of the first mahalla: none in 2024Q1, (1 + 4) // 2 in 2025Q1
    chosen = replace(
        _year(tiny_snapshot), indicator="crime_theft", period=Period.parse("2025Q1"), value=Value.CHANGE_YEAR
    )
    row = _read(geojson_pack(tiny_snapshot, chosen, DISTRICT, Lang.EN))["features"][0]["properties"]
    assert (row["count_before"], row["count"], row["ratio"]) == (0, 2, None)


def test_geopackage_reads_back_with_its_table_about(tiny_snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "view.gpkg"
    path.write_bytes(geopackage_pack(tiny_snapshot, _year(tiny_snapshot), REGION, Lang.UZ_CYRL))
    assert [name for name, _ in pyogrio.list_layers(path)] == ["mahallas", "about"]
    areas = pyogrio.read_dataframe(path, layer="mahallas").set_index("code")
    about = pyogrio.read_dataframe(path, layer="about").set_index("code")["value"]
    assert areas.crs.to_epsg() == 4326
    assert areas.loc["1710207001", "count"] == 26
    assert areas["count"].isna().sum() == 1
    assert about["snapshot"] == tiny_snapshot.id
    assert pyogrio.read_info(path, layer="mahallas")["dataset_metadata"]["snapshot"] == tiny_snapshot.id


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.sampled_from(Value), rule=st.sampled_from(ClassRule), everywhere=st.booleans(), lang=st.sampled_from(Lang)
)
def test_any_view_makes_both_files(
    tiny_snapshot: Snapshot, value: Value, rule: ClassRule, everywhere: bool, lang: Lang
) -> None:
    chosen = replace(_year(tiny_snapshot), value=value, classes=rule, all_mahallas=everywhere)
    features = _read(geojson_pack(tiny_snapshot, chosen, REGION, lang))["features"]
    assert len(features) in (2, 8)
    assert all(one["properties"]["fill"].startswith("#") for one in features)
    assert geopackage_pack(tiny_snapshot, chosen, REGION, lang).startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("make", [geojson_pack, geopackage_pack])
def test_an_unknown_area_is_refused(tiny_snapshot: Snapshot, make: Any) -> None:
    with pytest.raises(KeyError):
        make(tiny_snapshot, _year(tiny_snapshot), "1710999", Lang.UZ)
