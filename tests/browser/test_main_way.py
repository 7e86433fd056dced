"""Region, district, mahalla, measures, CSV: the way an official goes, with nothing but this machine."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import click_area, colour_at, open_map, painted_frame, paints, settled

DISTRICT, MAHALLA, ODD_NAME = "1710207", "1710207001", "1710207002"


def area_in_link(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["area"][0]


def test_a_click_reaches_the_right_mahallas_measures(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?level=district")
    assert frame.evaluate("riskmap.level") == "district"
    before = paints(frame)
    click_area(page, frame, DISTRICT)
    page.wait_for_url(re.compile(f"area={DISTRICT}&"))
    frame = painted_frame(page, before)
    assert frame.evaluate("riskmap.level") == "mahalla"
    assert frame.evaluate("riskmap.codes") == [f"{DISTRICT}00{i}" for i in range(1, 5)]
    click_area(page, frame, MAHALLA)
    expect(page.locator(f'.area-card[data-area-code="{MAHALLA}"]')).to_be_visible()
    page.get_by_text("Mahalla sahifasi").click()
    expect(page.locator(f'.mahalla-title[data-area-code="{MAHALLA}"]')).to_be_visible()
    expect(page.locator(".measures .row").first).to_be_visible()
    assert area_in_link(page) == MAHALLA


def test_where_the_hand_rests_the_next_view_is_at_hand(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?level=district&value=count&certainty=off")
    settled(page)
    x, y = frame.evaluate(f"riskmap.point('{DISTRICT}')")
    with page.expect_response(re.compile("/riskmap/geometry/.*mahalla-1710207")):
        frame.locator("#map_div").hover(position={"x": x, "y": y})
    settled(page)
    page.context.set_offline(True)  # whatever is painted now was here before
    page.mouse.down()
    page.mouse.up()
    frame.wait_for_function("riskmap.level === 'mahalla'")
    codes = frame.evaluate("riskmap.codes")
    assert codes == [f"{DISTRICT}00{i}" for i in range(1, 5)]
    assert [colour_at(frame, code) for code in codes] == [frame.evaluate(f"riskmap.color('{code}')") for code in codes]


def test_back_and_forward_walk_the_views(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area=1710&level=district")
    click_area(page, frame, DISTRICT)
    page.wait_for_url(re.compile(f"area={DISTRICT}&"))
    expect(page.locator(f'.crumb-here[data-area="{DISTRICT}"]')).to_be_visible()
    page.go_back()
    expect(page.locator('.crumb-here[data-area="1710"]')).to_be_visible()
    page.go_forward()
    expect(page.locator(f'.crumb-here[data-area="{DISTRICT}"]')).to_be_visible()
    page.locator(".head .up:enabled").click()
    expect(page.locator('.crumb-here[data-area="1710"]')).to_be_visible()


def test_a_copied_link_restores_the_view(server: str, page: Page) -> None:
    link = f"{server}/?area={MAHALLA}&indicator=crime_theft&period=2025Q3&value=count&group=all&classes=equal&k=4&level=district&scale=locked&certainty=off&lang=ru"
    open_map(page, link)
    expect(page.locator("select[name=indicator]")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.url == link


def test_a_change_of_period_recolours_without_a_new_frame(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area={DISTRICT}&level=district&value=count&period=2025Q4&classes=equal&k=5")
    frame.evaluate("window.kept = true")
    before = paints(frame)
    page.locator("button[name=period_previous]:enabled").click()
    page.wait_for_url(re.compile("period=2025Q3"))
    painted_frame(page, before)
    assert frame.evaluate("window.kept") is True
    for code in frame.evaluate("riskmap.codes"):
        assert colour_at(frame, code) == frame.evaluate(f"riskmap.color('{code}')")


def test_ranking_and_map_are_linked_both_ways(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area={DISTRICT}")
    page.locator(f'.ranking tr[data-code="{MAHALLA}"]').click()
    page.wait_for_url(re.compile(f"area={MAHALLA}"))
    click_area(page, frame, f"{DISTRICT}004")
    expect(page.locator(f'.ranking tr[data-code="{DISTRICT}004"]')).to_have_attribute("aria-selected", "true")


def test_search_finds_in_another_alphabet(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area=1710&lang=uz")
    page.get_by_role("combobox", name="Hududni topish").fill("Ғузор")
    page.locator('.finder [data-code="1710207"]').first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("area=1710207"))


def test_names_with_markup_are_text_in_map_ranking_and_card(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area={ODD_NAME}")
    expect(page.locator(f'.ranking tr[data-code="{ODD_NAME}"]')).to_contain_text("<script>alert(1)</script>")
    x, y = frame.evaluate(f"riskmap.point('{ODD_NAME}')")
    frame.locator("#map_div").hover(position={"x": x, "y": y})
    expect(frame.locator(".riskmap-tip strong")).to_have_text("<script>alert(1)</script>")
    expect(page.locator(".area-card strong")).to_have_text("<script>alert(1)</script>")


def test_tooltip_gives_count_population_and_interval(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?area={DISTRICT}&level=district&period=2025Q4&value=count&lang=en")
    x, y = frame.evaluate(f"riskmap.point('{MAHALLA}')")
    frame.locator("#map_div").hover(position={"x": x, "y": y})
    tip = frame.locator(".riskmap-tip")
    expect(tip).to_contain_text("Count: 8")
    expect(tip).to_contain_text("Population: 1,100")
    expect(tip).to_contain_text("Per 100,000 people: 727.3")
    expect(tip).to_contain_text("95% interval: 314.0–1,433.0")


def test_the_first_view_is_the_smoothed_risk_with_what_is_unsure_faint(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?lang=en&period=2025")
    assert frame.evaluate("riskmap.level") == "mahalla"
    assert "value=risk" in page.url
    frame.wait_for_function("riskmap.clusters?.members")
    marks = frame.evaluate("riskmap.view.classes")
    assert sum(mark.isalpha() and mark != "x" for mark in marks) == int(
        page.locator(".legend-row", has_text="Cannot be told").locator("b").inner_text()
    )
    x, y = frame.evaluate(f"riskmap.point('{MAHALLA}')")
    frame.locator("#map_div").hover(position={"x": x, "y": y})
    expect(frame.locator(".riskmap-tip")).to_contain_text("26 counted, 10.3 expected")
    expect(frame.locator(".riskmap-tip")).to_contain_text("Above the region’s average")
    before = paints(frame)
    page.get_by_label("Fade what cannot be told from chance").click()
    painted_frame(page, before)
    assert frame.evaluate("riskmap.view.classes").replace("x", "").isdecimal()
    page.wait_for_url(re.compile("certainty=off"))


def test_raw_counts_are_one_click_away(server: str, page: Page) -> None:
    frame = open_map(page, f"{server}/?lang=en")
    before = paints(frame)
    page.get_by_role("radio", name="Count", exact=True).or_(
        page.get_by_role("button", name="Count", exact=True)
    ).first.click()
    page.wait_for_url(re.compile("value=count"))
    painted_frame(page, before)


def test_a_figure_says_what_it_is(server: str, page: Page) -> None:
    open_map(page, f"{server}/?lang=en")
    page.locator(".figure button.about").nth(1).click()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("Cases in the period per 100,000 people.")
    expect(card).to_contain_text("Figures as of 15 Jan 2026")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_csv_of_the_measures_holds_what_the_filters_show(server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/measures?area=1710&lang=en&m_state=overdue")
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    target = tmp_path / "measures.csv"
    waiting.value.save_as(target)
    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row["State"] for row in rows] == ["overdue"]
    assert rows[0]["Snapshot"].startswith("20260115-")


def test_measures_page_keeps_its_filters_in_the_link(server: str, page: Page) -> None:
    page.goto(f"{server}/measures?area=1710&lang=en&m_state=overdue")
    expect(page.locator(".tally .whole b")).to_have_text("1")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".tally .whole b")).to_have_text("4")
    expect(page).not_to_have_url(re.compile("m_state"))


def test_every_page_in_every_language_asks_nobody_else(server: str, page: Page, outside: list[str]) -> None:
    for lang in ("uz", "uz-Cyrl", "ru", "en"):
        open_map(page, f"{server}/?area=1710&lang={lang}")
        for path in ("mahalla", "measures"):
            page.goto(f"{server}/{path}?area={MAHALLA}&lang={lang}")
            expect(page.locator(".foot")).to_be_visible()
    assert outside == []


def test_map_page_fits_the_meeting_screen_and_a_phone(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area=1710207001")
    expect(page.locator(".foot")).to_be_visible()
    size = '(() => { const main = document.querySelector("[data-testid=stMain]"); return [main.scrollHeight, main.clientHeight]; })()'
    height, room = page.evaluate(size)
    assert height <= room
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_boundaries_that_do_not_come_are_told_and_asked_for_again(server: str, page: Page) -> None:
    boundaries = re.compile(r"^[^?]*/riskmap/geometry/")
    page.route(boundaries, lambda route: route.abort())
    page.goto(f"{server}/?area=1710&lang=en")
    notice = page.frame_locator(".st-key-map_frame iframe").locator(".riskmap-notice")
    expect(notice).to_have_text("The map’s boundaries did not load. Trying again…")
    page.unroute(boundaries)
    painted_frame(page)
    expect(notice).to_be_hidden()


def test_a_map_whose_script_did_not_come_is_loaded_anew(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    missed: list[str] = []

    def miss_once(route: Route) -> None:
        if missed:
            route.fallback()
        else:
            missed.append(route.request.url)
            route.abort()

    page.route(re.compile(r"/early\.js"), miss_once)
    open_map(page, f"{server}/?area=1710&lang=en")
    assert len(missed) == 1


FIRST = """() => {
  window.drawings = [];
  const hex = (pixel) => "#" + [...pixel.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("");
  const look = () => {
    const canvas = document.getElementById("riskmap-first");
    const map = document.querySelector(".st-key-map_frame iframe")?.contentWindow?.riskmap;
    if (canvas) {
      const box = canvas.getBoundingClientRect();
      const at = (code) => riskmapFirst.point(code).map((place, side) => (place - [box.left, box.top][side]) * (canvas.width / box.width));
      const isSeen = (code) => at(code).every((place, side) => place > 0 && place < [canvas.width, canvas.height][side]);
      const ink = canvas.getContext("2d");
      const colours = riskmapFirst.codes.filter(isSeen).map((code) => [code, hex(ink.getImageData(...at(code).map(Math.round), 1, 1).data)]);
      drawings.push({ colours: Object.fromEntries(colours), painted: map?.paints ?? 0, box: [box.left, box.top, box.width, box.height] });
    }
    if (!canvas && drawings.length) return;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@pytest.mark.parametrize("query", ["level=district&value=count", "area=1710207&value=count&certainty=off"])
def test_the_map_stands_before_the_page_and_in_every_frame_after(
    server: str, context: BrowserContext, query: str
) -> None:
    page = context.new_page()
    page.add_init_script(f"({FIRST})()")
    frame = open_map(page, f"{server}/?lang=en&{query}")
    expect(page.locator("#riskmap-first")).to_have_count(0)
    drawings = page.evaluate("drawings")
    assert drawings[0]["painted"] == 0
    assert drawings[-1]["painted"] > 0  # both stood there, for a frame
    colours = drawings[0]["colours"]
    assert len(colours) >= 2
    assert colours == {code: frame.evaluate(f"riskmap.color('{code}')") for code in colours}
    page.wait_for_function("localStorage.getItem('riskmap.first') !== null")
    again = context.new_page()
    again.add_init_script(f"({FIRST})()")
    open_map(again, f"{server}/?lang=en&{query}")
    place = "(() => { const box = document.querySelector('.st-key-map_frame iframe').getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })()"
    assert again.evaluate("drawings")[0]["box"] == page.evaluate(place)  # where it stood the last time


def test_the_first_drawing_goes_with_the_map(server: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(
        "window.startRiskMap = undefined; Object.defineProperty(window, 'startRiskMap', { value: null });"
    )
    page.goto(f"{server}/?lang=en")  # where the map never comes
    expect(page.locator("#riskmap-first")).to_be_visible()
    page.locator(".head a", has_text="Measures").click()
    expect(page.locator(".measures")).to_be_visible()
    expect(page.locator("#riskmap-first")).to_have_count(0, timeout=3000)


def test_a_reload_in_the_middle_shows_the_same(server: str, page: Page) -> None:
    open_map(page, f"{server}/?area={MAHALLA}&level=district&period=2025Q2&value=count")
    expect(page.locator(".foot")).to_be_visible()
    link = page.url
    page.reload()
    painted_frame(page)
    expect(page.locator(f'.area-card[data-area-code="{MAHALLA}"]')).to_be_visible()
    assert page.url == link


def test_on_a_phone_the_foot_is_the_last(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page, f"{server}/?lang=en")
    settled(page)
    tops = "['.figures', '.foot'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
    figures, foot = page.evaluate(tops)
    assert figures < foot
