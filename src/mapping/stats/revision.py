"""What became of a figure from one snapshot to another: the same cases told twice, so chance has no part in it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd


class Revision(StrEnum):
    """How the value of an area moved because its own figures were revised."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NO_FIGURES = ""


def revisions(now: pd.DataFrame, before: pd.DataFrame, difference: pd.Series) -> list[str]:
    """The `Revision` of each area, by the sign of the `difference` of its value.

    Both frames have `count` and `people` and the rows of `difference`, in its order. Where neither differs it is the same
    whatever became of the value: a relative risk also moves when figures of others were revised.
    """
    same = np.ones(len(difference), dtype=bool)
    for column in ("count", "people"):
        was, is_now = (frame[column].to_numpy(dtype=np.float64, na_value=np.nan) for frame in (before, now))
        same &= (was == is_now) | (np.isnan(was) & np.isnan(is_now))
    moved = difference.to_numpy(dtype=np.float64, na_value=np.nan)
    labels = np.select(
        [np.isnan(moved), ~same & (moved > 0), ~same & (moved < 0)],
        [Revision.NO_FIGURES, Revision.UP, Revision.DOWN],
        Revision.SAME,
    )
    return [str(label) for label in labels]
