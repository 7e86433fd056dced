"""A folder of files becomes a published region by hand, through the page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mapping.publishing import profiles_of
from mapping.store import current_id
from tests.browser.conftest import open_map, serving, settled
from tests.conftest import MAHALLAS

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
        assert lying() == []  # they were looked at, and the page that shows what they came to needs them no more
        assert current_id(home) is None
        expect(button).to_be_disabled()
        page.get_by_text("The figures are published as of").click()
        button.click()
        expect(page.get_by_text("Published:")).to_be_visible(timeout=60_000)
        assert current_id(home) is not None
        frame = open_map(page, f"{address}/?lang=en&level=mahalla")
        assert len(frame.evaluate("window.riskmap.codes")) == 8


def lying() -> list[Path]:
    """Folders of files brought to servers that this process started."""
    folders = [
        one for place in (Path("/dev/shm"), Path(tempfile.gettempdir())) for one in place.glob("riskmap-uploads-*")
    ]
    parents = {one: Path("/proc", one.name.split("-")[2], "stat") for one in folders}
    return [one for one, stat in parents.items() if stat.exists() and int(stat.read_text().split()[3]) == os.getpid()]


def test_a_table_nobody_knows_is_named_on_the_page_and_recognised_the_next_time(
    page: Page, tiny_home: Path, tmp_path: Path
) -> None:
    """The step of the columns, the number that may be read in two ways, the desk, publishing, and the profile kept."""
    home, files = tmp_path / "home", tmp_path / "files"
    shutil.copytree(tiny_home, home)
    files.mkdir()
    before = current_id(home)
    odd = "Reyestr;Qayerda;Hisobot;Bayonnomalar\n{code};Bog‘ishamol;2025Q1;1.204\n{code};Bog‘ishamol;2025Q2;7\n"
    (files / "bayonnoma.csv").write_text(odd.format(code=MAHALLAS[0]), encoding="utf-8")
    with serving(home) as address:
        page.goto(f"{address}/data?lang=en")
        drop = page.locator('input[type="file"]')
        drop.set_input_files([str(files / "bayonnoma.csv")])
        expect(page.locator(".panel-title", has_text="What the columns mean")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("for example: 1.204 · 7")).to_be_hidden()  # asked only when the kind is known
        _choose(page, "What does the table hold?", "Statistics")
        expect(page.get_by_text("for example: 1.204 · 7")).to_be_visible(timeout=60_000)
        _choose(page, "Column “Bayonnomalar”", "Crimes, total")
        page.get_by_role("button", name="Apply and keep the profile").click()
        expect(page.get_by_text("What does “1.204” mean?")).to_be_visible(timeout=60_000)
        settled(page)  # what is still being drawn moves under the pointer
        page.get_by_text("1 204 (thousands)").click()
        settled(page)
        page.get_by_role("button", name="Apply and keep the profile").click()
        expect(page.get_by_text("1 of 1 can be published")).to_be_visible(timeout=60_000)
        button = page.get_by_role("button", name="Publish", exact=True)
        expect(button).to_be_visible(timeout=60_000)
        assert current_id(home) == before
        page.get_by_text("The figures are published as of").click()
        button.click()
        expect(page.get_by_text("Published:")).to_be_visible(timeout=60_000)
    after = current_id(home)
    assert after != before
    kept = [one for one in profiles_of(home).profiles if one.column("Reyestr")]
    assert [(one.column("Bayonnomalar").indicator, one.marks.thousands) for one in kept] == [("crime_total", ".")]
    report = check(files / "bayonnoma.csv", home)
    assert report["refused"] == []
    assert "profile_used" in {one["rule"] for one in report["warnings"]}


def _choose(page: Page, label: str, words: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words).first.click()


def check(path: Path, home: Path) -> dict[str, Any]:
    """What `riskmap check --json` says."""
    command = [sys.executable, "-m", "mapping.cli", "check", str(path), "--json", "--home", str(home)]
    done = subprocess.run(command, capture_output=True, check=False)
    return dict(json.loads(done.stdout))


def test_a_file_with_persons_is_refused_and_lies_nowhere(page: Page, tiny_home: Path, tmp_path: Path) -> None:
    """Also after more runs of the page: neither in the folders for passing files, nor in the home."""
    home, secret = tmp_path / "home", "Qodirov Bahrom Olimovich"
    shutil.copytree(tiny_home, home)
    rows = "".join(f"{secret};{MAHALLAS[0]};{n}\n" for n in range(30))
    (tmp_path / "persons.csv").write_text(f"Kim;MFY kodi;Soni\n{rows}", encoding="utf-8")
    folders = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    before = {path for folder in folders for path in folder.glob("riskmap-*")}
    with serving(home) as address:
        page.goto(f"{address}/data?lang=en")
        page.locator('input[type="file"]').set_input_files([str(tmp_path / "persons.csv")])
        expect(page.get_by_text("carries persons").first).to_be_visible(timeout=60_000)
        page.locator("summary", has_text="Options").click()
        page.get_by_text("Begin a new set of data").click()
        expect(page.get_by_text("carries persons").first).to_be_visible(timeout=60_000)
        made = {path for folder in folders for path in folder.glob("riskmap-*")} - before
        inside = [one for folder in [*made, home] for one in folder.rglob("*") if one.is_file()]
        assert not any(secret.encode() in one.read_bytes() for one in inside)
        assert secret not in page.content()
