"""Events over a published region by `riskmap import`: counted by name, in any order of dates, and asked about where open."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mapping import store
from mapping.cli.app import app
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group
from mapping.reading.events.detection import holds_events
from tests.conftest import MAHALLAS

runner = CliRunner()
CASES = Path(__file__).parents[3] / "shared" / "cases"


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    """A home of this test's own, to publish into."""
    return shutil.copytree(tiny_home, tmp_path / "home")


def imported(home: Path, file: Path, *more: str) -> tuple[int, str]:
    found = runner.invoke(app, ["import", str(file), "--home", str(home), "--publish", "--lang", "en", *more])
    return found.exit_code, re.sub(r"\s+", " ", found.output)


def total(home: Path, quarter: Quarter) -> int:
    snapshot = store.open_snapshot(home)
    found = snapshot.counts("crime_total", Group.ALL, [quarter], snapshot.region)
    snapshot.close()
    return int(found.to_numpy().sum())


def events(folder: Path, header: str, rows: list[str]) -> Path:
    path = folder / "events.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_quarter_cut_short_is_asked_about_and_the_answer_counts(home: Path, tmp_path: Path) -> None:
    start = date(2025, 1, 1)
    rows = [f"{start + timedelta(days=n)},crime_total,{MAHALLAS[n % 4]}" for n in range(140)]  # to 20 May
    file = events(tmp_path, "date,kind,code", rows)
    status, told = imported(home, file)
    assert status == 1
    assert "The quarter 2025Q2 holds 50 events: none at the end of the quarter" in told
    status, told = imported(home, file, "--period", "2025Q1")
    assert status == 0, told
    assert total(home, Quarter(2025, 1)) == 90


def test_the_order_of_dates_is_asked_and_answered(home: Path, tmp_path: Path) -> None:
    file = events(tmp_path, "date,kind,code", [f"02/0{n}/2025,crime_total,{MAHALLAS[0]}" for n in (3, 5, 9)])
    status, told = imported(home, file)
    assert (status, "--dates day-first or --dates month-first" in told) == (1, True)
    status, told = imported(home, file, "--dates", "month-first")
    assert status == 0, told


@pytest.mark.parametrize("wrong", ["2025Q9", "soon", "2025Q3-2025Q1"])
def test_what_is_no_period_is_refused_with_the_form(home: Path, tmp_path: Path, wrong: str) -> None:
    file = events(tmp_path, "date,kind,code", [f"2025-02-03,crime_total,{MAHALLAS[0]}"])
    status, told = imported(home, file, "--period", wrong)
    assert (status, "Write 2025Q1, 2025 or 2025Q1-2025Q4" in told) == (1, True)


def test_a_name_that_no_area_has_is_open_as_in_a_table(home: Path, tmp_path: Path) -> None:
    file = events(tmp_path, "date,kind,mahalla", ["2025-02-03,crime_total,Hech qayer"])
    status, told = imported(home, file)
    assert (status, "No area is called “Hech qayer”" in told) == (1, True)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Oy,Mahalla,Jinoyat turi,Qayd etilgan", ["2025-05,Bir,crime_total,12", "2025-06,Ikki,crime_total,3"]),
        ("Sana,Mahalla,Jinoyat turi,Jabr", ["2025-05-05,Bir,crime_total,12", "2025-05-06,Ikki,crime_total,3"]),
        ("Sana,Mahalla,Jinoyat turi,Soni", ["2025-05-05,Bir,crime_total,1", "2025-05-06,Ikki,crime_total,2"]),
    ],
)
def test_a_table_of_counts_is_not_taken_for_one_of_events(tmp_path: Path, header: str, rows: list[str]) -> None:
    """Each row would be one event, and its figure lost."""
    assert not holds_events(events(tmp_path, header, rows))


def test_numbers_of_rows_and_documents_are_no_counts(tmp_path: Path) -> None:
    rows = [f"{n},2025-05-05,Bir,crime_total,{71_000_000 - n},izoh" for n in (1, 2, 3)]
    assert holds_events(events(tmp_path, "T/r,Sana,Mahalla,Jinoyat turi,KUSP,Izoh", rows))


@pytest.fixture(scope="module")
def base_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("base") / "home"
    files = [str(CASES / "base" / name) for name in ("mahallas.geojson", "aholi.csv", "ogirlik.csv")]
    arguments = ["import", *files, "--fresh", "--as-of", "2026-01-15", "--publish", "--home", str(home)]
    found = runner.invoke(app, arguments)
    assert found.exit_code == 0, found.output
    return home


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie beside the project, in ../shared")
@pytest.mark.parametrize(
    ("case", "counts"),
    [
        ("events-long-decimals", {"2025Q2": 400}),
        ("events-mahalla-by-name", {"2025Q2": 3}),
        ("events-month-first", {"2025Q1": 4, "2025Q2": 2, "2025Q4": 2}),
    ],
)
def test_cases(base_home: Path, case: str, counts: dict[str, int], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    file = CASES / case / "events.csv"
    found = runner.invoke(app, ["events", str(file), "--out", str(out), "--home", str(base_home)])
    assert found.exit_code == 0, found.output
    held: dict[str, int] = {}
    for row in out.read_text(encoding="utf-8").splitlines()[1:]:
        _, period, _, _, count = row.split(",")
        held[period] = held.get(period, 0) + int(count)
    assert held == counts
    assert imported(base_home, file)[0] == 0
