"""From report to confirmation, as three people see it: My work on a phone, Waiting at a desk, and the presenter that stands open."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.access import managing, signing_in
from mapping.access.person import ANYBODY, Post
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store.sql import Database
from tests.browser.conftest import settled, visiting
from tests.browser.test_accessibility import everywhere
from tests.browser.test_present import opened as present
from tests.browser.test_present import press
from tests.conftest import DISTRICTS, REGION
from tests.serving import serving
from tests.whole.access.signed_in import PASSWORD

SECONDS = 3
"""In which a report stands on another's screen."""
WORKS, LEADS = (Right.VIEW, Right.REPORT), (Right.VIEW, Right.REPORT, Right.CONFIRM)
EACH_FRAME = """() => {
  window.stood = true;
  window.flashes = 0;
  const look = () => {
    const bare = document.getElementById("screen").hidden || !document.getElementById("panel").childElementCount;
    if (bare || !document.getElementById("area").textContent) window.flashes += 1;
    requestAnimationFrame(look);
  };
  look();
}"""
"""Counts frames in which something of the presenter's screen is not there; a page that was loaded anew knows nothing of it."""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people") / "people.sqlite"


@pytest.fixture(scope="module")
def asking(tiny_home: Path, people: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application, asking who comes, with a home of its own."""
    home = tmp_path_factory.mktemp("work") / "home"
    shutil.copytree(tiny_home, home)
    with serving(home, more={"RISKMAP_SIGN_IN": "local", "RISKMAP_DATABASE": f"sqlite:///{people}"}) as address:
        yield address


@pytest.fixture
def comes(chromium: Browser, asking: str, people: Path) -> Iterator[Callable[..., Page]]:
    """A page of somebody who is signed in."""
    with ExitStack() as ends:
        base = Database(people)
        ends.callback(base.close)

        def page(
            login: str, rights: tuple[Right, ...], area: str, *posts: Post, width: int = 1366, height: int = 768
        ) -> Page:
            grants = [Grant(what, area) for what in rights]
            invited = managing.add(
                base, ANYBODY, login=login, name=login.title(), area=area, grants=grants, posts=posts
            )
            token = signing_in.take_up(base, token=invited, password=PASSWORD, peer="").token
            context = ends.enter_context(visiting(chromium, []))
            context.add_cookies([{"name": "riskmap", "value": token, "url": asking}])
            made = context.new_page()
            made.set_viewport_size({"width": width, "height": height})
            made.set_default_timeout(20_000)
            return made

        yield page


def soon(page: Page, words: str) -> None:
    """The words stand in the presenter's list within `SECONDS`."""
    began = time.monotonic()
    expect(page.locator("#panel")).to_contain_text(words)
    assert time.monotonic() - began < SECONDS


def test_from_my_work_to_the_confirmed_measure_on_the_presenters_screen(
    asking: str, comes: Callable[..., Page]
) -> None:
    screen = comes("screen", (Right.VIEW,), REGION, width=1920, height=1080)
    present(screen, f"{asking}/present?lang=en&area={DISTRICTS[0]}&period=2025Q4")
    press(screen, "m")
    screen.evaluate(EACH_FRAME)
    late = screen.locator(".listed tbody tr", has_text="Kamera")
    expect(late).to_contain_text("overdue")

    aziz = comes("aziz", WORKS, DISTRICTS[0], Post(DISTRICTS[0], "iib", "deputy"), width=390, height=844)
    aziz.goto(f"{asking}/?lang=en")
    card = aziz.locator('.mine .card[data-id="M3"]')
    expect(card).to_contain_text(text("gap.overdue_line", Lang.EN, days=15))
    settled(aziz)
    assert aziz.url.startswith(f"{asking}/mine?")
    assert everywhere(aziz) == []
    card.get_by_role("button", name=text("report.open", Lang.EN)).click()  # the first tap
    card.get_by_role("button", name=text("report.act_done", Lang.EN), exact=True).click()
    assert everywhere(aziz) == []
    card.get_by_role("button", name=text("report.send", Lang.EN)).click()  # the third: it is sent
    soon(screen, text("state.reported", Lang.EN))
    expect(card).to_have_count(0)

    chief = comes("chief", LEADS, DISTRICTS[0])
    chief.goto(f"{asking}/waiting?lang=en")
    waits = chief.locator('.waiting .card[data-id="M3"]')
    expect(waits).to_contain_text("Aziz")
    settled(chief)
    assert everywhere(chief) == []
    waits.get_by_role("checkbox").check()
    chief.locator(".waiting .bar .send").click()
    review = chief.locator("dialog.review")
    expect(review).to_contain_text("Kamera")
    expect(review).to_contain_text("Aziz")
    assert everywhere(chief) == []
    review.get_by_role("button", name=text("work.confirm_now", Lang.EN, count=1)).click()
    soon(screen, text("state.done_late", Lang.EN))
    expect(chief.locator(".outcomes li.saved")).to_contain_text(text("report.was_confirm", Lang.EN))
    expect(waits).to_have_count(0)

    late.locator(".reported button").click()
    expect(screen.locator("#history li")).to_have_count(2)
    screen.keyboard.press("Escape")
    assert screen.evaluate("[window.stood, window.flashes]") == [True, 0]
    assert screen.evaluate("riskmap.area") == DISTRICTS[0]
    expect(screen.locator("#main")).to_have_attribute("data-panel", "measures")


def test_what_somebody_reported_on_meanwhile_is_told_by_itself(asking: str, comes: Callable[..., Page]) -> None:
    """Another leader returns it while it is looked at: it is not confirmed over that unasked, and both texts are told."""
    sent(comes("worker", WORKS, REGION), asking, measure="M4", act="done", done_on="2026-01-10", words="Reported")
    chief = comes("second", LEADS, REGION)
    chief.goto(f"{asking}/waiting?lang=en")
    chief.locator('.card[data-id="M4"] .pick').check()
    chief.locator(".waiting .bar .send").click()
    chief.context.set_offline(True)  # so that the page does not follow what the other leader does
    chief.locator("dialog.review .send").click()
    expect(chief.locator(".outcomes")).to_contain_text(text("report.waiting", Lang.EN))
    other = comes("third", LEADS, REGION)
    sent(other, asking, measure="M4", act="return", version=1, words="Only half of it")
    chief.context.set_offline(False)
    outcome = chief.locator('.outcomes li[data-id="M4"]')
    expect(outcome).to_contain_text("Only half of it")
    expect(outcome.get_by_role("button", name=text("report.discard", Lang.EN))).to_be_visible()


def sent(page: Page, server: str, **body: object) -> None:
    """A report of whoever is signed in there."""
    given = {"version": 0, "key": f"{body['measure']}{body['act']}", **body}
    answer = page.request.post(f"{server}/riskmap/reports", data=given, headers={"Origin": server})
    assert answer.status == 201, answer.text()
