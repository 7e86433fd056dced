"""A region whose population is not known, and figures that are hidden or not there: each place says which of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.ui.certainty.page import sentence
from mapping.ui.state import Screen
from mapping.views.briefing.brief import brief
from mapping.views.briefing.words import told_figures
from mapping.views.map.absence import risk_lacks
from mapping.views.map.areas import area_change, area_figure
from mapping.views.map.view import HIDDEN, NO_FIGURE, class_string, compute
from tests.conftest import DISTRICTS, MAHALLAS, REGION

APP = str(Path(__file__).resolve().parents[2] / "app.py")
YEAR = Period.parse("2025")
CARD = re.compile(r'data-about="(\w+)"[^~]*?<div class="number">(.*?)</div><div class="notes">(.*?)</div>')
TAG = re.compile("<[^>]*>")
START = Selection(REGION, "crime_total", YEAR, lang=Lang.EN)


def published(folder: Path, tiny_dataset: Path, people: str, youth: str) -> Path:
    """The tiny dataset with another population and other cases of young people: a home."""
    shutil.copytree(tiny_dataset, folder / "files")
    (folder / "files" / "data" / "population.csv").write_text(people, encoding="utf-8")
    path = folder / "files" / "data" / "statistics.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",youth,0\n", f",youth,{youth}\n"), encoding="utf-8")
    publish(folder / "files" / "geo", folder / "files" / "data", folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def without_people(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No population at all; six young people's cases in each mahalla and quarter."""
    return published(tmp_path_factory.mktemp("people"), tiny_dataset, "area,year,group,people\n", "6")


def cards(home: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> tuple[dict[str, tuple[str, str]], str]:
    """Number and note of each card of the map page by what it is about; and the trend's picture."""
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"lang": "en", "period": "2025Q2", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    shown = "\n".join(str(part.proto.body) for part in app.get("html"))
    picture = [part.proto.json for part in app.get("bidi_component") if part.proto.component_name == "riskmap_picture"]
    trend = (
        json.loads(picture[0])[0]["svg"] if picture else ""
    )  # the region's lines stand in the table of its districts
    return {name: (TAG.sub("", number), unescape(note)) for name, number, note in CARD.findall(shown)}, trend


def test_without_a_population_cards_and_trend_tell_counts_and_that_people_are_not_known(
    without_people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mahalla m had m + 5 crimes in 2025Q2: 76 in all, 30 of them in the first district."""
    shown, _ = cards(without_people, monkeypatch)
    _, trend = cards(without_people, monkeypatch, area=DISTRICTS[0])
    assert shown["count"][0] == "76"
    assert shown["rate"][0] == "—"
    assert shown["raised"][0] == "—"
    for name in ("rate", "raised"):
        assert text("map.no_people", Lang.EN).lower() in shown[name][1].lower()
    assert f"30; {text('figure.no_people', Lang.EN)}" in trend
    assert text("trend.none", Lang.EN) not in trend.split("2025")[0]


def test_without_a_population_the_counts_of_a_group_are_compared(without_people: Path) -> None:
    """Every mahalla has 24 a year; the eighth lacks nothing of young people but 2025Q4."""
    snapshot = open_snapshot(without_people)
    change = area_change(
        snapshot, "crime_total", Group.YOUTH, Period.parse("2025Q2"), Period.parse("2024Q2"), DISTRICTS[0]
    )
    assert (change["count_before"], change["difference"], change["label"]) == (24, 0, "cannot_tell")
    lacking = area_change(
        snapshot, "crime_total", Group.YOUTH, Period.parse("2025Q4"), Period.parse("2024Q4"), DISTRICTS[1]
    )
    assert lacking["label"] == ""  # a quarter that one mahalla failed to report is no fall


def test_what_keeps_an_area_from_having_a_risk(tiny_snapshot: Snapshot, without_people: Path) -> None:
    assert risk_lacks(open_snapshot(without_people), START) == "map.no_people"
    assert risk_lacks(tiny_snapshot, START.at(MAHALLAS[7])) == "map.none"
    assert risk_lacks(tiny_snapshot, START.at(MAHALLAS[6])) == "map.no_people"
    assert risk_lacks(tiny_snapshot, replace(START, group=Group.YOUTH)) == "absence.no_cases"


@pytest.fixture(scope="module")
def few(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Young people: nine cases a quarter in every mahalla but two in the first; of the third nobody knows how many live there."""
    folder = tmp_path_factory.mktemp("few")
    people = "".join(
        f"{code},{year},{group},1000\n"
        for code in MAHALLAS for year in (2024, 2025) for group in ("all", "youth")
        if (code, group) != (MAHALLAS[0], "youth")
    )  # fmt: skip
    home = published(folder, tiny_dataset, f"area,year,group,people\n{people}", "2")
    return open_snapshot(home)


def test_a_rate_that_would_tell_a_small_count_is_hidden_and_not_missing(few: Snapshot) -> None:
    """Two cases a quarter and mahalla, so that every mahalla's are hidden. People of the first are not known: its cases stay
    in the district's count, and would be more than a twentieth of it."""
    quarter = Period.parse("2025Q2")
    row = area_figure(few, "crime_total", Group.YOUTH, quarter, DISTRICTS[0])
    assert row["count"] == 8
    assert row["people"] == 3000
    told = told_figures(brief(few, DISTRICTS[0], "crime_total", Group.YOUTH, quarter), few, Lang.EN)[0]
    assert (told["count"], told["rate"]) == ("8", text("hidden.word", Lang.EN))
    drawn = compute(few, replace(START, group=Group.YOUTH, period=quarter, value=Value.RATE, all_mahallas=False))
    assert class_string(drawn)[0] == HIDDEN
    assert NO_FIGURE not in class_string(drawn)


def test_of_a_hidden_count_it_is_not_said_that_there_is_no_figure(few: Snapshot) -> None:
    screen = Screen(few, replace(START, group=Group.YOUTH, period=Period.parse("2025Q2"), area=MAHALLAS[1]))
    assert sentence(screen) == text("hidden.not_judged", Lang.EN)
    assert risk_lacks(few, screen.selection) == "hidden.legend"
