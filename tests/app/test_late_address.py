"""A choice made before the browser had the page's last address is kept; the same address alone is a step in its history."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.rows import choose

APP = str(Path(__file__).resolve().parents[2] / "app.py")
GIVEN = {"area": "1710", "lang": "en"}


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


def come_by_link(app: AppTest, page: str, **more: str) -> None:
    """The page has written its address, and the browser still shows the link's."""
    if page:
        app.switch_page(page)
    address(app, {**GIVEN, **more})
    app.run()
    assert len(app.query_params) > len(GIVEN | more)
    address(app, {**GIVEN, **more})


def address(app: AppTest, query: dict[str, str]) -> None:
    app.query_params.clear()
    app.query_params.update(query)


@pytest.mark.parametrize(("name", "value"), [("indicator", "crime_theft"), ("period", "2025Q1-4")])
def test_a_choice_that_comes_with_the_older_address_is_kept(app: AppTest, name: str, value: str) -> None:
    come_by_link(app, "")
    choose(app, name, value)
    assert not app.exception
    assert app.query_params[name] in (value, [value])


def test_filters_chosen_one_after_the_other_are_all_kept(app: AppTest) -> None:
    come_by_link(app, "pages/measures.py", m_state="planned")
    app.selectbox(key="w_m_state").set_value("overdue").run()
    address(app, {**GIVEN, "m_state": "planned"})
    sector = app.selectbox(key="w_m_sector").options[1]
    app.selectbox(key="w_m_sector").select(sector).run()
    assert "m_sector" in app.query_params
    assert app.query_params["m_state"] in ("overdue", ["overdue"])


def test_the_older_address_alone_is_a_step_back(app: AppTest) -> None:
    come_by_link(app, "")
    choose(app, "indicator", "crime_theft")
    address(app, GIVEN)
    app.run()
    assert app.query_params["indicator"] in ("crime_total", ["crime_total"])
