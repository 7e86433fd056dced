"""The page Decisions: what was decided is put among the published measures by one press of whoever publishes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.live.decisions.form import read_content
from mapping.live.decisions.journal import take, withdraw
from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.store import open_snapshot
from mapping.ui.plain import as_text
from mapping.views.oversight.situation import all_measures
from tests.conftest import DISTRICTS, MAHALLAS

APP = str(Path(__file__).resolve().parents[2] / "app.py")
TYPED = {"area": DISTRICTS[0], "mahallas": MAHALLAS[:2], "post": "head", "deadline": "2026-06-30", "text": "Yoritgich"}


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(tiny_home, tmp_path / "home")
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/decisions.py").run()
    assert not app.exception
    return app


def offers(app: AppTest) -> list[str]:
    return [one.label for one in app.button if one.key == "make_measures"]


def test_decisions_become_measures_by_one_press_and_follow_what_is_changed(home: Path) -> None:
    assert offers(opened()) == []
    before = open_snapshot(home)
    kept = take(home, read_content(TYPED, before, today=date(2026, 2, 10)))
    assert offers(opened(area=DISTRICTS[1])) == [], "what is offered is of the area that is shown"
    app = opened()
    assert offers(app) == [text("decided.make", Lang.EN, count=2)]
    app.button(key="make_measures").click().run()
    assert not app.exception
    assert not app.error
    after = open_snapshot(home)
    added = all_measures(after)[~all_measures(after)["id"].isin(all_measures(before)["id"])]
    assert sorted(added["area"]) == list(MAHALLAS[:2])
    assert set(added["text"]) == {"Yoritgich"}
    assert all(one.startswith(kept.id) for one in added["id"])
    assert [one.value for one in app.success] == [as_text(text("decided.made", Lang.EN, count=2, id=after.id))]
    assert offers(app) == []
    withdraw(home, kept.id)
    app = opened()
    app.button(key="make_measures").click().run()
    stands = all_measures(open_snapshot(home)).set_index("id")["state"]
    assert set(stands[list(added["id"])]) == {"cancelled"}


def test_who_does_not_publish_is_not_offered_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(home, read_content(TYPED, open_snapshot(home), today=date(2026, 2, 10)))
    monkeypatch.setenv("RISKMAP_PUBLISHING", "check")
    settings.cache_clear()
    try:
        assert offers(opened()) == []
    finally:
        settings.cache_clear()
