"""The row of controls above the map: by mouse and by keys, faster than the server, and what lies behind its button."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_map

LINK = "/?area=1710&value=count&period=2025Q4&lang=en"


def test_a_choice_by_keys_keeps_the_focus(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    period = page.locator("select[name=period]")
    period.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("period=2025Q3"))
    expect(page.locator(".legend-title")).to_contain_text("Q3 2025")
    expect(period).to_be_focused()
    expect(period).to_have_value("2025Q3")


def test_steps_faster_than_the_server_are_all_taken(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    previous, on = (page.locator(f"button[name=period_{way}]") for way in ("previous", "next"))
    expect(on).to_be_disabled()
    for _ in range(4):
        previous.click(no_wait_after=True)
    page.wait_for_url(re.compile("period=2024Q4"))
    expect(page.locator("select[name=period]")).to_have_value("2024Q4")
    expect(page.locator(".legend-title")).to_contain_text("Q4 2024")
    expect(on).to_be_enabled()


def test_the_answer_to_an_earlier_choice_does_not_take_back_a_later_one(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    shown = page.evaluate("""async () => {
      const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/controls.js")).name;
      const { default: controls } = await import(script);
      const [parentElement, sent, shown] = [document.createElement("div"), [], []];
      const setTriggerValue = (_, value) => sent.push(value.turn);
      const words = [["a", "A"], ["b", "B"], ["c", "C"]];
      const answer = (turn, chosen) => {
        controls({ data: { turn, controls: [{ name: "one", kind: "list", label: "One", words, chosen }] }, parentElement, setTriggerValue });
        shown.push(parentElement.querySelector("select").value);
      };
      const choose = (value) => {
        const select = parentElement.querySelector("select");
        select.value = value;
        select.onchange();
      };
      answer(3, "a");
      choose("b");
      choose("c");
      answer(4, "b"); // to the first of the two
      answer(5, "c");
      answer(5, "a"); // something else changed the view
      return [sent, shown];
    }""")
    assert shown == [[4, 5], ["a", "c", "c", "a"]]


def test_the_drawer_opens_without_the_server_and_stays_open_while_one_chooses(server: str, page: Page) -> None:
    sent: list[object] = []

    def keep(frame: object) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", keep))
    open_map(page, server + LINK)
    page.wait_for_timeout(1000)
    sent.clear()
    drawer, number = page.locator("button[name=more]"), page.locator("button[name=k][value='7']")
    expect(number).to_be_hidden()
    drawer.click()
    expect(number).to_be_visible()
    assert sent == []
    number.click()
    page.wait_for_url(re.compile("k=7"))
    expect(number).to_have_attribute("aria-pressed", "true")
    page.locator("input[name=locked]").check()
    page.wait_for_url(re.compile("scale=locked"))
    expect(page.locator("input[name=locked]")).to_be_checked()
    expect(number).to_be_visible()
    page.keyboard.press("Escape")
    expect(number).to_be_hidden()
    expect(drawer).to_be_focused()
    drawer.click()
    page.locator(".legend-title").click()
    expect(number).to_be_hidden()


def test_the_other_ground_shows_the_same_view(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    page.locator("select[name=indicator]").select_option("crime_theft")
    page.wait_for_url(re.compile("indicator=crime_theft"))
    page.locator("button[name=more]").click()
    page.locator(".st-key-controls a").click()
    expect(page.locator("html[data-theme=dark]")).to_be_attached(timeout=30_000)
    expect(page.locator("select[name=indicator]")).to_have_value("crime_theft")
    assert "period=2025Q4" in page.url


def test_other_views_stand_in_a_list_that_shows_which(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    other, count = page.locator("select[name=other]"), page.locator("button[name=shown][value=count]")
    expect(count).to_have_attribute("aria-pressed", "true")
    other.select_option("probability")
    page.wait_for_url(re.compile("value=probability"))
    expect(count).to_have_attribute("aria-pressed", "false")
    count.click()
    page.wait_for_url(re.compile("value=count"))
    expect(other).to_have_value("")


def test_a_change_leaves_nothing_behind_that_listens(server: str, page: Page) -> None:
    open_map(page, server + LINK)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def listening() -> float:
        session.send("HeapProfiler.collectGarbage")
        return next(
            one["value"]
            for one in session.send("Performance.getMetrics")["metrics"]
            if one["name"] == "JSEventListeners"
        )

    def go_to(period: str) -> None:
        page.locator("select[name=period]").select_option(period)
        page.wait_for_url(re.compile(f"period={period}"))
        expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
        expect(page.locator(".ranking tbody tr[data-code]").first).to_be_visible()

    for period in ("2025Q3", "2025Q4"):
        go_to(period)
    before = listening()
    for period in ("2025Q3", "2025Q4", "2025Q3", "2025Q4"):
        go_to(period)
    # What listens for a moment only (a tooltip, a picture that loads) may still be there.
    for _ in range(50):
        if listening() <= before:
            return
        page.wait_for_timeout(100)
    assert listening() <= before
