"""The page that sets two views side by side: the script, without a browser."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.comparison import COMPARED, ComparedBy, Comparison
from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.publishing import publish
from mapping.store import Snapshot, list_snapshots
from mapping.store.opened import snapshot_by_id
from mapping.ui.compare.choice import Pair
from mapping.ui.compare.table import areas_table, file_table
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.views.map.comparison import compare_sides, sides_of
from tests.app.rows import choose, controls
from tests.conftest import DISTRICTS, MAHALLAS, REGION

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PAGE = "pages/compare.py"


class Two(NamedTuple):
    """A home with two snapshots; the second is current: one figure differs."""

    home: Path
    first: str
    second: str


@pytest.fixture(scope="module")
def home(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    folder = tmp_path_factory.mktemp("pair")
    edited, home = folder / "edited", folder / "home"
    shutil.copytree(tiny_dataset, edited)
    for file, old, new in (
        ("statistics.csv", "1710207001,2025Q4,crime_total,all,8\n", "1710207001,2025Q4,crime_total,all,10\n"),
        ("dataset.toml", "2026-01-15", "2026-02-15"),
    ):
        path = edited / "data" / file
        written = path.read_text(encoding="utf-8")
        assert old in written
        path.write_text(written.replace(old, new), encoding="utf-8")
    publish(tiny_dataset / "geo", tiny_dataset / "data", home)
    publish(edited / "geo", edited / "data", home)
    first, second = (one.id for one in list_snapshots(home))
    return Two(home, first, second)


@pytest.fixture
def two(home: Two, monkeypatch: pytest.MonkeyPatch) -> Two:
    monkeypatch.setenv("RISKMAP_HOME", str(home.home))
    return home


def opened(**query: str) -> AppTest:
    """The page at an address, as a link leads to it."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = "en"
    app.run()
    return followed(app, **query)


def followed(app: AppTest, **query: str) -> AppTest:
    """The same visit after a link to the page was followed."""
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def written(app: AppTest) -> str:
    """All words that the page's own HTML shows."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def said(app: AppTest) -> dict[str, str]:
    """What the address says of the comparison."""
    return {name: app.query_params[name] for name in ("compare", "with") if name in app.query_params}


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", list(ComparedBy))
def test_the_page_runs_for_every_kind_in_every_language(two: Two, lang: Lang, kind: ComparedBy) -> None:
    app = opened(lang=str(lang), compare=str(kind), area=DISTRICTS[0])
    assert not app.warning
    assert text(f"compare.note_{kind}", lang) in written(app)
    frame = app.dataframe[0].value
    assert len(frame) == 8
    usual = {ComparedBy.PERIODS: "2024Q4-4", ComparedBy.DISTRICTS: DISTRICTS[1], ComparedBy.SNAPSHOTS: two.first}
    assert said(app) == {"compare": str(kind), "with": usual[kind]}


@pytest.mark.parametrize("what", COMPARED)
@pytest.mark.parametrize("kind", list(ComparedBy))
def test_every_value_can_be_compared(two: Two, kind: ComparedBy, what: str) -> None:
    query = {"classes": what} if what == "category" else {"value": what}
    for level in ("mahalla", "district"):
        app = opened(compare=str(kind), area=DISTRICTS[0], level=level, period="2025", **query)
        assert not app.warning
        assert controls(app)["compared"]["chosen"] == what


def test_a_link_gives_itself_back(two: Two) -> None:
    links = [
        {"compare": "periods", "with": "2024Q1", "period": "2025Q3", "value": "count"},
        {"compare": "districts", "with": MAHALLAS[5], "area": MAHALLAS[1], "value": "rate"},
        {"compare": "snapshots", "with": two.second, "snapshot": two.first, "value": "risk"},
    ]
    app = opened()
    for link in links:
        followed(app, **link)
        assert {name: app.query_params[name] for name in link} == link
        assert not app.warning


def test_controls_change_the_link_and_what_does_not_fit_becomes_the_usual(two: Two) -> None:
    app = opened(period="2025Q4")
    assert said(app) == {"compare": "periods", "with": "2024Q4"}
    app.selectbox(key="w_left").set_value("2025Q3").run()
    assert said(app)["with"] == "2025Q3"
    app.selectbox(key="w_right").set_value("2025Q3").run()
    assert (app.query_params["period"], said(app)["with"]) == ("2025Q3", "2024Q3")
    choose(app, "compare", "districts")
    assert (app.query_params["area"], said(app)) == (DISTRICTS[0], {"compare": "districts", "with": DISTRICTS[1]})
    assert not app.warning
    choose(app, "compare", "snapshots")
    assert said(app) == {"compare": "snapshots", "with": two.first}
    assert not app.exception


def test_what_a_link_asks_for_in_vain_is_told_once(two: Two) -> None:
    app = opened(**{"compare": "moons", "with": "yesterday", "value": "clusters"})
    told = "\n".join(one.value for one in app.warning)
    assert all(word in told for word in ("moons", "yesterday", "clusters"))
    assert app.query_params["value"] == "risk"
    app.run()
    assert not app.warning


def test_two_districts_of_a_region_begin_with_its_first(two: Two) -> None:
    app = opened(compare="districts", area=REGION)
    assert REGION in app.warning[0].value
    assert app.query_params["area"] == DISTRICTS[0]
    shown = written(app)
    assert text("compare.key_figures", Lang.EN) in shown
    assert text("compare.lower", Lang.EN) in shown or text("compare.higher", Lang.EN) in shown


def test_one_snapshot_alone_and_a_period_without_another_are_said(
    tiny_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    assert opened(compare="snapshots").info[0].value == text("compare.none_snapshots", Lang.EN)
    app = opened(compare="periods", period="2025Q2-4")
    assert app.info[0].value == text("compare.none_periods", Lang.EN)
    choose(app, "span", "quarter")
    assert said(app)["with"] == "2024Q2"


def test_names_with_markup_are_shown_as_text(two: Two) -> None:
    assert "<script>alert" not in written(opened(area=MAHALLAS[1]))


@pytest.mark.parametrize(
    ("kind", "other"),
    [(ComparedBy.PERIODS, "2024Q4"), (ComparedBy.DISTRICTS, DISTRICTS[1]), (ComparedBy.SNAPSHOTS, "first")],
)
@pytest.mark.parametrize("value", [Value.COUNT, Value.RISK, "category"])
def test_the_file_holds_both_sides_and_their_difference(two: Two, kind: ComparedBy, other: str, value: str) -> None:
    snapshot = snapshot_by_id(two.second)
    selection = Selection(DISTRICTS[0], "crime_total", Period.parse("2025Q4"), lang=Lang.EN).showing(str(value))
    comparison = Comparison(kind, two.first if other == "first" else other)
    left, right = sides_of(comparison, snapshot, selection)
    found = compare_sides(kind, left, right)
    screen = Screen(snapshot, selection)
    frame = file_table(Pair(screen, comparison, list_snapshots(two.home)), left, right, found)
    content = table_csv(screen, frame, period="2025Q4", separator=",", in_words=True)
    back = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert len(back) == 8
    assert not [name for name in back.columns if name.islower() and "_" in name], "a column without words"
    assert "'=1+1" in back[text("column.name", Lang.EN)].tolist()
    assert set(back[text("column.demonstration", Lang.EN)]) == {text("page.demonstration", Lang.EN)}
    if kind is not ComparedBy.DISTRICTS and value == Value.COUNT:
        first = back.set_index(text("column.code", Lang.EN)).loc[MAHALLAS[0]]
        numbers = [
            float(first[text(f"column.{name}", Lang.EN)]) for name in ("count_left", "count_right", "difference")
        ]
        assert numbers == ([4, 10, 6] if kind is ComparedBy.PERIODS else [8, 10, 2])


def test_the_table_begins_with_what_can_be_told(two: Two) -> None:
    snapshot: Snapshot = snapshot_by_id(two.second)
    selection = Selection(REGION, "crime_total", Period.parse("2025Q4"), Value.COUNT, classes=ClassRule.USUAL)
    left, right = sides_of(Comparison(ComparedBy.SNAPSHOTS, two.first), snapshot, selection)
    frame = areas_table(
        Screen(snapshot, selection), ComparedBy.SNAPSHOTS, left, right, compare_sides(ComparedBy.SNAPSHOTS, left, right)
    )
    assert frame["difference"].tolist()[:7] == [2, 0, 0, 0, 0, 0, 0]
    assert frame["label"].iloc[0] == text("revision.up", Lang.UZ)
