"""Work over figures: a snapshot whose measures stand as they were reported until a number. Whatever reads a snapshot reads this.

How a reported measure stands is judged on the day of the last report that the view holds, all others on the day of the figures: of them nothing later is
known. So a view is told by its snapshot and its number alone, today and in a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
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


@dataclass(frozen=True)
class Work:
    """What was reported after `since`, until `seq`: how each measure stands by it. `time`: of the last report, None before the first."""

    since: int
    seq: int
    time: datetime | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def after(self, reports: Sequence[Report]) -> Work:
        """The same and the reports that came next."""
        if not reports:
            return self
        stands = dict(self.standings)
        for report in reports:
            stands[report.measure] = stands.get(report.measure, Standing()).after(report)
        return replace(self, seq=reports[-1].seq, time=reports[-1].time, standings=stands)

    @property
    def day(self) -> date | None:
        """The day of the last report, by this machine's clock."""
        return self.time.astimezone().date() if self.time else None


class LiveView(Snapshot):
    """A snapshot under the work that was reported of its measures; immutable like the snapshot, of which it holds all but the measures.

    It shares what the snapshot has found of itself so far and will find; what is found of the work is its own (see `store.kept`).
    """

    __slots__ = ("_figures", "_work", "results")

    def __init__(
        self, figures: Snapshot, work: Work, *, before: LiveView | None = None, changed: Set[str] = frozenset()
    ) -> None:
        """`before`: the view that this one follows, in which only the measures `changed` stood otherwise: it is made from there, which is shorter."""
        self.__dict__ = figures.__dict__
        self._figures, self._work = figures, work
        self.results: dict[Callable[..., Any], Any] = {}
        if before is not None and before.work.day == work.day:
            keep(self, all_measures, _restated(figures, work, all_measures(before), changed))

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
        """As the snapshot has them, with what was reported laid over; besides `awaits`, `judged`, the day on which each is judged, and `silence`, for how many days
        nothing was reported of it (see `with_silence`)."""
        asked = list(dict.fromkeys([*columns, "id"]))
        frame = laid_over(self._figures.measures(area, quarter, asked), self.work, self.as_of)
        return frame[[*columns, "awaits", "judged", "silence"]]


def latest_of(snapshot: Snapshot, measures: Iterable[str]) -> dict[str, Report]:
    """What was reported of measures last, of those of which anything was since the figures, comments and files too."""
    if not isinstance(snapshot, LiveView):
        return {}
    found = ((one, snapshot.standing(one).latest) for one in measures)
    return {one: report for one, report in found if report is not None}


def laid_over(measures: pd.DataFrame, work: Work, as_of: date) -> pd.DataFrame:
    """The measures of the figures as they stand by the work, with `awaits`, `judged` and `silence`. Needs `id`; other columns may be there or not."""
    ids = measures["id"].tolist()
    at = np.array([place for place, one in enumerate(ids) if one in work.standings], dtype=np.int64)
    stands = [work.standings[ids[place]] for place in at]
    awaits = np.full(len(ids), Awaits.NOTHING.value, dtype=object)
    awaits[at] = [one.awaits.value for one in stands]
    today = max(as_of, work.day or as_of)
    judged = np.full(len(ids), np.datetime64(as_of, "s"))
    judged[at] = np.datetime64(today, "s")
    silence = np.full(len(ids), (today - as_of).days)
    silence[at] = [(today - max(as_of, one.heard or as_of)).days for one in stands]
    told: dict[str, list[Any]] = {
        "status": [one.status and one.status.value for one in stands],
        "progress": [one.progress for one in stands],
        "deadline": [one.deadline and pd.Timestamp(one.deadline) for one in stands],
        "result": [one.result or None for one in stands],
        # A status that was reported brings the day on which it was done, or that there is none.
        "done_on": [one.status and (pd.Timestamp(one.done_on) if one.done_on else pd.NaT) for one in stands],
    }
    columns = {name: _put(measures[name], at, values) for name, values in told.items() if name in measures}
    return measures.assign(
        **columns, awaits=pd.Series(awaits, index=measures.index, dtype="str"), judged=judged, silence=silence
    )


def _put(column: pd.Series[Any], at: npt.NDArray[np.int64], values: Sequence[Any]) -> pd.Series[Any]:
    """The column with the values that are told, each at its position; None tells nothing."""
    told = np.array([value is not None for value in values], dtype=bool)
    changed = column.copy()
    given = [value for value in values if value is not None]
    changed.iloc[at[told]] = pd.Series(given, dtype=column.dtype).array
    return changed


def _restated(figures: Snapshot, work: Work, before: pd.DataFrame, changed: Set[str]) -> pd.DataFrame:
    """`all_measures` of the view after `before`: only the changed ones are stated anew."""
    places = _places(figures)
    at = np.array(sorted(places[one] for one in changed if one in places), dtype=np.int64)
    rows = laid_over(all_measures(figures)[["id", "quarter", *_REPORTED]].iloc[at], work, figures.as_of)
    stated = with_silence(with_state(rows, rows["judged"]), rows["silence"], figures.as_of)
    columns: dict[str, pd.Series[Any]] = {}
    for name in _STATED:
        if not before[name].iloc[at].equals(stated[name]):  # most reports change one or two columns
            columns[name] = before[name].copy()
            columns[name].iloc[at] = stated[name].array
    return before.assign(**columns)


@kept
def _places(figures: Snapshot) -> dict[str, int]:
    """Where each measure stands in `all_measures`."""
    return {str(one): place for place, one in enumerate(all_measures(figures)["id"])}
