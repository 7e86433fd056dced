"""Hidden small counts on the pages: told to be hidden, in every language, and in no file and no answer to a browser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from starlette.routing import Router
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import periods
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.ui.trend import picture, trend_frame
from mapping.views.map.table import view_table
from mapping.views.map.view import compute, sent
from mapping.web import present
from mapping.web.routes import _values, routes
from tests.asgi import ask

ROOT = Path(__file__).resolve().parents[2]
GROUPS = (Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED)
FIGURES = (Value.COUNT, Value.RATE, Value.RISK, Value.PROBABILITY, Value.CHANGE, Value.CHANGE_YEAR)


@pytest.fixture(scope="module")
def home(shipped_home: Path) -> Path:
    return shipped_home


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


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
            told = json.loads(_values(snapshot, selection))["columns"]
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
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    query = {"lang": str(lang), "group": "youth", "indicator": "crime_total", "period": "2025Q4"}
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    words = "\n".join(str(part.proto.body) for part in app.get("html"))
    assert text("hidden.legend", lang) in words
    assert text("hidden.districts_instead", lang) in words


@pytest.fixture
def address(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page of the demonstration at an address."""
    monkeypatch.setenv("RISKMAP_HOME", str(home))

    def opened(page: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return opened


def written(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Value.RISK, "hidden.districts_instead"),
        (Value.PROBABILITY, "hidden.not_judged"),
        (Value.SPOTS, "hidden.not_judged"),
        (Value.CLUSTERS, "hidden.not_judged"),
    ],
)
def test_a_map_without_a_colour_for_mahallas_says_why(address: Callable[..., AppTest], value: Value, said: str) -> None:
    """No mahalla is judged for the young, so there is no class with bounds to be written."""
    assert text(said, Lang.RU) in written(address(lang="ru", group="youth", value=str(value)))


@pytest.mark.parametrize("value", ["risk", "probability"])
def test_two_maps_without_a_colour_say_why(address: Callable[..., AppTest], value: str) -> None:
    words = written(address("compare", lang="en", group="youth", value=value))
    assert text("hidden.not_judged", Lang.EN) in words
    assert text("hidden.all", Lang.EN, k=5) in words


@pytest.mark.parametrize("value", ["risk", "probability", "count"])
def test_the_presenter_opens_for_a_group_and_says_why_nothing_is_coloured(
    address: Callable[..., AppTest], value: str
) -> None:
    answer = ask(Router(routes()), f"/present?group=youth&value={value}&lang=en&period=2025Q4")
    assert answer.status == 200
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', answer.plain.decode(), re.DOTALL)
    assert found is not None
    start = json.loads(found[1])
    bare = {one["bare"] for one in start["periods"]}
    assert bare == ({""} if value == "count" else {text("hidden.not_judged", Lang.EN)})
    assert bool(start["legend"]["rows"]) == (value == "count")


def test_a_fault_of_ours_is_not_told_as_missing_figures(
    address: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(present, "begun", broken)
    with pytest.raises(ValueError, match="a defect"):
        ask(Router(routes()), "/present")


@pytest.mark.parametrize("area", ["1710224", "1710224004"])
def test_every_page_opens_for_a_group(home: Path, monkeypatch: pytest.MonkeyPatch, area: str) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    for page in ("certainty", "mahalla", "measures", "gaps", "categories"):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in {"group": "women", "area": area, "indicator": "crime_total", "period": "2025Q4"}.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, page
