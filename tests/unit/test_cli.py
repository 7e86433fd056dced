"""The command line as a person or a script meets it."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapping.cli.app import app
from mapping.model.as_of import EARLIEST, latest
from mapping.model.locale import Lang
from mapping.store import current_id


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def broken(tiny_dataset: Path, tmp_path: Path) -> Path:
    for name in ("geo", "data"):
        shutil.copytree(tiny_dataset / name, tmp_path / name)
    path = tmp_path / "data" / "population.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1000\n", ",\x1b[31mming\n", 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [[], ["demo"], ["publish"], ["snapshots"], ["snapshots", "list"], ["snapshots", "show"], ["snapshots", "use"]],
)
def test_every_command_has_help(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_publish_reports_the_join_and_succeeds(tiny_dataset: Path, tmp_path: Path) -> None:
    options = ("--geo", tiny_dataset / "geo", "--data", tiny_dataset / "data", "--home", tmp_path)
    result = run("publish", *options, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "1: 1710999001" in result.output
    assert "189 / 190" in result.output
    assert f"Published: {current_id(tmp_path)}" in result.output
    assert "invented" in result.output
    assert "published before" in run("publish", *options, "--lang", "en").output


def test_refused_input_names_file_row_column_value_and_rule(broken: Path) -> None:
    result = run(
        "publish", "--geo", broken / "geo", "--data", broken / "data", "--home", broken / "home", "--lang", "en"
    )
    assert result.exit_code == 1
    for part in ("population.csv", "row 2", "people", "ming", "count_number", "no number"):
        assert part in result.output
    assert "\x1b" not in result.output
    assert current_id(broken / "home") is None


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("day", ["0206-01-15", "1999-12-31", "9999-12-31", f"{date.today() + timedelta(days=400)}"])
def test_a_day_on_which_no_figures_stand_is_refused_and_nothing_changes(
    tiny_dataset: Path, tmp_path: Path, day: str, lang: Lang
) -> None:
    folders = ("--geo", tiny_dataset / "geo", "--data", tiny_dataset / "data")
    for command in (("publish", *folders), ("import", tiny_dataset / "data" / "population.csv")):
        result = run(*command, "--home", tmp_path, "--as-of", day, "--lang", lang)
        assert result.exit_code == 2
        assert day in result.output
        assert "2000-01-01" in result.output
    assert current_id(tmp_path) is None


@pytest.mark.parametrize("day", [EARLIEST, latest()])
def test_the_first_and_the_last_day_are_taken(tiny_dataset: Path, tmp_path: Path, day: date) -> None:
    folders = ("--geo", tiny_dataset / "geo", "--data", tiny_dataset / "data")
    assert run("publish", *folders, "--home", tmp_path, "--as-of", day).exit_code == 0
    assert str(current_id(tmp_path)).startswith(f"{day:%Y%m%d}-")


@pytest.mark.parametrize(
    "arguments",
    [
        ["publish", "--geo", "/no/such/folder"],
        ["publish", "--as-of", "soon"],
        ["nothing"],
        ["snapshots", "use"],
        ["publish", "--lang", "fr"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_snapshots_are_listed_shown_and_chosen(tiny_home: Path) -> None:
    identity = current_id(tiny_home)
    assert f"{identity} *" in run("snapshots", "--home", tiny_home).output
    assert f"{identity} *" in run("snapshots", "list", "--home", tiny_home).output
    assert "statistics.csv" in run("snapshots", "show", identity, "--home", tiny_home).output
    assert run("snapshots", "use", identity, "--home", tiny_home).exit_code == 0
    assert run("snapshots", "show", "20200101-00000000", "--home", tiny_home).exit_code == 1


def test_an_empty_home_has_no_snapshots(tmp_path: Path) -> None:
    result = run("snapshots", "list", "--home", tmp_path, "--lang", "en")
    assert result.exit_code == 0
    assert "Nothing was published" in result.output
