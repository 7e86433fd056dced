"""The page of categories in a browser: official beside computed, thresholds tried, and a link that shows the same again."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import colour_at, painted_frame, settled

MAHALLA = "1710207004"  # not red by the rules in force


def number_in(part: Locator) -> int:
    """The first whole number that a part of the page tells."""
    found = re.search(r"\d+", part.inner_text().replace("\u00a0", ""))
    assert found
    return int(found.group())


def listed(page: Page) -> Locator:
    return page.locator(".st-key-categories_list .panel-title")


def leave_at_the_left(page: Page, place: int) -> None:
    """A slider moved to its lowest value with the keys alone."""
    slider = page.get_by_role("slider").nth(place)
    slider.focus()
    slider.press("Home")
    settled(page)


def test_official_stands_beside_computed_and_the_list_holds_those_that_differ(server: str, page: Page) -> None:
    page.goto(f"{server}/categories?area=1710&lang=en")
    settled(page)
    cross = page.locator(".category-cross")
    expect(cross).to_be_visible()
    cells = {kind: cross.locator(f"td.{kind}") for kind in ("same", "graver", "lighter")}
    counts = {kind: [number_in(cells[kind].nth(place)) for place in range(cells[kind].count())] for kind in cells}
    assert {kind: len(found) for kind, found in counts.items()} == {"same": 3, "graver": 3, "lighter": 3}
    assert number_in(listed(page)) == sum(counts["graver"]) + sum(counts["lighter"])
    frame = painted_frame(page, key="categories_map")
    assert frame.evaluate("riskmap.paints") > 0


def test_a_threshold_tried_flips_mahallas_on_list_map_and_line_and_can_be_taken_back(server: str, page: Page) -> None:
    page.goto(f"{server}/categories?area={MAHALLA}&part=what_if&lang=en")
    settled(page)
    expect(listed(page)).to_contain_text("0")
    frame = painted_frame(page, key="categories_map")
    before = colour_at(frame, MAHALLA)
    line = page.locator(".category-area p")
    in_force = re.search(r"Computed category: (\w+)", line.inner_text())
    assert in_force
    assert in_force.group(1) != "Red"
    leave_at_the_left(page, 0)
    leave_at_the_left(page, 1)
    expect(line).to_contain_text("thresholds tried: Red")
    expect(line).to_contain_text(f"Computed category: {in_force.group(1)}")
    expect(listed(page)).not_to_have_text(re.compile(r"\b0\b"))
    flipped = number_in(listed(page))
    told = page.locator(".category-sum").inner_text()
    assert str(flipped) in told
    frame.wait_for_function("code => riskmap.color(code) !== undefined", arg=MAHALLA)
    end = time.monotonic() + 20
    while colour_at(frame, MAHALLA) == before:
        assert time.monotonic() < end, "the mahalla keeps its colour"
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Back to the thresholds in force").click()
    settled(page)
    expect(listed(page)).to_contain_text("0")
    expect(line).to_contain_text(f"thresholds tried: {in_force.group(1)}")


@pytest.mark.parametrize("part", ["what_if", "red"])
def test_a_link_shows_year_and_part_again(server: str, page: Page, part: str) -> None:
    page.goto(f"{server}/categories?area=1710&lang=en")
    settled(page)
    chosen = {"what_if": "What if", "red": "Years in red"}[part]
    page.get_by_role("radio", name=chosen).or_(page.get_by_role("button", name=chosen)).first.click()
    page.wait_for_url(re.compile(f"part={part}"))
    settled(page)
    title = listed(page).inner_text()
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    settled(page)
    expect(listed(page)).to_have_text(title)
    assert f"part={part}" in page.url
    assert "year=2025" in page.url
