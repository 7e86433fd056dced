"""The pages of execution run in every language, and their numbers agree with one another and with the files."""

from __future__ import annotations

import html
import io
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.measures.gaps import RULES
from mapping.measures.progress import DONE, State, asked
from mapping.measures.rollup import By
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.selection import Value, default_selection
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.ui.download import table_csv
from mapping.ui.execution.choice import Choice
from mapping.ui.execution.gap_words import gap_table
from mapping.ui.execution.gaps_page import chosen_gaps, gap_counts
from mapping.ui.execution.measure_effect import measures_that_can_be_judged, sentences
from mapping.ui.execution.page import measures_of_cell
from mapping.ui.measure_list import export_frame
from mapping.ui.state import Screen
from mapping.views.map.table import view_table
from mapping.views.map.view import compute
from mapping.views.oversight.duties import duties, posts
from mapping.views.oversight.effects import effect_of_measure
from mapping.views.oversight.situation import all_measures, gaps_under, measures_under
from mapping.views.oversight.standing import PARTS, behind, matrix, newly_overdue, snapshot_before
from tests.app.rows import given_to
from tests.conftest import made_once

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app.py")
PAGES = ("pages/execution.py", "pages/gaps.py", "pages/post.py")
AREAS = ("1710", "1710207", "1710207001")


@pytest.fixture
def app(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    return AppTest.from_file(APP, default_timeout=30)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def published(folder: Path) -> None:
        publish(ROOT / "geo", ROOT / "data", folder, as_of=date(2025, 12, 15), derive=())
        publish(ROOT / "geo", ROOT / "data", folder, derive=())

    return made_once("two_months", published, tmp_path_factory)


@pytest.fixture(scope="module")
def snapshot(home: Path) -> Snapshot:
    return open_snapshot(home)


@pytest.fixture(scope="module")
def screen(snapshot: Snapshot) -> Screen:
    return Screen(snapshot, default_selection(snapshot))


def written(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("area", AREAS)
def test_pages_run_for_every_level_and_language(app: AppTest, lang: Lang, page: str, area: str) -> None:
    app.query_params["lang"], app.query_params["area"] = str(lang), area
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    assert text("page.snapshot", lang).split("{")[0].strip() in written(app)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_mahalla_page_tells_who_answers(app: AppTest, lang: Lang) -> None:
    app.query_params["lang"], app.query_params["area"] = str(lang), "1710207001"
    app.run()
    app.switch_page("pages/mahalla.py").run()
    assert not app.exception
    for key in ("gap.here", "execution.owner", "execution.seven", "execution.chain", "effect.title"):
        assert text(key, lang) in written(app)


def test_of_one_measure_it_is_told_whether_it_helped(screen: Screen) -> None:
    first = "M-1710207001-2025Q1-1"
    found = effect_of_measure(screen.snapshot, first)
    assert found is not None
    own, everywhere = sentences(screen, found)
    assert screen.text("effect.cannot_tell_line") in own
    assert f"{screen.text('measure_effect.everywhere')}: " in everywhere
    assert str(found.alike.mahallas) in everywhere
    measures = measures_under(screen.snapshot, "1710207001")
    listed = measures_that_can_be_judged(screen, measures)
    judged = [one for one in measures["id"] if effect_of_measure(screen.snapshot, str(one)) is not None]
    assert listed.count("<li>") == len(judged) > 0
    assert str(measures.set_index("id").at[first, "text"]) in html.unescape(listed)
    open_ones = measures[~measures["state"].isin(DONE)]
    assert measures_that_can_be_judged(screen, open_ones) == ""


def test_a_choice_survives_its_link() -> None:
    choice = Choice("2025Q4", By.FACTOR.value, "1710207", "alcohol", "d_hokim")
    assert Choice.from_query({**choice.to_query(), "area": "1710"}) == choice
    assert Choice.from_query({}) == Choice()


@pytest.mark.parametrize("by", [By.SECTOR, By.DISTRICT_AGENCY, By.SEVEN_MEMBER, By.FACTOR, By.TARGET_GROUP, By.QUARTER])
@pytest.mark.parametrize("area", ["1710", "1710237"])
@pytest.mark.parametrize("quarter", ["2025Q4", ""])
def test_every_cell_of_the_matrix_is_the_measures_of_cell_it(screen: Screen, by: By, area: str, quarter: str) -> None:
    found = matrix(screen.snapshot, area, quarter, by)
    for row, line, beside in zip([*found.rows, area], found.cells.tolist(), found.cancelled.tolist(), strict=True):
        for column, (done, going, overdue), cancelled in zip([*found.columns, ""], line, beside, strict=True):
            everything = measures_of_cell(screen, row, quarter, by, column)
            rows = asked(everything)
            late = rows["state"] == State.OVERDUE
            finished = rows["state"].isin([State.DONE_IN_TIME, State.DONE_LATE])
            assert (int(finished.sum()), int((~late & ~finished).sum()), int(late.sum())) == (done, going, overdue)
            assert len(everything) - len(rows) == cancelled


def test_the_file_has_the_rows_of_the_list(screen: Screen) -> None:
    rows = measures_of_cell(screen, "1710237", "2025Q4", By.SECTOR, "s4")
    content = table_csv(screen, export_frame(screen, rows), period="2025Q4", separator=";", in_words=False)
    back = pd.read_csv(io.BytesIO(content), sep=";", dtype="str", encoding="utf-8-sig")
    assert back["id"].tolist() == rows["id"].tolist()
    assert (back["state"] == "overdue").sum() == matrix(screen.snapshot, "1710", "2025Q4", By.SECTOR).cells[1][3][2]


@pytest.mark.parametrize("area", ["1710", "1710237"])
def test_gaps_counted_listed_and_in_the_file_agree(screen: Screen, area: str) -> None:
    quarter = Quarter(2025, 4)
    found = gaps_under(screen.snapshot, area, quarter)
    counts = gap_counts(screen.snapshot, area, quarter)
    assert counts.to_numpy().sum() == len(found)
    for row in counts.index:
        for rule in RULES:
            assert counts.at[row, rule] == len(chosen_gaps(found, str(row), rule))
    table = gap_table(screen, found, all_measures(screen.snapshot))
    content = table_csv(screen, table, period=str(quarter), separator=",", in_words=False)
    back = pd.read_csv(io.BytesIO(content), dtype="str", encoding="utf-8-sig")
    assert back["rule"].tolist() == found["rule"].tolist()
    assert back["detail"].notna().all()


def test_the_one_look_answers_are_those_planted(screen: Screen) -> None:
    districts = behind(screen.snapshot, "1710", "2025Q4", By.DISTRICT)
    assert {districts[0].code, districts[1].code} == {"1710212", "1710237"}
    assert behind(screen.snapshot, "1710", "2025Q4", By.SECTOR)[0].code == "s4"
    missing = gaps_under(screen.snapshot, "1710", Quarter(2025, 4)).query("rule == 'no_measure'")
    assert missing["area"].tolist() == ["1710237019"]


def test_what_a_post_answers_for_is_what_the_ranking_of_posts_counts(screen: Screen) -> None:
    for one in behind(screen.snapshot, "1710", "2025Q4", By.DISTRICT_POST):
        mine = duties(screen.snapshot, one.code, one.seat, "2025Q4").measures
        assert int((mine["state"] == State.OVERDUE).sum()) == one.overdue
        assert int((mine["state"] != State.CANCELLED).sum()) == one.asked


def test_every_measure_with_posts_is_found_at_its_three_levels(screen: Screen) -> None:
    measures = measures_under(screen.snapshot, "1710237")
    found = {post: set(duties(screen.snapshot, post, "1710237").measures["id"]) for post in posts(screen.snapshot)}
    for row in measures.head(60).to_dict("records"):
        for column in ("seven_member", "district_post", "region_post"):
            assert row["id"] in found[row[column]]


def test_newly_overdue_are_those_whose_deadline_passed_since_the_snapshot_before(
    home: Path, snapshot: Snapshot
) -> None:
    new = newly_overdue(snapshot, home)
    assert new is not None
    assert new["deadline"].between(pd.Timestamp("2025-12-15"), pd.Timestamp("2026-01-14")).all()
    late = all_measures(snapshot).query("state == 'overdue'")
    assert len(new) == (late["deadline"] >= pd.Timestamp("2025-12-15")).sum()


def test_the_number_of_newly_overdue_leads_to_the_list_of_exactly_those(
    home: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    new = newly_overdue(snapshot, home)
    assert new is not None
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/execution.py").run()
    (link,) = re.findall(r'<a class="to-list"[^>]*m_state=newly[^>]*>(\d+)</a>', written(app))
    assert int(link) == len(new) > 0
    app.query_params["m_state"] = "newly"
    app.switch_page("pages/measures.py").run()
    assert not app.exception
    assert given_to(app, "measures")["total"] == len(new)


def test_without_an_earlier_snapshot_nothing_is_called_new(tiny_home: Path, tiny_snapshot: Snapshot) -> None:
    assert newly_overdue(tiny_snapshot, tiny_home) is None


@pytest.mark.parametrize("value", [Value.DONE, Value.OVERDUE, Value.GAPS])
def test_the_file_of_the_map_has_the_numbers_of_the_pages(screen: Screen, value: Value) -> None:
    shown = Screen(screen.snapshot, replace(screen.selection, value=value, all_mahallas=False))
    table = view_table(shown.snapshot, shown.selection, compute(shown.snapshot, shown.selection))
    content = table_csv(shown, table, period="2025Q4", separator=",", in_words=False)
    back = pd.read_csv(io.BytesIO(content), dtype={"code": "str"}, encoding="utf-8-sig").set_index("code")
    quarter = Quarter(2025, 4)
    if value is Value.GAPS:
        expected = gap_counts(screen.snapshot, "1710", quarter).sum(axis=1)
    else:
        found = matrix(screen.snapshot, "1710", str(quarter), By.SECTOR)
        part = PARTS.index("done" if value is Value.DONE else "overdue")
        expected = pd.Series(found.cells[:-1, -1, part], index=list(found.rows))
    assert back["count"].to_dict() == {str(code): int(number) for code, number in expected.items()}
    assert set(back["indicator"]) == {str(value)}


def test_a_snapshot_before_that_is_damaged_is_passed_over(home: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    before = snapshot_before(snapshot, copy)
    assert before is not None
    next((copy / before.id).glob("*.duckdb")).write_bytes(b"")
    assert newly_overdue(snapshot, copy) is None
