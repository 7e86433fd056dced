"""Measures of a quarter are counted alike wherever a number of them stands: of all but the cancelled, told beside.

The other count is pandas' own, over data/measures.csv.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from mapping.export.columns import closed_list
from mapping.export.packs.html import html_pack
from mapping.export.packs.story import TALLY, children_grid, story
from mapping.export.packs.workbook import workbook_pack
from mapping.measures.rollup import By
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Quarter
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.ui import figures_row
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.views.briefing.beside import tallies_beside
from mapping.views.briefing.brief import brief
from mapping.views.briefing.words import cancelled_beside, told_totals
from mapping.views.map.table import view_table
from mapping.views.map.view import compute
from mapping.views.oversight.duties import chains
from mapping.views.oversight.situation import measures_under, situation
from mapping.views.oversight.standing import behind, matrix
from mapping.views.oversight.tallies import counted_under
from mapping.web.present_told import briefing_of, overview_of

ROOT = Path(__file__).resolve().parents[2]
REGION, KASBI = "1710", "1710237"
CASES = [(area, quarter) for area in (REGION, KASBI, "1710207", "1710401") for quarter in ("2025Q4", "2025Q2")]
CASES += [("1710207001", "2025Q4"), ("1710237019", "2025Q4")]


@dataclass(frozen=True)
class Expected:
    """What the source says of an area and a quarter."""

    asked: int
    done: int
    overdue: int
    cancelled: int


@pytest.fixture(scope="module")
def source() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "measures.csv", dtype="str", parse_dates=["deadline"])


@pytest.fixture(scope="module")
def home(shipped_home: Path) -> Path:
    return shipped_home


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


@pytest.fixture(scope="module")
def expect(source: pd.DataFrame, snapshot: Snapshot) -> Callable[[str, str], Expected]:
    def of(area: str, quarter: str) -> Expected:
        rows = source[source["area"].str.startswith(area) & (source["quarter"] == quarter)]
        open_ones = rows[~rows["status"].isin(["done", "cancelled"])]
        overdue = int((open_ones["deadline"] < pd.Timestamp(snapshot.as_of)).sum())
        given = rows["status"].value_counts()
        cancelled = int(given.get("cancelled", 0))
        return Expected(len(rows) - cancelled, int(given.get("done", 0)), overdue, cancelled)

    return of


def chosen(area: str, quarter: str, lang: Lang = Lang.EN) -> Selection:
    return Selection(area, "crime_total", Period(Quarter.parse(quarter)), lang=lang)


def test_the_source_has_cancelled_ones(expect: Callable[[str, str], Expected]) -> None:
    """Or nothing here would be told apart: 1,408 in the region, 81 in Kasbi, with 22 and 1 cancelled."""
    assert (expect(REGION, "2025Q4").asked, expect(REGION, "2025Q4").cancelled) == (1386, 22)
    assert (expect(KASBI, "2025Q4").asked, expect(KASBI, "2025Q4").cancelled) == (80, 1)


@pytest.mark.parametrize(("area", "quarter"), CASES)
def test_the_rules_the_matrix_and_the_brief(
    snapshot: Snapshot, expect: Callable[[str, str], Expected], area: str, quarter: str
) -> None:
    wanted = expect(area, quarter)
    found = counted_under(snapshot, area, Quarter.parse(quarter))
    assert Expected(found.asked, found.done, found.overdue, found.cancelled) == wanted
    shown = matrix(snapshot, area, quarter, By.SECTOR)
    done, going, overdue = (int(number) for number in shown.cells[-1, -1])
    assert Expected(done + going + overdue, done, overdue, int(shown.cancelled[-1, -1])) == wanted
    told = brief(snapshot, area, "crime_total", Group.ALL, Period(Quarter.parse(quarter)))
    assert Expected(told.asked, told.done, told.overdue, told.cancelled) == wanted
    here = situation(snapshot, Quarter.parse(quarter)).asked  # what the rules of gaps look at
    assert here["area"].str.startswith(area).sum() == wanted.asked
    chain = chains(measures_under(snapshot, area, quarter))
    assert (chain["asked"].sum(), chain["overdue"].sum()) == (wanted.asked, wanted.overdue)
    assert chain["cancelled"].sum() <= wanted.cancelled  # a chain with nothing else is not told


@pytest.mark.parametrize("by", [By.DISTRICT, By.MAHALLA, By.SECTOR, By.DISTRICT_POST])
def test_who_is_behind(snapshot: Snapshot, source: pd.DataFrame, by: By) -> None:
    rows = source[source["quarter"] == "2025Q4"].assign(district=source["area"].str[:7])
    rows = rows.dropna(subset=[by.value])
    for one in behind(snapshot, REGION, "2025Q4", by):
        own = rows[(rows[by.value] == one.code) & rows["area"].str.startswith(one.seat)]["status"]
        assert (one.asked, one.cancelled) == ((own != "cancelled").sum(), (own == "cancelled").sum())


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize(("area", "quarter"), CASES)
def test_cards_presenter_slides_and_agenda_in_words(
    snapshot: Snapshot, expect: Callable[[str, str], Expected], area: str, quarter: str, lang: Lang
) -> None:
    wanted, selection = expect(area, quarter), chosen(area, quarter, lang)
    screen = Screen(snapshot, selection)
    done, overdue = figures_row._measures(screen)
    assert [_number(one.number) for one in (done, overdue)] == [wanted.done, wanted.overdue]
    told = brief(snapshot, area, "crime_total", Group.ALL, selection.period)
    beside = cancelled_beside(wanted.cancelled, lang)
    assert bool(beside) == bool(wanted.cancelled)
    for card in (done, overdue):
        assert _number(card.notes[0]) == wanted.asked
        assert plain(card.notes[1]) == beside
    totals = told_totals(told, lang)
    assert [_number(totals[name]) for name in ("asked", "done", "overdue", "cancelled")] == [
        wanted.asked, wanted.done, wanted.overdue, wanted.cancelled,
    ]  # fmt: skip
    presented = briefing_of(snapshot, told, lang)
    assert presented["beside"] == presented["measures"]["beside"] == beside
    assert presented["measures"]["total"] == wanted.asked
    tally = story(snapshot, selection).tally
    assert [_number(number) for number, _ in tally[:4]] == [wanted.asked, wanted.done, wanted.overdue, wanted.cancelled]


def _number(words: str) -> int:
    return int(re.sub(r"\D", "", plain(words)) or 0)


def plain(words: str) -> str:
    """Without the tags of links: a number leads to the list of what it counts."""
    return html.unescape(re.sub("<[^>]*>", "", words))


@pytest.mark.parametrize(("area", "quarter"), [one for one in CASES if level_of(one[0]) is not Level.MAHALLA])
def test_every_row_of_tables_of_areas(
    snapshot: Snapshot, expect: Callable[[str, str], Expected], area: str, quarter: str
) -> None:
    codes = list(snapshot.children(area).index)
    wanted = {code: expect(code, quarter) for code in codes}
    start = replace(chosen(area, quarter), all_mahallas=False)
    for value, number in ((Value.DONE, "done"), (Value.OVERDUE, "overdue")):
        selection = replace(start, value=value)
        table = view_table(snapshot, selection, compute(snapshot, selection))
        content = table_csv(Screen(snapshot, selection), table, period=quarter, separator=",", in_words=False)
        rows = pd.read_csv(io.BytesIO(content), dtype={"code": "str"}, encoding="utf-8-sig").set_index("code")
        for code in codes:
            one = wanted[code]
            assert rows.at[code, "cancelled"] == one.cancelled
            if one.asked:
                assert (rows.at[code, "asked"], rows.at[code, "count"]) == (one.asked, getattr(one, number))
            else:
                assert pd.isna(rows.at[code, "asked"])
    grid = children_grid(snapshot, start)
    first = len(grid.head) - len(TALLY)
    assert [[_number(cell) for cell in row[first : first + 4]] for row in grid.rows] == [
        [one.asked, one.done, one.overdue, one.cancelled] for one in wanted.values()
    ]


def test_the_overview_and_two_districts(snapshot: Snapshot, expect: Callable[[str, str], Expected]) -> None:
    period = Period.parse("2025Q4")
    codes = list(snapshot.children(REGION).index)
    told = overview_of(snapshot, [brief(snapshot, one, "crime_total", Group.ALL, period) for one in codes], Lang.RU)
    for code in codes:
        one = expect(code, "2025Q4")
        assert [_number(told[code][name]) for name in ("asked", "overdue", "cancelled")] == [
            one.asked, one.overdue, one.cancelled,
        ]  # fmt: skip
    beside = tallies_beside(snapshot, KASBI, "1710207", "crime_total", Group.ALL, period)
    for side, code in (("left", KASBI), ("right", "1710207")):
        one = expect(code, "2025Q4")
        assert beside.loc[["asked", "done", "overdue", "cancelled"], side].tolist() == [
            one.asked, one.done, one.overdue, one.cancelled,
        ]  # fmt: skip


@pytest.mark.parametrize("area", [REGION, KASBI])
def test_files_to_take_away(
    snapshot: Snapshot, source: pd.DataFrame, expect: Callable[[str, str], Expected], area: str
) -> None:
    wanted, selection = expect(area, "2025Q4"), chosen(area, "2025Q4")
    page = html_pack(snapshot, selection, area, Lang.EN).decode()
    data = re.search(r'id="data">([^<]*)<', page)
    assert data is not None
    held = json.loads(zlib.decompress(base64.b64decode(data[1])))
    told = held["briefs"][area]
    assert [_number(told[name]) for name in ("asked", "done", "overdue", "cancelled")] == [
        wanted.asked, wanted.done, wanted.overdue, wanted.cancelled,
    ]  # fmt: skip
    all_quarters = source[source["area"].str.startswith(area)].assign(district=source["area"].str[:7])
    for code, rows in all_quarters.groupby("district"):
        found = held["measures"]["districts"][code]
        assert found["asked"] == (rows["status"] != "cancelled").sum()
        assert found["cancelled"] == (rows["status"] == "cancelled").sum()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(workbook_pack(snapshot, selection, area, Lang.EN)))
    head, *listed = workbook.get_sheet_by_name(text("html_pack.measures", Lang.EN)).to_python()
    states = pd.Series([row[head.index(text("measure.state", Lang.EN))] for row in listed]).value_counts()
    cancelled = int(states.get(closed_list("state", Lang.EN)["cancelled"], 0))
    assert (len(listed) - cancelled, cancelled) == (wanted.asked, wanted.cancelled)


@pytest.mark.parametrize("area", [REGION, KASBI])
@pytest.mark.parametrize("page", ["map", "execution", "meeting", "measures"])
def test_pages_say_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, expect: Callable[[str, str], Expected], page: str, area: str
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(
        {"area": area, "period": "2025Q4", "lang": "en", "m_quarter": "2025Q4", "x_quarter": "2025Q4"}
    )
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    marked = " ".join(one.proto.body for one in app.get("html"))
    shown = html.unescape(re.sub("</?a( [^>]*)?>", "", marked))  # whatever a number leads to
    for code in [KASBI] if page == "meeting" else [area]:
        wanted = expect(code, "2025Q4")
        written = f"{wanted.asked:,}"
        beside = cancelled_beside(wanted.cancelled, Lang.EN)
        if page == "map":
            assert f"<span>of {written}</span><span>{beside}</span>" in shown
        elif page == "meeting":
            assert re.search(rf"of {written} \({beside}\) · ", shown)
        else:
            assert f"<b>{written}</b>" in shown.split('class="whole"')[1].split("</span>")[0]
            assert f"cancelled<b>{wanted.cancelled}</b>" in shown
            assert page != "execution" or beside in shown.split('class="matrix-key"')[1].split("</div>")[0]
    assert f"{expect(area, '2025Q4').asked + expect(area, '2025Q4').cancelled:,}</b>" not in shown
