"""The page of categories in every language: both categories agree with the rules, sliders flip mahallas, files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import Selection, Value
from mapping.model.settings import settings
from mapping.model.vocabulary import Category
from mapping.stats.categories import Figures, Shift
from mapping.stats.category_rules import RulesFault, read_rules
from mapping.store import Snapshot, default_home, open_snapshot
from mapping.views.map.categories import area_lines, by_rule, compared, red_years, rules_in_force, years_by_rule
from mapping.views.map.view import SHIFTS, compute
from tests.conftest import MAHALLAS, REGION

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PARTS = ("beside", "what_if", "red")
RULES = read_rules()


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, **query: str) -> str:
    app.run()
    app.switch_page("pages/categories.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return written(app)


def written(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("area", [REGION, "1710207", MAHALLAS[0]])
def test_each_part_runs_for_every_level_and_language(app: AppTest, lang: Lang, part: str, area: str) -> None:
    words = opened(app, lang=str(lang), area=area, part=part)
    assert not app.exception
    title = {"beside": "list_differences", "what_if": "list_flips", "red": "list_red"}[part]
    assert any(text(f"categories.{title}", lang, count=number) in words for number in range(len(MAHALLAS) + 1))
    assert app.query_params["part"] == part
    assert app.query_params["year"] == "2025"


def test_a_year_without_official_categories_shows_the_computed_ones(app: AppTest) -> None:
    words = opened(app, lang="en", year="2026")
    assert not app.exception
    assert text("categories.no_official", Lang.EN, year=2026) in words


def test_a_link_to_what_is_not_offered_shows_the_usual(app: AppTest) -> None:
    opened(app, year="1999", part="nothing")
    assert not app.exception
    assert (app.query_params["year"], app.query_params["part"]) == ("2025", "beside")


def test_a_moved_threshold_flips_mahallas_and_the_reset_takes_it_back(app: AppTest) -> None:
    opened(app, part="what_if", lang="en")
    sliders = [one for one in app.select_slider if one.key.startswith("w_threshold")]
    assert len(sliders) == 3
    assert text("categories.list_flips", Lang.EN, count=0) in written(app)
    sliders[0].set_value(0.0)
    sliders[1].set_value(0.0).run()  # whatever the risk and however sure it is: everybody is red
    others = int((by_rule_2025()["category_computed"] != Category.RED).sum())
    assert others > 0
    assert text("categories.list_flips", Lang.EN, count=others) in written(app)
    app.button(key="thresholds_reset").click().run()
    assert text("categories.list_flips", Lang.EN, count=0) in written(app)


def test_the_line_of_the_chosen_mahalla_tells_the_category_that_is_tried(app: AppTest) -> None:
    code = str(by_rule_2025_codes()[-1])
    opened(app, part="what_if", lang="en", area=code)
    tried = text("column.category_tried", Lang.EN)
    words = {one: text(f"category.{one}", Lang.EN) for one in Category}
    in_force = words[Category(str(by_rule_2025().at[code, "category_computed"]))]
    assert in_force != words[Category.RED]
    assert f"{tried}: {in_force}" in written(app)
    sliders = [one for one in app.select_slider if one.key.startswith("w_threshold")]
    sliders[0].set_value(0.0)
    sliders[1].set_value(0.0).run()
    line = next(part for part in written(app).splitlines() if "category-area" in part)
    assert f"{tried}: {words[Category.RED]}" in line
    assert f"{text('column.category_computed', Lang.EN)}: {in_force}" in line


def by_rule_2025_codes() -> pd.Index:
    found = by_rule_2025()
    return found.index[found["category_computed"].notna() & (found["category_computed"] != Category.RED)]


def by_rule_2025() -> pd.DataFrame:
    snapshot = open_snapshot(default_home())
    return by_rule(snapshot, 2025, RULES)


def test_the_setting_names_the_file_of_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[rule]]\ncategory = "orange"\n', encoding="utf-8")
    monkeypatch.setenv("RISKMAP_CATEGORIES", str(file))
    settings.cache_clear()
    try:
        with pytest.raises(RulesFault, match="orange"):
            rules_in_force()
    finally:
        monkeypatch.delenv("RISKMAP_CATEGORIES")
        settings.cache_clear()
    assert rules_in_force() == RULES


def test_an_indicator_that_is_not_there_is_told(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(RulesFault, match="crime_total, crime_theft, solved"):
        by_rule(tiny_snapshot, 2025, replace(RULES, indicator="arson"))


def test_the_category_follows_from_the_figures_of_the_year_before(tiny_snapshot: Snapshot) -> None:
    """Counts of 2024 are 4m + 6 for 1000 m people: the first mahalla has 10 where 5.5 are usual, the last 38 of 44."""
    assert years_by_rule(tiny_snapshot, RULES) == [2025, 2026]
    found = compared(tiny_snapshot, 2025, RULES)
    assert found["count"].tolist() == [4 * m + 6 for m in range(1, 9)]
    assert found["category_official"].tolist()[:7] == ["red", "yellow", "green", "green", "red", "yellow", "green"]
    assert found["shift"].isna().tolist() == [False] * 7 + [True]  # the eighth has no official category
    same = years_by_rule(tiny_snapshot, replace(RULES, figures=Figures.SAME_YEAR))
    assert same == [2024, 2025]


def test_years_in_red_by_rule_do_not_count_what_is_not_known(tiny_snapshot: Snapshot) -> None:
    found = red_years(tiny_snapshot, 2025, RULES)
    assert found["years_official"].tolist() == [2, 0, 0, 0, 2, 0, 0, 0]
    red = compared(tiny_snapshot, 2025, RULES)["category_computed"] == Category.RED
    assert found["years_computed"].tolist() == red.astype(int).tolist()
    assert (red_years(tiny_snapshot, 2023, RULES) == 0).all(axis=None)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_tooltip_names_both_categories(tiny_snapshot: Snapshot, lang: Lang) -> None:
    lines = area_lines(tiny_snapshot, 2025, RULES, lang)
    assert len(lines) == 8
    assert lines[MAHALLAS[0]][0] == f"{text('column.category_official', lang)}: {text('category.red', lang)}"
    assert lines[MAHALLAS[7]][0].endswith("—")


@pytest.mark.parametrize("value", [Value.COMPUTED, Value.AGREEMENT])
def test_the_map_shows_the_year_of_the_period(tiny_snapshot: Snapshot, value: Value) -> None:
    view = compute(tiny_snapshot, Selection(REGION, "crime_theft", Period.parse("2025"), value))
    found = compared(tiny_snapshot, 2025, RULES)
    if value is Value.AGREEMENT:
        assert view.kinds == tuple(str(one) for one in SHIFTS)
        assert view.sizes[view.kinds.index(Shift.SAME)] == (found["shift"] == Shift.SAME).sum()
        assert view.sizes[-1] == 1
    else:
        assert view.sizes[:3] == [int((found["category_computed"] == one).sum()) for one in Category]
    assert (
        view.frame["count"].tolist() == found["count"].tolist()
    )  # of the rules' indicator and year, not of the link's
    early = compute(tiny_snapshot, Selection(REGION, "crime_theft", Period.parse("2024"), value))
    assert early.sizes[-1] == 8  # there are no figures of 2023
