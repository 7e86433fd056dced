"""A folder of files becomes a published region by hand, through the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.store import current_id
from tests.browser.conftest import open_map, serving

pytestmark = pytest.mark.browser


def test_files_become_a_published_region(page: Page, tiny_dataset: Path, tmp_path: Path) -> None:
    home, files = tmp_path / "home", tmp_path / "files"
    home.mkdir()
    files.mkdir()
    mahallas = json.loads((tiny_dataset / "geo" / "mahallas.geojson").read_text(encoding="utf-8"))
    for feature in mahallas["features"]:  # the trial region lies partly outside the country: further north it does not
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[x, round(y + 0.6, 6)] for x, y in ring]]
    (files / "chegaralar.geojson").write_text(json.dumps(mahallas), encoding="utf-8")
    rows = (tiny_dataset / "data" / "statistics.csv").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if "crime_theft" not in row and "1710999001" not in row]
    (files / "jinoyatlar.csv").write_text("\n".join(kept).replace(",", ";"), encoding="cp1251")
    (files / "aholi.csv").write_text(
        (tiny_dataset / "data" / "population.csv").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with serving(home, ready="/_stcore/health") as address:
        page.goto(f"{address}/data?lang=en")
        page.locator('input[type="file"]').set_input_files([str(path) for path in sorted(files.iterdir())])
        button = page.get_by_role("button", name="Publish", exact=True)
        expect(button).to_be_visible(timeout=60_000)
        assert current_id(home) is None
        button.click()
        expect(page.get_by_text("Published:")).to_be_visible(timeout=60_000)
        assert current_id(home) is not None
        frame = open_map(page, f"{address}/?lang=en&level=mahalla")
        assert len(frame.evaluate("window.riskmap.codes")) == 8
