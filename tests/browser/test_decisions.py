"""Decisions typed in a meeting: kept through a reload and a lost server, by two at once, changed, taken away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import delete
from sqlalchemy import text as text_of

from mapping.live.decisions.journal import read_journal
from mapping.live.decisions.tables import DECISION
from mapping.model import wording
from mapping.model.kinds import FileKind
from mapping.model.locale import Lang, text
from mapping.reading.examination import examine
from mapping.reading.request import Request
from mapping.store import current_id, open_snapshot
from mapping.store.sql import database
from tests.browser.conftest import SEEN, serving, settled
from tests.browser.test_accessibility import everywhere

MAHALLA = "1710207001"
DISTRICT = "1710207"
FOCUSED = "(() => { let one = document.activeElement; while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement; return one; })()"


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of this module's own."""
    own = tmp_path_factory.mktemp("decisions") / "home"
    shutil.copytree(tiny_home, own)
    with database(own).writing() as connection:
        connection.execute(text_of("DROP TRIGGER decision_no_delete"))  # so that each test begins with none
    return own


@pytest.fixture(scope="module")
def meeting(home: Path) -> Iterator[str]:
    with serving(home) as address:
        yield address


@pytest.fixture(autouse=True)
def _nothing_decided_yet(home: Path) -> None:
    with database(home).writing() as connection:
        connection.execute(delete(DECISION))
    assert read_journal(home).latest == []


def opened(page: Page, address: str, area: str = MAHALLA, lang: str = "uz") -> Page:
    page.goto(f"{address}/decisions?area={area}&lang={lang}")
    expect(page.locator(".decisions .place")).not_to_be_empty()
    expect(page.locator(".decisions .days button")).not_to_have_count(0)
    return page


def typed(page: Page, words: str, post: str = "Boshliq") -> None:
    page.locator("input[name=post]").fill(post)
    page.locator("textarea[name=text]").fill(words)
    page.keyboard.press("Control+Enter")


def rows(page: Page) -> list[str]:
    return page.locator(".decision .said p").all_inner_texts()


def test_with_keys_alone_a_decision_is_typed_and_stays(meeting: str, home: Path, page: Page) -> None:
    opened(page, meeting)
    page.locator("input[name=post]").focus()
    page.keyboard.type("Boshliq")
    while page.evaluate(f"{FOCUSED}.name") != "text":
        page.keyboard.press("Tab")
    page.keyboard.type("Yoritgich o‘rnatilsin")
    page.reload()  # in the middle of typing
    expect(page.locator("textarea[name=text]")).to_have_value("Yoritgich o‘rnatilsin")
    expect(page.locator("input[name=post]")).to_have_value("Boshliq")
    expect(page.locator(".status")).to_have_text(text("decision.draft", Lang.UZ))
    page.locator("textarea[name=text]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".decision .said p")).to_have_text(["Yoritgich o‘rnatilsin"])
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert page.evaluate(f"{FOCUSED}.name") == "post"  # ready for the next
    page.reload()
    expect(page.locator(".decision .said p")).to_have_text(["Yoritgich o‘rnatilsin"])
    expect(page.locator("textarea[name=text]")).to_have_value("")
    (kept,) = read_journal(home).latest
    assert (kept.content.post, kept.content.agency, kept.content.area) == ("head", "iib", MAHALLA)
    assert kept.content.snapshot == open_snapshot(home).id


def test_enter_in_a_line_saves_too_but_not_in_a_search(meeting: str, page: Page) -> None:
    opened(page, meeting)
    page.locator("textarea[name=text]").fill("bir")
    page.locator(".finder.area input").fill("zzzzz")
    page.keyboard.press("Enter")
    page.locator("input[name=post]").fill("Boshliq")
    expect(page.locator(".problem")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".decision .said p")).to_have_text(["bir"])


def test_what_was_typed_outlives_a_lost_server_and_is_kept_once(
    meeting: str, home: Path, context: BrowserContext, page: Page
) -> None:
    opened(page, meeting)
    context.set_offline(True)
    typed(page, "Tarmoq uzilganda")
    expect(page.locator(".status")).to_have_text(text("decision.not_reached", Lang.UZ))
    expect(page.locator("textarea[name=text]")).to_have_value("Tarmoq uzilganda")
    context.set_offline(False)
    page.locator("button.save").click()
    expect(page.locator(".decision .said p")).to_have_text(["Tarmoq uzilganda"])
    assert len(read_journal(home).versions) == 1


def test_an_answer_that_was_lost_takes_nothing_twice(meeting: str, home: Path, page: Page) -> None:
    page.route("**/riskmap/decisions?lang=*", lambda route: (route.fetch(), route.abort()), times=1)
    opened(page, meeting)
    typed(page, "Javob yo‘qoldi")
    expect(page.locator(".status")).to_have_text(text("decision.not_reached", Lang.UZ))
    assert len(read_journal(home).versions) == 1
    page.locator("button.save").click()
    expect(page.locator(".status")).to_contain_text("Saqlandi")
    assert len(read_journal(home).versions) == 1


def test_a_database_that_takes_nothing_is_told_and_what_was_typed_stays(meeting: str, home: Path, page: Page) -> None:
    opened(page, meeting, lang="en")
    with database(home).writing():  # for longer than a writer waits for its turn
        typed(page, "Nothing is lost")
        expect(page.locator(".status")).to_contain_text("Nothing was kept")
        expect(page.locator("textarea[name=text]")).to_have_value("Nothing is lost")


@pytest.mark.parametrize("lang", list(Lang))
def test_what_is_wrong_stands_at_its_field_in_the_readers_language(meeting: str, page: Page, lang: Lang) -> None:
    opened(page, meeting, lang=str(lang))
    page.locator("input[name=deadline]").fill("2020")
    typed(page, "AB1234567", post="")
    said = page.locator(".problem")
    expect(said).to_have_text([
        text("decision_problem.post_missing", lang), text("decision_problem.day_form", lang, given="2020"),
        text("decision_problem.person_passport", lang),
    ])  # fmt: skip
    assert page.evaluate(f"{FOCUSED}.name") == "post"
    assert page.locator("textarea[name=text]").get_attribute("aria-describedby") == "problem-text"


def test_two_at_once_are_both_kept(meeting: str, home: Path, chromium: Browser, page: Page) -> None:
    other_visit = chromium.new_context(locale="uz-UZ")
    other_visit.add_init_script(SEEN)
    other = other_visit.new_page()
    for one in (page, other):
        opened(one, meeting, area=DISTRICT)
    typed(page, "birinchi")
    typed(other, "ikkinchi")
    for one in (page, other):
        expect(one.locator(".status")).to_contain_text("Saqlandi")
        one.reload()
        expect(one.locator(".decision")).to_have_count(2)
    assert {kept.content.text for kept in read_journal(home).latest} == {"birinchi", "ikkinchi"}
    other_visit.close()


def test_for_a_district_mahallas_are_chosen(meeting: str, home: Path, page: Page) -> None:
    opened(page, meeting, area=DISTRICT)
    page.locator(".chips.offered button").first.click()
    page.locator(".finder.mahallas input").fill("Mahalla 4")
    expect(page.locator(".finder.mahallas li[data-code]")).not_to_have_count(0)
    assert all(code.startswith(DISTRICT) and len(code) > 7 for code in page.locator(".finder.mahallas li").evaluate_all("all => all.map((one) => one.dataset.code)"))  # fmt: skip
    page.keyboard.press("Enter")
    expect(page.locator(".chips.taken button")).to_have_count(2)
    typed(page, "Ikki mahallada")
    expect(page.locator(".decision .where")).to_contain_text("Mahalla 1, Mahalla 4")
    expect(page.locator(".chips.taken button")).to_have_count(0)  # the next one is asked anew
    typed(page, "Hech qayerda")
    expect(page.locator(".decision").first).to_contain_text(text("decision.no_mahalla", Lang.UZ))
    assert [one.content.mahallas for one in read_journal(home).latest] == [(), (MAHALLA, "1710207004")]


def test_changed_withdrawn_and_its_history(meeting: str, page: Page) -> None:
    opened(page, meeting)
    typed(page, "<img src=x onerror=alert(1)>")
    expect(page.locator(".decision .said p")).to_have_text(["<img src=x onerror=alert(1)>"])
    page.locator(".decision button.change").click()
    expect(page.locator(".typed h2")).to_have_text(text("decision.title_change", Lang.UZ))
    expect(page.locator("input[name=post]")).to_have_value("Boshliq")
    page.locator("textarea[name=text]").fill("yangi matn")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".decision .said p")).to_have_text(["yangi matn"])
    page.locator(".decision button.history").click()
    expect(page.locator(".versions li")).to_have_count(2)
    expect(page.locator(".versions li").first).to_contain_text("<img")
    withdraw = page.locator(".decision button.withdraw")
    withdraw.click()
    expect(withdraw).to_have_text(text("decision.withdraw_sure", Lang.UZ))
    expect(page.locator(".decision")).to_have_count(1)
    withdraw.click()
    expect(page.locator(".decision")).to_have_count(0)
    page.locator(".with input").check()
    expect(page.locator(".decision.withdrawn")).to_have_count(1)


def test_one_meeting_is_filtered_and_taken_away(meeting: str, page: Page, tmp_path: Path) -> None:
    opened(page, meeting)
    typed(page, "=1+1 bugungi")
    expect(page.locator(".decision")).to_have_count(1)
    page.locator(".more summary").click()
    page.locator("input[name=meeting]").fill("02.02.2026")
    typed(page, "fevraldagi")
    expect(page.locator(".decision")).to_have_count(2)
    page.locator(".meetings").select_option("2026-02-02")
    expect(page.locator(".decision .said p")).to_have_text(["fevraldagi"])
    page.locator(".meetings").select_option("")
    expect(page.locator(".decision")).to_have_count(2)
    for link, ending in ((".xlsx", "xlsx"), (".csv", "csv"), (".comma", "csv")):
        with page.expect_download() as download:
            page.locator(f".files {link}").click()
        file = tmp_path / download.value.suggested_filename
        assert file.suffix == f".{ending}"
        download.value.save_as(file)
        report = examine(file, Request(FileKind.MEASURES))
        assert report.frame is not None
        assert set(report.frame["text"]) == {"=1+1 bugungi", "fevraldagi"}


def test_an_answer_that_comes_late_does_not_stand_for_what_was_asked_since(meeting: str, page: Page) -> None:
    held: list[Route] = []
    asked = "**/decisions.json?*meeting=2026-02-02*"
    page.route(asked, lambda route: held.append(route) if holding else route.continue_())
    holding = False
    opened(page, meeting)
    typed(page, "bugungi")
    expect(page.locator(".decision")).to_have_count(1)
    page.locator(".more summary").click()
    page.locator("input[name=meeting]").fill("02.02.2026")
    typed(page, "fevraldagi")
    expect(page.locator(".decision")).to_have_count(2)
    holding = True
    with page.expect_request(asked):
        page.locator(".meetings").select_option("2026-02-02")
    with page.expect_response("**/decisions.json*"):
        page.locator(".meetings").select_option("")
    with page.expect_response(asked):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert rows(page) == ["fevraldagi", "bugungi"]


def test_from_the_meeting_to_the_mahallas_page(meeting: str, home: Path, page: Page, tmp_path: Path) -> None:
    opened(page, meeting)
    typed(page, "Maktab yonidagi “Obod” ko‘chasi yoritilsin", post="Tuman elektr tarmog‘i boshlig‘i")
    expect(page.locator(".decision")).to_have_count(1)
    with page.expect_download() as download:
        page.locator(".files .xlsx").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    before = current_id(home)
    page.goto(f"{meeting}/data?lang=uz")
    page.locator('input[type="file"]').set_input_files(str(file))
    page.get_by_text(text("data.as_of_agree", Lang.UZ, day="").split(":")[-1].strip()).click(timeout=60_000)
    page.get_by_role("button", name=text("data.publish", Lang.UZ), exact=True).click(timeout=60_000)
    expect(page.get_by_text(text("importing.published", Lang.UZ, id="", as_of="").split(":")[0])).to_be_visible(
        timeout=60_000
    )
    assert current_id(home) != before
    page.goto(f"{meeting}/mahalla?area={MAHALLA}&lang=uz")
    settled(page)
    shown = page.locator(".measures .row", has_text="Maktab yonidagi “Obod” ko‘chasi yoritilsin")
    expect(shown).to_contain_text("Tuman elektr tarmog‘i boshlig‘i")
    expect(shown).to_contain_text(wording.day(read_journal(home).latest[0].content.deadline, Lang.UZ))
    opened(page, meeting)
    expect(page.locator(".decision .imported")).to_have_text(text("decision.imported", Lang.UZ))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("size", [(1920, 1080), (390, 844)])
def test_it_fits_the_projector_and_the_phone(meeting: str, page: Page, lang: Lang, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, meeting, area=DISTRICT, lang=str(lang))
    typed(page, "Uzun matn " * 30)
    expect(page.locator(".decision")).to_have_count(1)
    settled(page)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")
    past = """() => { const root = [...document.querySelectorAll('*')].find((one) => one.shadowRoot?.querySelector('.decisions')).shadowRoot;
      return [...root.querySelectorAll('.decisions *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className); }"""
    assert page.evaluate(past) == []
    if size[0] == 1920:  # the whole form without scrolling
        assert page.locator("button.save").bounding_box()["y"] < 1000  # type: ignore[index]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_filled_list_is_accessible_and_prints_without_its_form(meeting: str, page: Page, theme: str) -> None:
    opened(page, meeting, area=f"{DISTRICT}&embed_options={theme}_theme")
    for words in ("bir", "ikki"):
        typed(page, words)
        expect(page.locator(".decision.new .said p")).to_have_text(words)
    page.locator(".decision button.withdraw").first.click()
    typed(page, "", post="")
    expect(page.locator(".problem")).not_to_have_count(0)
    settled(page)
    assert everywhere(page) == []
    page.emulate_media(media="print")
    expect(page.locator(".typed")).to_be_hidden()
    expect(page.locator(".decision .said p")).to_have_text(["ikki", "bir"])
