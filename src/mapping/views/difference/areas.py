"""Areas that are new, gone, or were split."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from mapping.model.levels import Level
from mapping.store import Snapshot
from mapping.views.difference.kinds import ChangeKind, typed

EQUAL_AREA = "EPSG:6933"
INSIDE = 0.5
"""A new area came from an old one when more than this share of it lies inside the old boundary."""


def area_changes(before: Snapshot, after: Snapshot) -> dict[ChangeKind, pd.DataFrame]:
    """Areas added, gone and split, each sorted by code: see `kinds.COLUMNS`.

    An area is split when its code is gone and two or more new areas of its level came from it; see `INSIDE`.
    """
    new = after.areas.loc[after.areas.index.difference(before.areas.index)]
    gone = before.areas.loc[before.areas.index.difference(after.areas.index)]
    came_from = _origins(before, after, new, gone)
    parts = came_from.groupby(came_from).groups
    split = [code for code in gone.index if len(parts.get(code, ())) > 1]
    joined = [" ".join(sorted(parts[code])) for code in split]
    return {
        ChangeKind.AREAS_ADDED: typed(
            _rows(new).assign(came_from=came_from.reindex(new.index).to_numpy()), ChangeKind.AREAS_ADDED
        ),
        ChangeKind.AREAS_GONE: typed(_rows(gone), ChangeKind.AREAS_GONE),
        ChangeKind.AREAS_SPLIT: typed(_rows(gone.loc[split]).assign(parts=joined), ChangeKind.AREAS_SPLIT),
    }


def _rows(areas: pd.DataFrame) -> pd.DataFrame:
    return areas.rename_axis("area").reset_index()


def _origins(before: Snapshot, after: Snapshot, new: pd.DataFrame, gone: pd.DataFrame) -> pd.Series:
    """New code to the gone code inside whose boundary most of it lies; codes without one are left out."""
    found: dict[str, str] = {}
    for level in Level:
        old_codes, new_codes = (frame.index[frame["level"] == level] for frame in (gone, new))
        if len(old_codes) and len(new_codes):
            found |= _within(_shapes(after, level, new_codes), _shapes(before, level, old_codes))
    return pd.Series(found, dtype="object")


def _shapes(snapshot: Snapshot, level: Level, codes: pd.Index) -> pd.Series:
    """Boundaries by code, in square metres."""
    found = snapshot.geometry(level).set_index("code").loc[codes]
    return pd.Series(found.to_crs(EQUAL_AREA).geometry.to_numpy(), index=codes)


def _within(new: pd.Series, old: pd.Series) -> dict[str, str]:
    inner, outer = new.to_numpy(), old.to_numpy()
    one, other = shapely.STRtree(outer).query(inner, predicate="intersects")
    share = shapely.area(shapely.intersection(inner[one], outer[other])) / shapely.area(inner[one])
    mostly = np.flatnonzero(share > INSIDE)
    return {str(new.index[one[at]]): str(old.index[other[at]]) for at in mostly}
