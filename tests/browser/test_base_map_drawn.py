"""A file of tiles that is dropped into the home lies under the areas of the map and of the presenter; without one nothing is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shapely import LineString

from tests.browser.conftest import open_map
from tests.serving import serving
from tests.tiles import vector_tiles, write_pmtiles

ROADS = [LineString([(-170, degree / 4), (170, degree / 4)]) for degree in range(140, 180)]
PAINTED = (
    "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part)"
)
BLEND = "(canvas) => getComputedStyle(canvas).mixBlendMode"


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_home, tmp_path / "home", symlinks=True))


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    with serving(home) as found:
        yield found


def test_a_base_map_is_dropped_in_and_taken_away(address: str, home: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/riskmap/tiles/" in request.url else None)
    frame = open_map(page, f"{address}/?area=1710&lang=en")
    ground, credit = frame.locator("canvas.riskmap-base"), frame.locator(".riskmap-credit")
    expect(ground).to_have_count(0)
    expect(credit).to_be_hidden()
    assert asked == []

    tiles = vector_tiles({"roads": (ROADS, {"kind": ["highway"] * len(ROADS)})}, most=6)
    write_pmtiles(home / "base.pmtiles", tiles, format="pbf", attribution="© Geo")
    frame = open_map(page, f"{address}/?area=1710&lang=en")
    ground, credit = frame.locator("canvas.riskmap-base"), frame.locator(".riskmap-credit")
    expect(credit).to_have_text("© Geo")
    page.wait_for_function(
        f"() => ({PAINTED})(document.querySelector('iframe').contentDocument.querySelector('.riskmap-base'))"
    )
    assert ground.evaluate(BLEND) == "multiply"
    assert len(asked) == len(set(asked))

    page.goto(f"{address}/present?area=1710&lang=en&theme=dark")
    expect(page.locator("#credit")).to_have_text("© Geo")
    page.wait_for_function(f"() => ({PAINTED})(document.querySelector('#ground'))")
    assert page.locator("#ground").evaluate(BLEND) == "screen"

    (home / "base.pmtiles").write_bytes(b"PMTiles\x03 cut off")
    asked.clear()
    frame = open_map(page, f"{address}/?area=1710&lang=en")
    expect(frame.locator("canvas.riskmap-base")).to_have_count(0)
    assert asked == []
