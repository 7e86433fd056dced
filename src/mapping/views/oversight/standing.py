"""How execution stands, for the screen: the matrix of an area, who is furthest behind, what became overdue since."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from mapping.measures.progress import Count, State, counted_as
from mapping.measures.rollup import NOBODY, By, cross, roll_up, with_keys
from mapping.model.levels import Level, level_of
from mapping.model.selection import DEFAULT_SILENT
from mapping.store import Manifest, NoSnapshot, Snapshot, list_snapshots, open_snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures, measures_under

PARTS = ("done", "going", "overdue")


@dataclass(frozen=True)
class Matrix:
    """Areas by the values of a column. `cells`: rows × columns × PARTS; the last row and the last column are totals.

    A cell whose parts are all 0 asks for nothing. `cancelled`, in no part, and `marked`, how many are what is counted: rows × columns. The rows with most of it
    come first: by the share, then by the number.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: np.ndarray
    cancelled: np.ndarray
    marked: np.ndarray


@kept(most=64)
def matrix(
    snapshot: Snapshot, area: str, quarter: str, by: By, count: Count = Count.OVERDUE, silent: int = DEFAULT_SILENT
) -> Matrix:
    """The parts of an area by sector, agency, member of the seven, factor, group or quarter, and how many of each are what is counted."""
    measures = measures_under(snapshot, area, quarter)
    wide = level_of(area) is Level.REGION
    pairs = cross(measures, By.DISTRICT if wide else By.MAHALLA, by)
    columns = sorted(pairs.index.get_level_values(1).unique(), key=lambda code: (code == NOBODY, code))
    inside = snapshot.children(area).index if level_of(area) is not Level.MAHALLA else pd.Index([area])
    marks = cross(measures[counted_as(measures, count, silent)], By.DISTRICT if wide else By.MAHALLA, by)["total"]
    cells = np.zeros((len(inside) + 1, len(columns) + 1, len(PARTS) + 2), dtype=np.int64)
    at = (
        inside.get_indexer(pairs.index.get_level_values(0)),
        pd.Index(columns).get_indexer(pairs.index.get_level_values(1)),
    )
    cells[at] = _parts(pairs, marks.reindex(pairs.index, fill_value=0))
    cells[-1, :-1] = cells[:-1, :-1].sum(axis=0)
    cells[:, -1] = cells[:, :-1].sum(axis=1)
    order = _behind_first(cells[:-1, -1])
    cells = cells[[*order, len(inside)]]
    parts = len(PARTS)
    return Matrix(tuple(inside[order]), tuple(columns), cells[..., :parts], cells[..., parts], cells[..., parts + 1])


def _parts(counts: pd.DataFrame, marked: pd.Series[int]) -> np.ndarray:
    """The PARTS of each pair, then how many are cancelled, and how many are what is counted."""
    overdue = counts[State.OVERDUE.value]
    return np.column_stack([counts["done"], counts["open"] - overdue, overdue, counts[State.CANCELLED.value], marked])


def _behind_first(totals: np.ndarray) -> list[int]:
    asked, marked = totals[:, : len(PARTS)].sum(axis=1), totals[:, -1]
    share = np.divide(marked, asked, out=np.full(len(asked), -1.0), where=asked > 0)
    order: list[int] = np.lexsort((-asked, -marked, -share)).tolist()
    return order


@dataclass(frozen=True)
class Behind:
    """Who is furthest behind: a code, where it sits (empty: everywhere), measures overdue and asked for; those cancelled."""

    code: str
    seat: str
    overdue: int
    asked: int
    cancelled: int

    @property
    def share(self) -> float:
        return self.overdue / self.asked


@kept(most=128)
def behind(snapshot: Snapshot, area: str, quarter: str, by: By) -> list[Behind]:
    """The values of a column with overdue measures, the greatest share first; posts by number, each in its seat."""
    measures = with_keys(measures_under(snapshot, area, quarter))
    if by in (By.DISTRICT_POST, By.REGION_POST):
        seat = By.DISTRICT if by is By.DISTRICT_POST else By.REGION
        counts = cross(measures, by, seat)
        found = [Behind(str(code), str(place), *numbers) for (code, place), *numbers in _late(counts)]
        return sorted(found, key=lambda one: (-one.overdue, -one.share, one.code, one.seat))
    counts = roll_up(measures.dropna(subset=[by.value]), by)
    found = [Behind(str(code), "", *numbers) for code, *numbers in _late(counts)]
    return sorted(found, key=lambda one: (-one.share, -one.overdue, one.code))


def _late(counts: pd.DataFrame) -> zip:  # type: ignore[type-arg]
    late = counts[counts[State.OVERDUE.value] > 0]
    numbers = late[[State.OVERDUE.value, "asked", State.CANCELLED.value]].to_numpy().T.tolist()
    return zip(late.index.tolist(), *numbers, strict=True)


@kept(most=8)
def snapshot_before(snapshot: Snapshot, home: Path) -> Manifest | None:
    """The latest snapshot of the same region that stands at an earlier day; None when there is none."""
    earlier = [one for one in list_snapshots(home) if one.as_of < snapshot.as_of and one.region == snapshot.region]
    return earlier[-1] if earlier else None


@kept(most=8)
def newly_overdue(snapshot: Snapshot, home: Path) -> pd.DataFrame | None:
    """The measures that are overdue now and were not at the snapshot before; None without such a snapshot that can be read."""
    before = snapshot_before(snapshot, home)
    if before is None:
        return None
    try:
        earlier = open_snapshot(home, before.id)
    except NoSnapshot as fault:  # damaged, or taken away just now
        logging.getLogger("riskmap.views").warning("what became overdue since is not told: %s", fault)
        return None
    try:
        then = all_measures(earlier)
    finally:
        earlier.close()
    late = then.loc[then["state"] == State.OVERDUE, "id"]
    now = all_measures(snapshot)
    return now[(now["state"] == State.OVERDUE) & ~now["id"].isin(late)]
