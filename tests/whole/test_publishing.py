"""From files to the current snapshot."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from mapping.model.problems import Refused
from mapping.publishing import publish, unchanged
from mapping.store import current_id, list_snapshots, use_snapshot


def test_display_geometry_comes_with_the_snapshot(tiny_home: Path) -> None:
    identity = current_id(tiny_home)
    assert identity is not None
    assert (tiny_home / identity / "display" / "index.json").is_file()


def test_as_of_overrides_the_file_and_makes_a_snapshot_of_its_own(tiny_dataset: Path, tmp_path: Path) -> None:
    geo, data = tiny_dataset / "geo", tiny_dataset / "data"
    first = publish(geo, data, tmp_path, derive=())
    second = publish(geo, data, tmp_path, as_of=date(2026, 2, 1), derive=())
    assert [one.as_of for one in list_snapshots(tmp_path)] == [date(2026, 1, 15), date(2026, 2, 1)]
    assert current_id(tmp_path) == second.manifest.id != first.manifest.id


def test_refused_input_leaves_what_was_published(tiny_dataset: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = publish(tiny_dataset / "geo", tiny_dataset / "data", home, derive=()).manifest
    shutil.copytree(tiny_dataset / "data", tmp_path / "data")
    (tmp_path / "data" / "population.csv").unlink()
    with pytest.raises(Refused):
        publish(tiny_dataset / "geo", tmp_path / "data", home, derive=())
    assert [one.id for one in list_snapshots(home)] == [before.id] == [current_id(home)]


def test_a_measure_and_a_category_of_an_unknown_area_are_kept_and_reported(tiny_dataset: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_dataset / "data", tmp_path / "data")
    with (tmp_path / "data" / "categories.csv").open("a", encoding="utf-8") as file:
        file.write("1710207999,2025,red\n")
    measures = tmp_path / "data" / "measures.csv"
    measures.write_text(
        measures.read_text(encoding="utf-8").replace("M5,1710212001", "M5,1710212999"), encoding="utf-8"
    )
    report = publish(tiny_dataset / "geo", tmp_path / "data", tmp_path / "home", derive=())
    lost = {join.table: (join.rows, join.matched, join.unplaced) for join in report.joins}
    assert lost["category"] == (15, 14, ("1710207999",))
    assert lost["measure"] == (5, 4, ("1710212999",))


def _own_copy(tiny_dataset: Path, tmp_path: Path) -> tuple[Path, Path]:
    for name in ("geo", "data"):
        shutil.copytree(tiny_dataset / name, tmp_path / name)
    return tmp_path / "geo", tmp_path / "data"


def test_files_that_did_not_change_since_they_were_published_are_known(tiny_dataset: Path, tmp_path: Path) -> None:
    geo, data = _own_copy(tiny_dataset, tmp_path)
    home = tmp_path / "home"
    assert unchanged(geo, data, home) is None
    first = publish(geo, data, home, derive=()).manifest.id
    assert unchanged(geo, data, home) == first
    (data / "terms.csv").touch()
    (data / "SOURCES.md").write_text("notes")
    assert unchanged(geo, data, home) == first
    assert unchanged(geo, data, tmp_path / "another") is None
    figures = data / "statistics.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("all,1\n", "all,2\n", 1), encoding="utf-8")
    assert unchanged(geo, data, home) is None


def test_going_back_is_not_undone_by_files_that_did_not_change(tiny_dataset: Path, tmp_path: Path) -> None:
    geo, data = _own_copy(tiny_dataset, tmp_path)
    home = tmp_path / "home"
    first = publish(geo, data, home, derive=()).manifest.id
    figures = data / "statistics.csv"
    before = figures.read_text(encoding="utf-8")
    figures.write_text(before.replace("all,1\n", "all,2\n", 1), encoding="utf-8")
    publish(geo, data, home, derive=())
    use_snapshot(home, first)
    assert unchanged(geo, data, home) == first
    figures.write_text(before, encoding="utf-8")  # what the files say differs from what was published last
    assert unchanged(geo, data, home) is None


def test_a_note_cut_short_or_a_snapshot_gone_means_publishing_again(tiny_dataset: Path, tmp_path: Path) -> None:
    geo, data = _own_copy(tiny_dataset, tmp_path)
    home = tmp_path / "home"
    published = publish(geo, data, home, derive=())
    note = home / ".published-from"
    written = note.read_text(encoding="utf-8")
    note.write_text(written[:20], encoding="utf-8")
    assert unchanged(geo, data, home) is None
    note.write_text(written, encoding="utf-8")
    shutil.rmtree(published.folder)
    assert unchanged(geo, data, home) is None
