"""`riskmap pack`: what is written, what is refused, and that nothing half-written stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapping.cli.app import app


def _run(home: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["pack", "--home", str(home), "--out", str(out), "--lang", "en", *options])


def test_writes_each_format_once_under_a_telling_name(tiny_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "packs"
    told = _run(tiny_home, folder, "--area", "1710207", "--quarter", "2025Q4", "--format", "geojson, XLSX,geojson")
    assert told.exit_code == 0, told.output
    assert sorted(path.name for path in folder.iterdir()) == [
        "1710207_guzor-tumani_crime-total_2025Q4_en.geojson",
        "1710207_guzor-tumani_crime-total_2025Q4_en.xlsx",
    ]
    assert "invented" in told.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--area", "1710999"), "1710999"),
        (("--quarter", "2031Q1"), "2031Q1"),
        (("--quarter", "spring"), "spring"),
        (("--format", "docx"), "docx"),
        (("--indicator", "weather"), "weather"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    tiny_home: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    told = _run(tiny_home, tmp_path / "packs", *options)
    assert told.exit_code == 2
    assert words in told.output
    assert not (tmp_path / "packs").exists()


def test_a_folder_that_cannot_be_made_is_refused(tiny_home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = _run(tiny_home, tmp_path / "file" / "packs", "--format", "geojson")
    assert told.exit_code == 1
    assert "--out" in told.output


def test_a_file_that_is_in_use_stays_as_it_was(
    tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    told = _run(tiny_home, tmp_path, "--format", "geojson")
    assert told.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_published_is_refused(tmp_path: Path) -> None:
    assert _run(tmp_path / "empty", tmp_path / "packs").exit_code == 1
