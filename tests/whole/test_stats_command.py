"""`riskmap stats` as a person or a script meets it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from mapping.cli.app import app

AREAS = "id,name,observed,population,observed_prev,population_prev,value\n" + "".join(
    f"00{n},area {n},{n * 3 % 7},{1000 + n},{n},{1000 + n},{n / 2}\n" for n in range(1, 7)
)
LINKS = "id,neighbour_id\n" + "".join(f"00{n},00{n + 1}\n00{n + 1},00{n}\n" for n in range(1, 5))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    path = tmp_path / "areas.csv"
    path.write_text(AREAS, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["stats", *map(str, arguments)])


def written(table: Path, *arguments: object) -> dict:
    out = table.with_name("out.json")
    result = run(table, *arguments, "--json", out)
    assert result.exit_code == 0, result.output
    return json.loads(out.read_text(encoding="utf-8"))


def refused(table: Path, *arguments: object) -> str:
    result = run(table, *arguments, "--lang", "en")
    assert result.exit_code == 1, result.output
    return result.output


def test_every_statistic_is_written_in_the_order_of_the_ids(table: Path) -> None:
    links = table.with_name("links.csv")
    options = ("--population", "population", "--previous", "observed_prev", "population_prev")
    found = written(table, *options, "--neighbours", links, "--classes", 3, "--permutations", 99)
    assert found["ids"] == ["001", "002", "003", "004", "005", "006"]
    assert found["crude_per_100k"][0] == pytest.approx(3e5 / 1001)
    assert found["quadrant"][5] == "island"
    assert found["perm_p_two_sided"][5] is None
    assert found["classes.optimal"]["counts"] == found["classes.optimal.counts"]
    for name in ("smr", "gp_ml_shape", "esda_moran_W.I", "ebi_B.I", "eblocal_geoda", "change_label", "p_etest"):
        assert name in found


def test_undefined_is_null_and_infinite_is_inf(table: Path) -> None:
    table.write_text(
        "id,observed,population,observed_prev,population_prev\na,3,9,0,9\nb,0,9,0,9\nc,3,9,3,9\n", encoding="utf-8"
    )
    found = written(table, "--population", "population", "--previous", "observed_prev", "population_prev")
    assert found["rate_ratio"] == ["Inf", None, 1.0]
    assert found["change_label"] == ["cannot_tell"] * 3


def test_the_same_seed_gives_the_same_file(table: Path) -> None:
    options = ("--population", "population", "--neighbours", table.with_name("links.csv"), "--permutations", 99)
    assert written(table, *options, "--seed", 3) == written(table, *options, "--seed", 3)
    assert written(table, *options, "--seed", 3) != written(table, *options, "--seed", 4)


def test_a_rate_alone_and_columns_of_other_names(table: Path) -> None:
    found = written(table, "--id", "name", "--rate", "value", "--classes", 2)
    assert found["ids"][0] == "area 1"
    assert found["classes.equal"]["breaks"] == [0.5, 1.75, 3.0]
    found = written(table, "--observed", "observed_prev", "--expected", "value")
    assert found["smr"] == [2.0] * 6


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "en"])
def test_people_get_a_table_in_their_language(table: Path, lang: str) -> None:
    options = ("--population", "population", "--previous", "observed_prev", "population_prev", "--classes", 2)
    result = run(table, *options, "--lang", lang)
    assert result.exit_code == 0
    assert "006" in result.output
    assert "gp_ml_shape" in result.output
    assert "classes.equal.breaks" in result.output


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--population", "population", "--expected", "value"),
        ("--rate", "value"),
        ("--rate", "value", "--classes", 3, "--previous", "observed_prev", "population_prev"),
        ("--population", "population", "--classes", 0),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(table: Path, options: tuple[object, ...]) -> None:
    assert run(table, *options).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv", "--population", "population").exit_code == 2


@pytest.mark.parametrize(
    ("cell", "rule"),
    [("", "stats_value_missing"), ("-2", "stats_negative"), ("2.5", "stats_whole"), ("two", "stats_number"),
     ("nan", "stats_number"), ("1_000", "stats_number"), ("1e307", "stats_too_large"), ("10000001", "stats_too_large")],
)  # fmt: skip
def test_a_cell_that_breaks_a_rule_is_told_with_its_place(table: Path, cell: str, rule: str) -> None:
    table.write_text(f"id,observed,population\na,1,10\nb,{cell},10\n", encoding="utf-8")
    said = refused(table, "--population", "population")
    assert f"areas.csv, row 3, column “observed” [{rule}]" in said
    assert not cell or f"value: {cell}" in said


@pytest.mark.parametrize("value", ["1e307", "-1e307"])
def test_a_value_too_large_to_be_squared_is_told_with_its_place(table: Path, value: str) -> None:
    table.write_text(f"id,value\na,{value}\nb,1\nc,2\n", encoding="utf-8")
    assert "areas.csv, row 2, column “value” [stats_too_large]" in refused(table, "--rate", "value", "--classes", 2)


def test_the_largest_numbers_are_computed_with(table: Path) -> None:
    table.write_text("id,value,observed,population\na,1e15,10000000,1\nb,-1e15,0,10000000000\n", encoding="utf-8")
    assert written(table, "--rate", "value", "--classes", 2)["classes.equal"]["breaks"] == [-1e15, 0, 1e15]
    assert written(table, "--population", "population", "--previous", "observed", "population", "--classes", 2)


_VALUES = st.floats(-1e15, 1e15) | st.sampled_from([0.0, -0.0, 5e-324, 1e-200, 1e15, -1e15])
_COUNTS = st.integers(0, 10**6) | st.integers(0, 3)
_PEOPLE = st.floats(1e-6, 1e10) | st.sampled_from([0.0, 1e-6, 1.0, 1e10])
_ROWS = st.lists(st.tuples(_VALUES, _COUNTS, _PEOPLE), min_size=1, max_size=8)


@given(_ROWS, st.integers(1, 9))
@settings(max_examples=15)
def test_every_number_that_is_taken_is_computed_with(rows: list[tuple[float, int, float]], k: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table, links = Path(folder) / "areas.csv", Path(folder) / "links.csv"
        lines = [f"{n},{value!r},{count},{people!r}" for n, (value, count, people) in enumerate(rows)]
        table.write_text("\n".join(["id,value,observed,population", *lines]) + "\n", encoding="utf-8")
        pairs = [f"{n},{n + 1}\n{n + 1},{n}" for n in range(len(rows) - 1)]
        links.write_text("\n".join(["id,neighbour_id", *pairs]) + "\n", encoding="utf-8")
        options = ("--neighbours", links, "--classes", k, "--permutations", 9)
        before = ("--previous", "observed", "population")
        for asked in (("--rate", "value"), ("--population", "population", *before), ("--expected", "population")):
            assert run(table, *asked, *options).exit_code == 0, asked


def test_problems_come_in_the_order_of_the_rows_and_the_first_are_shown(table: Path) -> None:
    table.write_text("id,observed,population\n" + "".join(f"a{n},x,y\n" for n in range(40)), encoding="utf-8")
    said = refused(table, "--population", "population")
    assert said.index("row 2, column “population”") < said.index("row 3, column “observed”")
    assert "and 60 more problems" in said
    assert "80 problems" in said


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("id,observed,population\na,1,2\na,1,2\n", "key_twice"),
        ("id,observed,population\n,1,2\n", "value_missing"),
        ("id,observed\na,1\n", "stats_column_missing"),
        ("id,observed,observed,population\na,1,1,2\n", "column_twice"),
        ("id;observed;population\na;1;2\n", "csv_separator"),
        ("id,observed,population\na,1\n", "cells_in_row"),
        ("id,observed,population\n", "stats_no_rows"),
        ("", "stats_no_rows"),
        ('id,observed,population\n"a,1,2\n', "file_broken"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table: Path, content: str, rule: str) -> None:
    table.write_text(content, encoding="utf-8")
    assert f"[{rule}]" in refused(table, "--population", "population")


def test_another_encoding_is_told_with_its_row(table: Path) -> None:
    table.write_bytes("id,observed,population\nҚарши,1,2\n".encode("cp1251", errors="replace"))
    assert "areas.csv, row 2 [file_encoding]" in refused(table, "--population", "population")


def test_a_byte_order_mark_and_blank_rows_do_no_harm(table: Path) -> None:
    table.write_text("\ufeff" + AREAS.replace("\n002", "\n,,,,,,\n\n002"), encoding="utf-8")
    assert len(written(table, "--population", "population")["ids"]) == 6


def test_a_link_to_an_unknown_area_is_told(table: Path) -> None:
    links = table.with_name("links.csv")
    links.write_text(LINKS + "001,999\n", encoding="utf-8")
    said = refused(table, "--population", "population", "--neighbours", links)
    assert "links.csv, row 10, column “neighbour_id” [stats_id_unknown]" in said
    assert "value: 999" in said


def test_a_result_that_cannot_be_written_is_told(table: Path) -> None:
    out = table.with_name("no-such-folder") / "out.json"
    assert "[stats_not_written]" in refused(table, "--population", "population", "--json", out)


def test_every_name_is_explained(table: Path) -> None:
    told = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
    options = ("--population", "population", "--previous", "observed_prev", "population_prev")
    found = written(table, *options, "--neighbours", table.with_name("links.csv"), "--classes", 3, "--permutations", 9)
    names = {
        name.replace("ebi_B.analytic.", "ebi_W.analytic.") for name in found if name.count(".") < 2 or "ebi" in name
    }
    assert {name for name in names if f"`{name}`" not in told} == {"ids"}
