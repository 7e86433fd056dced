"""The form of a plan: what it offers, and that what is written into it is read back whole."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.export.plan_file import plan_file, words_of_snapshot
from mapping.export.plan_form import COLUMNS, FEWEST_LINES, HEADER_ROW, LINE, SPARE_ROWS, choices, heading, plan_form
from mapping.model.kinds import FileKind
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.schemas import MEASURE, Form
from mapping.reading.examination import examine
from mapping.reading.request import Request
from mapping.store import Snapshot
from mapping.views.oversight.plan import plan_rows
from mapping.views.oversight.situation import measures_under, situation

ROOT = Path(__file__).parents[2]
DISTRICT = "1710224"
COMING = Quarter(2026, 2)


@pytest.fixture(scope="module")
def home(shipped_home: Path) -> Path:
    return shipped_home


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def sheet_rows(content: bytes, folder: Path) -> list[list[object]]:
    file = folder / "form.xlsx"
    file.write_bytes(content)
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def filled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as an office may fill them in; with signs that a spreadsheet could take for more than text."""
    texts = [
        f"“{code}” mahallasida {place} ta tadbir; o‘g‘rilik, ma’ruza & <b> =1+1"
        for place, code in enumerate(rows["area"])
    ]
    return rows.assign(
        text=texts, seven_member=rows["seven_member"].fillna("chair"), district_agency="academy", district_post="d_academy",
        region_agency="hokimlik", region_post="r_deputy_hokim", deadline=pd.Timestamp("2026-06-25"), result="",
    )  # fmt: skip


def read_back(content: bytes, folder: Path) -> pd.DataFrame:
    file = folder / "filled.xlsx"
    file.write_bytes(content)
    report = examine(file, Request(parent=DISTRICT))
    assert report.kind is FileKind.MEASURES
    assert not report.refused, [(one.rule, one.row, one.column, one.value) for one in report.refused[:5]]
    assert report.frame is not None
    return report.frame


def same(found: pd.DataFrame, given: pd.DataFrame) -> None:
    """Every column of every measure, empty being missing."""
    assert len(found) == len(given)
    left, right = (frame.set_index("id").sort_index() for frame in (found, given))
    assert left.index.tolist() == right.index.tolist()
    for name in MEASURE.names[1:]:
        one, other = ([_text(value) for value in frame[name]] for frame in (left, right))
        assert one == other, name


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_form_filled_in_is_read_back_whole(snapshot: Snapshot, lang: Lang, tmp_path: Path) -> None:
    rows = filled(plan_rows(snapshot, COMING, DISTRICT))
    content = plan_form(rows, words_of_snapshot(snapshot, lang), lang, title="2026", made=snapshot.as_of)
    same(read_back(content, tmp_path), rows)


@pytest.mark.parametrize("lang", [Lang.UZ, Lang.RU])
def test_measures_that_exist_are_in_the_form_and_come_back_whole(
    snapshot: Snapshot, lang: Lang, tmp_path: Path
) -> None:
    existing = measures_under(snapshot, "1710237", "2025Q3")[MEASURE.names]
    content = plan_file(snapshot, Quarter(2025, 3), "1710237", lang).content
    file = tmp_path / "form.xlsx"
    file.write_bytes(content)
    report = examine(file, Request(parent="1710237"))
    assert not report.refused
    assert report.frame is not None
    same(report.frame, existing)


def test_every_mahalla_with_crimes_has_rows_for_its_main_factors_and_groups(snapshot: Snapshot) -> None:
    rows, now = plan_rows(snapshot, COMING, snapshot.region), situation(snapshot, COMING)
    assert set(rows["area"]) == set(now.with_crimes)
    assert rows["id"].is_unique
    for area, group in now.above_usual[["area", "group"]].itertuples(index=False):
        own = rows[(rows["area"] == area) & (rows["target_group"] == group)]
        assert own["seven_member"].notna().all()
        assert len(own) == 1
    most = (
        now.factors.sort_values("cases", ascending=False, kind="stable")
        .drop_duplicates("area")
        .set_index("area")["factor"]
    )
    first = rows.drop_duplicates("area").set_index("area")["factor"]
    assert (first == most.reindex(first.index)).all()
    assert set(rows["quarter"]) == {"2026Q2"}


def test_a_form_in_which_nothing_is_filled_in_is_refused_as_such(snapshot: Snapshot, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    made = plan_file(snapshot, COMING, "1710224001", Lang.UZ)
    file.write_bytes(made.content)
    report = examine(file, Request(parent=DISTRICT))
    assert [(one.rule, one.details["rows"]) for one in report.refused] == [("form_not_filled", str(made.rows))]


@pytest.mark.parametrize("lang", list(Lang))
def test_a_form_filled_in_part_is_taken_as_far_as_it_is(snapshot: Snapshot, lang: Lang, tmp_path: Path) -> None:
    rows = plan_rows(snapshot, COMING, DISTRICT)
    done = filled(rows).iloc[[0, 7, 30]]
    part = pd.concat([done, rows.drop(done.index)]).sort_index()
    file = tmp_path / "part.xlsx"
    file.write_bytes(plan_form(part, words_of_snapshot(snapshot, lang), lang, title="2026", made=snapshot.as_of))
    report = examine(file, Request(parent=DISTRICT))
    assert report.refused == []
    assert {one.rule for one in report.warnings} == {"row_not_filled"}
    assert len(report.warnings) == len(rows) - 3
    assert [one.row for one in report.warnings][:2] == [HEADER_ROW + 3, HEADER_ROW + 4]  # the first row is filled in
    assert report.frame is not None
    same(report.frame, done)


def test_a_row_with_a_text_alone_is_no_unfilled_one(snapshot: Snapshot, tmp_path: Path) -> None:
    rows = filled(plan_rows(snapshot, COMING, "1710224001"))
    rows.loc[rows.index[0], "deadline"] = pd.NaT
    file = tmp_path / "part.xlsx"
    file.write_bytes(plan_form(rows, words_of_snapshot(snapshot, Lang.UZ), Lang.UZ, title="2026", made=snapshot.as_of))
    report = examine(file, Request(parent=DISTRICT))
    assert [(one.rule, one.row, one.column) for one in report.refused] == [
        ("value_missing", HEADER_ROW + 2, text("column.deadline", Lang.UZ))
    ]


@pytest.mark.parametrize("offered", list(Lang))
def test_words_that_a_form_of_any_language_offers_are_read_in_a_form_of_another(
    snapshot: Snapshot, offered: Lang, tmp_path: Path
) -> None:
    """Every word of every list, written by hand as a day is, into a table with the headings of the form in Uzbek."""
    words = words_of_snapshot(snapshot, offered)
    listed = {one.name: choices(one, words, offered) for one in MEASURE.columns if one.form in (Form.CHOICE, Form.TERM)}
    base = filled(plan_rows(snapshot, COMING, DISTRICT)).head(max(map(len, listed.values())))
    base = base.assign(done_on=pd.Timestamp("2026-06-20"))
    codes = {name: [list(named)[n % len(named)] for n in range(len(base))] for name, named in listed.items()}
    given = base.assign(**codes)[MEASURE.names]
    shown = given.assign(
        **{name: given[name].map(listed[name]) for name in listed},
        **{name: given[name].dt.strftime("%d.%m.%Y") for name in ("deadline", "done_on")},
    )
    shown.columns = [heading(name, Lang.UZ) for name in shown.columns]
    shown.to_csv(tmp_path / "plan.csv", index=False)
    report = examine(tmp_path / "plan.csv", Request(parent=DISTRICT))
    assert report.refused == []
    assert report.frame is not None
    same(report.frame, given)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_header_is_in_words_and_codes_are_locked(snapshot: Snapshot, lang: Lang, tmp_path: Path) -> None:
    content = plan_file(snapshot, COMING, DISTRICT, lang).content
    rows = sheet_rows(content, tmp_path)
    assert rows[HEADER_ROW] == [heading(name, lang) for name in COLUMNS]
    assert str(rows[HEADER_ROW + 1][COLUMNS.index("area")]).startswith(DISTRICT)
    assert content == plan_file(snapshot, COMING, DISTRICT, lang).content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    listed = [column for column in MEASURE.columns if column.form in (Form.CHOICE, Form.TERM)]
    assert sheet.count('type="list"') == len(listed)
    assert sheet.count(f'error="{text("plan.choose", lang)}"') == len(listed)
    heights = [float(height) for height in re.findall(r'<row r="\d+"[^>]* ht="([\d.]+)"', sheet)]
    assert len(heights) == len(rows) - HEADER_ROW + SPARE_ROWS
    assert min(heights) >= LINE * FEWEST_LINES
    assert "<sheetProtection" in sheet
    assert "<f>" not in sheet


def test_a_name_that_the_intake_does_not_know_is_written_by_its_code(snapshot: Snapshot) -> None:
    words = words_of_snapshot(snapshot, Lang.UZ)
    words.terms["post"]["odd"] = "Notanish lavozim"
    offered = choices(next(one for one in MEASURE.columns if one.name == "district_post"), words, Lang.UZ)
    assert offered["odd"] == "odd"
    assert offered["d_hokim"] == words.terms["post"]["d_hokim"]


class TestCommand:
    def test_writes_the_form(self, home: Path, tmp_path: Path) -> None:
        out = tmp_path / "plan.xlsx"
        done = CliRunner().invoke(app, ["plan", "template", "--quarter", "2026Q2", "--area", DISTRICT, "--out", str(out), "--home", str(home), "--lang", "en"])  # fmt: skip
        assert done.exit_code == 0, done.output
        assert out.read_bytes()[:2] == b"PK"
        assert "rows for" in done.output

    @pytest.mark.parametrize(("option", "value"), [("--quarter", "2026Q7"), ("--area", "9999999")])
    def test_says_what_is_wrong(self, home: Path, tmp_path: Path, option: str, value: str) -> None:
        given = {
            "--quarter": "2026Q2",
            "--area": DISTRICT,
            "--out": str(tmp_path / "plan.xlsx"),
            "--home": str(home),
        } | {option: value}
        done = CliRunner().invoke(app, ["plan", "template", *(part for pair in given.items() for part in pair)])
        assert done.exit_code == 2
        assert value in done.output

    def test_without_a_snapshot_says_what_to_do(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(app, ["plan", "template", "--quarter", "2026Q2", "--out", str(tmp_path / "p.xlsx"), "--home", str(tmp_path), "--lang", "en"])  # fmt: skip
        assert done.exit_code == 1
        assert "riskmap publish" in done.output
