"""Joining figures to areas by code, and saying what did not match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.schemas import ASSIGNMENT, CATEGORY, FACTOR, MEASURE, POPULATION, STATISTIC, Table
from mapping.store.dataset import Dataset
from mapping.store.manifest import TableJoin

AREA_TABLES = (STATISTIC, POPULATION, CATEGORY, FACTOR, ASSIGNMENT, MEASURE)
"""The tables whose rows belong to an area."""

_VALUE_FOR_EVERY_MAHALLA = {STATISTIC.name: "count", POPULATION.name: "people", CATEGORY.name: "category"}
SAMPLES = 5


class JoinedTable(NamedTuple):
    """How one table met the areas: `join` for people; its rows of `unplaced` and `without_figures` in full."""

    join: TableJoin
    unplaced: pd.DataFrame
    without: pd.DataFrame


@dataclass(frozen=True)
class Joined:
    """`joins` for people; `unplaced` (table, area, rows) and `without_figures` (table, area) in full."""

    joins: tuple[TableJoin, ...]
    unplaced: pd.DataFrame
    without_figures: pd.DataFrame


def join_by_code(dataset: Dataset, known: Mapping[str, JoinedTable]) -> Joined:
    """Compare the codes in every table with those of the areas; nothing is dropped or changed.

    `known`: tables (schema names) that met the same areas before, and stayed.
    """
    areas = dataset.areas
    codes = pd.Index(areas["code"])
    mahallas = pd.Index(areas.loc[areas["level"] == Level.MAHALLA, "code"]).sort_values()
    found = [
        known[table.name] if table.name in known else _joined(table, dataset.tables[table.name], codes, mahallas)
        for table in AREA_TABLES
    ]
    joins, unplaced, without = zip(*found, strict=True)
    return Joined(joins, _stacked(unplaced, {"rows": "int64"}), _stacked(without, {}))


def joined_before(joins: Sequence[TableJoin], unplaced: pd.DataFrame, without: pd.DataFrame) -> dict[str, JoinedTable]:
    """By schema name what a snapshot has kept of how these tables met its areas."""
    return {
        join.table: JoinedTable(join, *(kept[kept["table"] == join.table] for kept in (unplaced, without)))
        for join in joins
    }


def _joined(table: Table, frame: pd.DataFrame, known: pd.Index, mahallas: pd.Index) -> JoinedTable:
    lost = _rows_without_area(frame, known)
    bare = _mahallas_without_value(table, frame, mahallas)
    return JoinedTable(
        _report(table, frame, lost, bare),
        pd.DataFrame({"table": table.name, "area": lost.index, "rows": lost.to_numpy()}),
        pd.DataFrame({"table": table.name, "area": bare}),
    )


def _rows_without_area(frame: pd.DataFrame, known: pd.Index) -> pd.Series:
    """Rows per code that is no area's, by code."""
    codes, distinct = pd.factorize(frame["area"])
    rows = pd.Series(np.bincount(codes, minlength=len(distinct)), index=pd.Index(distinct).astype("str"))
    return rows[rows.index.difference(known)]


def _mahallas_without_value(table: Table, frame: pd.DataFrame, mahallas: pd.Index) -> pd.Index:
    value = _VALUE_FOR_EVERY_MAHALLA.get(table.name)
    if value is None:
        return mahallas[:0]
    return mahallas.difference(pd.Index(frame.loc[frame[value].notna(), "area"].unique()).astype("str"))


def _report(table: Table, frame: pd.DataFrame, lost: pd.Series, bare: pd.Index) -> TableJoin:
    return TableJoin(
        table=table.name,
        rows=len(frame),
        matched=len(frame) - int(lost.sum()),
        unplaced_areas=len(lost),
        unplaced=tuple(lost.index[:SAMPLES]),
        without=len(bare),
        without_samples=tuple(bare[:SAMPLES]),
    )


def _stacked(frames: Sequence[pd.DataFrame], types: Mapping[str, str]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True).astype({"table": "str", "area": "str", **types})
