"""What is asked before files are published: nothing is lost and nothing published is replaced by nothing, by every door."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner, Result

from mapping.cli.app import app
from mapping.model.selection import Value, default_selection
from mapping.publishing import settle, whole_tables
from mapping.reading.matching.reference import registered_names
from mapping.store import current_id, open_snapshot

CASES = Path(__file__).parents[3] / "shared" / "cases"
CODES = [f"172220{district}50{number}" for district in (1, 2) for number in (1, 2, 3, 4)]
NAMES = ["Oltinsoy", "Qurama", "Ipoq", "Chep", "Navbahor", "Bog‘iston", "Guliston", "Do‘stlik"]
"""Eight invented squares in two real districts, as in the base of ../shared/cases."""


def run(home: Path, *arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"RISKMAP_HOME": str(home)})


def bring(home: Path, *files: Path, more: tuple[str, ...] = ()) -> Result:
    return run(home, "import", *files, "--publish", "--lang", "en", *more)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the eight mahallas, their people in 2025 and thefts in four quarters (36, 44, 52, 60)."""
    folder = tmp_path_factory.mktemp("base")
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(shapely.box(67.9 + n % 4 / 100, 38 + n // 4 / 100, 67.91 + n % 4 / 100, 38.01 + n // 4 / 100))),
        }
        for n, (code, name) in enumerate(zip(CODES, NAMES, strict=True))
    ]  # fmt: skip
    (folder / "m.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    people = [f"{code},2025,{1000 + 100 * n}" for n, code in enumerate(CODES)]
    thefts = [f"{code},theft,{n},{n + 1},{n + 2},{n + 3}" for n, code in enumerate(CODES, start=1)]
    _lines(folder / "people.csv", "code,year,people", *people)
    _lines(folder / "thefts.csv", "code,indicator,2025Q1,2025Q2,2025Q3,2025Q4", *thefts)
    home = folder / "home"
    result = bring(home, *(folder / name for name in ("m.geojson", "people.csv", "thefts.csv")),
                   more=("--fresh", "--as-of", "2026-01-15"))  # fmt: skip
    assert result.exit_code == 0, result.output
    return home


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "home"))


def _lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def table(home: Path, name: str) -> pd.DataFrame:
    """A table of the current snapshot, as it was published."""
    return whole_tables(home / str(current_id(home)))[1][name]


def sums(home: Path, indicator: str = "theft") -> dict[str, int]:
    """The region's cases by quarter, added up by pandas; quarters without any figure are left out."""
    rows = table(home, "statistic")
    rows = rows[rows["indicator"] == indicator]
    return {
        str(period): int(total) for period, total in rows.groupby("period")["count"].sum(min_count=1).dropna().items()
    }


THEFTS = {"2025Q1": 36, "2025Q2": 44, "2025Q3": 52, "2025Q4": 60}


def name_of(district: str) -> str:
    names = registered_names(district)
    assert names is not None
    return names[0]


class TestQuestions:
    def test_a_question_stops_until_it_is_agreed_to(self, home: Path, tmp_path: Path) -> None:
        file = _lines(
            tmp_path / "jami.csv", "Firibgarlik,", "Hudud kodi,2025Q1", *(f"{code},3" for code in CODES), "Jami,99"
        )
        before = current_id(home)
        result = bring(home, file)
        assert (result.exit_code, current_id(home)) == (1, before)
        assert "total_row_differs" in result.output
        assert "The total row says 99" in result.output
        assert "--accept total_row_differs" in result.output
        assert bring(home, file, more=("--accept", "total_row_differs")).exit_code == 0
        assert sums(home, "fraud") == {"2025Q1": 24}

    def test_districts_above_their_mahallas_are_no_part_of_the_whole(self, home: Path, tmp_path: Path) -> None:
        rows = [f"{name},{n}" for n, name in enumerate(NAMES, start=1)]
        districts = [f"{name_of(code)},{total}" for code, total in ((CODES[0][:7], 10), (CODES[4][:7], 26))]
        lines = ["Firibgarlik,", "Hudud,2025Q1", districts[0], *rows[:4], districts[1], *rows[4:]]
        result = bring(home, _lines(tmp_path / "tuman.csv", *lines, "Jami,36"))
        assert result.exit_code == 0, result.output
        assert sums(home, "fraud") == {"2025Q1": 36}
        wrong = bring(home, _lines(tmp_path / "tuman.csv", *lines, "Jami,72"))
        assert wrong.exit_code == 1
        assert "The total row says 72, but the rows add up to 36" in wrong.output

    def test_check_says_what_import_does(self, home: Path, tmp_path: Path) -> None:
        file = _lines(
            tmp_path / "jami.csv", "Firibgarlik,", "Hudud kodi,2025Q1", *(f"{code},3" for code in CODES), "Jami,99"
        )
        result = run(home, "check", file, "--lang", "en")
        assert result.exit_code == 1
        assert "total_row_differs" in result.output.splitlines()[-1]
        assert run(home, "check", file, "--lang", "en", "--accept", "total_row_differs").exit_code == 0

    def test_what_is_no_question_is_wrong_usage(self, home: Path, tmp_path: Path) -> None:
        file = _lines(tmp_path / "a.csv", "Hudud kodi,2025Q1")
        assert bring(home, file, more=("--accept", "count_number")).exit_code == 2
        assert bring(home, file, more=("--decline", "total_row_differs")).exit_code == 2

    def test_of_many_warnings_the_first_five_of_a_rule_are_shown_and_the_others_counted(
        self, home: Path, tmp_path: Path
    ) -> None:
        rows = [f"{code},{n}0,{n}000" for n, code in enumerate(CODES, start=1)]
        file = _lines(tmp_path / "a.csv", "O‘g‘irlik,,", "Hudud kodi,2026Q1,2026Q2", *rows)
        result = bring(home, file)
        assert result.exit_code == 0, result.output
        assert "Warning: jump_tenfold (8;" in result.output
        assert result.output.count("2026Q2") >= 5
        assert "and 3 more" in result.output

    def test_sums_of_file_and_result_stand_beside_each_other(self, home: Path, tmp_path: Path) -> None:
        file = _lines(
            tmp_path / "a.csv", "Firibgarlik,", "Hudud kodi,2025Q1", *(f"{code},{n}" for n, code in enumerate(CODES))
        )
        (line,) = [one.split() for one in bring(home, file).output.splitlines() if "a.csv 2025Q1" in one]
        assert line == ["=", "a.csv", "2025Q1", "fraud", "all", "8", "28", "8", "28"]

    def test_an_agreed_doubt_is_not_asked_of_the_next_file(self, home: Path, tmp_path: Path) -> None:
        def people(year: int) -> Path:
            rows = (f"{code},{year},{n}" for n, code in enumerate(CODES, start=2))
            return _lines(tmp_path / "p.csv", "Aholi (ming nafar),,", "Hudud kodi,Yil,Aholi", *rows)

        assert bring(home, people(2026)).exit_code == 1
        assert bring(home, people(2026), more=("--accept", "figures_in_thousands")).exit_code == 0
        assert bring(home, people(2024)).exit_code == 0
        people_by_year = table(home, "population").groupby("year")["people"].sum()
        assert (int(people_by_year[2024]), int(people_by_year[2026])) == (44000, 44000)


class TestBlanks:
    def test_a_blank_leaves_what_stands_and_is_asked_about(self, home: Path, tmp_path: Path) -> None:
        rows = [f"{CODES[0]},theft,2025Q4,", f"{CODES[1]},theft,2025Q4,7"]
        file = _lines(tmp_path / "a.csv", "code,indicator,period,count", *rows)
        result = bring(home, file)
        assert (result.exit_code, sums(home)) == (1, THEFTS)
        assert "blank_over_figure" in result.output
        assert bring(home, file, more=("--accept", "blank_over_figure")).exit_code == 0
        assert sums(home) == {**THEFTS, "2025Q4": 62}

    def test_blanks_replace_values_only_where_that_is_said(self, home: Path, tmp_path: Path) -> None:
        rows = [f"{CODES[0]},theft,2025Q4,", f"{CODES[1]},theft,2025Q4,7"]
        file = _lines(tmp_path / "a.csv", "code,indicator,period,count", *rows)
        assert bring(home, file, more=("--replace-by-blank",)).exit_code == 0
        assert sums(home) == {**THEFTS, "2025Q4": 58}

    def test_months_do_not_take_a_quarter_away(self, home: Path, tmp_path: Path) -> None:
        rows = [f"{code},theft,1,2,5" for code in CODES]
        file = _lines(tmp_path / "a.csv", "code,indicator,oktabr 2025,noyabr 2025,2026Q1", *rows)
        result = bring(home, file)
        assert (result.exit_code, sums(home)) == (1, THEFTS)
        assert "quarter_incomplete" in result.output
        more = ("--accept", "quarter_incomplete", "--accept", "blank_over_figure")
        assert bring(home, file, more=more).exit_code == 0
        assert sums(home) == {**THEFTS, "2026Q1": 40}

    def test_months_alone_are_refused(self, home: Path, tmp_path: Path) -> None:
        file = _lines(
            tmp_path / "a.csv", "code,indicator,oktabr 2025,noyabr 2025", *(f"{code},theft,1,2" for code in CODES)
        )
        result = bring(home, file, more=("--accept", "quarter_incomplete", "--replace-by-blank"))
        assert (result.exit_code, sums(home)) == (1, THEFTS)


class TestNames:
    def test_settled_names_are_listed_and_withdrawn(self, home: Path) -> None:
        assert "No names" in run(home, "names", "--lang", "en").output
        settle(home, "Qurrama", CODES[1], who="Clerk", why="old spelling")
        listed = run(home, "names", "--lang", "en").output
        assert all(one in listed for one in ("Qurrama", CODES[1], "Clerk", "old spelling"))
        assert run(home, "names", "--withdraw", "Boshqa", "--lang", "en").exit_code == 1
        assert run(home, "names", "--withdraw", "QURRAMA", "--lang", "en").exit_code == 0
        assert "No names" in run(home, "names", "--lang", "en").output

    def test_the_subtotal_of_a_namesake_is_a_total(self, home: Path, tmp_path: Path) -> None:
        rows = ["Oltinsoy tumani,30,33", "Ipoq,10,11", "Qurama,10,11", "Chep,10,11"]
        assert bring(home, _lines(tmp_path / "a.csv", "Firibgarlik,,", "Hudud,2025Q1,2025Q2", *rows)).exit_code == 0
        assert sums(home, "fraud") == {"2025Q1": 30, "2025Q2": 33}


def test_the_first_view_shows_what_was_brought(tmp_path: Path, published: Path) -> None:
    """Without people it opens on the cases of the indicator that has them; with people on its risk."""
    source = published.parent
    home = tmp_path / "home"
    assert bring(home, source / "m.geojson", source / "thefts.csv", more=("--fresh",)).exit_code == 0
    for one, value in ((home, Value.COUNT), (published, Value.RISK)):
        snapshot = open_snapshot(one, str(current_id(one)))
        start = default_selection(snapshot)
        assert (start.indicator, start.value, str(start.period)) == ("theft", value, "2025Q4-4")
        snapshot.close()


WANTED = {
    "running-totals/firibgarlik.csv": (
        ("running_totals",),
        "fraud",
        {"2025Q1": 16, "2025Q2": 24, "2025Q3": 32, "2025Q4": 40},
    ),
    "quarter-start-dates/kvartal.xlsx": ((), "fraud", {"2025Q1": 8, "2025Q2": 16, "2025Q3": 24, "2025Q4": 32}),
    "warnings-not-printed/jami.csv": (("total_row_differs",), "fraud", {"2025Q1": 24}),
    "subtotal-is-namesake/firibgarlik.csv": ((), "fraud", {"2025Q1": 30, "2025Q2": 33}),
    "months-erase-quarter/ogirlik-oy.csv": (None, "theft", THEFTS),
    "stray-quote/measures.csv": (None, "theft", THEFTS),
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project, in ../shared")
@pytest.mark.parametrize("case", WANTED)
def test_a_case_gives_its_right_value_or_its_refusal(home: Path, case: str) -> None:
    rules, indicator, wanted = WANTED[case]
    result = bring(home, CASES / case)
    if rules != ():
        assert (result.exit_code, sums(home)) == (1, THEFTS), result.output
    if rules:
        result = bring(home, CASES / case, more=tuple(part for rule in rules for part in ("--accept", rule)))
    if rules is not None:
        assert result.exit_code == 0, result.output
    assert sums(home, indicator) == wanted


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project, in ../shared")
def test_thousands_of_people_are_thousands(home: Path) -> None:
    case = CASES / "thousand-persons" / "naselenie.xlsx"
    assert bring(home, case).exit_code == 1
    assert bring(home, case, more=("--accept", "figures_in_thousands")).exit_code == 0
    people = table(home, "population")
    assert int(people.loc[people["year"] == 2026, "people"].sum()) == 44000


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project, in ../shared")
@pytest.mark.parametrize("case", ["audit-columns", "cyrillic-names", "first-view-empty"])
def test_boundaries_with_what_exports_carry_are_taken(tmp_path: Path, case: str) -> None:
    assert bring(tmp_path / "home", CASES / case / "mahallas.geojson", more=("--fresh",)).exit_code == 0
    areas = whole_tables(tmp_path / "home" / str(current_id(tmp_path / "home")))[0]
    assert areas["name_uz_latn"].str.isascii().mean() > 0.5
    assert not areas["name_uz_latn"].str.contains("[а-яў]", case=False).any()


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases lie beside the project, in ../shared")
def test_a_name_in_another_script_is_no_other(tmp_path: Path) -> None:
    case, home = CASES / "other-script", tmp_path / "home"
    assert run(home, "publish", "--geo", case / "geo", "--data", case / "data", "--lang", "en").exit_code == 0
    result = bring(home, case / "thefts.csv", more=("--as-of", "2026-04-15"))
    assert result.exit_code == 1
    assert "name_unmatched" in result.output
