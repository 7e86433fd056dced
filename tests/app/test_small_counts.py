"""Hidden small counts on the pages: told to be hidden, in every language, and in no file and no answer to a browser."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import periods
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.store.opened import snapshot_by_id
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.ui.trend import picture, trend_frame
from mapping.views.map.table import view_table
from mapping.views.map.view import compute, sent
from mapping.web.routes import _values

ROOT = Path(__file__).resolve().parents[2]
GROUPS = (Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED)
FIGURES = (Value.COUNT, Value.RATE, Value.RISK, Value.PROBABILITY, Value.CHANGE, Value.CHANGE_YEAR)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    publish(ROOT / "geo", ROOT / "data", folder)
    return folder


@pytest.fixture(scope="module")
def snapshot(home: Path) -> Snapshot:
    return open_snapshot(home)


def small(values: pd.Series) -> np.ndarray:
    numbers = pd.to_numeric(values, errors="coerce").to_numpy()
    return numbers[(numbers > 0) & (numbers < 5)]


@pytest.mark.parametrize("value", FIGURES)
@pytest.mark.parametrize("whole", [True, False], ids=["mahallas", "districts"])
def test_no_file_and_no_answer_holds_a_small_count(snapshot: Snapshot, value: Value, whole: bool) -> None:
    for group in GROUPS:
        for period in periods(snapshot.quarters)[-6:]:
            selection = Selection("1710", "crime_total", period, value, group, all_mahallas=whole)
            view = compute(snapshot, selection)
            screen = Screen(snapshot, selection)
            content = table_csv(
                screen, view_table(snapshot, selection, view), period=str(period), separator=",", in_words=False
            )
            file = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
            told = json.loads(_values(snapshot, tuple(sorted(selection.to_query().items()))))["columns"]
            for name in ("count", "count_before", "count_with_people"):
                for rows in (file, pd.DataFrame({name: told[name]}) if name in told else file, sent(view)):
                    assert name not in rows or small(rows[name]).size == 0, (group, period, name)
            assert (file.loc[file["hidden"] == 1, "count"].isna()).all()


def test_a_trend_says_which_quarters_are_hidden(snapshot: Snapshot) -> None:
    frame = trend_frame(snapshot, "crime_total", Group.WOMEN, "1710224")
    assert frame["hidden"].sum() == 4  # the quarters of a year go together
    drawn = picture(frame, Lang.EN)
    assert drawn.count(text("hidden.legend", Lang.EN)) == 4


@pytest.mark.parametrize("lang", list(Lang))
def test_the_map_says_what_is_hidden_and_why_nothing_is_judged(
    home: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    snapshot_by_id.cache_clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    query = {"lang": str(lang), "group": "youth", "indicator": "crime_total", "period": "2025Q4"}
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    words = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert text("hidden.legend", lang) in words
    assert text("hidden.not_judged", lang) in words


@pytest.mark.parametrize("area", ["1710224", "1710224004"])
def test_every_page_opens_for_a_group(home: Path, monkeypatch: pytest.MonkeyPatch, area: str) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    snapshot_by_id.cache_clear()
    for page in ("certainty", "mahalla", "measures", "gaps", "categories"):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in {"group": "women", "area": area, "indicator": "crime_total", "period": "2025Q4"}.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, page
