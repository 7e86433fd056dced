"""How sure? The page in every language: the sentence of the area, the table that is downloaded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Quarter
from mapping.model.selection import default_selection
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.ui.certainty.charts import points
from mapping.ui.state import Screen
from mapping.views.map.league import league, limit_lines, usual_counts
from tests.conftest import MAHALLAS, REGION

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, area: str, lang: Lang) -> str:
    app.query_params["lang"], app.query_params["area"] = str(lang), area
    app.run()
    app.switch_page("pages/certainty.py").run()
    assert not app.exception
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_says_what_can_be_said_of_an_area(app: AppTest, lang: Lang) -> None:
    words = opened(app, "1710207001", lang)
    told = [
        text(f"certainty.sentence_{one}", lang).split(";")[-1].split(":")[-1] for one in ("above", "below", "unsure")
    ]
    assert sum(one in words for one in told) == 1
    assert text("certainty.league", lang) in words


@pytest.mark.parametrize("lang", list(Lang))
def test_a_region_asks_for_a_choice(app: AppTest, lang: Lang) -> None:
    assert text("certainty.choose", lang) in opened(app, "1710", lang)


def test_the_table_is_sorted_by_risk_and_keeps_areas_without_figures_last(tiny_snapshot: Snapshot) -> None:
    found = league(tiny_snapshot, "crime_total", Group.ALL, Period(Quarter(2025, 3)))
    known = found["rr"].dropna().to_numpy()
    assert (np.diff(known) <= 0).all()
    assert found["rr"].isna().to_numpy()[len(known) :].all()
    assert len(found) == 8


def test_limits_narrow_as_more_is_expected_and_widen_with_differences(tiny_snapshot: Snapshot) -> None:
    figures = league(tiny_snapshot, "crime_total", Group.ALL, Period(Quarter(2025, 2)))
    for level, lines in limit_lines(figures, widened=False).groupby("level"):
        assert lines["high"].iloc[0] > lines["high"].iloc[-1], level
    assert list(limit_lines(figures.iloc[:0], widened=True).columns) == ["expected", "level", "low", "high"]


def test_usual_counts_are_the_exact_limits_of_what_is_expected() -> None:
    """Poisson with mean 10: P(X <= 4) = 0.0293, P(X <= 16) = 0.9730, so the interpolated ends lie in 3..4 and 16..17."""
    low, high = usual_counts(10.0)
    assert 3 <= low <= 4
    assert 16 <= high <= 17


def test_a_chosen_mahalla_stands_out_and_the_others_stay_to_be_seen(tiny_snapshot: Snapshot) -> None:
    start = default_selection(tiny_snapshot)
    table = league(tiny_snapshot, start.indicator, start.group, start.period)

    def strengths(area: str) -> pd.Series:
        drawn = points(Screen(tiny_snapshot, start.at(area)), table)
        return drawn.set_index("code")["strength"]

    region, district, mahalla = strengths(REGION), strengths(MAHALLAS[0][:7]), strengths(MAHALLAS[0])
    outside = ~region.index.str.startswith(MAHALLAS[0][:7])
    assert outside.any()
    assert (district[outside] < region[outside]).all()
    assert mahalla[MAHALLAS[0]] == 1.0
    assert (mahalla.drop(MAHALLAS[0]) == region.drop(MAHALLAS[0])).all()
