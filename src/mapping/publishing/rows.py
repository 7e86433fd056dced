"""Rows of tables that were brought, put over those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.model.kinds import FileKind
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import STATISTIC, Table
from mapping.publishing.blanks import filled_in
from mapping.publishing.items import Item
from mapping.reading.registry import Severity, declare
from mapping.store.frames import key_numbers, stacked, typed

CONTRADICTION = declare(
    "files_contradict",
    Severity.MUST,
    "11.1",
    "Two files brought together do not give different values for the same thing.",
)
_SHOWN = 20


@dataclass(frozen=True)
class WholeTable:
    """A table with what was brought: the rows that stood there, each where it stood, and those that are new after them.

    Of each row that came with a file `at` is where it is now; `item` says which of `brought` it came with, and `position` at
    which row of that one's frame.
    """

    rows: pd.DataFrame
    brought: Sequence[Item]
    at: np.ndarray
    item: np.ndarray
    position: np.ndarray


def put_rows_over(
    rows: pd.DataFrame, items: Sequence[Item], table: Table, kept: list[Problem] | None = None
) -> WholeTable:
    """The table with the rows of every file that brings any; a row brought takes the place of the one with its key.

    With `kept`, to which is added what is told of it, a blank takes the place of nothing.

    Raises Refused naming the first rows in which two files say different things.
    """
    brought = [item for item in items if brings(item, table)]
    frames = [_in_columns(item, table) for item in brought]
    for number, item in enumerate(brought):
        _require_agreement(item, frames[number], frames[:number], table)
    if kept is not None:
        frames = [
            filled_in(frame, rows, table, item.path.name, kept) for item, frame in zip(brought, frames, strict=True)
        ]
    key = list(table.key)
    new = stacked([typed(frame, table) for frame in frames], table)
    last = ~new.duplicated(key, keep="last").to_numpy()
    number_of = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])[last]
    position = np.concatenate([np.arange(len(frame)) for frame in frames])[last]
    new = new[last]
    at = _places(rows, new, table)
    at[at < 0] = len(rows) + np.arange((at < 0).sum())
    return WholeTable(_with_rows(rows, new, at, table), brought, at, number_of, position)


def brings(item: Item, table: Table) -> bool:
    """Whether a file brings rows of the table."""
    return item.report.frame is not None and _table_of(item) is table


def _table_of(item: Item) -> Table | None:
    kind = item.report.kind
    return STATISTIC if kind == FileKind.EVENTS else FileKind(kind).table if kind else None


def _in_columns(item: Item, table: Table) -> pd.DataFrame:
    frame = item.report.frame
    assert frame is not None
    return frame[[name for name in table.names if name in frame.columns]].reindex(columns=table.names)


def _places(rows: pd.DataFrame, new: pd.DataFrame, table: Table) -> np.ndarray:
    """Where the row stands that has the key of each of the new ones, -1 where none has.

    Only rows that share the first part of a key are looked at whole.
    """
    key = list(table.key)
    near = np.flatnonzero(rows[key[0]].isin(new[key[0]].unique()))
    keys = key_numbers(stacked([rows.iloc[near], new], table)[key])
    found = pd.Index(keys[: len(near)]).get_indexer(pd.Index(keys[len(near) :]))
    return np.where(found < 0, -1, np.append(near, -1)[found])


def _with_rows(rows: pd.DataFrame, new: pd.DataFrame, at: np.ndarray, table: Table) -> pd.DataFrame:
    """The rows with the new ones at these places, of which those after the last row follow it."""
    known = at < len(rows)
    whole = rows.reset_index(drop=True) if known.all() else stacked([rows, new[~known]], table)
    values = {name: whole[name].copy() for name in table.names if name not in table.key}
    for name, column in values.items():
        column.iloc[at[known]] = new.loc[known, name].array
    return whole.assign(**values)


def _require_agreement(item: Item, new: pd.DataFrame, before: Sequence[pd.DataFrame], table: Table) -> None:
    """Raises Refused naming the first rows in which this file and an earlier one say different things."""
    key = list(table.key)
    values = [name for name in table.names if name not in key]
    for earlier in before:
        both = earlier.merge(new, on=key, suffixes=("_one", "_other"))
        differs = pd.Series(False, index=both.index)
        for name in values:
            one, other = both[f"{name}_one"], both[f"{name}_other"]
            differs |= (one.astype("str") != other.astype("str")) & ~(one.isna() & other.isna())
        if differs.any():
            rows = both.loc[differs, key].head(_SHOWN).astype("str").agg(" ".join, axis=1)
            raise Refused([Problem(item.path.name, CONTRADICTION, None, ", ".join(key), row) for row in rows])
