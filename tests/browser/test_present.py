"""The presenter in a real browser: keys alone, offline, reload, played quarters, letters that can be read from afar."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from mapping.model.locale import Lang, text
from tests.browser.conftest import serving
from tests.browser.test_accessibility import violations

LANGS = ["uz", "uz-Cyrl", "ru", "en"]
LONGEST_DISTRICT = "1710212"  # Dehqonobod: the longest name of a district in every language
LEAST_SIZE, LEAST_CONTRAST = 24, 7.0


@pytest.fixture(scope="module")
def demonstration(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application showing the demonstration region: 16 districts, 832 mahallas. Decisions are written beside it."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(shipped_home, home, dirs_exist_ok=True)
    with serving(home) as address:
        yield address


def until(page: Page, expression: str, seconds: float = 60) -> None:
    """Wait for something to be true; Playwright's own waiting needs `eval`, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    until(page, "Boolean(window.riskmap) && riskmap.paints > 0")


def press(page: Page, *keys: str) -> None:
    """Press keys one by one, each when the screen before stands."""
    for key in keys:
        before = page.evaluate("riskmap.paints")
        page.keyboard.press(key)
        until(page, f"riskmap.paints > {before}")


def area(page: Page) -> str:
    return str(page.evaluate("riskmap.area"))


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def begun(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.locator("#start").text_content() or "")
    return found


# ---------------------------------------------------------------- the ways


def test_keys_alone_go_through_all_districts_of_the_demonstration(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?lang=ru&agenda=overdue")
    agenda = begun(page)["agenda"]["codes"]
    assert len(agenda) == 16
    seen = []
    for _ in agenda:
        press(page, "PageDown")
        seen.append(area(page))
        expect(page.locator(".figures tbody tr")).to_have_count(5)
        assert page.locator(".attention li").count() <= 3
    assert seen == agenda
    page.keyboard.press("PageDown")  # there is nothing after the last
    page.wait_for_timeout(300)
    assert area(page) == agenda[-1]
    press(page, *["PageUp"] * 16)
    assert area(page) == "1710"


def test_deeper_and_back(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?agenda=1710401,1710224")
    press(page, "ArrowDown")
    assert area(page) == "1710401"
    first = page.locator(".attention button").first.inner_text()
    press(page, "ArrowDown")
    assert area(page).startswith("1710401")
    expect(page.locator("h1")).to_have_text(first)
    press(page, "2")
    assert len(area(page)) > 7
    press(page, "ArrowRight")  # from a mahalla to the next district
    assert area(page) == "1710224"
    press(page, "Backspace")
    assert area(page) == "1710"


def test_a_click_goes_deeper(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present")
    for expected in ("1710224", "1710224004"):
        before = page.evaluate("riskmap.paints")
        page.mouse.click(*page.evaluate("riskmap.point('1710224004')"))
        until(page, f"riskmap.paints > {before}")
        assert area(page) == expected


def test_a_reload_in_the_middle_comes_back_to_this_very_screen(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?lang=en&agenda=risk&theme=dark")
    agenda = begun(page)["agenda"]["codes"]
    press(page, "PageDown", "PageDown", "Shift+ArrowLeft", "Shift+ArrowLeft", "n", "m")
    before, shown = page.url, page.locator("body").inner_text()
    page.reload()
    until(page, "Boolean(window.riskmap) && riskmap.paints > 0")
    assert page.url == before
    assert page.locator("body").inner_text() == shown
    assert begun(page)["agenda"]["codes"] == agenda  # another quarter on the screen orders nothing anew
    asked = query(page)
    assert (asked["panel"], asked["names"], asked["theme"]) == (["measures"], ["off"], ["dark"])
    assert asked["snapshot"][0]
    press(page, "PageDown")
    assert area(page) == agenda[2]


def test_keys_work_in_any_alphabet(server: str, page: Page) -> None:
    opened(page, f"{server}/present?lang=ru&period=2025Q2")
    before = page.evaluate("riskmap.paints")
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'ь', code: 'KeyM', cancelable: true}))")
    until(page, f"riskmap.paints > {before}")
    assert query(page)["panel"] == ["measures"]


def test_any_key_lights_a_blank_screen_and_does_nothing_else(server: str, page: Page) -> None:
    opened(page, f"{server}/present?period=2025Q2")
    press(page, "b")
    assert page.evaluate("getComputedStyle(document.elementFromPoint(900, 500)).backgroundColor") == "rgb(0, 0, 0)"
    press(page, "PageDown")
    assert area(page) == "1710"
    expect(page.locator("#blank")).to_be_hidden()
    press(page, "PageDown")
    assert area(page) != "1710"


def test_help_tells_the_keys_and_closes(server: str, page: Page) -> None:
    opened(page, f"{server}/present?lang=ru&period=2025Q2")
    for opens, closes in (("h", "Escape"), ("?", "?"), ("F1", "h")):
        press(page, opens)
        expect(page.get_by_role("dialog")).to_contain_text("PageDown")
        page.keyboard.press(closes)
        expect(page.get_by_role("dialog")).to_be_hidden()
    assert area(page) == "1710"


def test_what_the_link_asks_in_vain_is_told_on_the_screen(server: str, page: Page) -> None:
    opened(page, f"{server}/present?lang=en&area=1710&period=1999Q9&panel=charts")
    expect(page.locator("#notices")).to_contain_text("1999Q9")
    expect(page.locator("#notices")).to_contain_text("charts")


def test_a_server_that_is_gone_leaves_the_screen_as_it_was(server: str, page: Page) -> None:
    opened(page, f"{server}/present?lang=en&period=2025Q2&agenda=alphabet")
    page.context.set_offline(True)
    page.keyboard.press("PageDown")
    expect(page.locator("#notices")).to_contain_text("did not answer")
    assert area(page) == "1710"
    page.context.set_offline(False)
    press(page, "PageDown")
    assert area(page) != "1710"


def test_names_are_texts_whatever_they_hold(server: str, page: Page) -> None:
    opened(page, f"{server}/present?period=2025Q2&area=1710207002")
    expect(page.locator("h1")).to_have_text("<script>alert(1)</script>")


# ---------------------------------------------------------------- decisions


def test_a_decision_is_typed_kept_and_listed_for_the_district(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?lang=en&area=1710245")
    press(page, "ArrowDown", "d")
    mahalla = area(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(page.locator("h1").inner_text())
    expect(page.locator("#posts option").nth(5)).to_be_attached()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#wrong-text")).to_contain_text("Write what is to be done")
    expect(page.locator("[name=post]")).to_be_focused()
    page.keyboard.type("First deputy hokim")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Light the way to the school")
    assert area(page) == mahalla  # letters that are typed are no keys
    page.keyboard.press("Control+Enter")
    expect(page.locator(".taken")).to_contain_text("Light the way to the school")
    expect(page.locator("[name=text]")).to_have_value("")
    page.keyboard.press("Escape")
    press(page, "ArrowUp", "d")
    expect(page.locator(".taken")).to_contain_text("First deputy hokim")
    assert_read_from_afar(page)


def test_a_decision_on_a_district_names_its_mahallas_and_says_what_becomes_of_it(
    demonstration: str, page: Page
) -> None:
    opened(page, f"{demonstration}/present?lang=en&area=1710237")
    press(page, "d")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(text("decision.mahallas_none", Lang.EN))
    name = str(page.locator("#mahallas option").first.get_attribute("value"))
    page.locator("[name=mahallas]").fill(name)
    expect(page.locator(".chosen")).to_contain_text(name)
    expect(dialog).to_contain_text(text("decision.mahallas_become", Lang.EN))
    page.locator("[name=post]").fill("First deputy hokim")
    page.locator("[name=text]").fill("Open a boxing club")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".taken li", has_text="Open a boxing club")).to_contain_text(name)
    assert_read_from_afar(page)


def test_the_list_of_measures_pages_through_all_of_them_the_overdue_first(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?lang=en&area=1710237&panel=measures&period=2025Q4")
    title, pages = page.locator("#panel h2"), page.locator(".pages")
    total = int(re.findall(r": (\d+)", title.inner_text())[0])
    seen, late = 0, []
    while True:
        rows = page.locator(".listed tbody tr")
        late += [row.locator(".late").count() > 0 for row in rows.all()]
        assert pages.inner_text().startswith(f"{seen + 1}–{seen + rows.count()} of {total}")
        seen += rows.count()
        if seen == total:
            break
        page.keyboard.press("Space")
    assert late == sorted(late, reverse=True)
    page.keyboard.press("Shift+Space")
    expect(pages).not_to_contain_text(f"–{total} of")
    press(page, "m")
    page.locator(".tiles .late button").click()
    expect(title).to_contain_text(f"overdue: {sum(late)}")
    assert_read_from_afar(page)


def test_what_is_typed_outlives_a_server_that_fails_and_a_reload(demonstration: str, page: Page) -> None:
    # A page that stands already may send once more past a route that is laid now.
    page.route("**/riskmap/decisions?**", lambda route: route.abort())
    opened(page, f"{demonstration}/present?lang=ru&area=1710250&theme=dark")
    press(page, "d")
    page.locator("[name=post]").fill("Начальник")
    page.locator("[name=text]").fill("Проверить освещение")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_contain_text("Набранное осталось здесь")
    expect(page.locator("[name=text]")).to_have_value("Проверить освещение")
    page.unroute("**/riskmap/decisions?**")
    page.reload()
    until(page, "Boolean(window.riskmap) && riskmap.paints > 0")
    expect(page.locator("[name=text]")).to_have_value("Проверить освещение")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".taken li")).to_have_count(1)
    assert violations(page.main_frame) == []
    assert_read_from_afar(page)


# ---------------------------------------------------------------- played quarters

RECORD = """codes => {
  const canvas = document.getElementById("fills");
  const seats = codes.map((code) => riskmap.point(code));
  const box = canvas.getBoundingClientRect();
  const ratio = canvas.width / box.width;
  window.recorded = [];
  const look = () => {
    const ink = canvas.getContext("2d");
    const pixels = seats.map(([x, y]) => [...ink.getImageData((x - box.left) * ratio, (y - box.top) * ratio, 1, 1).data]);
    recorded.push([riskmap.period, pixels]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# The codes of the region's mahallas as they are painted, and those of an area that are wider than their borders' ink.
WIDE_AREAS = """async (where) => {
  const { geometry } = JSON.parse(document.getElementById("start").textContent);
  const read = async (code) => (await fetch(geometry[code])).json();
  const [region, drawn] = [await read("1710"), await read(where)];
  const breadth = (path) => {
    const steps = path.slice(1, path.indexOf("z")).split(/[ l]/).map(Number);
    let [x, left, right] = [0, Infinity, -Infinity];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
    }
    return right - left;
  };
  return [region.codes, drawn.codes.filter((_, at) => breadth(drawn.paths[at]) > 150)];
}"""
PAINTINGS = """async () => {
  const { periods } = JSON.parse(document.getElementById("start").textContent);
  return Promise.all(periods.map(async ({ code, paintings }) => [code, await (await fetch(paintings.light)).json()]));
}"""


def as_hex(pixel: list[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in pixel[:3])


@pytest.mark.parametrize("where", ["1710", "1710401"])
def test_quarters_play_in_order_and_the_canvas_is_never_blank(demonstration: str, page: Page, where: str) -> None:
    opened(page, f"{demonstration}/present?area={where}&period=2023Q1&certainty=off&names=off&theme=light&value=count")
    region, wide = page.evaluate(WIDE_AREAS, where)
    sampled = wide[:: max(1, len(wide) // 24)]
    assert len(sampled) > 10
    paintings = dict(page.evaluate(PAINTINGS))
    places = [region.index(code) for code in sampled]
    page.evaluate(RECORD, sampled)
    page.keyboard.press("p")
    until(page, "riskmap.playing")
    until(page, "!riskmap.playing", 180)
    recorded = page.evaluate("recorded")
    periods = list(paintings)
    assert len(periods) == 12
    assert [period for period, _ in groupby(period for period, _ in recorded)] == periods
    assert len({tuple(map(as_hex, pixels)) for _, pixels in recorded}) > len(periods) // 2  # it really changes
    for period, pixels in recorded:
        painting = paintings[period]
        for pixel, place in zip(pixels, places, strict=True):
            assert pixel[3] == 255, "a blank pixel"
            mark = painting["classes"][place]
            assert not mark.isdigit() or as_hex(pixel) == painting["colours"][int(mark)]


def test_any_other_key_ends_the_play(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?period=2023Q1")
    page.keyboard.press("p")
    until(page, "riskmap.period !== '2023Q1'", 120)
    page.keyboard.press("Escape")
    until(page, "!riskmap.playing")
    stood = page.evaluate("riskmap.period")
    page.wait_for_timeout(1200)
    assert page.evaluate("riskmap.period") == stood
    assert area(page) == "1710"


# ---------------------------------------------------------------- read from ten metres

READ = """() => {
  const channel = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((part, i) => part * a + under[i] * (1 - a));
  const ground = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) layers.unshift(parts(getComputedStyle(one).backgroundColor));
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const modal = document.querySelector("dialog[open]");
  const found = [];
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!text.textContent.trim() || parent.closest("script, #heard") || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const style = getComputedStyle(parent);
    const back = ground(parent);
    const [a, b] = [light(over(parts(style.color), back)), light(back)].sort((x, y) => y - x);
    const cut = [...range.getClientRects()].some((rect) => {
      if (rect.left < -1 || rect.top < -1 || rect.right > innerWidth + 1 || rect.bottom > innerHeight + 1) return true;
      for (let one = parent; one && one !== document.documentElement; one = one.parentElement) {
        if (getComputedStyle(one).overflow === "visible") continue;
        const frame = one.getBoundingClientRect();
        if (rect.left < frame.left - 1 || rect.right > frame.right + 1 || rect.top < frame.top - 2 || rect.bottom > frame.bottom + 2) return true;
      }
      return false;
    });
    found.push({ text: text.textContent, size: parseFloat(style.fontSize), contrast: (a + 0.05) / (b + 0.05), cut });
  }
  return found;
}"""
OVERFLOWING = """() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest("#heard") && getComputedStyle(one).overflow !== "visible" || one === document.documentElement)
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => `${one.tagName}#${one.id} ${one.scrollWidth}x${one.scrollHeight} in ${one.clientWidth}x${one.clientHeight}`)"""
MEETING = """() => {
  const texts = [...document.querySelectorAll("#panel *, #legend *, header *, #demonstration")].filter((one) => one.checkVisibility() &&
    [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  const boxes = texts.map((one) => one.getBoundingClientRect());
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
  return texts.flatMap((one, i) => texts.slice(i + 1).filter((other, j) => !one.contains(other) && !other.contains(one) && meet(boxes[i], boxes[i + 1 + j]))
    .map((other) => `${one.textContent} × ${other.textContent}`));
}"""


def assert_read_from_afar(page: Page) -> None:
    read = page.evaluate(READ)
    assert len(read) >= 8
    assert [one for one in read if one["size"] < LEAST_SIZE - 0.01] == []
    assert [one for one in read if one["contrast"] < LEAST_CONTRAST] == []
    assert [one for one in read if one["cut"]] == []
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(MEETING) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_large_clear_and_whole(demonstration: str, page: Page, lang: str, theme: str) -> None:
    opened(page, f"{demonstration}/present?lang={lang}&theme={theme}&agenda={LONGEST_DISTRICT}")
    assert_read_from_afar(page)
    for keys in (["a"], ["a", "PageDown"], ["m"], ["m", "1"], ["h"]):
        press(page, *keys)
        assert_read_from_afar(page)


@pytest.mark.parametrize("lang", LANGS)
def test_names_longer_than_any_known_are_whole_too(demonstration: str, page: Page, lang: str) -> None:
    def lengthen(route: Route) -> None:
        answer = route.fetch()
        longer = {code: f"{name} {name} {name}" for code, name in answer.json().items()}
        route.fulfill(response=answer, json=longer)

    page.route(re.compile("/riskmap/names/"), lengthen)
    opened(page, f"{demonstration}/present?lang={lang}&area={LONGEST_DISTRICT}")
    assert_read_from_afar(page)
    press(page, "m")
    assert_read_from_afar(page)
    press(page, "m", "1")
    assert_read_from_afar(page)


@pytest.mark.parametrize(
    "value", ["count&k=7", "rate&k=7", "change_year&k=7", "probability", "spots", "agreement", "done", "gaps"]
)
def test_every_legend_is_whole(demonstration: str, page: Page, value: str) -> None:
    opened(page, f"{demonstration}/present?lang=ru&value={value}")
    assert_read_from_afar(page)
    press(page, "m")
    assert_read_from_afar(page)


def test_the_official_categories_are_told_apart_without_their_colours(demonstration: str, page: Page) -> None:
    opened(page, f"{demonstration}/present?lang=en&classes=category")
    assert page.locator(".classes li").all_inner_texts() == ["R · Red", "Y · Yellow", "G · Green"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_presenter_does_not_violate_the_guidelines(server: str, page: Page, theme: str) -> None:
    opened(page, f"{server}/present?lang=uz&theme={theme}&period=2025Q2&agenda=alphabet")
    assert violations(page.main_frame) == []
    for keys in (["PageDown"], ["m"], ["a"], ["h"]):
        press(page, *keys)
        assert violations(page.main_frame) == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_smaller_screens_show_it_whole_without_scrolling_sideways(
    demonstration: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, f"{demonstration}/present?lang=ru&area={LONGEST_DISTRICT}")
    for keys in ([], ["m"], ["m", "1"]):
        press(page, *keys)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert min(one["size"] for one in page.evaluate(READ)) >= 15
