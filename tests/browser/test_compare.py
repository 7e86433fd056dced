"""Two views side by side: their maps stand at one place and one zoom, and one colour means one value on both."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import click_area, colour_at, painted_frame, settled
from tests.browser.test_accessibility import everywhere

FIRST, LAST = "1710207001", "1710212004"
DISTRICTS = ("1710207", "1710212")
PERIODS = "compare?lang=en&area=1710&value=count&classes=equal&period=2025Q4&compare=periods&with=2024Q4"
STANDS = (
    "(() => { const { map } = riskmap; return [...Object.values(map.project(map.getCenter())), map.getZoom()]; })()"
)
FROM_HOME = """(() => { const { map } = riskmap; const zoom = map.getZoom();
  return [...Object.values(map.project(map.getCenter(), zoom).subtract(riskmap.middleOfHome(zoom))), zoom]; })()"""


def maps(page: Page, *sides: str) -> list[Frame]:
    """The frames of the maps once they have painted."""
    frames = [painted_frame(page, key=f"compare_{side}_frame") for side in sides]
    settled(page)
    return frames


def stand_together(frames: list[Frame], where: str = STANDS) -> list[float]:
    """Where they stand, which is the same to within a pixel; waits until nothing moves."""
    frames[0].page.wait_for_timeout(500)
    seats = [frame.evaluate(where) for frame in frames]
    for seat in seats[1:]:
        assert seat == pytest.approx(seats[0], abs=1)
        assert seat[2] == seats[0][2]
    return list(seats[0])


def middle_of(page: Page, side: str) -> tuple[float, float]:
    box = page.locator(f".st-key-compare_{side}_frame iframe").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, side: str, by: tuple[int, int]) -> None:
    x, y = middle_of(page, side)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=6)
    page.mouse.up()


def test_three_maps_move_and_zoom_as_one(server: str, page: Page) -> None:
    page.goto(f"{server}/{PERIODS}")
    frames = maps(page, "left", "right", "difference")
    home = stand_together(frames)
    page.mouse.move(*middle_of(page, "left"))
    page.mouse.wheel(0, -240)
    nearer = stand_together(frames)
    assert nearer[2] > home[2]
    drag(page, "right", (70, 40))
    moved = stand_together(frames)
    assert abs(moved[0] - nearer[0]) > 50
    frames[2].locator(".leaflet-control-zoom-in").click()
    assert stand_together(frames)[2] > moved[2]
    frames[0].locator("#map_div").focus()
    page.keyboard.press("0")
    assert stand_together(frames) == pytest.approx(home, abs=1)
    seen = [frame.evaluate("[...document.querySelectorAll('canvas')].map((one) => one.width)") for frame in frames]
    assert seen[0] == seen[1] == seen[2]


def test_while_the_hand_drags_the_others_go_along(server: str, page: Page) -> None:
    page.goto(f"{server}/{PERIODS}")
    frames = maps(page, "left", "right", "difference")
    x, y = middle_of(page, "left")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -240)
    stand_together(frames)
    page.mouse.down()
    page.mouse.move(x + 80, y + 20, steps=4)
    seats = [frame.evaluate(STANDS) for frame in frames]  # the button is still held
    assert seats[1] == pytest.approx(seats[0], abs=1)
    assert seats[2] == pytest.approx(seats[0], abs=1)
    page.mouse.up()


def test_one_value_has_one_colour_on_both_sides(server: str, page: Page) -> None:
    """Mahalla number m has m + 3 crimes on the left and m + 7 on the right: the fifth left and the first right have 8."""
    page.goto(f"{server}/{PERIODS}&certainty=off")
    left, right, difference = maps(page, "left", "right", "difference")
    assert colour_at(left, "1710212001") == colour_at(right, FIRST)
    assert colour_at(left, FIRST) != colour_at(right, FIRST)
    assert {colour_at(difference, code) for code in (FIRST, "1710212001")} == {colour_at(difference, FIRST)}
    swatches = page.locator(".legend").first.locator(".legend-row i")
    shown = swatches.evaluate_all("(all) => all.map((one) => getComputedStyle(one).backgroundColor)")
    channels = [int(colour_at(right, FIRST)[at : at + 2], 16) for at in (1, 3, 5)]
    assert f"rgb({channels[0]}, {channels[1]}, {channels[2]})" in shown


def test_the_area_under_the_hand_is_marked_everywhere_and_tells_both_figures(server: str, page: Page) -> None:
    page.goto(f"{server}/{PERIODS}")
    frames = maps(page, "left", "right", "difference")
    x, y = frames[0].evaluate(f"riskmap.point('{FIRST}')")
    frames[0].locator("#map_div").hover(position={"x": x, "y": y})
    for part in ("Q4 2024: 4", "Q4 2025: 8", "Difference: +4", "Cannot be told from chance"):
        expect(frames[0].locator(".riskmap-tip")).to_contain_text(part)
    assert [frame.evaluate("riskmap.codes[riskmap.hovered]") for frame in frames] == [FIRST] * 3
    page.locator(".compare-head").hover()
    frames[0].wait_for_function("riskmap.hovered === -1")
    assert [frame.evaluate("riskmap.hovered") for frame in frames] == [-1] * 3


def test_a_click_selects_in_all_and_back_takes_it_away(server: str, page: Page) -> None:
    page.goto(f"{server}/{PERIODS}")
    frames = maps(page, "left", "right", "difference")
    click_area(page, frames[0], LAST)
    page.wait_for_url(re.compile(f"area={LAST}&.*with=2024Q4"))
    for frame in frames:
        frame.wait_for_function(f"riskmap.view.selected === '{LAST}'")
    page.go_back()
    page.wait_for_url(re.compile("area=1710&.*with=2024Q4"))
    for frame in frames:
        frame.wait_for_function("riskmap.view.selected === '1710'")


def test_two_districts_move_by_the_same_distance_from_their_homes(server: str, page: Page) -> None:
    page.goto(f"{server}/compare?lang=en&area={DISTRICTS[0]}&value=rate&compare=districts&with={DISTRICTS[1]}")
    frames = maps(page, "left", "right")
    assert stand_together(frames, FROM_HOME)[:2] == pytest.approx([0, 0], abs=1)
    page.mouse.move(*middle_of(page, "right"))
    page.mouse.wheel(0, -240)
    drag(page, "right", (60, -30))
    assert abs(stand_together(frames, FROM_HOME)[0]) > 30
    centres = [frame.evaluate("riskmap.map.getCenter().lng") for frame in frames]
    assert centres[0] - centres[1] == pytest.approx(0.2, abs=0.005)  # as far apart as the districts are
    expect(page.locator(".compare-districts tbody tr").first).to_contain_text("Crimes, total")


def test_from_districts_to_periods_the_whole_region_is_shown_again(server: str, page: Page) -> None:
    page.goto(f"{server}/compare?lang=en&area={DISTRICTS[0]}&value=rate&compare=districts&with={DISTRICTS[1]}")
    frames = maps(page, "left", "right")
    near = stand_together(frames, FROM_HOME)[2]
    page.locator("button[name=compare]", has_text="Two periods").click()
    page.wait_for_url(re.compile("compare=periods"))
    three = maps(page, "left", "right", "difference")
    assert stand_together(three, FROM_HOME)[:2] == pytest.approx([0, 0], abs=1)
    page.locator("button[name=compare]", has_text="Two districts").click()
    page.wait_for_url(re.compile("compare=districts"))
    settled(page)
    assert stand_together(frames, FROM_HOME) == pytest.approx([0, 0, near], abs=1)


def test_on_a_phone_the_maps_stand_below_each_other_and_move_together(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/{PERIODS}")
    frames = maps(page, "left", "right", "difference")
    home = stand_together(frames)
    tops = [page.locator(f".st-key-compare_{side}_frame").bounding_box() for side in ("left", "right", "difference")]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[2] is not None
    assert tops[0]["y"] + tops[0]["height"] < tops[1]["y"] < tops[2]["y"]
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    frames[1].locator(".leaflet-control-zoom-in").click()
    assert stand_together(frames)[2] > home[2]


def test_the_screen_of_a_meeting_holds_everything(server: str, page: Page) -> None:
    for query in (PERIODS, f"compare?lang=ru&area={DISTRICTS[0]}&compare=districts"):
        page.goto(f"{server}/{query}")
        maps(page, "left", "right")
        assert (
            page.evaluate(
                "(({scrollHeight, clientHeight}) => scrollHeight - clientHeight)(document.querySelector('.stMain'))"
            )
            <= 0
        )


def test_the_ways_to_the_page(server: str, page: Page) -> None:
    page.goto(f"{server}/?lang=en&area=1710&value=count&period=2025Q4")
    painted_frame(page)
    page.locator("a.go[data-page=compare]").click()
    page.wait_for_url(re.compile(r"/compare\?area=1710&.*value=count.*compare=periods&with=2024Q4"))
    maps(page, "left", "right", "difference")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_two_districts_keep_to_the_guidelines_too(server: str, page: Page, theme: str) -> None:
    page.goto(f"{server}/compare?lang=uz&area={DISTRICTS[0]}&compare=districts&embed_options={theme}_theme")
    maps(page, "left", "right")
    assert everywhere(page) == []


def test_on_paper_the_maps_stand_beside_each_other_and_say_which_is_which(server: str, page: Page) -> None:
    page.goto(f"{server}/{PERIODS}")
    maps(page, "left", "right", "difference")
    assert page.locator(".compare-side").first.is_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".compare-side").all_inner_texts() == ["Q4 2024", "Q4 2025"]
    pictures = page.locator("canvas.map-paper")
    expect(pictures).to_have_count(3)
    boxes = [pictures.nth(place).bounding_box() for place in range(3)]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3
    assert (
        len({(box["width"], box["height"]) for box in boxes if box}) == 1
    )  # on paper as on the screen they have one scale
    expect(page.locator(".on-paper tbody tr")).to_have_count(8)
