"""Every page runs, in every language, and says what it must: the script, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.selection import Value
from tests.app.rows import choose, controls

APP = str(Path(__file__).resolve().parents[2] / "app.py")
DISTRICT, MAHALLA = "1710207", "1710207001"


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


def written(app: AppTest) -> str:
    """All words that the page's own HTML shows."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def handed_over(app: AppTest) -> str:
    """All that the page gives its components, which show it as text."""
    return json.dumps([json.loads(part.proto.json) for part in app.get("bidi_component")], ensure_ascii=False)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("area", ["1710", DISTRICT, MAHALLA])
def test_map_page_runs_and_speaks_the_language(app: AppTest, lang: Lang, area: str) -> None:
    app.query_params["lang"], app.query_params["area"] = str(lang), area
    app.run()
    assert not app.exception
    assert text("page.product", lang) in handed_over(app)
    assert text("page.demonstration", lang) in handed_over(app)
    assert app.query_params["area"] == area


@pytest.mark.parametrize("lang", list(Lang))
def test_the_first_view_says_what_its_outlines_mean(app: AppTest, lang: Lang) -> None:
    """A cluster stands out among mahallas that differ, not among mahallas of one risk."""
    app.query_params["lang"] = str(lang)
    app.run()
    assert text("legend.outline", lang) in written(app)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("page", ["pages/mahalla.py", "pages/measures.py"])
def test_other_pages_run_and_speak_the_language(app: AppTest, lang: Lang, page: str) -> None:
    app.query_params["lang"], app.query_params["area"] = str(lang), MAHALLA
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    assert text("state.overdue", lang) in written(app)


def test_an_unknown_value_in_a_link_falls_back_with_a_notice(app: AppTest) -> None:
    app.query_params["period"] = "2199Q1"
    app.run()
    assert "2199Q1" in app.warning[0].value
    assert app.query_params["period"] == "2025Q4-4"


@pytest.mark.parametrize("value", [*map(str, Value), "category"])
@pytest.mark.parametrize("area", ["1710", DISTRICT, MAHALLA])
def test_every_view_runs_and_says_what_it_shows(app: AppTest, value: str, area: str) -> None:
    query = {"classes": value} if value == "category" else {"value": value}
    for name, given in {**query, "area": area, "lang": "ru", "level": "district"}.items():
        app.query_params[name] = given
    app.run()
    assert not app.exception
    # Districts are not smoothed.
    plain = {"category": "category.title", "risk": "risk.risk" if area == "1710" else "value.risk"}
    title = plain.get(value, f"value.{value}")
    assert text(title, Lang.RU) in written(app)
    assert f'data-about="{value}"' in written(app)


def test_the_card_says_in_words_whether_the_area_can_be_told_from_the_average(app: AppTest) -> None:
    app.query_params["area"], app.query_params["lang"], app.query_params["period"] = MAHALLA, "en", "2025"
    app.run()
    assert "26 counted, 10.3 expected: above the region’s average." in written(app)


def test_the_certainty_switch_is_in_the_link(app: AppTest) -> None:
    app.run()
    assert text("risk.unsure", Lang.UZ) in written(app)
    choose(app, "certainty", False)
    assert app.query_params["certainty"] == "off"
    assert f"{text('risk.unsure', Lang.UZ)}<b>" not in written(app)


def test_a_filter_of_measures_that_does_not_occur_is_told(app: AppTest) -> None:
    app.query_params["m_sector"], app.query_params["m_state"] = "nowhere", "overdue"
    app.run()
    app.query_params["m_sector"], app.query_params["m_state"] = "nowhere", "overdue"
    app.switch_page("pages/measures.py").run()
    assert not app.exception
    label = text("measure.sector", Lang.UZ)
    assert [(label in shown.value, "nowhere" in shown.value) for shown in app.warning] == [(True, True)]


def test_a_control_changes_the_link(app: AppTest) -> None:
    app.run()
    steps = [
        ("shown", "count", "value", "count"),
        ("other", "spots", "value", "spots"),
        ("shown", "rate", "value", "rate"),
        ("group", "youth", "group", "youth"),
        ("indicator", "crime_theft", "indicator", "crime_theft"),
        ("span", "quarter", "period", "2025Q4"),
        ("period", "2025Q2", "period", "2025Q2"),
        ("classes", "equal", "classes", "equal"),
        ("k", "7", "k", "7"),
        ("locked", True, "scale", "locked"),
    ]
    for control, value, parameter, told in steps:
        choose(app, control, value)
        assert app.query_params[parameter] == told
        assert controls(app)[control]["chosen"] == value
        assert not app.exception
    assert "chosen" not in controls(app)["other"]


def test_what_a_control_does_not_offer_changes_nothing(app: AppTest) -> None:
    app.run()
    before = dict(app.query_params)
    wrong = [
        ("period", "1066Q4"),
        ("k", "8"),
        ("k", 5),
        ("locked", "yes"),
        ("more", ""),
        ("theme", "x"),
        ("moon", "full"),
    ]
    for control, value in wrong:
        choose(app, control, value)
        assert dict(app.query_params) == before
        assert not app.exception


def test_measures_are_narrowed_where_they_are_counted(app: AppTest) -> None:
    app.query_params["value"] = "overdue"
    app.run()
    assert "indicator" not in controls(app)
    sector = next(code for code, _ in controls(app)["sector"]["words"] if code)
    assert choose(app, "sector", sector).query_params["sector"] == sector
    assert "sector" not in choose(app, "sector", "").query_params


def test_nothing_published_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "empty"))
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    assert app.info[0].value == text("page.no_snapshot", Lang.UZ)


def test_names_with_markup_are_shown_as_text(app: AppTest) -> None:
    app.query_params["area"] = "1710207002"
    app.run()
    assert "<script>alert" not in written(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written(app)
