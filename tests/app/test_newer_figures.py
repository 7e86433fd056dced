"""Another snapshot becomes current under an open page: it says so, offers it, and goes on with what it was opened with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.store import current_id, use_snapshot
from mapping.ui.links import PAGES
from tests.app.rows import choose, given_to, say
from tests.newer import GONE_MAHALLA, Home, publish_both
from tests.newer import REVISED as MAHALLA

APP = str(Path(__file__).resolve().parents[2] / "app.py")
GO_ON = [page for page in PAGES.values() if page != "pages/data.py"]


@pytest.fixture(scope="module")
def published(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return publish_both(tiny_dataset, tmp_path_factory.mktemp("newer"))


@pytest.fixture
def home(published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of its own, the first snapshot current."""
    shutil.copytree(published.folder, tmp_path / "home")
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "home"))
    return published._replace(folder=tmp_path / "home")


def opened(page: str = "pages/map.py", **query: str) -> AppTest:
    """The app at an address, as a new visitor."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    if page != "pages/map.py":
        app.switch_page(page).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    """All words that the page's own HTML shows."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def notice(app: AppTest) -> str:
    """What the head says of newer figures."""
    return str(given_to(app, "head")["newer"].get("said", ""))


def warned(app: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in app.warning]


def address(app: AppTest, name: str) -> str:
    """A parameter of the address, which a run gives as it is and a page written by itself in a list."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize("page", GO_ON)
def test_an_open_page_goes_on_with_its_snapshot_and_offers_the_newer_one(home: Home, page: str) -> None:
    app = opened(page, area=MAHALLA, period="2025Q4")
    assert notice(app) == ""
    use_snapshot(home.folder, home.newer)
    say(app, "head", "code", "1710207")
    assert not app.exception
    assert f"snapshot={home.first}" in shown(app)
    assert "as of 15 Feb 2026" in notice(app)
    assert "15 Jan 2026" in notice(app)
    assert (address(app, "area"), address(app, "period")) == ("1710207", "2025Q4")
    assert "snapshot" not in app.query_params
    assert warned(app) == []


@pytest.mark.parametrize("lang", list(Lang))
def test_one_press_moves_on_and_the_click_is_kept(home: Home, lang: Lang) -> None:
    app = opened(area="1710", period="2025Q3", indicator="crime_theft", lang=str(lang))
    use_snapshot(home.folder, home.newer)
    say(app, "head", "code", MAHALLA)
    before = shown(app)
    say(app, "head", "newer", True)
    assert not app.exception
    assert f"snapshot={home.newer}" in shown(app)
    assert f"snapshot={home.first}" in before
    kept = {name: address(app, name) for name in ("area", "period", "indicator")}
    assert kept == {"area": MAHALLA, "period": "2025Q3", "indicator": "crime_theft"}
    assert (notice(app), warned(app)) == ("", [])


def test_what_the_newer_figures_lack_is_said_without_blaming_a_link(home: Home) -> None:
    app = opened(area=GONE_MAHALLA, period="2025Q4")
    use_snapshot(home.folder, home.newer)
    say(app, "head", "newer", True)
    assert warned(app) == [
        text("newer.lacks", Lang.EN, what="Area", given="Mahalla 8", used="Dehqonobod tumani"),
        text("newer.lacks", Lang.EN, what="Period", given="Q4 2025", used="Q3 2025"),
    ]
    assert (address(app, "area"), address(app, "period")) == ("1710212", "2025Q3")
    app.run()
    assert warned(app) == [], "said once"


@pytest.mark.parametrize("page", ["pages/map.py", "pages/measures.py", "pages/mahalla.py"])
def test_a_click_is_kept_when_the_snapshot_was_removed_meanwhile(home: Home, page: str) -> None:
    """Before, the whole selection was read again from the address of before the click."""
    app = opened(page, area="1710", period="2025Q4")
    use_snapshot(home.folder, home.newer)
    shutil.rmtree(home.folder / home.first)
    say(app, "head", "code", MAHALLA)
    assert not app.exception
    assert address(app, "area") == MAHALLA
    assert f"snapshot={home.newer}" in shown(app)
    assert warned(app) == [
        text("newer.removed", Lang.EN, own="15 Jan 2026", day="15 Feb 2026"),
        text("newer.lacks", Lang.EN, what="Period", given="Q4 2025", used="Q3 2025"),
    ]


def test_a_fresh_visit_takes_the_current_one(home: Home) -> None:
    use_snapshot(home.folder, home.newer)
    app = opened(area=MAHALLA, period="2025Q3")
    assert f"snapshot={home.newer}" in shown(app)
    assert notice(app) == ""


def test_a_link_of_this_visit_that_names_no_snapshot_stays_with_the_one_opened(home: Home) -> None:
    app = opened(area="1710", period="2025Q4")
    use_snapshot(home.folder, home.newer)
    app.query_params.clear()
    app.query_params.update({"area": MAHALLA, "lang": "en", "period": "2025Q4"})
    app.run()
    assert f"snapshot={home.first}" in shown(app)
    assert warned(app) == []


def test_a_choice_keeps_the_snapshot_as_a_click_does(home: Home) -> None:
    app = opened(area=MAHALLA, period="2025Q4")
    use_snapshot(home.folder, home.newer)
    choose(app, "shown", "count")
    assert address(app, "value") == "count"
    assert f"snapshot={home.first}" in shown(app)


def test_an_earlier_snapshot_made_current_again_is_not_called_newer(home: Home) -> None:
    use_snapshot(home.folder, home.newer)
    app = opened(area="1710")
    use_snapshot(home.folder, home.first)
    app.run()
    assert notice(app) != ""
    assert "Newer" not in notice(app)


def test_a_page_open_through_a_lost_connection_takes_up_its_snapshot_again(home: Home) -> None:
    """The browser tells a new visit what it shows: the server was started anew, or forgot the visit."""
    use_snapshot(home.folder, home.newer)
    app = opened(area=MAHALLA, period="2025Q3")
    say(app, "head", "opened", home.first)
    assert f"snapshot={home.first}" in shown(app)
    assert "15 Feb 2026" in notice(app)
    assert "snapshot" not in app.query_params


@pytest.mark.parametrize("told", ["../../etc", "20260115-00000000", 7, None])
def test_what_no_page_can_have_shown_is_not_taken_up(home: Home, told: object) -> None:
    app = opened(area=MAHALLA)
    say(app, "head", "opened", told)
    assert not app.exception
    assert f"snapshot={home.first}" in shown(app)


def test_newer_figures_that_are_damaged_are_not_moved_to(home: Home) -> None:
    app = opened(area=MAHALLA)
    use_snapshot(home.folder, home.newer)
    (home.folder / home.newer / "areas.parquet").unlink()
    app.run()
    say(app, "head", "newer", True)
    assert not app.exception
    assert "areas.parquet" in app.error[0].value
    assert f"snapshot={home.first}" in shown(app)


def test_making_a_snapshot_current_on_this_page_moves_to_it(home: Home) -> None:
    app = opened("pages/changes.py")
    app.button(key=f"use_{home.newer}").click().run()
    app.button(key="confirm_use").click().run()
    assert current_id(home.folder) == home.newer
    assert f"snapshot={home.newer}" in shown(app)
    assert notice(app) == ""


def test_looking_at_the_current_one_is_to_move_to_it(home: Home) -> None:
    app = opened("pages/changes.py")
    use_snapshot(home.folder, home.newer)
    app.run()
    app.button(key=f"look_{home.newer}").click().run()
    assert f"snapshot={home.newer}" in shown(app)
    assert "snapshot" not in app.query_params
    app.button(key=f"look_{home.first}").click().run()
    assert address(app, "snapshot") == home.first
    app.button(key="to_current").click().run()
    assert f"snapshot={home.newer}" in shown(app)


def test_a_filter_that_lets_nothing_through_elsewhere_is_told_without_blaming_a_link(home: Home) -> None:
    app = opened("pages/measures.py", area="1710")
    app.selectbox(key="w_m_factor").set_value("alcohol").run()
    say(app, "head", "code", "1710212")
    assert not app.exception
    assert warned(app) == [text("newer.lacks", Lang.EN, what="Factor", given="Alcohol", used="Any")]
    assert "m_factor" not in app.query_params
