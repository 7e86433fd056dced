"""What the events of all files came to: figures by area, quarter and indicator; and those not counted, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from mapping.model.schemas import STATISTIC
from mapping.model.vocabulary import Group
from mapping.reading.events.grid import Ints
from mapping.reading.events.readings import quarter_of
from mapping.reading.events.reasons import Reason

LISTED = 10_000  # rows of each reason that are listed


class Unplaced(NamedTuple):
    """An event that was not counted: nothing of its contents is kept."""

    file: str
    row: int
    reason: Reason


@dataclass
class Tally:
    """Figures and reasons. `counts` has, by number of the quarter and position of the kind, a count for every area."""

    areas: Sequence[str]
    kinds: Sequence[str]
    counts: dict[tuple[int, int], Ints] = field(default_factory=dict)
    reasons: Counter[Reason] = field(default_factory=Counter)
    unplaced: list[Unplaced] = field(default_factory=list)
    unknown_kinds: Counter[str] = field(default_factory=Counter)
    by_code: int = 0

    @property
    def placed(self) -> int:
        """Events that are in the figures."""
        return self.reasons[Reason.PLACED]

    @property
    def rows(self) -> int:
        """Events read; blank rows are none."""
        return sum(self.reasons.values())

    def count(self, area: Ints, quarter: Ints, kind: Ints) -> None:
        """Add events, each given by the positions of its area and kind and the number of its quarter."""
        if not len(area):
            return
        first, size = int(quarter.min()), len(self.areas)
        pair = (quarter - first) * len(self.kinds) + kind
        there = np.flatnonzero(np.bincount(pair))
        place = np.zeros(int(there[-1]) + 1, dtype=np.int64)
        place[there] = np.arange(len(there))
        found = np.bincount(place[pair] * size + area, minlength=len(there) * size).reshape(-1, size)
        for number, figures in zip(there.tolist(), found, strict=True):
            key = (first + number // len(self.kinds), number % len(self.kinds))
            self.counts[key] = self.counts.get(key, 0) + figures

    def note(self, file: str, rows: Ints, reasons: Ints) -> None:
        """Count rows by reason, and list the first `LISTED` rows of each that were not placed."""
        for number, times in enumerate(np.bincount(reasons, minlength=len(Reason)).tolist()):
            reason = Reason(number)
            free = LISTED - self.reasons[reason]
            if times:
                self.reasons[reason] += times
            if times and reason is not Reason.PLACED and free > 0:
                listed = rows[np.flatnonzero(reasons == number)[:free]]
                self.unplaced += [Unplaced(file, row, reason) for row in listed.tolist()]


def covered_quarters(tally: Tally, period: Sequence[int] = ()) -> list[int]:
    """The quarters that the files are about: those told, or those in which at least one event was counted."""
    return list(period) or sorted({quarter for quarter, _ in tally.counts})


def statistics(tally: Tally, period: Sequence[int] = ()) -> pd.DataFrame:
    """Figures as the product's table of statistics has them, sorted by its key.

    Every area has a row for each covered quarter and each kind that occurs: 0 where no event was counted, because the
    files cover the quarter. Quarters that are not covered have no row.
    """
    quarters = covered_quarters(tally, period)
    kinds = sorted({kind for _, kind in tally.counts})
    none = np.zeros(len(tally.areas), dtype=np.int64)
    figures = np.array([tally.counts.get((quarter, kind), none) for quarter in quarters for kind in kinds])
    labels = [(str(quarter_of(quarter)), tally.kinds[kind]) for quarter in quarters for kind in kinds]
    frame = pd.DataFrame({
        "area": np.repeat(np.asarray(tally.areas, dtype=object), len(labels)),
        "period": np.tile([quarter for quarter, _ in labels], len(tally.areas)),
        "indicator": np.tile([kind for _, kind in labels], len(tally.areas)),
        "group": str(Group.ALL),
        "count": figures.reshape(len(labels), -1).T.ravel(),
    })  # fmt: skip
    return frame[STATISTIC.names]
