"""Figures that were revised: the same place, time and indicator with another number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.store import Snapshot
from mapping.views.difference.kinds import ChangeKind, largest_first, typed

_STATISTIC_KEY = ("area", "period", "indicator", "group")
_POPULATION_KEY = ("area", "year", "group")


def revised_figures(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Counts that differ, of areas and quarters that both snapshots have: see `kinds.COLUMNS`. None that is hidden.

    A figure that appeared or vanished within such a quarter is one too, with a missing `before` or `after`.
    """
    frames = before.counts_unlike(after)
    return typed(_revised(*frames, key=_STATISTIC_KEY, time="period"), ChangeKind.FIGURES)


def revised_population(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Numbers of people that differ, of areas and years that both snapshots have."""
    frames = before.all_people, after.all_people
    return typed(_revised(*frames, key=_POPULATION_KEY, time="year"), ChangeKind.POPULATION)


def _revised(before: pd.DataFrame, after: pd.DataFrame, *, key: Sequence[str], time: str) -> pd.DataFrame:
    left, right = _aligned(before, after, key)
    for column in ("area", time):
        left, right = _of_both(left, right, column)
    packed = [_packed(side, key) for side in (left, right)]
    keys = _distinct(*packed)
    counts, marks = ([side[name].to_numpy() for side in (left, right)] for name in ("number", "hidden"))
    was, now = (_at(keys, *side) for side in zip(packed, counts, strict=True))
    hidden = sum(_at(keys, *side) == 1 for side in zip(packed, marks, strict=True)) > 0
    differs = (was != now) & ~(np.isnan(was) & np.isnan(now)) & ~hidden
    found = _unpacked(keys[differs], left, key)
    numbers = {"before": was[differs], "after": now[differs], "difference": (now - was)[differs]}
    return largest_first(
        found.assign(**{name: pd.array(_whole(one), dtype="Int64") for name, one in numbers.items()}), key
    )


def _aligned(before: pd.DataFrame, after: pd.DataFrame, key: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both frames with the same categories in every column of the key."""
    for column in key:
        both = before[column].cat.categories.union(after[column].cat.categories)
        before, after = (frame.assign(**{column: frame[column].cat.set_categories(both)}) for frame in (before, after))
    return before, after


def _of_both(left: pd.DataFrame, right: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows whose value in a column occurs on both sides."""
    one, other = (np.sort(frame[column].cat.codes.unique()) for frame in (left, right))
    if np.array_equal(one, other):
        return left, right
    known = np.intersect1d(one, other)
    kept = [frame[np.isin(frame[column].cat.codes, known)] for frame in (left, right)]
    return kept[0], kept[1]


def _packed(frame: pd.DataFrame, key: Sequence[str]) -> npt.NDArray[np.int64]:
    """One whole number a row that stands for the columns of the key."""
    packed = np.zeros(len(frame), dtype=np.int64)
    for column in key:
        packed = packed * len(frame[column].cat.categories) + frame[column].cat.codes.to_numpy()
    return packed


def _distinct(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The keys of either side: in the order of the rows where both have the same, else sorted."""
    if np.array_equal(one, other):
        return one
    both = np.sort(np.concatenate([one, other]))
    return both[np.diff(both, prepend=-1) > 0]


def _at(
    keys: npt.NDArray[np.int64], packed: npt.NDArray[np.int64], values: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """The value at each of the distinct keys; NaN where there is no row."""
    if np.array_equal(keys, packed):
        return values.astype(np.float64)
    found = np.full(len(keys), np.nan)
    found[np.searchsorted(keys, packed)] = values
    return found


def _unpacked(packed: npt.NDArray[np.int64], frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The columns of the key again."""
    found = {}
    for column in reversed(key):
        categories = frame[column].cat.categories
        found[column] = categories.take(packed % len(categories))
        packed = packed // len(categories)
    return pd.DataFrame({column: found[column] for column in key})


def _whole(numbers: npt.NDArray[np.float64]) -> list[int | None]:
    return [None if np.isnan(number) else int(number) for number in numbers]
