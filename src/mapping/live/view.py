"""Work over figures: a snapshot whose measures stand as they were reported until a number. Whatever reads a snapshot reads this.

How every measure stands is judged on one day: that of the last report that the view holds, or of the figures where that is later. So nobody stands worse for
having reported, and a view is told by its snapshot and its number alone, today and in a year.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.live.reports.report import Report, Standing
from mapping.measures.progress import Awaits, with_silence, with_state
from mapping.model.periods import Quarter
from mapping.model.schemas import MEASURE
from mapping.store import Snapshot
from mapping.store.kept import keep, kept
from mapping.store.worked import worked
from mapping.views.oversight.situation import all_measures

_REPORTED = ["status", "progress", "done_on", "deadline", "result"]
"""The columns of a measure that a report may change; what is stated of it follows from them."""
_STATED = [*_REPORTED, "state", "days_overdue", "days_late", "days_left", "silent_days"]
_UPPER = 1000
"""So many measures lie in the upper layer of `Work.standings` at most."""
_FEW = 20
"""A few texts are written into a column one by one: all at once makes the column anew, which takes as long as these."""


@dataclass(frozen=True)
class Work:
    """What was reported after `since`, until `seq`: how each measure stands by it. `time`: of the last report, None before the first.

    `standings` lie in two layers, of which the lower is shared with the work before: of 100,000 reports those of the last look alone are written anew.
    """

    since: int
    seq: int
    time: datetime | None = None
    standings: ChainMap[str, Standing] = field(default_factory=lambda: ChainMap({}, {}))

    def after(self, reports: Sequence[Report]) -> Work:
        """The same and the reports that came next."""
        if not reports:
            return self
        upper, lower = self.standings.maps
        stands = ChainMap(dict(upper), lower)
        for report in reports:
            stands[report.measure] = stands.get(report.measure, Standing()).after(report)
        if len(stands.maps[0]) > _UPPER:
            stands = ChainMap({}, {**lower, **stands.maps[0]})
        return replace(self, seq=reports[-1].seq, time=reports[-1].time, standings=stands)

    @property
    def day(self) -> date | None:
        """The day of the last report, by this machine's clock."""
        return self.time.astimezone().date() if self.time else None


class LiveView(Snapshot):
    """A snapshot under the work that was reported of its measures; immutable like the snapshot, of which it holds all but the measures.

    It shares what the snapshot has found of itself so far and will find; what is found of the work is its own (see `store.kept`).
    """

    __slots__ = ("_figures", "_on", "_work", "results")

    def __init__(
        self, figures: Snapshot, work: Work, *, before: LiveView | None = None, changed: Set[str] = frozenset(), on: date | None = None
    ) -> None:  # fmt: skip
        """`before`: the view that this one follows, in which only the measures `changed` stood otherwise: it is made from there, which is shorter.
        `on`: a later day on which the measures are judged."""
        self.__dict__ = figures.__dict__
        self._figures, self._work, self._on = figures, work, on
        self.results: dict[Callable[..., Any], Any] = {}
        if before is not None:
            keep(self, all_measures, _restated(self, before, changed))

    @property
    def figures(self) -> Snapshot:
        return self._figures

    @property
    def seq(self) -> int:
        return self.work.seq

    @property
    def address(self) -> str:
        return f"{self.served}.{self.seq}"

    @property
    def day(self) -> date:
        return max(self.as_of, self.work.day or self.as_of, self._on or self.as_of)

    def judged_on(self, day: date) -> LiveView:
        """The same work, each measure judged on a later day."""
        return LiveView(self._figures, self.work, on=day)

    @property
    def work(self) -> Work:
        """What was reported."""
        worked()
        return self._work

    def standing(self, measure: str) -> Standing:
        """How a measure stands by what was reported."""
        return self.work.standings.get(measure, Standing())

    def measures(
        self, area: str, quarter: Quarter | None = None, columns: Sequence[str] = tuple(MEASURE.names)
    ) -> pd.DataFrame:
        """As the snapshot has them, with what was reported laid over; besides `awaits`, and `silence`, for how many days nothing was reported of each
        (see `with_silence`)."""
        asked = list(dict.fromkeys([*columns, "id"]))
        return laid_over(self._figures.measures(area, quarter, asked), self)[[*columns, "awaits", "silence"]]


def latest_of(snapshot: Snapshot, measures: Iterable[str]) -> dict[str, Report]:
    """What was reported of measures last, of those of which anything was since the figures, comments and files too."""
    if not isinstance(snapshot, LiveView):
        return {}
    found = ((one, snapshot.standing(one).latest) for one in measures)
    return {one: report for one, report in found if report is not None}


def laid_over(measures: pd.DataFrame, view: LiveView) -> pd.DataFrame:
    """The measures of the figures as they stand by the work, with `awaits` and `silence`. Needs `id`; other columns may be there or not."""
    standings, ids = view.work.standings, measures["id"].tolist()
    at = np.array([place for place, one in enumerate(ids) if one in standings], dtype=np.int64)
    stands = [standings[ids[place]] for place in at]
    awaits = np.full(len(ids), Awaits.NOTHING.value, dtype=object)
    awaits[at] = [one.awaits.value for one in stands]
    silence = np.full(len(ids), (view.day - view.as_of).days)
    silence[at] = [(view.day - max(view.as_of, one.heard or view.as_of)).days for one in stands]
    told: dict[str, list[Any]] = {
        "status": [one.status and one.status.value for one in stands],
        "progress": [one.progress for one in stands],
        "deadline": [one.deadline and pd.Timestamp(one.deadline) for one in stands],
        "result": [one.result or None for one in stands],
        # A status that was reported brings the day on which it was done, or that there is none.
        "done_on": [one.status and (pd.Timestamp(one.done_on) if one.done_on else pd.NaT) for one in stands],
    }
    columns = {name: _put(measures[name], at, values) for name, values in told.items() if name in measures}
    return measures.assign(**columns, awaits=pd.array(awaits, dtype="str"), silence=silence)


def _put(column: pd.Series[Any], at: npt.NDArray[np.int64], values: Sequence[Any]) -> pd.Series[Any]:
    """The column with the values that are told, each at its position; None tells nothing."""
    told = [place for place, value in enumerate(values) if value is not None]
    if not told:
        return column
    changed = column.copy()
    if len(told) <= _FEW:
        for place in told:
            changed.iloc[at[place]] = values[place]
    else:
        changed.iloc[at[told]] = pd.Series([values[place] for place in told], dtype=column.dtype).array
    return changed


def _restated(view: LiveView, before: LiveView, changed: Set[str]) -> pd.DataFrame:
    """`all_measures` of the view, from that of the one before it: only the changed measures are stated anew; on a new day all are."""
    places, figures, stood = _places(view.figures), all_measures(view.figures), all_measures(before)
    again = changed & places.keys() if before.day == view.day else places
    at = np.array(sorted(places[one] for one in again), dtype=np.int64)
    rows = pd.DataFrame({name: figures[name].array[at] for name in ("id", "quarter", *_REPORTED)})
    over = laid_over(rows, view)
    stated = with_silence(with_state(over, view.day), over["silence"].to_numpy(), view.day)
    columns = {
        name: _put(stood[name], at, stated[name].tolist())
        for name in _STATED
        if not stood[name].array[at].equals(stated[name].array)  # most reports change one or two columns
    }
    return stood.assign(**columns)


@kept
def _places(figures: Snapshot) -> dict[str, int]:
    """Where each measure stands in `all_measures`."""
    return {str(one): place for place, one in enumerate(all_measures(figures)["id"])}
