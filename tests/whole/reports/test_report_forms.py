"""The Excel form of reports: what it holds, and what becomes of each row when it is brought back, on both databases."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.live.forms.filled import Row, day_in, per_cent_in, read_form
from mapping.live.forms.sheet import ASKED, CODES_ROW, COLUMNS, report_form
from mapping.live.forms.taken import Fate, Outcome, counted, take_form
from mapping.live.reports import book
from mapping.live.reports.errors import ReportRefused
from mapping.live.reports.report import Act, Draft, Report
from mapping.live.reports.rules import Known
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.problems import Refused
from mapping.model.settings import settings
from mapping.model.vocabulary import MeasureStatus
from mapping.store import Snapshot, open_snapshot
from mapping.store.sql import Database, database
from mapping.store.sql.opened import _opened
from mapping.views.oversight.situation import all_measures
from tests.conftest import REGION

TODAY = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    settings.cache_clear()
    _opened.cache_clear()


@pytest.fixture
def left(tiny_snapshot: Snapshot) -> list[str]:
    """The measures that are not over, by id."""
    measures = all_measures(tiny_snapshot)
    return sorted(measures.loc[measures["status"].isin(("planned", "in_progress")), "id"])


def row(number: int, measure: str, version: object = 0, **cells: object) -> Row:
    return Row(number, {"measure": measure, "version": version, **cells})  # type: ignore[dict-item]


def take(base: Database, figures: Snapshot, *rows: Row, person: str = "p", areas: str = "") -> list[Outcome]:
    return take_form(
        base, figures, rows, may=lambda _act, area: area.startswith(areas), person=person, is_unbound=False, today=TODAY
    )


def reports(base: Database) -> list[Report]:
    with base.reading() as connection:
        return book.after(connection, 0)


def test_each_row_has_its_own_outcome(base: Database, tiny_snapshot: Snapshot, left: list[str]) -> None:
    one, two, *_ = left
    measures = all_measures(tiny_snapshot).set_index("id")
    other = Known(str(measures.at[two, "area"]), MeasureStatus.PLANNED, None)
    book.add(base, Draft(two, 0, Act.PROGRESS, "k", progress=10, words="Boshqa"), other, person="q", today=TODAY)
    told = take(
        base,
        tiny_snapshot,
        row(5, one, progress=60, words="Uchtasi\nqo‘yildi"),
        row(6, two, progress=70),
        row(7, one, 1, done_on=datetime(2026, 1, 19)),
        row(8, "M-yo‘q", progress=1),
        row(9, two, 1),
        row(10, two, 1, done_on=date(2026, 2, 1)),
        row(11, two, 1, progress="ko‘p"),
        row(12, two, 1, words="AB1234567 raqamli pasport"),
        row(13, two, 1, progress="80 %", done_on="19.01.2026"),
        row(14, two, "", progress=5),
        row(15, two, 1, words="Ko‘rildi"),
    )
    fates = [Fate.TAKEN, Fate.CONFLICT, Fate.TAKEN, Fate.REFUSED, Fate.BLANK, *[Fate.REFUSED] * 5, Fate.TAKEN]
    assert [outcome.fate for outcome in told] == fates
    assert [outcome.row for outcome in told] == list(range(5, 16))
    assert counted(told) == {Fate.TAKEN: 3, Fate.KNOWN: 0, Fate.CONFLICT: 1, Fate.REFUSED: 6, Fate.BLANK: 1}
    kept = [(made.measure, made.act, made.progress, made.done_on, made.words, made.version) for made in reports(base)]
    assert kept == [
        (two, Act.PROGRESS, 10, None, "Boshqa", 1),
        (one, Act.PROGRESS, 60, None, "Uchtasi qo‘yildi", 1),
        (one, Act.DONE, None, date(2026, 1, 19), "", 2),
        (two, Act.COMMENT, None, None, "Ko‘rildi", 1),
    ]
    assert all(outcome.told(lang) for outcome in told for lang in Lang)


def test_a_form_that_is_brought_twice_counts_once(base: Database, tiny_snapshot: Snapshot, left: list[str]) -> None:
    rows = [row(number, one, progress=50, words="Ish") for number, one in enumerate(left)]
    for _ in range(2):
        assert {one.fate for one in take(base, tiny_snapshot, *rows)} == {Fate.TAKEN}
    assert len(reports(base)) == len(left)
    told = take(base, tiny_snapshot, *rows, person="q")
    assert {one.fate for one in told} == {Fate.KNOWN}, "the same by somebody else stands as they say"
    assert all(one.told(lang) for one in told for lang in Lang)
    other = [row(number, one, progress=51, words="Ish") for number, one in enumerate(left)]
    assert {one.fate for one in take(base, tiny_snapshot, *other, person="q")} == {Fate.CONFLICT}
    assert len(reports(base)) == len(left)
    later = row(0, left[0], 1, progress=60)
    assert [one.fate for one in take(base, tiny_snapshot, later)] == [Fate.TAKEN]
    assert [one.fate for one in take(base, tiny_snapshot, rows[0], person="q")] == [Fate.CONFLICT], "it moved on since"


def test_rows_of_areas_without_the_right_are_refused_singly(
    base: Database, tiny_snapshot: Snapshot, left: list[str]
) -> None:
    area = str(all_measures(tiny_snapshot).set_index("id").at[left[0], "area"])
    told = take(base, tiny_snapshot, *(row(number, one, progress=50) for number, one in enumerate(left)), areas=area)
    assert [one.measure for one in told if one.fate is Fate.TAKEN] == [one.measure for one in reports(base)]
    assert {one.area for one in reports(base)} == {area}
    assert Fate.REFUSED in {one.fate for one in told}


def test_more_rows_than_a_form_has_are_refused_as_a_whole(
    base: Database, tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapping.live.forms.taken.MOST_ROWS", 2)
    with pytest.raises(ReportRefused, match="at most 2"):
        take(base, tiny_snapshot, *(row(number, "M1", progress=1) for number in range(3)))
    assert reports(base) == []


def filled(content: bytes, cells: dict[str, dict[str, object]]) -> bytes:
    """The form as somebody saves it who wrote into the white cells: by measure, by code. Laid out anew, as spreadsheet programs do."""
    target = io.BytesIO()
    rows = read_form(content, "form.xlsx")
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet, day = workbook.add_worksheet("x"), workbook.add_format({"num_format": "dd.mm.yyyy"})
        for column, name in enumerate(COLUMNS):
            sheet.write(CODES_ROW, column, name)
        for place, one in enumerate(rows, start=CODES_ROW + 2):
            for name, value in {**one.cells, **cells.get(one.measure, {})}.items():
                style = day if isinstance(value, date) else None
                sheet.write(place, COLUMNS.index(name), value, style)
    return target.getvalue()


@pytest.mark.parametrize("lang", list(Lang))
def test_the_form_holds_what_is_left_with_hidden_ids_and_is_read_back(own_home: Path, lang: Lang) -> None:
    figures = open_snapshot(own_home)
    measures = all_measures(figures)
    quarter = str(measures.loc[measures["status"] == "planned", "quarter"].iloc[0])
    here = measures[(measures["quarter"] == quarter) & measures["status"].isin(("planned", "in_progress"))]
    first = here.iloc[0]
    known = Known(str(first["area"]), MeasureStatus(first["status"]), None)
    book.add(database(own_home), Draft(str(first["id"]), 0, Act.PROGRESS, "k", progress=33), known, person="p")
    content = report_form(figures, REGION, Quarter.parse(quarter), lang)
    rows = read_form(content, "shakl.xlsx")
    assert {one.measure: one.cells["version"] for one in rows} == {
        str(one): int(one == first["id"]) for one in here["id"]
    }
    assert all(one.is_blank for one in rows)
    assert "33" in str(next(one for one in rows if one.measure == first["id"]).cells["state"])
    with zipfile.ZipFile(io.BytesIO(content)) as book_file:
        sheet = book_file.read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall(r'<col min="[12]"[^>]*hidden="1"', sheet)) in (1, 2)
    assert re.search(rf'<row r="{CODES_ROW + 1}"[^>]*hidden="1"', sheet)
    assert "<f>" not in sheet
    back = read_form(filled(content, {str(first["id"]): {"done_on": date(2025, 12, 1), "words": "Bo‘ldi"}}), "b.xlsx")
    (done,) = (one for one in back if not one.is_blank)
    assert (done.measure, day_in(done.cells["done_on"])) == (first["id"], date(2025, 12, 1))


def test_what_is_no_form_is_told(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        workbook.add_worksheet().write(0, 0, "x")
    with pytest.raises(ReportRefused, match="no form"):
        read_form(target.getvalue(), "other.xlsx")
    with pytest.raises((Refused, ReportRefused)):
        read_form(b"PK\x03\x04 nothing", "broken.xlsx")


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        (0, 0),
        (100, 100),
        ("60 %", 60),
        ("60", 60),
        (101, None),
        (-1, None),
        (True, None),
        ("6o", None),
        (55.5, None),
        ("9" * 5000, None),
    ],
)
def test_per_cent_of_a_cell(cell: object, share: int | None) -> None:
    assert per_cent_in(cell) == share  # type: ignore[arg-type]


def test_the_commands_write_a_form_and_take_it(own_home: Path, tmp_path: Path) -> None:
    figures = open_snapshot(own_home)
    measures = all_measures(figures)
    one = measures[measures["status"] == "planned"].iloc[0]
    file = tmp_path / "form.xlsx"

    def run(*line: str, status: int = 0) -> str:
        result = CliRunner().invoke(app, ["report", *line, "--lang", "en"])
        assert result.exit_code == status, result.output
        return result.output

    run("form", "--quarter", str(one["quarter"]), "--out", str(file))
    file.write_bytes(filled(file.read_bytes(), {str(one["id"]): {"progress": 40}}))
    assert "Taken: 1." in run("take", str(file))
    file.write_bytes(filled(file.read_bytes(), {str(one["id"]): {"progress": 50}}))
    told = run("take", str(file), status=1)
    assert text("report_refused.overtaken", Lang.EN)[:30] in told
    assert "Taken: 0." in told
    assert [made.progress for made in reports(database(own_home))] == [40]


def test_columns_that_are_asked_for_stand_last() -> None:
    assert COLUMNS[-len(ASKED) :] == ASKED
