"""The order in which a meeting looks at measures: what is late, what is still to be done, what is over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measures.progress import State

_OPEN = (State.RETURNED, State.IN_PROGRESS, State.PLANNED)


def by_urgency(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures, as `with_state` gives them, the most urgent first.

    The overdue, the longest overdue first; those still open, the next deadline first; those that wait for confirmation, likewise; those done late, those done in time and
    the cancelled, the latest deadline first. Within each those without a deadline last, and those of one deadline by area and id.
    """
    state = measures["state"].to_numpy(dtype=object)
    kinds = [
        state == State.OVERDUE, np.isin(state, _OPEN), state == State.REPORTED, state == State.DONE_LATE,
        state == State.DONE_IN_TIME,
    ]  # fmt: skip
    rank = np.select(kinds, range(len(kinds)), len(kinds))
    deadline = measures["deadline"].to_numpy(dtype="datetime64[s]")
    missing = np.isnat(deadline)
    days = np.where(missing, 0, deadline.astype("int64"))
    days = np.where(rank > 2, -days, days)
    order = np.lexsort((measures["id"].astype(str), measures["area"].astype(str), days, missing, rank))
    return measures.iloc[order]
