"""Six people at their own work, from the administrator's list to the confirmed measure on the presenter's screen and in the book."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapping.access import managing
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.model.locale import Lang, text
from mapping.store.sql import Database
from tests.browser.conftest import settled, visiting
from tests.browser.test_present import opened as present
from tests.browser.test_present import press
from tests.conftest import DISTRICTS, REGION
from tests.serving import serving
from tests.whole.access.signed_in import PASSWORD

LIST = f"""login,name,area,rights,posts
chair,Chair,{REGION},view,
leader,Leader,{DISTRICTS[0]},"view, report, confirm",
inspector,Inspector,{DISTRICTS[0]},"view, report",iib:deputy
publisher,Publisher,{REGION},"view, publish",
auditor,Auditor,{REGION},"view, audit",
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return tmp_path / "people.sqlite"


@pytest.fixture
def asking(tiny_home: Path, people: Path, tmp_path: Path) -> Iterator[str]:
    """The application, asking who comes, with a home of its own."""
    shutil.copytree(tiny_home, tmp_path / "home")
    more = {"RISKMAP_SIGN_IN": "local", "RISKMAP_DATABASE": f"sqlite:///{people}"}
    with serving(tmp_path / "home", more=more) as address:
        yield address


@pytest.fixture
def somebody(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A browser of somebody's own."""
    with ExitStack() as ends:

        def page(width: int = 1366, height: int = 768) -> Page:
            made = ends.enter_context(visiting(chromium, [])).new_page()
            made.set_viewport_size({"width": width, "height": height})
            made.set_default_timeout(20_000)
            return made

        yield page


def take_up(page: Page, invitation: str) -> None:
    """Follow one's link, choose a password, and stand on one's first page."""
    page.goto(invitation)
    for field in ("password", "again"):
        page.locator(f"input[name={field}]").fill(PASSWORD)
    page.locator("form button").click()
    settled(page)


def invitations(administrator: Page, folder: Path) -> dict[str, str]:
    """The links of all whom the administrator's list names, from the file that the page gives back."""
    (folder / "people.csv").write_text(LIST, encoding="utf-8")
    administrator.get_by_role("button", name=text("people.bring_list", Lang.EN)).click()
    administrator.locator("input[type=file]").set_input_files(folder / "people.csv")
    administrator.get_by_role("button", name=text("people.list_take", Lang.EN)).click()
    with administrator.expect_download() as given:
        administrator.get_by_role("button", name=text("people.list_links", Lang.EN)).click()
    given.value.save_as(folder / "links.csv")
    with (folder / "links.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return {row[1]: row[-1] for row in rows[1:]}


def test_from_the_invitation_to_the_confirmed_measure(
    asking: str, people: Path, somebody: Callable[..., Page], tmp_path: Path
) -> None:
    base = Database(people)
    everything = [Grant(what, REGION) for what in Right]
    first = managing.add(base, ANYBODY, login="admin", name="Admin", area=REGION, grants=everything)
    base.close()
    administrator = somebody()
    take_up(administrator, f"{asking}/auth/invitation/{first}?lang=en")
    administrator.goto(f"{asking}/people?lang=en")
    settled(administrator)
    links = invitations(administrator, tmp_path)
    assert list(links) == ["chair", "leader", "inspector", "publisher", "auditor"]

    chair = somebody(1920, 1080)
    take_up(chair, links["chair"])
    present(chair, f"{asking}/present?lang=en&area={DISTRICTS[0]}&period=2025Q4")
    press(chair, "m")
    measure = chair.locator(".listed tbody tr", has_text="Kamera")
    expect(measure).to_contain_text(text("state.overdue", Lang.EN))

    inspector = somebody(390, 844)
    take_up(inspector, links["inspector"])
    card = inspector.locator('.mine .card[data-id="M3"]')
    card.get_by_role("button", name=text("report.open", Lang.EN)).click()
    card.get_by_role("button", name=text("report.act_done", Lang.EN), exact=True).click()
    inspector.context.set_offline(True)
    card.get_by_role("button", name=text("report.send", Lang.EN)).click()
    expect(inspector.locator(".mine")).to_contain_text(text("report.waiting", Lang.EN))
    expect(measure).to_contain_text(text("state.overdue", Lang.EN))
    inspector.context.set_offline(False)
    expect(measure).to_contain_text(text("state.reported", Lang.EN))
    expect(card).to_have_count(0)

    leader = somebody()
    take_up(leader, links["leader"])
    leader.goto(f"{asking}/waiting?lang=en")
    waits = leader.locator('.waiting .card[data-id="M3"]')
    expect(waits).to_contain_text("Inspector")
    waits.get_by_role("checkbox").check()
    leader.locator(".waiting .bar .send").click()
    leader.get_by_role("button", name=text("work.confirm_now", Lang.EN, count=1)).click()
    expect(measure).to_contain_text(text("state.done_late", Lang.EN))

    publisher = somebody()
    take_up(publisher, links["publisher"])
    publisher.goto(f"{asking}/data?lang=en")
    expect(publisher.locator("input[type=file]").first).to_be_attached()
    publisher.goto(f"{asking}/people?lang=en")
    expect(publisher.get_by_text(text("people.no_right_here", Lang.EN))).to_be_visible()

    auditor = somebody()
    take_up(auditor, links["auditor"])
    auditor.goto(f"{asking}/audit?lang=en")
    settled(auditor)
    for act in ("act_signed_in", "act_reported", "act_granted"):
        expect(auditor.locator(".listing")).to_contain_text(text(f"audit.{act}", Lang.EN))
