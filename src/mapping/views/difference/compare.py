"""Two snapshots side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mapping.model.schemas import CATEGORY, MEASURE, POPULATION, STATISTIC, Table
from mapping.store import Manifest, Snapshot
from mapping.store.shelf import AREAS, table_file
from mapping.views.difference.actions import category_changes, measure_changes
from mapping.views.difference.areas import area_changes
from mapping.views.difference.figures import revised_figures, revised_population
from mapping.views.difference.kinds import COLUMNS, ChangeKind, typed


@dataclass(frozen=True)
class Difference:
    """What `after` has otherwise than `before`: a table for every kind (columns: `kinds.COLUMNS`).

    `areas` has the parent, level and names of every area of either, indexed by code, `indicators` those of
    every indicator; `periods_added` are the quarters with figures that only `after` has: new, not revised.
    """

    before: Manifest
    after: Manifest
    tables: Mapping[ChangeKind, pd.DataFrame]
    areas: pd.DataFrame
    indicators: pd.DataFrame
    periods_added: tuple[str, ...]

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many changes there are of each kind."""
        return {kind: len(self.tables[kind]) for kind in ChangeKind}

    @property
    def is_empty(self) -> bool:
        """Whether nothing of what is compared has changed."""
        return not any(self.counts.values()) and not self.periods_added

    def under(self, area: str) -> Difference:
        """Only what concerns an area and those inside it: codes nest."""
        kept = {
            kind: frame[frame["area"].str.startswith(area)].reset_index(drop=True)
            for kind, frame in self.tables.items()
        }
        return replace(self, tables=kept)


def compare_snapshots(before: Snapshot, after: Snapshot) -> Difference:
    """What changed from one snapshot to another; the same snapshot twice has no change."""
    tables = {kind: typed(pd.DataFrame(columns=list(columns)), kind) for kind, columns in COLUMNS.items()}
    tables |= area_changes(before, after)
    if not _same_rows(STATISTIC, before, after):
        tables[ChangeKind.FIGURES] = revised_figures(before, after)
    if not _same_rows(POPULATION, before, after):
        tables[ChangeKind.POPULATION] = revised_population(before, after)
    if not _same_rows(CATEGORY, before, after):
        tables[ChangeKind.CATEGORIES] = category_changes(before, after)
    if not _same_rows(MEASURE, before, after) or before.as_of != after.as_of:
        tables |= measure_changes(before, after)
    known = {str(quarter) for quarter in before.quarters}
    added = tuple(str(quarter) for quarter in after.quarters if str(quarter) not in known)
    return Difference(
        before.manifest, after.manifest, tables, _of_either(before.areas, after.areas),
        _of_either(before.indicators, after.indicators), added,
    )  # fmt: skip


def _same_rows(table: Table, before: Snapshot, after: Snapshot) -> bool:
    """Whether both have the same rows of a table, of the same areas: their files have the same checksums."""
    files = {table_file(table.name), AREAS}
    one, other = ({file for file in side.manifest.files if file.file in files} for side in (before, after))
    return one == other and len(one) == len(files)


def _of_either(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of both, by code; those of `after` where both have one."""
    return pd.concat([after, before.loc[before.index.difference(after.index)]])
