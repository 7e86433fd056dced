"""What an import takes over from the published snapshot is what publishing the whole anew would have made."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.publishing import base_of, examine_files, preview, propose, publish, publish_dataset, publish_seen
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
