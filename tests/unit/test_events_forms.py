"""Dates, places, ids and coverage of events as people write them, each read one way or asked about."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from mapping.model.levels import Level
from mapping.model.problems import Refused
from mapping.reading.events import AreaNames, Kinds, Places, Reading, Reason, Remark, Tally, count_events, open_source
from mapping.reading.events.coverage import Cover, judged
from mapping.reading.events.dates import DayForm, day_form, day_number, quarter_of, quarters_of
from mapping.reading.events.ids import Met, keys_of
from mapping.reading.incidents import open_quarters
from mapping.reading.matching import shipped_reference
from mapping.reading.request import Request

TODAY = date(2025, 12, 31)
CODES = ["1710207001", "1710207002", "1710212001"]
NAMES = ["Bog‘bon", "Obod", "Obod"]  # the last in another district
AREAS = [shapely.box(66.0, 38.0, 66.2, 38.2), shapely.box(66.2, 38.0, 66.4, 38.2), shapely.box(66.4, 38.0, 66.6, 38.2)]
INSIDE = [("38.1", "66.1"), ("38.1", "66.3"), ("38.1", "66.5")]
KINDS = Kinds(["theft", "fraud"], {})


def places() -> Places:
    frame = pd.DataFrame({
        "code": CODES, "level": str(Level.MAHALLA), "parent": [code[:7] for code in CODES], "name_uz_latn": NAMES,
        "name_uz_cyrl": "", "name_ru": "", "name_en": "",
    })  # fmt: skip
    request = Request(reference=shipped_reference().with_areas(frame))
    return Places(CODES, AREAS, named=AreaNames(request, Level.MAHALLA))


def counted(path: Path, **asked: object) -> Tally:
    reading = Reading(KINDS, **{"today": TODAY, "only": "theft", **asked})  # type: ignore[arg-type]
    return count_events([open_source(path, {}, with_kind=False)], places(), reading)


def written(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "events.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def by_quarter(tally: Tally) -> dict[str, int]:
    found: dict[str, int] = {}
    for (quarter, _), figures in tally.counts.items():
        found[str(quarter_of(quarter))] = found.get(str(quarter_of(quarter)), 0) + int(figures.sum())
    return found


@pytest.mark.parametrize(
    ("days", "quarters"),
    [
        (["2025-01-31", "2025-04-30 10:00"], {"2025Q1": 1, "2025Q2": 1}),
        (["2025/01/31", "2025/04/30 10:00"], {"2025Q1": 1, "2025Q2": 1}),
        (["2025.1.31", "30.04.2025"], {"2025Q1": 1, "2025Q2": 1}),
        (["20250131", "20250430"], {"2025Q1": 1, "2025Q2": 1}),
        (["2025-01", "2025-04"], {"2025Q1": 1, "2025Q2": 1}),
        (["01.2025", "04/2025"], {"2025Q1": 1, "2025Q2": 1}),
        (["1738281600", "1745971200"], {"2025Q1": 1, "2025Q2": 1}),  # 31 January, 30 April
        (["1738281600000", "1745971200000"], {"2025Q1": 1, "2025Q2": 1}),
        (["45688", "45777.5"], {"2025Q1": 1, "2025Q2": 1}),
        # 31 March, 20:00 in Greenwich is 1 April here
        (["2025-03-31T18:59:59Z", "2025-03-31T19:00:00Z"], {"2025Q1": 1, "2025Q2": 1}),
        (["2025-04-01T00:30:00+05:00", "2025-03-31T23:30:00+0500"], {"2025Q1": 1, "2025Q2": 1}),
        (["01/13/2025", "04/05/2025"], {"2025Q1": 1, "2025Q2": 1}),  # the month first
        (["13/01/2025", "05/04/2025"], {"2025Q1": 1, "2025Q2": 1}),
        (["01.02.2025", "04.05.2025"], {"2025Q1": 1, "2025Q2": 1}),  # with points the day first, as here
    ],
)
def test_days_are_read_where_all_rows_agree(tmp_path: Path, days: list[str], quarters: dict[str, int]) -> None:
    tally = counted(written(tmp_path, "date,code", *(f"{day},{CODES[0]}" for day in days)))
    assert by_quarter(tally) == quarters


def test_moments_of_parquet_are_those_of_here(tmp_path: Path) -> None:
    moments = [datetime(2025, 3, 31, 18, 59, tzinfo=UTC), datetime(2025, 3, 31, 19, 1, tzinfo=UTC), None]
    columns = {"date": pa.array(moments, pa.timestamp("ms", tz="UTC")), "code": [CODES[0]] * 3}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    tally = counted(tmp_path / "a.parquet")
    assert (by_quarter(tally), tally.reasons[Reason.DATE_MISSING]) == ({"2025Q1": 1, "2025Q2": 1}, 1)


def test_forms_that_differ_are_told_row_by_row(tmp_path: Path) -> None:
    tally = counted(
        written(tmp_path, "date,code", *(f"{day},{CODES[0]}" for day in ["2025-01-05", "20250106", "45777"]))
    )
    assert (tally.placed, tally.reasons[Reason.DATE_UNREADABLE]) == (1, 2)


@pytest.mark.parametrize("days", [["01/02/2025", "03/04/2025"], ["01-02-2025", "12-05-2025"]])
def test_without_a_day_above_twelve_the_order_is_asked(tmp_path: Path, days: list[str]) -> None:
    path = written(tmp_path, "date,code", *(f"{day},{CODES[0]}" for day in days))
    with pytest.raises(Refused) as caught:
        counted(path)
    assert [(one.rule, one.value) for one in caught.value.problems] == [("events_day_order", days[0])]
    assert by_quarter(counted(path, month_first=True)) != by_quarter(counted(path, month_first=False))


def test_a_day_above_twelve_far_down_decides(tmp_path: Path) -> None:
    rows = [f"0{1 + n % 9}/02/2025,{CODES[0]}" for n in range(6000)]
    tally = counted(written(tmp_path, "date,code", *rows, f"02/27/2025,{CODES[0]}"))
    assert tally.reasons[Reason.DATE_UNREADABLE] == 0
    assert by_quarter(tally)["2025Q2"] == 2001  # 04, 05 and 06 of the first 6,000, as months


def test_both_orders_in_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        counted(written(tmp_path, "date,code", f"13/02/2025,{CODES[0]}", f"02/13/2025,{CODES[0]}"))
    problem = caught.value.problems[0]
    assert (problem.rule, problem.value, problem.details["other"]) == ("events_days_mixed", "13/02/2025", "02/13/2025")


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)))
def test_every_day_has_its_quarter(day: date) -> None:
    assert str(quarter_of(int(quarters_of(np.array([day_number(day)]))[0]))) == f"{day.year}Q{(day.month + 2) // 3}"
    assert day_form([day.strftime("%Y%m%d")]) is DayForm.COMPACT
    assert day_form([day.strftime("%Y-%m")]) is DayForm.MONTH


def test_names_are_reconciled_within_their_district(tmp_path: Path) -> None:
    rows = [
        "2025-05-05,G‘uzor tumani,Боғбон",
        "2025-05-05,Dehqonobod tumani,Obod MFY",
        "2025-05-05,Ғузор тумани,obod",
        "2025-05-05,,Obod",  # two areas are called so
        "2025-05-05,,Bog'bon mahallasi",
        "2025-05-05,,Hech qayer",
    ]
    tally = counted(written(tmp_path, "sana,tuman,mahalla", *rows))
    assert [int(n) for n in sum(tally.counts.values())] == [2, 1, 1]
    assert (tally.by_name, tally.reasons[Reason.NAME_SEVERAL], tally.reasons[Reason.NAME_UNKNOWN]) == (4, 1, 1)
    assert [(name.name, row) for name, (_, row) in tally.open_names.items()] == [("Obod", 5), ("Hech qayer", 7)]


def test_coordinates_decide_where_code_or_name_is_wrong_and_a_remark_tells(tmp_path: Path) -> None:
    rows = [
        f"2025-05-05,1710207999,,{INSIDE[0][0]},{INSIDE[0][1]}",
        f"2025-05-05,,Hech qayer,{INSIDE[1][0]},{INSIDE[1][1]}",
        f"2025-05-05,,Obod,{INSIDE[2][0]},{INSIDE[2][1]}",
        f"2025-05-05,{CODES[0]},,{INSIDE[2][0]},{INSIDE[2][1]}",
        f"2025-05-05,{CODES[0]},,{INSIDE[0][0]},{INSIDE[0][1]}",
        "2025-05-05,1710207999,,1,1",
    ]
    tally = counted(written(tmp_path, "sana,mahalla kodi,mahalla,lat,lon", *rows))
    assert [int(n) for n in sum(tally.counts.values())] == [3, 1, 1]
    assert {(one.row, one.remark) for one in tally.remarked} == {
        (2, Remark.CODE_CORRECTED), (3, Remark.NAME_CORRECTED), (4, Remark.NAME_CORRECTED), (5, Remark.PLACES_DIFFER),
    }  # fmt: skip
    assert [(one.row, one.reason) for one in tally.unplaced] == [(7, Reason.CODE_UNKNOWN)]
    assert tally.open_names == {}


def test_an_id_that_stands_twice_is_counted_once_and_told(tmp_path: Path) -> None:
    rows = [f"{name},2025-05-05,{CODES[0]}" for name in [*"abcdefghij", "a", "", "", "k"]]
    path = written(tmp_path, "Crime ID,date,code", *rows)
    tally = counted(path)
    assert (tally.placed, [(one.row, one.reason) for one in tally.unplaced]) == (13, [(12, Reason.ID_TWICE)])
    assert counted(path, every_row=True).placed == 14


def test_an_event_of_which_the_first_row_is_not_counted_counts_by_its_second(tmp_path: Path) -> None:
    tally = counted(written(tmp_path, "id,date,code", f"7,,{CODES[0]}", f"7,2025-05-05,{CODES[0]}"))
    assert (tally.placed, tally.reasons[Reason.DATE_MISSING]) == (1, 1)


def test_ids_that_are_none_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "id,date,code", *(f"{n % 5},2025-05-05,{CODES[0]}" for n in range(60)))
    with pytest.raises(Refused) as caught:
        counted(path)
    assert [(one.rule, one.column, one.value) for one in caught.value.problems] == [("events_ids_repeat", "id", "55")]


@given(st.lists(st.lists(st.integers(0, 40), max_size=30), max_size=6), st.booleans())
def test_ids_are_met_as_a_set_meets_them(pieces: list[list[int]], as_text: bool) -> None:
    met, before = Met(), set()
    for piece in pieces:
        column = pa.array([f"x{n:0{1 + n % 12}}" if as_text else str(n) for n in piece], pa.string())
        if not as_text:
            column = pa.array([str(n) if n else "" for n in piece], pa.string())
        expected = []
        for n in piece:
            expected.append((n in before) and (as_text or n != 0))
            before.add(n)
        assert met.again(keys_of(column)).tolist() == expected


def days_of(first: date, last: date, each: int, step: int = 1) -> dict[int, int]:
    return dict.fromkeys(range(day_number(first), day_number(last) + 1, step), each)


def judged_by_name(
    by_day: dict[int, int], today: date = date(2026, 2, 1)
) -> tuple[list[str], list[str], dict[str, Cover]]:
    found = judged(by_day, day_number(today))
    return (
        [str(quarter_of(one)) for one in found.covered], [str(quarter_of(one)) for one in found.stray],
        {str(quarter_of(one)): cover for one, cover in found.asked.items()},
    )  # fmt: skip


YEAR = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_a_wrong_year_or_a_night_in_another_zone_covers_no_quarter() -> None:
    whole = days_of(date(2025, 1, 1), date(2025, 12, 31), 2)
    slips = {day_number(date(2015, 5, 5)): 1, day_number(date(2024, 12, 31)): 3}
    assert judged_by_name(whole | slips) == (YEAR, ["2015Q2", "2024Q4"], {})


def test_a_quarter_that_is_begun_or_cut_is_asked_about() -> None:
    assert judged_by_name(days_of(date(2025, 1, 1), date(2025, 11, 20), 2)) == (YEAR[:3], [], {"2025Q4": Cover.CUT})
    assert judged_by_name(days_of(date(2025, 2, 10), date(2025, 12, 31), 2)) == (YEAR[1:], [], {"2025Q1": Cover.BEGUN})
    assert judged_by_name(days_of(date(2025, 1, 1), date(2025, 12, 31), 2), date(2025, 12, 20))[2] == {
        "2025Q4": Cover.CUT
    }


def test_a_quarter_with_a_third_of_the_others_is_asked_about() -> None:
    days = days_of(date(2025, 1, 1), date(2025, 9, 30), 3) | days_of(date(2025, 10, 1), date(2025, 12, 31), 1)
    assert judged_by_name(days) == (YEAR[:3], [], {"2025Q4": Cover.FEW})


def test_a_title_tells_the_quarter_where_nearly_all_events_lie_in_it(tmp_path: Path) -> None:
    start = date(2025, 4, 20)
    rows = [f"{start + timedelta(days=n)},{CODES[n % 3]}" for n in range(40)]  # to 29 May: else asked about
    title = "2025-yil 2-chorak hodisalari"
    tally = counted(written(tmp_path, title, "date,code", *rows, f"2015-05-05,{CODES[0]}"))
    assert [str(quarter_of(one)) for one in tally.covered] == ["2025Q2"]
    assert (tally.asked, tally.reasons[Reason.QUARTER_STRAY]) == ({}, 1)
    assert counted(written(tmp_path, "date,code", *rows)).asked != {}
    other = counted(written(tmp_path, "2025-yil 1-chorak hodisalari", "date,code", *rows))
    assert {str(quarter_of(one)) for one in other.asked} == {"2025Q2"}


def test_a_month_alone_is_no_quarter(tmp_path: Path) -> None:
    tally = counted(written(tmp_path, "Month,code", *(f"2024-05,{CODES[n % 3]}" for n in range(90))))
    assert {str(quarter_of(one)): cover for one, cover in tally.asked.items()} == {"2024Q2": Cover.CUT}
    assert [one.details["covered"] for one in open_quarters("a", tally)] == [""]
    rows = [f"2024-0{4 + n % 3},{CODES[n % 3]}" for n in range(90)]
    assert counted(written(tmp_path, "Month,code", *rows)).asked == {}


def test_few_events_tell_no_quarter_from_another() -> None:
    few = {day_number(date(2025, 1, 5)): 4, day_number(date(2025, 6, 30)): 2, day_number(date(2025, 11, 25)): 2}
    assert judged_by_name(few) == (["2025Q1", "2025Q2", "2025Q4"], [], {})
    assert judged_by_name({day_number(date(2025, 5, 5)): 400}) == (["2025Q2"], [], {})


def test_a_stray_quarter_is_in_no_figure_and_its_rows_are_listed(tmp_path: Path) -> None:
    start = date(2025, 1, 1)
    rows = [f"{start + timedelta(days=n)},{CODES[n % 3]}" for n in range(365)]
    path = written(tmp_path, "date,code", *rows[:100], f"2015-05-05,{CODES[0]}", *rows[100:])
    tally = counted(path)
    assert [str(quarter_of(one)) for one in tally.covered] == YEAR
    assert [(one.row, one.reason) for one in tally.unplaced] == [(102, Reason.QUARTER_STRAY)]
    assert (tally.placed, tally.rows, tally.by_code) == (365, 366, 365)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("date,coordinates", '"{lat}, {lon}"'),
        ("date,location", "({lat} {lon})"),
        ("date,geom", "POINT ({lon} {lat})"),
        ("date,lat,lon", "{lat}°,{lon}°"),
    ],
)
def test_places_are_read_in_one_column_too(tmp_path: Path, header: str, cells: str) -> None:
    rows = [f"2025-05-05,{cells.format(lat=lat, lon=lon)}" for lat, lon in INSIDE]
    tally = counted(written(tmp_path, header, *rows))
    assert [int(n) for n in sum(tally.counts.values())] == [1, 1, 1]


def test_degrees_minutes_and_seconds_are_read(tmp_path: Path) -> None:
    rows = ["2025-05-05;38°06'00\"N;66°05'59,9\"E", "2025-05-05;38 6 0;66 18 0", "2025-05-05;N38°06.0';E66°30.0'"]
    tally = counted(written(tmp_path, "date;lat;lon", *rows))
    assert [int(n) for n in sum(tally.counts.values())] == [1, 1, 1]


@pytest.mark.parametrize("projection", ["EPSG:32642", "EPSG:32641", "EPSG:3857", "EPSG:28411"])
def test_metres_are_read_in_the_projection_in_which_they_lie_in_the_areas(tmp_path: Path, projection: str) -> None:
    to = Transformer.from_crs("EPSG:4326", projection, always_xy=True)
    points = [to.transform(float(lon), float(lat)) for lat, lon in INSIDE]
    path = written(tmp_path, "date,x,y", *(f"2025-05-05,{x:.2f},{y:.2f}" for x, y in points))
    assert [int(n) for n in sum(counted(path).counts.values())] == [1, 1, 1]


def test_metres_of_no_known_projection_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "date,x,y", "2025-05-05,1234567.8,7654321.9")
    with pytest.raises(Refused) as caught:
        counted(path)
    assert [one.rule for one in caught.value.problems] == ["events_projection"]


def test_points_of_geojson_are_events_as_geopandas_joins_them(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    points = gpd.GeoDataFrame(
        {"date": "2025-05-05", "kind": "theft"}, index=range(300), crs="EPSG:4326",
        geometry=gpd.points_from_xy(random.uniform(65.9, 66.7, 300), random.uniform(37.9, 38.3, 300)),
    )  # fmt: skip
    for crs, name in (("EPSG:4326", "a.geojson"), ("EPSG:32642", "b.geojson")):
        (tmp_path / name).write_text(points.to_crs(crs).to_json(drop_id=True), encoding="utf-8")
        if crs != "EPSG:4326":
            named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32642"}}
            document = json.loads((tmp_path / name).read_text()) | {"crs": {"type": "name", **named}}
            (tmp_path / name).write_text(json.dumps(document))
        tally = counted(tmp_path / name)
        joined = gpd.sjoin(points, gpd.GeoDataFrame(geometry=AREAS, crs=4326), predicate="within")
        assert sum(tally.counts.values()).tolist() == joined.groupby("index_right").size().tolist()
        assert tally.rows == 300
