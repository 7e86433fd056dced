"""The DuckDB file of a snapshot made from that of the one before: copied, and what changed written anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from mapping.model.schemas import POPULATION, STATISTIC, Table
from mapping.store.before import Before, revised
from mapping.store.database import (
    CONFIG,
    PLAIN,
    quarter_numbers,
    registered,
    write_joined,
    write_table,
)
from mapping.store.dataset import Dataset
from mapping.store.joins import Joined
from mapping.store.shelf import DATABASE

_LONG = (STATISTIC, POPULATION)
_FEW = 10_000  # rows: more are quicker written anew with their table
_UPDATE = {
    STATISTIC.name: """
UPDATE statistic SET count = new.count FROM (
  SELECT series, quarter, position, i.count FROM incoming i JOIN series USING (indicator, "group") JOIN place ON code = area
) new WHERE statistic.series = new.series AND statistic.quarter = new.quarter AND statistic.area = new.position""",
    POPULATION.name: """
UPDATE population SET people = new.people FROM (
  SELECT year, "group", position, people FROM incoming JOIN place ON code = area
) new WHERE population.year = new.year AND population."group" = new."group" AND population.area = new.position""",
}


def revise_database(path: Path, before: Before, dataset: Dataset, joined: Joined) -> bool:
    """Write every table of the dataset into a new file, those that did not change as they were.

    False, and nothing is written, where areas have figures that had none before or the other way round: all positions are
    others then. Raises OSError or duckdb.Error when it cannot be written.
    """
    rows = {
        table.name: revised(before.changed[table.name], dataset.tables[table.name], table)
        for table in _LONG
        if table.name in before.changed
    }
    if any(at is None and not _of_same_areas(before, dataset, name) for name, at in rows.items()):
        return False
    shutil.copyfile(before.folder / DATABASE, path)
    with duckdb.connect(path, config=CONFIG) as connection:
        for table in (*PLAIN, *_LONG):
            if table.name in before.changed:
                _write_over(connection, table, dataset.tables[table.name], rows.get(table.name))
        write_joined(connection, joined)
        connection.execute("CHECKPOINT")
    return True


def _of_same_areas(before: Before, dataset: Dataset, name: str) -> bool:
    one, other = (set(frame["area"].unique()) for frame in (before.changed[name], dataset.tables[name]))
    return one == other


def _write_over(
    connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame, at: np.ndarray | None
) -> None:
    """Only the rows at these positions, where they are known and few."""
    if at is None or len(at) > _FEW:
        write_table(connection, table, frame, connection.execute("SELECT * FROM place ORDER BY rowid").df())
        return
    new = frame.iloc[at]
    if table is STATISTIC:
        new = new.assign(quarter=quarter_numbers(new["period"]))
    texts = {name: "str" for name in new.columns if new[name].dtype == "category"}
    with registered(connection, new.astype(texts)):
        connection.execute(_UPDATE[table.name])
