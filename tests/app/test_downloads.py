"""A file taken away from the map is the table behind the map: read back, it has the same rows and figures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from mapping.export.columns import closed_list, header_of
from mapping.export.csv import Separator, file_name
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.store import Snapshot, open_snapshot
from mapping.ui.download import table_csv, table_xlsx
from mapping.ui.measure_filter import MeasureFilter
from mapping.ui.measure_list import export_frame, filters_of
from mapping.ui.measure_rows import Look
from mapping.ui.state import Screen
from mapping.views.map.table import view_table
from mapping.views.map.view import View, compute
from mapping.views.oversight.situation import all_measures
from tests.conftest import DISTRICTS, MAHALLAS, REGION

START = Selection(REGION, "crime_total", Period.parse("2025"), Value.RATE, all_mahallas=False)
VIEWS = [
    START,
    replace(START, area=DISTRICTS[1], value=Value.COUNT, period=Period.parse("2025Q3")),
    replace(START, all_mahallas=True, value=Value.CHANGE, period=Period.parse("2025Q4-4"), lang=Lang.RU),
    replace(START, classes=ClassRule.CATEGORY, lang=Lang.EN),
    replace(START, value=Value.RISK),
    *(
        replace(START, value=value)
        for value in (Value.PROBABILITY, Value.SPOTS, Value.GETIS, Value.TOGETHER, Value.CLUSTERS)
    ),
]
SEPARATORS: tuple[Separator, ...] = (";", ",")


def read_back(content: bytes, separator: Separator) -> pd.DataFrame:
    """As an exact reader sees the file: all text, empty for missing."""
    assert content.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(content), sep=separator, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def numbers(column: pd.Series, separator: Separator) -> np.ndarray:
    if separator == ";":
        assert not column.str.contains(".", regex=False).any()
        column = column.str.replace(",", ".", regex=False)
    return column.replace("", "nan").astype(float).to_numpy()


def shown(snapshot: Snapshot, selection: Selection) -> tuple[Screen, View, pd.DataFrame]:
    screen = Screen(snapshot, selection)
    view = compute(snapshot, selection)
    return screen, view, view_table(snapshot, selection, view)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("selection", VIEWS)
def test_the_file_of_the_map_is_its_table(tiny_snapshot: Snapshot, selection: Selection, separator: Separator) -> None:
    screen, view, table = shown(tiny_snapshot, selection)
    period = str(selection.period)
    back = read_back(table_csv(screen, table, period=period, separator=separator, in_words=False), separator)
    assert list(back.columns) == list(table.columns)
    assert back["code"].tolist() == view.frame.index.tolist()
    for name in table.columns:
        if pd.api.types.is_numeric_dtype(table[name]):
            np.testing.assert_array_equal(
                numbers(back[name], separator), table[name].astype("Float64").to_numpy(float, na_value=np.nan)
            )
        elif name != "name":  # the name that looks like a formula is looked at below
            assert back[name].tolist() == table[name].fillna("").tolist(), name


@pytest.mark.parametrize("selection", VIEWS)
def test_every_row_says_of_which_period_snapshot_and_day_it_is(tiny_snapshot: Snapshot, selection: Selection) -> None:
    screen, view, table = shown(tiny_snapshot, selection)
    back = read_back(table_csv(screen, table, period=str(selection.period), separator=",", in_words=False), ",")
    assert len(back) == len(view.frame)
    assert set(back["period"]) == {str(selection.period)}
    assert set(back["snapshot"]) == {tiny_snapshot.id}
    assert set(back["as_of"]) == {"2026-01-15"}
    assert set(back["demonstration"]) == {text("page.demonstration", selection.lang)}
    assert set(back["group"]) == {"all"}
    assert set(back["indicator"]) == {"crime_total"}


def test_known_figures_stand_in_the_file(tiny_snapshot: Snapshot) -> None:
    screen, view, table = shown(tiny_snapshot, VIEWS[1])
    back = read_back(table_csv(screen, table, period="2025Q3", separator=";", in_words=False), ";").set_index("code")
    assert back["count"].tolist() == ["11", "12", "13", ""]  # m + 6; missing is empty, not 0
    assert back.at[MAHALLAS[4], "rate"] == "200"  # 11 of 5,500 people
    assert back.at[MAHALLAS[6], "rate"] == ""  # people not known
    assert back.at[MAHALLAS[7], "class"] == ""
    assert back["parent"].tolist() == [DISTRICTS[1]] * 4
    wanted = [str(number + 1) for number in view.classes[:3]]
    assert back["class"].tolist()[:3] == wanted


def test_zero_is_written_as_zero(tiny_snapshot: Snapshot) -> None:
    screen, _, table = shown(
        tiny_snapshot, replace(START, indicator="crime_theft", period=Period.parse("2024Q1"), area=DISTRICTS[0])
    )
    back = read_back(table_csv(screen, table, period="2024Q1", separator=";", in_words=False), ";")
    assert back["count"].tolist() == ["0", "1", "1", "2"]


def test_a_name_like_a_formula_is_harmless_and_markup_stays_as_it_is(tiny_snapshot: Snapshot) -> None:
    screen, _, table = shown(tiny_snapshot, replace(START, area=DISTRICTS[0]))
    back = read_back(table_csv(screen, table, period="2025", separator=";", in_words=True), ";")
    assert back.iloc[:, 1].tolist() == ["Mahalla 1", "<script>alert(1)</script>", "'=1+1", "Mahalla 4"]


@pytest.mark.parametrize("lang", list(Lang))
def test_in_words_the_head_and_closed_lists_speak_the_language(tiny_snapshot: Snapshot, lang: Lang) -> None:
    screen, _, table = shown(tiny_snapshot, replace(START, value=Value.CHANGE, lang=lang))
    content = table_csv(screen, table, period="2025", separator=";", in_words=True)
    coded = table_csv(screen, table, period="2025", separator=";", in_words=False)
    back, codes = read_back(content, ";"), read_back(coded, ";")
    head = header_of(codes.columns, lang)
    assert set(head) == set(codes.columns), "a column without words"
    assert back.columns.tolist() == [head[name] for name in codes.columns]
    assert back[head["label"]].tolist() == [closed_list("change", lang)[label] for label in codes["label"]]
    assert back[head["level"]].tolist() == [text("level.district", lang)] * 2
    assert back[head["name"]].tolist() == tiny_snapshot.areas.loc[list(DISTRICTS), name_column(lang)].tolist()
    assert back[head["count"]].tolist() == codes["count"].tolist()


def measures(snapshot: Snapshot) -> pd.DataFrame:
    return all_measures(snapshot)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (MeasureFilter(), ["M1", "M2", "M3", "M4", "M5"]),
        (MeasureFilter(quarter="2025Q4"), ["M1", "M2", "M3", "M5"]),
        (MeasureFilter(state="overdue"), ["M3"]),
        (MeasureFilter(factor="jobless"), ["M2", "M4"]),
        (MeasureFilter(quarter="2025Q4", factor="jobless"), ["M2"]),
        (MeasureFilter(target_group="women"), ["M4"]),
        (MeasureFilter(sector="sector_1"), ["M1", "M2", "M4", "M5"]),
        (MeasureFilter(agency="iib"), ["M1", "M2", "M3", "M4"]),
        (MeasureFilter(post="head"), ["M1", "M2", "M3", "M4"]),
        (MeasureFilter(post="deputy", state="cancelled"), []),
    ],
)
def test_the_file_of_measures_has_exactly_the_rows_of_the_filters(
    tiny_snapshot: Snapshot, wanted: MeasureFilter, found: list[str]
) -> None:
    screen = Screen(tiny_snapshot, START)
    frame = export_frame(screen, wanted.keep(measures(tiny_snapshot)))
    back = read_back(table_csv(screen, frame, period=wanted.quarter or "all", separator=";", in_words=False), ";")
    assert sorted(back["id"]) == found
    assert set(back["snapshot"]) <= {tiny_snapshot.id}


@pytest.mark.parametrize(
    "wanted", [MeasureFilter(), MeasureFilter("2025Q4", "overdue", post="head"), MeasureFilter(agency="iib")]
)
def test_filters_come_back_from_their_link(wanted: MeasureFilter) -> None:
    assert MeasureFilter.from_query({**START.to_query(), **wanted.to_query()}) == wanted
    assert not set(wanted.to_query()) & set(START.to_query())


def test_measures_keep_dates_days_and_texts(tiny_snapshot: Snapshot) -> None:
    screen = Screen(tiny_snapshot, START)
    content = table_csv(
        screen, export_frame(screen, measures(tiny_snapshot)), period="all", separator=",", in_words=False
    )
    back = read_back(content, ",").set_index("id")
    assert back.at["M3", "deadline"] == "2025-12-31"
    assert back.at["M3", "days_overdue"] == "15"
    assert back.at["M3", "done_on"] == ""
    assert back.at["M2", "text"] == "'=SUM(A1:A9)"
    assert back.at["M3", "text"] == "<b>Kamera</b> o‘rnatish"
    assert back.at["M1", "area"] == MAHALLAS[0]
    assert back.at["M1", "district_name"] == "G‘uzor tumani"


def test_figures_that_are_not_invented_have_no_note(tiny_home: Path) -> None:
    real = open_snapshot(tiny_home)
    real.manifest = replace(real.manifest, demonstration=False)
    screen = Screen(real, START)
    back = read_back(
        table_csv(screen, pd.DataFrame({"code": ["1710"]}), period="2025", separator=";", in_words=False), ";"
    )
    assert back.columns.tolist() == ["code", "period", "snapshot", "as_of"]


@pytest.mark.parametrize("value", list(Value))
@pytest.mark.parametrize("lang", list(Lang))
def test_every_column_of_every_view_has_words(tiny_snapshot: Snapshot, value: Value, lang: Lang) -> None:
    _, _, table = shown(tiny_snapshot, replace(START, value=value, lang=lang))
    assert set(header_of(table.columns, lang)) == set(table.columns)


LIST = MeasureFilter(quarter="2025Q4", state="overdue")
PRECISE = pd.DataFrame(
    {"code": ["1710207001", "1710207002"], "rate": [54.89980785067252, 0.0], "share": [0.123456, np.nan]}
)


def test_numbers_have_the_digits_that_mean_something_or_all(tiny_snapshot: Snapshot) -> None:
    screen = Screen(tiny_snapshot, START)
    meant, full = (
        read_back(table_csv(screen, PRECISE, period="2025", separator=";", in_words=False, in_full=in_full), ";")
        for in_full in (False, True)
    )
    assert meant["rate"].tolist() == ["54,9", "0"]
    assert meant["share"].tolist() == ["0,12", ""]
    assert full["rate"].tolist() == ["54,89980785067252", "0"]
    assert meant["code"].tolist() == full["code"].tolist() == PRECISE["code"].tolist()


@pytest.mark.parametrize("lang", list(Lang))
def test_all_filters_stand_in_the_file_and_in_its_name(tiny_snapshot: Snapshot, lang: Lang) -> None:
    screen = Screen(tiny_snapshot, replace(START, lang=lang))
    filters = filters_of(screen, LIST, Look(text="=Kamera"))
    frame = export_frame(screen, LIST.keep(measures(tiny_snapshot)))
    back = read_back(table_csv(screen, frame, period="2025Q4", separator=",", in_words=False, filters=filters), ",")
    (said,) = set(back["filters"])
    assert text("state.overdue", lang) in said
    assert "=Kamera" in said
    name = file_name(
        area="1710", indicator="measures", period="2025Q4", day=tiny_snapshot.as_of, filters=[one.code for one in filters[1:]]
    )  # fmt: skip
    assert name == "1710_measures_2025Q4_overdue_kamera_2026-01-15.csv"


def test_names_stand_beside_all_codes_of_a_measure(tiny_snapshot: Snapshot) -> None:
    frame = export_frame(Screen(tiny_snapshot, START), measures(tiny_snapshot))
    for column in ("sector", "factor", "district_agency", "district_post", "region_agency", "region_post"):
        assert frame.columns.tolist()[frame.columns.tolist().index(column) + 1] == f"{column}_name"
        named = frame[frame[column].fillna("") != ""]
        assert (named[f"{column}_name"] != "").all()
        assert set(frame.loc[frame[column].fillna("") == "", f"{column}_name"]) <= {""}
    assert set(header_of(frame.columns, Lang.RU)) == set(frame.columns), "a column without words"


def test_a_workbook_holds_the_rows_as_texts_numbers_and_days_and_the_filters_beside(tiny_snapshot: Snapshot) -> None:
    screen = Screen(tiny_snapshot, replace(START, lang=Lang.RU))
    filters = filters_of(screen, LIST, Look())
    frame = export_frame(screen, measures(tiny_snapshot))
    content = table_xlsx(
        screen, frame, title="measures", period="2025Q4", in_words=False, in_full=False, filters=filters
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert head == frame.columns.tolist()
    assert [row[head.index("id")] for row in rows] == frame["id"].tolist()
    assert [row[head.index("text")] for row in rows] == frame["text"].fillna("").tolist()
    days = [row[head.index("deadline")] for row in rows]
    assert [day or None for day in days] == [
        None if pd.isna(day) else pd.Timestamp(day).date() for day in frame["deadline"]
    ]
    beside = dict(book.get_sheet_by_index(1).to_python())
    assert text("state.overdue", Lang.RU) in beside[text("column.filters", Lang.RU)]
    assert text("page.demonstration", Lang.RU) in beside.values()
