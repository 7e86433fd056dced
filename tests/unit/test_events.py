"""Events counted by hand: four square mahallas, a gap, and one event for every reason not to count it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest
import shapely

from mapping.model.periods import Quarter
from mapping.model.problems import Refused
from mapping.reading.events import Kinds, Places, Reading, Reason, Role, Tally, count_events, open_source, statistics
from mapping.reading.events import tally as tallying
from mapping.reading.events.columns import MISSING, UNREADABLE
from mapping.reading.events.coordinates import Coordinates, read_coordinates
from mapping.reading.events.dates import FUTURE, Days, quarter_number, quarters_of, read_days
from mapping.reading.events.pieces import Piece
from mapping.reading.persons import is_personal_number
from tests.corpus.workbook import workbook

TODAY = date(2025, 12, 31)
CODES = ["1710207001", "1710207002", "1710207003", "1710207004"]
# Around a gap of 0.2 x 0.2 degrees in the middle: left, right, lower, upper.
AREAS = [
    shapely.box(66.0, 38.0, 66.4, 39.0), shapely.box(66.6, 38.0, 67.0, 39.0),
    shapely.box(66.4, 38.0, 66.6, 38.4), shapely.box(66.4, 38.6, 66.6, 39.0),
]  # fmt: skip
PLACES = Places(CODES, AREAS)
KINDS = Kinds(["crime_total", "fraud", "theft"], {"Карманная кража": "theft"})
READING = Reading(KINDS, today=TODAY)
LEFT, RIGHT, GAP = ("38.5", "66.2"), ("38.5", "66.8"), ("38.5", "66.5")


def written(path: Path, rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def counted(*paths: Path, reading: Reading = READING, named: dict[Role, str] | None = None) -> Tally:
    sources = [open_source(path, named or {}, with_kind=reading.only is None) for path in paths]
    return count_events(sources, PLACES, reading)


HEADER = ["sana", "turi", "mahalla kodi", "kenglik", "uzunlik"]


def test_events_are_counted_by_code_else_by_coordinates(tmp_path: Path):
    rows = [
        HEADER,
        ["2025-01-05", "theft", CODES[1], "", ""],
        ["31.03.2025", "O‘g‘rilik", "", *LEFT],
        ["2025-03-31 23:59", "КРАЖА", "", *LEFT],
        ["2025-04-01", "Карманная кража", CODES[1], *LEFT],  # the code decides
    ]
    tally = counted(written(tmp_path / "a.csv", rows))
    assert (tally.rows, tally.placed, tally.by_code, tally.unplaced) == (4, 4, 2, [])
    found = {tuple(row)[:3]: row[4] for row in statistics(tally).itertuples(index=False, name=None)}
    assert found == {
        (CODES[0], "2025Q1", "theft"): 2, (CODES[1], "2025Q1", "theft"): 1,
        (CODES[2], "2025Q1", "theft"): 0, (CODES[3], "2025Q1", "theft"): 0,
        (CODES[0], "2025Q2", "theft"): 0, (CODES[1], "2025Q2", "theft"): 1,
        (CODES[2], "2025Q2", "theft"): 0, (CODES[3], "2025Q2", "theft"): 0,
    }  # fmt: skip


def test_an_id_that_stands_in_two_files_is_one_event_and_told(tmp_path: Path):
    header = ["id", *HEADER]
    months = [
        [[f"K-{month}-{n}", f"2025-{month:02}-{n + 1:02}", "theft", CODES[0], "", ""] for n in range(20)]
        for month in (1, 2)
    ]
    again = months[0][7]
    first = written(tmp_path / "january.csv", [header, *months[0]])
    second = written(tmp_path / "february.csv", [header, *months[1], again])
    tally = counted(first, second)
    assert tally.placed == 40
    assert [(one.file, one.row, one.reason) for one in tally.unplaced] == [("february.csv", 22, Reason.ID_TWICE)]
    with pytest.raises(Refused) as refused:  # both begin anew: a person says what that means
        counted(first, written(tmp_path / "numbered_anew.csv", [header, *months[0]]))
    assert [problem.rule for problem in refused.value.problems] == ["events_ids_repeat"]


REASONS = {
    Reason.DATE_MISSING: ["", "theft", CODES[0], "", ""],
    Reason.DATE_UNREADABLE: ["31.02.2025", "theft", CODES[0], "", ""],
    Reason.DATE_FUTURE: ["2026-01-01", "theft", CODES[0], "", ""],
    Reason.KIND_MISSING: ["2025-01-01", " ", CODES[0], "", ""],
    Reason.KIND_UNKNOWN: ["2025-01-01", "boshqa narsa", CODES[0], "", ""],
    Reason.NO_PLACE: ["2025-01-01", "theft", "", "0", "0"],
    Reason.CODE_UNKNOWN: ["2025-01-01", "theft", "1710207999", *GAP],
    Reason.COORDINATES_UNREADABLE: ["2025-01-01", "theft", "", "shimol", "66.2"],
    Reason.COORDINATES_EXCHANGED: ["2025-01-01", "theft", "", *reversed(LEFT)],
    Reason.IN_GAP: ["2025-01-01", "theft", "", *GAP],
    Reason.OUTSIDE_AREAS: ["2025-01-01", "theft", "", "41.3", "69.2"],
    Reason.ROW_BROKEN: ["2025-01-01", "theft", CODES[0], "", "", "extra"],
}


def test_every_reason_is_told_with_its_row(tmp_path: Path):
    path = written(tmp_path / "a.csv", [["Hodisalar ro‘yxati"], [], HEADER, *REASONS.values()], ";")
    tally = counted(path)
    assert {one.reason: one.row for one in tally.unplaced} == {reason: n for n, reason in enumerate(REASONS, start=4)}
    assert tally.reasons == Counter(REASONS.keys())
    assert tally.unknown_kinds == {"boshqa narsa": 1}


def test_one_of_several_faults_is_told_the_first_in_order(tmp_path: Path):
    rows = [HEADER, ["", "", "", "", "x"], ["2025-01-01", "?", "9", "", ""]]
    tally = counted(written(tmp_path / "a.csv", rows))
    assert [one.reason for one in tally.unplaced] == [Reason.DATE_MISSING, Reason.KIND_UNKNOWN]


def test_blank_rows_are_no_events_and_keep_the_numbers_of_the_others(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("date,kind,code\n\n,,\n2025-01-01,theft,1\n2025-01-01,theft\n\n2025-01-01,theft,2\n")
    tally = counted(path)
    assert [(one.row, one.reason.key) for one in sorted(tally.unplaced)] == [
        (4, "code_unknown"), (5, "row_broken"), (7, "code_unknown"),
    ]  # fmt: skip
    assert tally.rows == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_and_encoding(tmp_path: Path, encoding: str, separator: str):
    header = ["№", "Дата", "Вид преступления", "Широта", "Долгота"]
    rows = [header, *([str(n), "15.05.2025", "Кража", "38,5", "66,2"] for n in range(40))]
    tally = counted(written(tmp_path / "a.csv", rows, separator, encoding))
    assert (tally.placed, tally.by_code) == (40, 0)


def test_a_bad_byte_costs_no_more_than_its_row(tmp_path: Path):
    good = f"2025-01-05,theft,{CODES[0]},x"
    lines = ["date,kind,code,izoh", *[good] * 99_999, good[:-1], good, f"2025-01-05,the?t,{CODES[0]},x", good + ",?"]
    (tmp_path / "a.csv").write_bytes("\n".join(lines).encode().replace(b"?", b"\xe1"))
    tally = counted(tmp_path / "a.csv")
    assert {reason.key: number for reason, number in tally.reasons.items()} == {
        "placed": 100_001, "kind_unknown": 1, "row_broken": 1,
    }  # fmt: skip


def test_parquet_and_workbook_give_what_text_gives(tmp_path: Path):
    events = [
        (date(2025, 1, 5), "theft", 38.5, 66.2),
        (date(2025, 5, 5), "fraud", 38.5, 66.8),
        (None, "fraud", 1.0, None),
    ]
    days, kinds, y, x = (list(column) for column in zip(*events, strict=True))
    pq.write_table(pa.table({"date": days, "kind": kinds, "lat": y, "lon": x}), tmp_path / "a.parquet")
    stamps = [None if day is None else datetime(day.year, day.month, day.day, 12) for day in days]
    pq.write_table(
        pa.table(
            {
                "date": pa.array(stamps, pa.timestamp("ms")),
                "kind": pa.array(kinds).dictionary_encode(),
                "lat": y,
                "lon": x,
            }
        ),
        tmp_path / "b.parquet",
    )
    cells = [[day, kind, lat, lon] for day, kind, lat, lon in events]
    (tmp_path / "a.xlsx").write_bytes(workbook({"Hodisalar": [["date", "kind", "lat", "lon"], *cells]}))
    text = written(
        tmp_path / "a.csv", [["date", "kind", "lat", "lon"], *([str(cell or "") for cell in event] for event in events)]
    )
    found = [statistics(counted(tmp_path / name)).to_csv() for name in ("a.parquet", "b.parquet", "a.xlsx")]
    assert found == [statistics(counted(text)).to_csv()] * 3
    assert [one.row for name in ("a.parquet", "a.xlsx") for one in counted(tmp_path / name).unplaced] == [3, 4]


def test_a_quarter_without_events_is_covered_only_when_told(tmp_path: Path):
    rows = [HEADER, ["2025-01-05", "theft", CODES[0], "", ""], ["2025-08-05", "theft", CODES[0], "", ""]]
    path = written(tmp_path / "a.csv", rows)
    assert sorted(set(statistics(counted(path))["period"])) == ["2025Q1", "2025Q3"]
    period = [quarter_number(Quarter(2025, 1)), quarter_number(Quarter(2025, 2))]
    tally = counted(path, reading=Reading(KINDS, today=TODAY, period=period))
    frame = statistics(tally)
    assert frame.groupby("period")["count"].sum().to_dict() == {"2025Q1": 1, "2025Q2": 0}
    assert tally.reasons[Reason.OUTSIDE_PERIOD] == 1


def test_files_without_kinds_are_all_of_one_kind_and_may_be_exchanged(tmp_path: Path):
    path = written(tmp_path / "a.csv", [["date", "lat", "lon"], ["2025-01-05", *reversed(LEFT)]])
    tally = counted(path, reading=Reading(KINDS, today=TODAY, only="fraud", exchanged=True))
    assert statistics(tally).to_numpy().tolist()[0] == [CODES[0], "2025Q1", "fraud", "all", 1]


def test_columns_may_be_named(tmp_path: Path):
    path = written(tmp_path / "a.csv", [["qachon", "date", "kind", "code"], ["2025-01-05", "x", "theft", CODES[0]]])
    assert counted(path, named={Role.DATE: "Qachon"}).placed == 1


@pytest.mark.parametrize(
    ("header", "rule", "column"),
    [
        (["date", "code"], "events_column_absent", "kind"),
        (["date", "kind", "lat"], "events_column_absent", "longitude"),
        (["date", "kind", "nomi"], "events_column_absent", "code"),
        (["date", "sana", "kind", "code"], "events_column_twice", "date"),
        (["date", "kind", "code", "Familiya"], "person_column", "Familiya"),
    ],
)
def test_what_is_refused_by_its_header(tmp_path: Path, header: list[str], rule: str, column: str):
    with pytest.raises(Refused) as caught:
        counted(written(tmp_path / "a.csv", [header, ["2025-01-05"] * len(header)]))
    assert [(one.rule, one.column) for one in caught.value.problems] == [(rule, column)]


def test_persons_in_a_column_that_is_not_read_refuse_the_file(tmp_path: Path):
    rows = [["date", "kind", "code", "izoh"], ["2025-01-05", "theft", CODES[0], "AB1234567"]]
    with pytest.raises(Refused) as caught:
        counted(written(tmp_path / "a.csv", rows))
    assert [(one.rule, one.column, one.value) for one in caught.value.problems] == [("person_column", "izoh", None)]


def test_events_of_long_ago_are_no_birth_days(tmp_path: Path):
    rows = [HEADER, *(["2001-05-05", "theft", CODES[0], "", ""] for _ in range(9))]
    assert counted(written(tmp_path / "a.csv", rows)).placed == 9


NUMBER = "31505860240011"  # 15 May 1986, with the right check digit


@pytest.mark.parametrize("at", [6_000, 60_000])
@pytest.mark.parametrize("as_parquet", [False, True])
def test_one_personal_number_far_down_in_a_column_that_is_not_read_refuses_the_file(
    tmp_path: Path, at: int, as_parquet: bool
):
    notes = ["eslatma"] * 70_000
    notes[at] = f"raqam {NUMBER} bor"
    path = _with_notes(tmp_path, notes, as_parquet=as_parquet)
    with pytest.raises(Refused) as caught:
        counted(path)
    assert [(one.rule, one.column, one.value) for one in caught.value.problems] == [("person_column", "izoh", None)]


@pytest.mark.parametrize("as_parquet", [False, True])
def test_names_that_begin_far_down_refuse_the_file(tmp_path: Path, as_parquet: bool):
    notes = [""] * 600_000 + ["Karimov Anvar Olimovich", "Aliyeva Dilnoza"] * 300_000
    with pytest.raises(Refused) as caught:
        counted(_with_notes(tmp_path, notes, as_parquet=as_parquet))
    assert {one.rule for one in caught.value.problems} == {"person_column"}


def test_many_rows_with_remarks_and_numbers_of_another_kind_are_counted(tmp_path: Path):
    notes = [f"KUSP {n}, ko‘cha" for n in range(30_000)]
    assert counted(_with_notes(tmp_path, notes, as_parquet=False)).placed == len(notes)


def _with_notes(folder: Path, notes: Sequence[str], *, as_parquet: bool) -> Path:
    columns = {
        "sana": ["2025-01-05"] * len(notes),
        "turi": ["theft"] * len(notes),
        "mahalla kodi": [CODES[0]] * len(notes),
    }
    table = pa.table({**columns, "izoh": list(notes)})
    path = folder / ("notes.parquet" if as_parquet else "notes.csv")
    if as_parquet:
        pq.write_table(table, path)
    else:
        arrow_csv.write_csv(table, path)
    return path


def test_degrees_with_many_decimals_are_no_personal_numbers(tmp_path: Path):
    longitude = "66.31505860240011"  # its decimals are a personal number: 31 May 1986, and the right check digit
    assert is_personal_number(longitude[3:])
    row = ["2025-01-05", "theft", "", "38.5", longitude]
    assert counted(written(tmp_path / "a.csv", [HEADER, row])).placed == 1


@pytest.mark.parametrize("content", [b"", b"PAR1 and then nothing", b"PK\x03\x04", b"\x00\x01\x02", b"\xff" * 90])
def test_damaged_files_are_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Refused):
        counted(tmp_path / "a.csv")


def test_a_column_of_other_things_than_kinds_is_refused(tmp_path: Path):
    rows = [HEADER, *(["2025-01-05", f"xabar {n}", CODES[0], "", ""] for n in range(10_001))]
    with pytest.raises(Refused) as caught:
        counted(written(tmp_path / "a.csv", rows))
    assert [one.rule for one in caught.value.problems] == ["events_not_kinds"]


def test_the_list_of_reasons_is_bounded_the_numbers_are_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tallying, "LISTED", 5)
    tally = Tally(CODES, KINDS.codes)
    for _ in range(3):
        tally.note("a.csv", np.arange(1, 5), np.full(4, Reason.IN_GAP, dtype=np.int64))
    assert (len(tally.unplaced), tally.reasons[Reason.IN_GAP]) == (5, 12)


def test_days_are_read_with_the_day_before_the_month():
    cells = pa.array(["2025-12-31", "31.12.2025 10:15", "1.4.2025", "01/04/2025", " 2025-04-01T00:00:00", "2025-13-01",
                      "2025-04-01x", "01.04.25", "1990-01-01", "", None, "2026-01-01"])  # fmt: skip
    q4, q2 = quarter_number(Quarter(2025, 4)), quarter_number(Quarter(2025, 2))
    assert quarters_of(read_days(cells, Days(), TODAY)).tolist() == [
        q4, q4, q2, q2, q2, UNREADABLE, UNREADABLE, UNREADABLE, UNREADABLE, MISSING, MISSING, FUTURE,
    ]  # fmt: skip


def test_coordinates_are_read_with_point_or_comma_and_nothing_else():
    cells = pa.array(["38.5", "38,5", " 38.5 ", "-1", "1e1", "nan", "inf", "38.5 N", "", None, "38.5.1"])
    ones = pa.array(["1"] * len(cells))
    x, y, empty = read_coordinates({Role.LATITUDE: cells, Role.LONGITUDE: ones}, Coordinates())
    assert np.nan_to_num(y, nan=99).tolist() == [38.5, 38.5, 38.5, -1, 99, 99, 99, 99, 99, 99, 99]
    assert np.flatnonzero(empty).tolist() == [8, 9]
    assert x.tolist() == [1.0] * len(cells)
    numbers = {Role.LATITUDE: pa.array([1.5, None, float("inf")]), Role.LONGITUDE: pa.array([1.0, 2.0, 3.0])}
    assert read_coordinates(numbers, Coordinates())[2].tolist() == [False, True, False]


def test_pieces_add_up_whatever_their_size(tmp_path: Path):
    random = np.random.default_rng(1)
    rows = [["2025-01-05", "theft", "", str(38 + y), str(66 + x)] for x, y in random.uniform(0, 1, (500, 2))]
    path = written(tmp_path / "a.csv", [HEADER, *rows])
    whole = counted(path)
    source = open_source(path, {}, with_kind=True)

    class Cut:
        file, columns, headings = source.file, source.columns, source.headings
        sample, title = source.sample, source.title

        def pieces(self):
            for piece in source.pieces():
                for start in range(0, len(piece.rows), 77):
                    columns = {role: column.slice(start, 77) for role, column in piece.columns.items()}
                    yield Piece(columns, piece.rows[start : start + 77], 0.5)

    cut = count_events([Cut()], PLACES, READING)
    assert statistics(cut).equals(statistics(whole))
    assert (cut.reasons, cut.unplaced) == (whole.reasons, whole.unplaced)
