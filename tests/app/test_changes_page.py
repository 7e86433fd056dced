"""The page of changes, and looking at a snapshot that is not the current one: the script, without a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.publishing import publish
from mapping.store import current_id, list_snapshots, use_snapshot
from mapping.views.difference import ChangeKind

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PAGE = "pages/changes.py"


class Pair(NamedTuple):
    """A home with two snapshots; the second is current: one figure and one category differ."""

    home: Path
    first: str
    second: str


@pytest.fixture
def pair(tiny_dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    edited, home = tmp_path / "edited", tmp_path / "home"
    shutil.copytree(tiny_dataset, edited)
    for file, old, new in (
        ("statistics.csv", "1710207001,2024Q1,crime_total,all,1\n", "1710207001,2024Q1,crime_total,all,3\n"),
        ("categories.csv", "1710212001,2025,red", "1710212001,2025,green"),
        ("dataset.toml", "2026-01-15", "2026-02-15"),
    ):
        path = edited / "data" / file
        written = path.read_text(encoding="utf-8")
        assert old in written
        path.write_text(written.replace(old, new), encoding="utf-8")
    publish(tiny_dataset / "geo", tiny_dataset / "data", home)
    publish(edited / "geo", edited / "data", home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    first, second = (one.id for one in list_snapshots(home))
    return Pair(home, first, second)


def opened(page: str | None = PAGE, **query: str) -> AppTest:
    """The app at an address."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = "en"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def written(app: AppTest) -> str:
    """All words that the page's own HTML and its notices show."""
    parts = [str(part.proto.body) for part in app.get("html")] + [part.value for part in app.markdown]
    return "\n".join(parts)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_runs_in_every_language_and_compares_with_the_snapshot_before(pair: Pair, lang: Lang) -> None:
    app = opened(lang=str(lang))
    assert app.selectbox(key="w_before").value == pair.first
    assert app.selectbox(key="w_after").value == pair.second
    assert app.dataframe[0].value["difference"].tolist() == [2]
    assert text("changes.mark_up", lang) in written(app)
    assert app.query_params["before"] == pair.first
    assert "snapshot" not in app.query_params


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_a_link_names_the_kind_that_is_listed(pair: Pair, kind: ChangeKind) -> None:
    app = opened(None)
    app.query_params["kind"] = str(kind)
    app.switch_page(PAGE).run()
    assert not app.exception
    assert app.query_params["kind"] == str(kind)
    assert app.session_state["w_kind"] == str(kind)


def test_another_kind_is_listed_when_it_is_chosen(pair: Pair) -> None:
    app = opened()
    app.button_group(key="w_kind").set_value("categories").run()
    assert app.dataframe[0].value["category_after"].tolist() == ["Green"]
    assert app.query_params["kind"] == "categories"
    app.button_group(key="w_kind").set_value("areas_gone").run()
    assert app.success[0].value == text("changes.none_of_kind", Lang.EN)


def test_only_changes_inside_the_area_looked_at_are_listed(pair: Pair) -> None:
    app = opened(area="1710212")
    assert app.query_params["kind"] == "categories"  # the revised figure is of the other district
    assert app.dataframe[0].value["mahalla_name"].tolist() == ["Mahalla 5"]


def test_looking_at_an_older_snapshot_is_said_on_every_page_until_one_goes_back(pair: Pair) -> None:
    app = opened()
    told = text("changes.older", Lang.EN, day="15 Jan 2026", id=pair.first)
    assert told not in written(app)
    app.button(key=f"look_{pair.first}").click().run()
    for page in (PAGE, "pages/map.py", "pages/measures.py", "pages/mahalla.py", "pages/categories.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert told in written(app)
        assert app.query_params["snapshot"] == pair.first
    app.button(key="to_current").click().run()
    assert told not in written(app)
    assert "snapshot" not in app.query_params
    assert current_id(pair.home) == pair.second


def test_a_link_that_names_its_snapshot_shows_the_same_figures_whatever_is_current(pair: Pair) -> None:
    def figures(**query: str) -> list[str]:
        app = opened("pages/mahalla.py", area="1710207001", period="2024", **query)
        return [str(part.proto.body) for part in app.get("html") if 'class="figure' in str(part.proto.body)]

    then = figures(snapshot=pair.first)
    use_snapshot(pair.home, pair.first)
    assert figures(snapshot=pair.first) == then
    assert figures(snapshot=pair.second) != then
    assert figures() == then != []


def test_every_page_offers_the_link_to_exactly_its_figures(pair: Pair) -> None:
    assert f"snapshot={pair.second}" in written(opened("pages/measures.py"))


def test_a_link_to_a_snapshot_that_is_gone_shows_the_current_one_and_says_so(pair: Pair) -> None:
    shutil.rmtree(pair.home / pair.first)
    app = opened(None, snapshot=pair.first)
    said = app.warning[0].value.replace("\\", "")
    assert pair.first in said
    assert pair.second in said
    assert "snapshot" not in app.query_params


@pytest.mark.parametrize("answer", ["confirm_use", "confirm_not"])
def test_a_snapshot_is_made_current_after_a_second_question(pair: Pair, answer: str) -> None:
    app = opened()
    app.button(key=f"use_{pair.first}").click().run()
    assert current_id(pair.home) == pair.second
    app.button(key=answer).click().run()
    assert not app.exception
    assert current_id(pair.home) == (pair.first if answer == "confirm_use" else pair.second)


def test_details_show_the_sources_with_their_checksums(pair: Pair) -> None:
    app = opened()
    app.button(key=f"details_{pair.first}").click().run()
    assert not app.exception
    shown = [frame.value for frame in app.dataframe if "SHA-256" in frame.value]
    assert "statistics.csv" in shown[0].iloc[:, 0].tolist()


def test_a_damaged_snapshot_is_told_and_the_others_are_still_shown(pair: Pair) -> None:
    path = pair.home / pair.first / "riskmap.duckdb"
    path.write_bytes(path.read_bytes()[:1000])
    app = opened()
    assert pair.first in app.error[0].value
    assert "riskmap.duckdb" in app.error[0].value
    app.button(key=f"use_{pair.first}").click().run()
    app.button(key="confirm_use").click().run()
    assert current_id(pair.home) == pair.second


def test_a_current_snapshot_that_is_damaged_is_told_with_what_to_do(pair: Pair) -> None:
    (pair.home / pair.second / "areas.parquet").unlink()
    app = opened(None)
    assert "areas.parquet" in app.error[0].value
    assert "riskmap snapshots use" in app.error[0].value


def test_one_snapshot_alone_is_said(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    assert opened().info[0].value == text("changes.only_one", Lang.EN)
