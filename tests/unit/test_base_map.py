"""A file of tiles in the home folder becomes the base map; without one there is none."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pmtiles import writer
from pmtiles.tile import deserialize_header
from shapely import LineString, Point, box
from starlette.applications import Starlette

from mapping.model.settings import settings
from mapping.store.base_map import base_map
from mapping.views.map import addresses
from mapping.views.map.base import told_base
from mapping.views.map.tile_lines import lines_of
from mapping.web.routes import routes
from tests.asgi import Answer, ask
from tests.tiles import Tiles, picture, vector_tiles, write_mbtiles, write_pmtiles

PICTURE = picture()
ONE = {(2, 1, 1): PICTURE}
Write = Callable[..., None]
WRITERS = pytest.mark.parametrize(("suffix", "write"), [("mbtiles", write_mbtiles), ("pmtiles", write_pmtiles)])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    yield tmp_path
    settings.cache_clear()


def asked(address: str) -> Answer:
    return ask(Starlette(routes=routes()), address)


def at(zoom: int, column: int, row: int) -> Answer:
    told = told_base()
    assert told is not None
    return asked(told["address"].format(z=zoom, x=column, y=row))


@WRITERS
@pytest.mark.parametrize(("form", "media_type"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_a_picture_is_served_for_ever_under_an_address_of_the_file(
    home: Path, suffix: str, write: Write, form: str, media_type: str
) -> None:
    tiles = {(2, 1, 1): picture(form="JPEG" if form == "jpg" else form)}
    write(home / f"region.{suffix}", tiles, format=form, attribution='© <a href="https://x.uz">Geo</a>\n agency')
    told = told_base()
    assert told is not None
    assert {**told, "address": ""} == {
        "address": "",
        "form": "pictures",
        "least": 2,
        "most": 2,
        "attribution": "© Geo agency",
    }
    answer = at(2, 1, 1)
    assert (answer.status, answer.content, answer.headers["content-type"]) == (200, tiles[2, 1, 1], media_type)
    assert "immutable" in answer.headers["cache-control"]


@WRITERS
def test_where_there_is_no_tile_nothing_is_answered_and_no_fault(home: Path, suffix: str, write: Write) -> None:
    write(home / f"region.{suffix}", ONE, format="png")
    for empty in ((2, 1, 2), (2, 4, 1), (2, 1, 4), (3, 1, 1), (99, 1, 1), (2, 10**30, 1)):
        assert at(*empty).status == 204
    assert asked(addresses.tiles("other").format(z=2, x=1, y=1)).status == 404


def test_without_a_file_there_is_none(home: Path) -> None:
    assert told_base() is None
    assert asked(addresses.tiles("other").format(z=2, x=1, y=1)).status == 404


def test_a_server_that_is_named_goes_before_a_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mbtiles(home / "region.mbtiles", ONE, format="png")
    monkeypatch.setenv("RISKMAP_TILES", "http://tiles.local/{z}/{x}/{y}.png")
    settings.cache_clear()
    told = told_base()
    assert told is not None
    assert told["address"] == "http://tiles.local/{z}/{x}/{y}.png"


def test_a_file_that_is_changed_has_another_address(home: Path) -> None:
    file = home / "region.mbtiles"
    write_mbtiles(file, ONE, format="png")
    before = told_base()
    file.unlink()
    write_mbtiles(file, ONE, format="png", attribution="© Geo" + " " * 9000)
    after = told_base()
    assert before is not None
    assert after is not None
    assert before["address"] != after["address"]
    assert asked(before["address"].format(z=2, x=1, y=1)).status == 404


def test_leaf_directories_of_a_large_file_are_followed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = writer.optimize_directories
    monkeypatch.setattr(
        writer, "optimize_directories", lambda entries, _room: whole(entries, 1000)
    )  # else only very large files have any
    tiles: Tiles = {
        (7, column, row): f"{column} {row}".encode() * (column % 7 + row % 11 + 1)
        for column in range(128)
        for row in range(0, 128, 2)
    }
    write_pmtiles(home / "region.pmtiles", tiles, format="png")
    there = base_map(home)
    assert there is not None
    assert deserialize_header(there.file.read_bytes()[:127])["leaf_directory_length"] > 0
    for column, row in ((0, 0), (17, 100), (127, 126), (64, 50)):
        assert there.tile(7, column, row) == tiles[7, column, row]
        assert there.tile(7, column, row + 1) is None


@pytest.mark.parametrize("suffix", ["mbtiles", "pmtiles"])
@pytest.mark.parametrize(
    "content", [b"", b"no tiles at all", b"PMTiles\x03" + b"\xff" * 200, b"SQLite format 3\x00" + b"\x00" * 200]
)
def test_a_damaged_file_is_logged_once_and_the_next_is_taken(
    home: Path, suffix: str, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (home / f"a.{suffix}").write_bytes(content)
    with caplog.at_level(logging.ERROR, logger="riskmap.store"):
        assert told_base() is None
        assert told_base() is None
    assert [f"a.{suffix}" in line for line in caplog.messages] == [True]
    write_pmtiles(home / "b.pmtiles", ONE, format="png")
    assert told_base() is not None


def test_every_cut_of_a_file_is_read_or_logged(home: Path) -> None:
    write_pmtiles(home / "whole.pmtiles", ONE, format="png")
    whole = (home / "whole.pmtiles").read_bytes()
    (home / "whole.pmtiles").unlink()
    for end in range(0, len(whole), 7):
        (home / f"{end}.pmtiles").write_bytes(whole[:end])
        told = told_base()
        assert told is None or at(2, 1, 1).status == 500
        (home / f"{end}.pmtiles").unlink()


def test_a_form_that_cannot_be_drawn_is_named(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_mbtiles(home / "region.mbtiles", ONE, format="avif")
    with caplog.at_level(logging.ERROR, logger="riskmap.store"):
        assert told_base() is None
    assert "'avif'" in caplog.text


# ---------------------------------------------------------------- vector tiles

WEST, EAST = LineString([(-90, 0), (0, 0)]), LineString([(0, 0), (90, 0)])
OPENMAPTILES = {
    "transportation": ([WEST, EAST], {"class": ["motorway", "rail"]}),
    "waterway": ([LineString([(0, 0), (0, -66)])], {"class": ["river"]}),
    "water": ([box(-90, -60, -45, -50)], {"class": ["lake"]}),
    "place": (
        [Point(0, 0), Point(90, 0)],
        {"class": ["town", "continent"], "name": ["Qarshi", "Asia"], "name:ru": ["Карши", "Азия"]},
    ),
    "building": ([box(1, 1, 2, 2)], {"class": ["house"]}),
}
PROTOMAPS = {
    "roads": ([WEST, EAST], {"kind": ["highway", "rail"]}),
    "water": OPENMAPTILES["water"],
    "places": ([Point(0, 0)], {"kind": ["locality"], "kind_detail": ["city"], "name": ["Qarshi"]}),
}


@WRITERS
def test_of_a_vector_tile_roads_waters_and_places_are_told(home: Path, suffix: str, write: Write) -> None:
    write(home / f"region.{suffix}", vector_tiles(OPENMAPTILES, most=0), format="pbf")
    answer = at(0, 0, 0)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.data["roads"] == ["M1024 2048L2048 2048", "", ""]
    assert answer.data["rivers"].startswith("M2048 2048L2048 30")
    assert answer.data["lakes"].endswith("z")
    assert answer.data["places"] == [[2048, 2048, 1, {"": "Qarshi", "ru": "Карши"}]]
    assert at(1, 0, 0).status == 204


def test_another_schema_says_the_same(home: Path) -> None:
    write_mbtiles(home / "region.mbtiles", vector_tiles(PROTOMAPS, most=0), format="pbf")
    lines = at(0, 0, 0).data
    assert lines["roads"] == ["M1024 2048L2048 2048", "", ""]
    assert lines["places"] == [[2048, 2048, 0, {"": "Qarshi"}]]


def test_a_layer_without_words_is_no_fault() -> None:
    tiles = vector_tiles(
        {"roads": ([WEST], {}), "water": ([box(-90, -60, -45, -50)], {}), "places": ([Point(0, 0)], {})}, most=0
    )
    lines = lines_of(gzip.decompress(tiles[0, 0, 0]))
    assert lines["roads"] == ["", "", ""]
    assert lines["lakes"]
    assert lines["places"] == []


@pytest.mark.parametrize("content", [b"no tile", b"\x1f\x8bno gzip", b"\x1a\xff\xff"])
def test_a_damaged_vector_tile_is_a_fault_and_is_logged(
    home: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    write_mbtiles(home / "region.mbtiles", {(0, 0, 0): content}, format="pbf")
    with caplog.at_level(logging.ERROR, logger="riskmap.web"):
        assert at(0, 0, 0).status == 500
    assert "0/0/0" in caplog.text
