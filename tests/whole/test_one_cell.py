"""What an import takes over from the published snapshot is what publishing the whole anew would have made."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.model.problems import Refused
from mapping.model.schemas import DATA_TABLES
from mapping.publishing import base_of, examine_files, preview, propose, publish, publish_dataset, publish_seen
from mapping.reading import read_dataset
from mapping.reading.figures import Figures, FigureTable
from mapping.reading.registry import registered
from mapping.reading.together import figures_of
from mapping.store import open_snapshot
from mapping.store.manifest import Manifest
from mapping.store.shelf import DATABASE, MANIFEST
from mapping.views.difference import ChangeKind
from tests.conftest import MAHALLAS, QUARTERS

KEY = ["area", "period", "indicator", "group"]
INDICATORS = ("crime_total", "crime_theft")
CELLS = st.tuples(st.sampled_from(MAHALLAS), st.sampled_from(QUARTERS), st.sampled_from(INDICATORS))
CHANGES = st.dictionaries(CELLS, st.integers(0, 5000), min_size=1, max_size=4)


def rows_of(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of a snapshot's database, in the order in which it is stored."""
    with duckdb.connect(folder / DATABASE, read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() for name in names}


def written(path: Path, changes: dict[tuple[str, str, str], int]) -> pd.DataFrame:
    rows = [(*cell, "all", count) for cell, count in changes.items()]
    frame = pd.DataFrame(rows, columns=[*KEY, "count"]).sort_values(KEY)
    frame[["area", "period", "indicator", "group", "count"]].to_csv(path, index=False)
    return frame


def imported(home: Path, file: Path) -> tuple[Manifest, Any, Any]:
    base = base_of(home)
    made = propose(examine_files([file], base), base)
    seen = preview(made, home)
    return publish_seen(made, seen, home, over=base.snapshot), made, seen


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_an_import_makes_what_the_whole_published_anew_makes(
    tiny_dataset: Path, tiny_home: Path, changes: dict[tuple[str, str, str], int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(tiny_home, place / "home")
        cells = written(place / "cells.csv", changes)
        manifest, made, seen = imported(place / "home", place / "cells.csv")
        folder = place / "home" / manifest.id

        whole = publish_dataset(made.dataset, place / "anew")
        assert whole.manifest.id == manifest.id
        mine, theirs = ({one.file: one for one in side.files} for side in (manifest, whole.manifest))
        assert mine.keys() == theirs.keys()
        differing = {file for file in mine if mine[file] != theirs[file]}
        assert differing <= {DATABASE}, "every file but the database is the same, bit for bit"
        assert rows_of(folder) == rows_of(whole.folder)

        shutil.copytree(tiny_dataset, place / "dataset")
        table = place / "dataset" / "data" / "statistics.csv"
        before = pd.read_csv(table, dtype=str)
        after = pd.concat([before, cells.astype("str")]).drop_duplicates(KEY, keep="last")
        after.to_csv(table, index=False)
        of_files = publish(place / "dataset" / "geo", place / "dataset" / "data", place / "of_files")
        assert rows_of(folder) == rows_of(of_files.folder)

        was = before.set_index(KEY)["count"]
        told = seen.difference.tables[ChangeKind.FIGURES]
        expected = {cell for cell, count in changes.items() if was.get((*cell, "all")) != str(count)}
        assert {(row.area, row.period, row.indicator) for row in told.itertuples()} == expected
        assert not any(len(rows) for kind, rows in seen.difference.tables.items() if kind is not ChangeKind.FIGURES)
        assert (place / "home" / manifest.id / MANIFEST).is_file()


STATISTICS, POPULATION = "area,period,indicator,group,count", "area,year,group,people"
FILES = {
    "a quarter more": (STATISTICS, "1710207001,2026Q1,crime_total,all,5"),
    "an area that has no boundary": (STATISTICS, "1710207999,2025Q4,crime_total,all,5"),
    "people": (POPULATION, "1710207001,2025,all,4321"),
    "people of a year more": (POPULATION, "1710207001,2026,all,4321"),
    "a category": ("area,year,category", "1710207001,2025,red"),
    "a factor": ("area,year,factor,cases", "1710207001,2025,unemployment,7"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_table_brought_makes_what_the_whole_published_anew_makes(
    tiny_home: Path, tmp_path: Path, name: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    file = tmp_path / "file.csv"
    file.write_text("\n".join([*FILES[name], ""]), encoding="utf-8")
    manifest, made, _ = imported(home, file)
    whole = publish_dataset(made.dataset, tmp_path / "anew")
    assert whole.manifest.id == manifest.id
    assert (whole.manifest.rows, whole.manifest.joins, whole.manifest.warnings, whole.manifest.implausible) == (
        manifest.rows, manifest.joins, manifest.warnings, manifest.implausible,
    )  # fmt: skip
    differing = set(manifest.files) ^ set(whole.manifest.files)
    assert {one.file for one in differing} <= {DATABASE}
    assert rows_of(home / manifest.id) == rows_of(whole.folder)
    open_snapshot(home).close()


def test_what_was_held_against_other_rules_is_held_against_those_of_now(tiny_home: Path, tmp_path: Path) -> None:
    """The same tables, published by a version whose rules were others, with a category that no rule lets through."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    base = base_of(home)
    assert {"categories.csv", "mahallas.geojson"} <= base.sound.keys()
    spoilt = {**base.tables, "category": base.tables["category"].assign(year=24)}
    propose([], replace(base, tables=spoilt))  # what is known to keep the rules is not looked at
    path = home / base.snapshot / MANIFEST
    path.write_text(path.read_text(encoding="utf-8").replace('"rules": "', '"rules": "0'), encoding="utf-8")
    assert not base_of(home).sound
    with pytest.raises(Refused):
        propose([], replace(base_of(home), tables=spoilt))
    cells = {(MAHALLAS[0], QUARTERS[0], "crime_total"): 4321}
    written(tmp_path / "cells.csv", cells)
    manifest, made, _ = imported(home, tmp_path / "cells.csv")
    assert rows_of(home / manifest.id) == rows_of(publish_dataset(made.dataset, tmp_path / "anew").folder)


def test_rules_of_figures_look_at_the_tables_that_they_name(tiny_dataset: Path) -> None:
    dataset = read_dataset(tiny_dataset / "geo", tiny_dataset / "data")
    for check in registered(Figures):
        asked: set[str] = set()

        class Watched(Figures):
            def table(self, name: str, asked: set[str] = asked) -> FigureTable | None:
                asked.add(name)
                return super().table(name)

        whole = figures_of(dataset, DATA_TABLES)
        list(check.find(Watched(whole.tables, whole.as_of)))
        assert asked == {table.name for table in check.tables}, check.rule


def test_the_database_does_not_grow_with_every_import(tiny_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    sizes = []
    for number in range(12):
        written(tmp_path / "cells.csv", {(MAHALLAS[0], QUARTERS[0], "crime_total"): 100 + number})
        manifest, _, _ = imported(home, tmp_path / "cells.csv")
        sizes.append((home / manifest.id / DATABASE).stat().st_size)
    assert sizes[-1] <= 1.5 * sizes[0], sizes
