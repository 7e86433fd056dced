"""`riskmap snapshots` and `publish --if-changed`, as a person runs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapping.cli.app import app
from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.store import current_id, list_snapshots, snapshot_ids


def run(home: Path, *arguments: str) -> Result:
    """The command with a home of its own, in English."""
    return CliRunner().invoke(app, [*arguments, "--home", str(home), "--lang", "en"])


@pytest.fixture
def folders(tiny_dataset: Path, tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(tiny_dataset, tmp_path / "in")
    return ("--geo", str(tmp_path / "in" / "geo"), "--data", str(tmp_path / "in" / "data"))


@pytest.fixture
def home(folders: tuple[str, ...], tmp_path: Path) -> Path:
    """Three snapshots of the same files, standing at three days; the last is current."""
    made = tmp_path / "home"
    for day in ("2026-01-15", "2026-02-15", "2026-03-15"):
        assert run(made, "publish", *folders, "--as-of", day).exit_code == 0
    return made


def test_publishing_what_did_not_change_leaves_the_snapshot_that_was_made_current(
    folders: tuple[str, ...], home: Path, tmp_path: Path
) -> None:
    first = list_snapshots(home)[0].id
    assert run(home, "snapshots", "use", first).exit_code == 0
    told = run(home, "publish", *folders, "--if-changed")
    assert told.output.strip() == text("snapshots.unchanged", Lang.EN, id=first)
    assert current_id(home) == first
    figures = tmp_path / "in" / "data" / "statistics.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("all,1\n", "all,2\n", 1), encoding="utf-8")
    assert run(home, "publish", *folders, "--if-changed").exit_code == 0
    assert current_id(home) not in {None, first}
    assert run(tmp_path / "another", "publish", *folders, "--if-changed").exit_code == 0
    assert current_id(tmp_path / "another") == current_id(home)


def test_list_marks_the_current_one_and_tells_a_damaged_one(home: Path) -> None:
    first, second, third = snapshot_ids(home)
    (home / second / "manifest.json").write_text("{", encoding="utf-8")
    told = run(home, "snapshots", "list")
    assert f"{third} *" in told.output
    assert f"{first} *" not in told.output
    assert f"Snapshot {second} is damaged" in told.output


def test_show_tells_sources_rows_and_warnings(home: Path) -> None:
    told = run(home, "snapshots", "show", list_snapshots(home)[0].id, "--all-problems")
    assert told.exit_code == 0
    assert "statistics.csv" in told.output
    manifest = list_snapshots(home)[0]
    assert manifest.warnings > 0
    assert f"{text('snapshots.warnings', Lang.EN)}: {manifest.warnings}" in told.output


def test_verify_names_the_damaged_file_and_fails(home: Path) -> None:
    whole = run(home, "snapshots", "verify")
    assert whole.exit_code == 0
    assert whole.output.count(": whole;") == 3
    first = snapshot_ids(home)[0]
    (home / first / "areas.parquet").write_bytes(b"")
    told = run(home, "snapshots", "verify")
    assert told.exit_code == 1
    assert f"Snapshot {first} is damaged: areas.parquet has 0 bytes" in told.output
    assert told.output.count(": whole;") == 2
    assert run(home, "snapshots", "verify", snapshot_ids(home)[1]).exit_code == 0


def test_prune_without_a_rule_keeps_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RISKMAP_KEEP_LAST", "RISKMAP_KEEP_MONTHS"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    assert text("snapshots.keeps_all", Lang.EN) in run(home, "snapshots", "prune").output
    assert len(snapshot_ids(home)) == 3


def test_prune_by_option_or_by_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = snapshot_ids(home)
    run(home, "snapshots", "use", first)
    told = run(home, "snapshots", "prune", "--keep-last", "1", "--dry-run")
    assert told.output.strip() == text("snapshots.would_go", Lang.EN, id=second, as_of="2026-02-15")
    assert len(snapshot_ids(home)) == 3
    monkeypatch.setenv("RISKMAP_KEEP_LAST", "1")
    settings.cache_clear()
    assert run(home, "snapshots", "prune").exit_code == 0
    settings.cache_clear()
    assert snapshot_ids(home) == [first, third]
    assert run(home, "snapshots", "prune", "--keep-last", "1").output.strip() == text("snapshots.nothing_goes", Lang.EN)


def test_prune_refuses_a_rule_that_keeps_nothing(home: Path) -> None:
    assert run(home, "snapshots", "prune", "--keep-last", "0").exit_code == 2
