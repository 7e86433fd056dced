"""The meeting page: an order or districts picked by hand make the agenda, its link and the way to the presenter."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from mapping.live.decisions.decision import Content
from mapping.live.decisions.journal import take
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.views.briefing.brief import Order
from tests.conftest import DISTRICTS, MAHALLAS

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=60)


def opened(app: AppTest, **query: str) -> AppTest:
    for name, value in {"period": "2025Q2", **query}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/meeting.py").run()
    assert not app.exception
    return app


def written(app: AppTest) -> str:
    return "".join(part.proto.body for part in app.get("html"))


def listed(app: AppTest) -> list[str]:
    return re.findall(r'<li data-code="(\d+)">', written(app))


def presented(app: AppTest) -> dict[str, list[str]]:
    """The parameters of the link behind the button."""
    found = re.search(r'class="present-main" href="([^"]+)"', written(app))
    assert found is not None
    parts = urlsplit(unescape(found[1]))
    assert parts.path == "/present"
    return parse_qs(parts.query)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_offers_every_order_in_words(app: AppTest, lang: Lang) -> None:
    opened(app, lang=str(lang))
    assert app.radio(key="w_order").options == [text(f"meeting.{one}", lang) for one in (*Order, "picked")]
    assert sorted(listed(app)) == sorted(DISTRICTS)
    assert text("meeting.present", lang) in written(app)


@pytest.mark.parametrize("order", list(Order))
def test_an_order_goes_into_the_link(app: AppTest, order: Order) -> None:
    opened(app)
    app.radio(key="w_order").set_value(str(order)).run()
    assert presented(app)["agenda"] == [str(order)]
    assert app.query_params["agenda"] in (str(order), [str(order)])


def test_districts_are_picked_in_order(app: AppTest) -> None:
    opened(app)
    app.radio(key="w_order").set_value("picked").run()
    assert text("meeting.nothing", Lang.UZ) in app.info[0].value
    app.multiselect(key="w_picked").set_value([DISTRICTS[1]]).run()
    app.multiselect(key="w_picked").set_value([DISTRICTS[1], DISTRICTS[0]]).run()
    assert listed(app) == [DISTRICTS[1], DISTRICTS[0]]
    assert presented(app)["agenda"] == [f"{DISTRICTS[1]},{DISTRICTS[0]}"]


def test_a_link_brings_its_agenda_back_and_tells_what_is_not_there(app: AppTest) -> None:
    opened(app, lang="en")
    app.query_params["agenda"] = f"{DISTRICTS[1]},1710999"
    app.run()
    assert listed(app) == [DISTRICTS[1]]
    assert any("1710999" in one.value for one in app.warning)


def test_every_map_has_a_way_to_the_presenter_with_the_agenda_made(app: AppTest) -> None:
    opened(app)
    app.radio(key="w_order").set_value("alphabet").run()
    app.switch_page("pages/map.py").run()
    found = re.search(r'class="present-link" href="([^"]+)"', written(app))
    assert found is not None
    assert parse_qs(urlsplit(unescape(found[1])).query)["agenda"] == ["alphabet"]


@pytest.mark.parametrize("page", ["meeting", "decisions"])
@pytest.mark.parametrize("lang", list(Lang))
def test_the_next_meeting_begins_with_what_became_of_the_last_ones_decisions(
    app: AppTest, tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, page: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    for day, words in ((date(2026, 1, 9), "avvalgi"), (date(2026, 2, 9), "<b>oxirgi</b>")):
        content = Content(
            area=DISTRICTS[0], mahallas=MAHALLAS[:2], text=words, deadline=date(2026, 6, 30), quarter="2026Q2", meeting=day,
            post="head",
        )  # fmt: skip
        take(home, content)
    for name, value in {"lang": str(lang), "area": DISTRICTS[0]}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    shown = written(app)
    title = text("decision.became", lang, day=wording.day(date(2026, 2, 9), lang))
    assert f"<b>{title}</b>" in shown
    assert "&lt;b&gt;oxirgi&lt;/b&gt;" in shown
    assert "avvalgi" not in shown
    assert f"{text('decision.became_nothing', lang)}: 2" in unescape(shown)
