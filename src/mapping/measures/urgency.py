"""The order in which a meeting looks at measures: what is late, what is still to be done, what is over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.measures.progress import State

_OPEN = (State.IN_PROGRESS, State.PLANNED)
_DONE = (State.DONE_LATE, State.DONE_IN_TIME)


def by_urgency(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures, as `with_state` gives them, the most urgent first.

    The overdue, the longest overdue first; those still open, the next deadline first; those done, the latest deadline first;
    the cancelled likewise. Within each those without a deadline last, and those of one deadline by area and id.
    """
    state = measures["state"].to_numpy(dtype=object)
    rank = np.select([state == State.OVERDUE, np.isin(state, _OPEN), np.isin(state, _DONE)], [0, 1, 2], 3)
    deadline = measures["deadline"].to_numpy(dtype="datetime64[s]")
    missing = np.isnat(deadline)
    days = np.where(missing, 0, deadline.astype("int64"))
    days = np.where(rank > 1, -days, days)
    order = np.lexsort((measures["id"].astype(str), measures["area"].astype(str), days, missing, rank))
    return measures.iloc[order]
