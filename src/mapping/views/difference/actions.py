"""Categories that changed; measures added, gone, done and newly overdue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from mapping.measures.progress import State, with_state
from mapping.model.levels import Level
from mapping.model.vocabulary import MeasureStatus
from mapping.store import Snapshot
from mapping.views.difference.kinds import ChangeKind, typed


def category_changes(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Mahallas of both snapshots whose category differs, in a year of both or from the last year of one to that of the
    other; a mahalla without a category has the empty one. Sorted by code, the latest year first.
    """
    years = {(year, year) for year in set(before.years_with_categories) & set(after.years_with_categories)}
    if before.years_with_categories and after.years_with_categories:
        years.add((before.years_with_categories[-1], after.years_with_categories[-1]))
    known = _mahallas(before).intersection(_mahallas(after))
    found = [_between(before, after, *pair, known) for pair in sorted(years)]
    together = pd.concat(found) if found else _between(before, after, 0, 0, known)
    return typed(
        together.sort_values(["area", "year_after", "year_before"], ascending=[True, False, False]),
        ChangeKind.CATEGORIES,
    )


def _between(before: Snapshot, after: Snapshot, was: int, now: int, known: pd.Index) -> pd.DataFrame:
    sides = [
        _everywhere(snapshot, partial(snapshot.categories, year=year)).set_index("area")["category"].reindex(known)
        for snapshot, year in ((before, was), (after, now))
    ]
    frame = pd.DataFrame({"category_before": sides[0], "category_after": sides[1]}).fillna("")
    changed = frame[frame["category_before"] != frame["category_after"]]
    return changed.rename_axis("area").reset_index().assign(year_before=was, year_after=now)


def measure_changes(before: Snapshot, after: Snapshot) -> dict[ChangeKind, pd.DataFrame]:
    """Measures by id, each table sorted by area and id: see `kinds.COLUMNS`.

    Done: done now and not before, also when it is new. Newly overdue: overdue on the later snapshot's day and
    not overdue, or not there, on the earlier one's.
    """
    old, new = (_states(snapshot) for snapshot in (before, after))
    was, now = old["state"].reindex(new.index), new["state"]
    done = (new["status"] == MeasureStatus.DONE) & (old["status"].reindex(new.index) != MeasureStatus.DONE)
    overdue = (now == State.OVERDUE) & (was != State.OVERDUE)
    there = new.index.isin(old.index)
    told = _told(new, old)
    gone = _told(old[~old.index.isin(new.index)], old, still=False)
    kinds = {
        ChangeKind.MEASURES_ADDED: told[~there],
        ChangeKind.MEASURES_GONE: gone,
        ChangeKind.MEASURES_DONE: told[done],
    }
    kinds[ChangeKind.MEASURES_OVERDUE] = told[overdue]
    return {kind: typed(frame.reset_index().sort_values(["area", "id"]), kind) for kind, frame in kinds.items()}


def _states(snapshot: Snapshot) -> pd.DataFrame:
    """Every measure of the snapshot by id, as it stood on the snapshot's day."""
    return with_state(_everywhere(snapshot, snapshot.measures), snapshot.as_of).set_index("id")


def _told(measures: pd.DataFrame, old: pd.DataFrame, *, still: bool = True) -> pd.DataFrame:
    """The measures with status and progress on both sides; those that are not there any more have none after."""
    sides = {
        f"{name}_{side}": frame[name].reindex(measures.index)
        for name in ("status", "progress")
        for side, frame in (("before", old), ("after", measures if still else measures.iloc[:0]))
    }
    return measures.assign(**sides)


def _mahallas(snapshot: Snapshot) -> pd.Index:
    return snapshot.areas.index[snapshot.areas["level"] == Level.MAHALLA]


def _everywhere(snapshot: Snapshot, read: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """What is read of every region, together."""
    regions = snapshot.areas.index[snapshot.areas["level"] == Level.REGION]
    return pd.concat([read(code) for code in regions], ignore_index=True)
