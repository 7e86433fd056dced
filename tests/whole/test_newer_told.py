"""What the routes and the presenter tell of newer figures: nothing while there are none, else in words, and the way to them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mapping.model.locale import Lang, text
from mapping.store import use_snapshot
from mapping.store.opened import snapshot_by_id
from mapping.views.map import addresses
from tests.newer import GONE_MAHALLA, Home, publish_both
from tests.unit.test_routes import get


@pytest.fixture(scope="module")
def published(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return publish_both(tiny_dataset, tmp_path_factory.mktemp("told"))


@pytest.fixture
def home(published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    shutil.copytree(published.folder, tmp_path / "home")
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "home"))
    return published._replace(folder=tmp_path / "home")


def start(**query: str) -> dict[str, Any]:
    """What the presenter's page begins with."""
    answer = get(f"/present?{urlencode({'lang': 'en', **query})}")
    assert answer.status == 200
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', answer.plain.decode(), re.DOTALL)
    assert found is not None
    given: dict[str, Any] = json.loads(found[1])
    return given


def said(snapshot: str, lang: Lang = Lang.EN) -> str:
    answer = get(addresses.newer(snapshot, lang))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.data["said"])


@pytest.mark.parametrize("lang", list(Lang))
def test_nothing_is_said_until_another_is_current(home: Home, lang: Lang) -> None:
    assert said(home.first, lang) == ""
    use_snapshot(home.folder, home.newer)
    day = "15 Feb 2026" if lang is Lang.EN else "15.02.2026"
    assert day in said(home.first, lang)
    assert said(home.newer, lang) == ""


def test_one_made_current_again_is_called_earlier(home: Home) -> None:
    assert said(home.newer).startswith("An earlier publication is in force again: figures as of 15 Jan 2026")


def test_a_removed_snapshot_is_called_removed(home: Home) -> None:
    use_snapshot(home.folder, home.newer)
    shutil.rmtree(home.folder / home.first)
    assert said(home.first) == text("newer.gone", Lang.EN, own="15 Jan 2026", day="15 Feb 2026")


def test_a_current_snapshot_that_cannot_be_read_is_logged(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    use_snapshot(home.folder, home.newer)
    (home.folder / home.newer / "manifest.json").write_text("{", encoding="utf-8")
    assert said(home.first) == ""
    assert home.newer in caplog.text


@pytest.mark.parametrize("path", ["nothing/en", "20260115-zzzzzzzz/en", "20260115-00000000/fr"])
def test_what_is_no_snapshot_or_language_is_404(home: Home, path: str) -> None:
    assert get(f"{addresses.ROOT}/newer/{path}.json").status == 404


def test_the_presenter_goes_on_with_its_snapshot_and_says_so(home: Home) -> None:
    assert start()["newer"] == {"ask": addresses.newer(home.first, Lang.EN), "said": ""}
    use_snapshot(home.folder, home.newer)
    again = start(**start(snapshot=home.first)["pinned"])
    assert again["pinned"]["snapshot"] == home.first
    assert "15 Feb 2026" in again["newer"]["said"]
    assert again["notices"] == []


def test_the_presenter_moved_says_what_is_gone_and_keeps_the_rest(home: Home) -> None:
    query = {
        "area": GONE_MAHALLA,
        "period": "2025Q4",
        "indicator": "crime_theft",
        "agenda": "risk",
        "agenda_period": "2025Q4",
    }
    assert start(**query)["notices"] == []
    use_snapshot(home.folder, home.newer)
    moved = start(**query, panel="measures", left=home.first)
    assert moved["pinned"]["snapshot"] == home.newer
    assert moved["notices"] == [
        text("newer.lacks", Lang.EN, what="Area", given="Mahalla 8", used="Dehqonobod tumani"),
        text("newer.lacks", Lang.EN, what="Period", given="Q4 2025", used="Q3 2025"),
    ]
    assert (moved["state"]["area"], moved["state"]["period"]) == ("1710212", "2025Q3")
    assert moved["state"]["panel"] == "measures"
    assert moved["pinned"]["indicator"] == "crime_theft"
    assert moved["pinned"]["agenda"] == "risk"
    assert moved["newer"]["said"] == ""


def test_the_presenter_moves_from_a_snapshot_that_is_gone_too(home: Home) -> None:
    use_snapshot(home.folder, home.newer)
    shutil.rmtree(home.folder / home.first)
    snapshot_by_id.cache_clear()
    moved = start(area=GONE_MAHALLA, left=home.first)
    assert moved["notices"] == [text("newer.lacks", Lang.EN, what="Area", given=GONE_MAHALLA, used="Dehqonobod tumani")]


@pytest.mark.parametrize(
    "query", [{"period": "soon"}, {"value": "soul"}, {"scale": "x"}, {"group": "y"}, {"sector": "z"}]
)
def test_nonsense_in_an_address_that_moves_is_told_as_it_is(home: Home, query: dict[str, str]) -> None:
    assert any(next(iter(query.values())) in one for one in start(left=home.first, **query)["notices"])
