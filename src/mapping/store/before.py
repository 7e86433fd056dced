"""What a dataset has in common with the snapshot over which it is put, so that it need not be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from mapping.model.schemas import Table
from mapping.store.database import connect_read_only
from mapping.store.dataset import Dataset
from mapping.store.joins import JoinedTable, joined_before
from mapping.store.manifest import Manifest
from mapping.store.shelf import DATABASE


@dataclass(frozen=True)
class Before:
    """A published snapshot of today's format, whose areas the dataset put over it has too.

    `changed`: of each table (schema name) to which rows were brought, those that it had.
    """

    folder: Path
    manifest: Manifest
    changed: Mapping[str, pd.DataFrame]

    def rows_of(self, dataset: Dataset) -> dict[str, int]:
        """The number of rows of every table of the dataset; what did not change is not read for it."""
        return {
            name: len(dataset.tables[name]) if name in self.changed else self.manifest.rows[name]
            for name in dataset.tables
        }

    @cached_property
    def joined(self) -> Mapping[str, JoinedTable]:
        """How the tables that did not change met the areas."""
        with connect_read_only(self.folder / DATABASE) as connection:
            unplaced, without = (
                connection.execute(f"SELECT * FROM {name} ORDER BY rowid").df()  # noqa: S608 (names of ours)
                for name in ("unplaced", "without_figures")
            )
        return joined_before(
            [join for join in self.manifest.joins if join.table not in self.changed], unplaced, without
        )


def revised(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> np.ndarray | None:
    """Positions of the rows of which a value is another; None where they are not rows of the same keys in the same order."""
    if len(before) != len(after) or not all(_is_same(before[name], after[name]) for name in table.key):
        return None
    differs = np.zeros(len(after), dtype=bool)
    for name in table.names:
        if name not in table.key:
            one, other = before[name].reset_index(drop=True), after[name].reset_index(drop=True)
            differs |= ((one != other) | (one.isna() != other.isna())).fillna(True).to_numpy(bool) & ~(
                one.isna() & other.isna()
            ).to_numpy(bool)
    return np.flatnonzero(differs)


def _is_same(one: pd.Series, other: pd.Series) -> bool:
    if one.dtype == "category" and other.dtype == "category":
        alike = one.cat.categories.equals(other.cat.categories)
        return alike and np.array_equal(one.cat.codes.to_numpy(), other.cat.codes.to_numpy())
    return one.reset_index(drop=True).equals(other.reset_index(drop=True))
