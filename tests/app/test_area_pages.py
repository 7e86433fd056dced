"""The pages of a mahalla and of a district say why, and each number leads to where it comes from."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from tests.app.test_pages import APP, handed_over, written

DISTRICT, MAHALLA, QUIET = "1710207", "1710207001", "1710207003"


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, area: str, lang: Lang) -> AppTest:
    """The page of an area, in the year 2025."""
    for name, given in {"area": area, "lang": str(lang), "period": "2025"}.items():
        app.query_params[name] = given
    app.run()
    app.switch_page("pages/mahalla.py").run()
    assert not app.exception
    return app


def links_to_measures(page: str, **asked: str) -> bool:
    """Whether a link of the page leads to the list of measures so narrowed."""
    found = [dict(parse_qsl(unescape(one))) for one in re.findall(r'href="/measures\?([^"]*)"', page)]
    return any(asked.items() <= one.items() for one in found)


def test_a_mahalla_says_why_with_the_way_to_every_number(app: AppTest) -> None:
    """Mahalla 1 is red in 2024 and 2025; in 2024 it had 1+2+3+4 cases, where the region's rate lets 5 be expected of its people."""
    page = written(opened(app, MAHALLA, Lang.EN))
    assert ">2</a> years running." in page
    assert 'data-page="categories"' in page
    assert ">10</a> cases where " in page
    assert "Main factor of 2025: Alcohol (" in page
    assert ">3</a> cases); measures against it (Q4 2025): " in page
    assert links_to_measures(page, m_factor="alcohol", m_quarter="2025Q4", m_state="overdue")
    assert 'class="small-map ' in handed_over(app).replace('\\"', '"')


def test_beside_the_map_a_red_mahalla_says_why_and_no_other(app: AppTest) -> None:
    for name, given in {"area": MAHALLA, "lang": "en", "period": "2025"}.items():
        app.query_params[name] = given
    page = written(app.run())
    assert ">2</a> years running." in page
    assert ">10</a> cases where " in page
    assert "Main factor" not in page
    app.query_params["area"] = QUIET
    assert "years running." not in written(app.run())


def test_words_go_by_their_number_in_russian(app: AppTest) -> None:
    page = written(opened(app, MAHALLA, Lang.RU))
    assert "Красная " in page
    assert ">2</a> года подряд." in page
    assert ">3</a> случая)" in page


def test_a_mahalla_that_is_not_red_says_its_category_and_asks_for_no_owner(app: AppTest) -> None:
    page = written(opened(app, QUIET, Lang.EN))
    assert "Category of 2025: " in page
    assert "It must be owned by" not in page


@pytest.mark.parametrize("lang", list(Lang))
def test_a_district_has_its_passport(app: AppTest, lang: Lang) -> None:
    page = written(opened(app, DISTRICT, lang))
    for key in ("district.worst", "district.improved", "district.sectors", "district.gaps", "district.posts"):
        assert text(key, lang) in page
    assert {Lang.EN: "Deputy", Lang.RU: "Заместитель"}.get(lang, "") in page
    assert 'class="small-map ' in handed_over(app).replace('\\"', '"')


def test_a_district_names_its_worst_and_leads_to_them(app: AppTest) -> None:
    page = written(opened(app, DISTRICT, Lang.EN))
    assert 'data-page="mahalla"' in page
    assert f"area={MAHALLA}" in page
    assert links_to_measures(page, m_sector="sector_1", m_quarter="2025Q4")


@pytest.mark.parametrize("lang", list(Lang))
def test_factors_are_ranked_with_the_measures_against_them(app: AppTest, lang: Lang) -> None:
    """In 2025: alcohol 3 and 2 cases, joblessness 1; in the fourth quarter two measures against alcohol, one of them overdue."""
    app.query_params["lang"] = str(lang)
    app.run()
    app.switch_page("pages/factors.py").run()
    assert not app.exception
    page = written(app)
    assert text("factors.main_of", lang, year="2025") in page
    assert f">{5}</td>" in page
    assert links_to_measures(page, m_factor="alcohol", m_quarter="2025Q4", m_state="overdue")


def test_a_factor_is_chosen_by_the_link(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    app.run()
    app.query_params["factor"] = "jobless"
    app.switch_page("pages/factors.py").run()
    assert not app.exception
    assert "Unemployment: share of the cases, 2025" in written(app)
    assert app.query_params["factor"] == "jobless"
