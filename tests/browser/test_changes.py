"""What changed between two snapshots, on the map and in lists, and the way to figures of the past."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.publishing import publish
from mapping.store import current_id, list_snapshots
from mapping.views.map.changes import Mark
from tests.browser.conftest import colour_at, painted_frame, serving

REVISED, SAME = "1710207001", "1710207004"


@pytest.fixture(scope="module")
def home(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots: in the second a figure of the first mahalla is 3, not 1."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copytree(tiny_dataset, folder / "edited")
    figures = folder / "edited" / "data" / "statistics.csv"
    written = figures.read_text(encoding="utf-8")
    old, new = (f"{REVISED},2024Q1,crime_total,all,{count}\n" for count in (1, 3))
    assert old in written
    figures.write_text(written.replace(old, new), encoding="utf-8")
    publish(tiny_dataset / "geo", tiny_dataset / "data", folder / "home")
    publish(folder / "edited" / "geo", folder / "edited" / "data", folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def two(home: Path) -> Iterator[str]:
    """The application with two snapshots."""
    with serving(home) as address:
        yield address


def test_a_revised_figure_is_on_the_map_and_told_where_it_is(two: str, page: Page) -> None:
    page.goto(f"{two}/changes?lang=en")
    frame = painted_frame(page, key="change_map_frame")
    assert colour_at(frame, SAME) == Mark.SAME.colour("light")
    x, y = frame.evaluate(f"riskmap.point('{REVISED}')")
    frame.locator("#map_div").hover(position={"x": x + 12, "y": y + 12})
    expect(frame.locator(".riskmap-tip")).to_contain_text("Crimes, total, Q1 2024: 1 → 3 (+2)")
    assert frame.evaluate(f"riskmap.color('{REVISED}')") == Mark.UP.colour("light")


def test_an_older_snapshot_is_looked_at_and_left_again(two: str, home: Path, page: Page) -> None:
    older = next(one.id for one in list_snapshots(home) if one.id != current_id(home))
    page.goto(f"{two}/changes?lang=en")
    page.locator(f".st-key-look_{older} button").click()
    page.wait_for_url(re.compile(f"snapshot={older}"))
    page.goto(f"{two}/mahalla?lang=en&area={REVISED}&snapshot={older}")
    expect(page.locator(".st-key-older")).to_contain_text(older)
    expect(page.locator(".foot a")).to_have_attribute("href", re.compile(f"snapshot={older}"))
    page.locator(".st-key-to_current button").click()
    expect(page.locator(".st-key-older")).to_have_count(0)
    assert "snapshot=" not in page.url


def test_a_snapshot_is_made_current_only_after_a_question(two: str, home: Path, page: Page) -> None:
    before = current_id(home)
    older = next(one.id for one in list_snapshots(home) if one.id != before)
    page.goto(f"{two}/changes?lang=en")
    page.locator(f".st-key-use_{older} button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(older)
    assert current_id(home) == before
    dialog.get_by_role("button", name="Yes, make it current").click()
    expect(dialog).to_have_count(0)
    assert current_id(home) == older
    expect(page.locator(f".st-key-use_{older} button")).to_be_disabled()
