"""From the invitation to the page and out again, in a real browser; and what axe says of these pages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mapping.access import managing, signing_in
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store.sql import Database
from tests.browser.conftest import settled
from tests.browser.test_accessibility import everywhere
from tests.conftest import REGION
from tests.serving import serving
from tests.whole.access.signed_in import PASSWORD

CLOSED = 1008


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people") / "people.sqlite"


@pytest.fixture(scope="module")
def asking(tiny_home: Path, people: Path) -> Iterator[str]:
    """The application, asking who comes."""
    with serving(tiny_home, more={"RISKMAP_SIGN_IN": "local", "RISKMAP_DATABASE": f"sqlite:///{people}"}) as address:
        yield address


@pytest.fixture
def base(people: Path, asking: str) -> Iterator[Database]:
    assert asking
    opened = Database(people)
    yield opened
    opened.close()


def invited(base: Database, login: str) -> str:
    grants = [Grant(what, REGION) for what in Right]
    return managing.add(base, ANYBODY, login=login, name=login.title(), area=REGION, grants=grants)


def comes_in(page: Page, base: Database, asking: str, login: str) -> None:
    signing_in.take_up(base, token=invited(base, login), password=PASSWORD, peer="")
    page.goto(f"{asking}/auth/sign-in?lang=uz&next=%2Fpeople%3Flang%3Duz")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button").click()


def test_from_the_invitation_to_the_page_and_out(page: Page, base: Database, asking: str) -> None:
    token = invited(base, "karim")
    page.goto(f"{asking}/auth/invitation/{token}?lang=en")
    assert everywhere(page) == []
    for field in ("password", "again"):
        page.locator(f"input[name={field}]").fill(PASSWORD)
    page.locator("form button").click()
    settled(page)
    expect(page.locator(".head .person")).to_contain_text("Karim")
    other = page.context.new_page()  # a second page of the same session, which is only looked at
    ended: list[float] = []
    other.on("websocket", lambda socket: socket.on("close", lambda _: ended.append(time.monotonic())))
    other.goto(f"{asking}/measures?lang=en")
    settled(other)
    began = time.monotonic()
    page.locator(".head .person button").click()
    expect(page).to_have_url(re.compile("/auth/sign-in"))
    while not ended and time.monotonic() - began < 10:
        other.wait_for_timeout(50)
    assert ended, "the other page stays open"
    page.goto(f"{asking}/measures")
    expect(page).to_have_url(re.compile("/auth/sign-in"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_these_pages(page: Page, base: Database, asking: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{asking}/auth/sign-in?lang=ru")
    assert everywhere(page) == []
    comes_in(page, base, asking, f"admin.{theme}")
    settled(page)
    page.get_by_role("link", name=f"Admin.{theme.title()}").click()
    expect(page.get_by_role("heading", name=text("people.rights", Lang.UZ))).to_be_visible()
    settled(page)
    assert everywhere(page) == []
    page.goto(f"{asking}/audit?lang=uz")
    settled(page)
    expect(page.locator(".listing")).to_contain_text(text("audit.act_signed_in", Lang.UZ))
    assert everywhere(page) == []
