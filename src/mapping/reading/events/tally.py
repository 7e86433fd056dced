"""What the events of all files came to: figures by area, quarter and indicator; and those not counted, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from mapping.model.schemas import STATISTIC
from mapping.model.vocabulary import Group
from mapping.reading.events.area_names import Named
from mapping.reading.events.coverage import Cover, Quarters
from mapping.reading.events.dates import quarter_of
from mapping.reading.events.grid import Ints
from mapping.reading.events.placing import Way
from mapping.reading.events.reasons import Reason, Remark

LISTED = 10_000  # rows of each reason that are listed
_FIRST_ROWS = 100  # of each quarter, that are kept


class Unplaced(NamedTuple):
    """An event that was not counted: nothing of its contents is kept."""

    file: str
    row: int
    reason: Reason


class Remarked(NamedTuple):
    """An event that was counted, and what is told of it."""

    file: str
    row: int
    remark: Remark


@dataclass
class Tally:
    """Figures and reasons. `counts` has, by number of the quarter and position of the kind, a count for every area.

    `by_day` counts the events of each day, `ways` those of each quarter by what told their areas; `open_names` are names that
    no area or several bear, with file and row. After `settle`, `covered` are the quarters that the files are about, `asked`
    those of which a person must say whether they are.
    """

    areas: Sequence[str]
    kinds: Sequence[str]
    counts: dict[tuple[int, int], Ints] = field(default_factory=dict)
    reasons: Counter[Reason] = field(default_factory=Counter)
    unplaced: list[Unplaced] = field(default_factory=list)
    unknown_kinds: Counter[str] = field(default_factory=Counter)
    remarks: Counter[Remark] = field(default_factory=Counter)
    remarked: list[Remarked] = field(default_factory=list)
    open_names: dict[Named, tuple[str, int]] = field(default_factory=dict)
    by_day: Counter[int] = field(default_factory=Counter)
    ways: Counter[tuple[int, Way]] = field(default_factory=Counter)
    monthly: bool = False
    covered: Sequence[int] = ()
    asked: Mapping[int, Cover] = field(default_factory=dict)
    _first_rows: dict[int, list[tuple[str, int]]] = field(default_factory=dict)

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

    @property
    def by_code(self) -> int:
        """Events in the figures whose area a code told."""
        return self._told_by(Way.CODE)

    @property
    def by_name(self) -> int:
        """Events in the figures whose area a name told."""
        return self._told_by(Way.NAME)

    @property
    def by_quarter(self) -> Mapping[int, int]:
        """Events that were placed, by the number of their quarter."""
        found: Counter[int] = Counter()
        for (quarter, _), times in self.ways.items():
            found[quarter] += times
        return found

    def _told_by(self, way: Way) -> int:
        return sum(times for (_, told), times in self.ways.items() if told is way)

    def note_days(self, days: Ints, quarters: Ints, ways: Ints) -> None:
        """Count events by day, and by quarter and what told their areas."""
        if not len(days):
            return
        base = int(days.min())
        times = np.bincount(days - base)
        self.by_day.update({base + n: int(times[n]) for n in np.flatnonzero(times).tolist()})
        first = int(quarters.min())
        pairs = np.bincount((quarters - first) * len(Way) + ways)
        for n in np.flatnonzero(pairs).tolist():
            self.ways[first + n // len(Way), Way(n % len(Way))] += int(pairs[n])

    def note_first(self, file: str, rows: Ints, quarters: Ints) -> None:
        """Remember the first rows of each quarter, for the list of those that turn out to be slips."""
        if not len(rows):
            return
        first = int(quarters.min())
        for quarter in (first + np.flatnonzero(np.bincount(quarters - first))).tolist():
            known = self._first_rows.setdefault(quarter, [])
            if len(known) < _FIRST_ROWS:
                own = rows[np.flatnonzero(quarters == quarter)[: _FIRST_ROWS - len(known)]]
                known += [(file, row) for row in own.tolist()]

    def settle(self, told: Sequence[int] | None, found: Quarters) -> None:
        """Settle which quarters the files cover: those told, else those that they show.

        Events of other quarters are in no figure; those of slips are counted as not placed.
        """
        if told is not None:
            self.covered = list(told)
            return
        self.covered, self.asked = found.covered, found.asked
        for quarter in found.stray:
            lost = sum(self.ways.pop((quarter, way), 0) for way in Way)
            self.reasons[Reason.PLACED] -= lost
            self.reasons[Reason.QUARTER_STRAY] += lost
            self.unplaced += [Unplaced(file, row, Reason.QUARTER_STRAY) for file, row in self._first_rows[quarter]]
            self.counts = {key: figures for key, figures in self.counts.items() if key[0] != quarter}

    def remark(self, file: str, rows: Ints, remarks: Ints) -> None:
        """Count rows by remark, and list the first `LISTED` of each."""
        for number, times in enumerate(np.bincount(remarks).tolist()):
            if number and times:
                told = Remark(number)
                listed = rows[np.flatnonzero(remarks == number)[: max(LISTED - self.remarks[told], 0)]]
                self.remarks[told] += times
                self.remarked += [Remarked(file, row, told) for row in listed.tolist()]

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


def statistics(tally: Tally) -> pd.DataFrame:
    """Figures as the product's table of statistics has them, sorted by its key.

    Every area has a row for each covered quarter and each kind that occurs: 0 where no event was counted, because the
    files cover the quarter. Quarters that are not covered have no row.
    """
    quarters = tally.covered
    kinds = sorted({kind for quarter, kind in tally.counts if quarter in quarters})
    none = np.zeros(len(tally.areas), dtype=np.int64)
    figures = np.array([tally.counts.get((quarter, kind), none) for quarter in quarters for kind in kinds])
    labels = [(str(quarter_of(quarter)), tally.kinds[kind]) for quarter in quarters for kind in kinds]
    frame = pd.DataFrame({
        "area": np.repeat(np.asarray(tally.areas, dtype=object), len(labels)),
        "period": np.tile([quarter for quarter, _ in labels], len(tally.areas)),
        "indicator": np.tile([kind for _, kind in labels], len(tally.areas)),
        "group": str(Group.ALL),
        "count": figures.reshape(len(labels), len(tally.areas)).T.ravel(),
    })  # fmt: skip
    return frame[STATISTIC.names]
