"""The measures of the figures, as the rules of reports ask for them."""

from __future__ import annotations

from mapping.live.reports.errors import NoMeasure
from mapping.live.reports.rules import Known
from mapping.model.vocabulary import MeasureStatus
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures


def known_of(figures: Snapshot, measure: str) -> Known:
    """The measure of an id, without the work. Raises NoMeasure."""
    found = _all_known(figures).get(measure)
    if found is None:
        raise NoMeasure(measure)
    return found


@kept
def _all_known(figures: Snapshot) -> dict[str, Known]:
    rows = all_measures(figures)
    deadlines = [None if deadline != deadline else deadline.date() for deadline in rows["deadline"]]  # noqa: PLR0124 (NaT)
    return {
        one: Known(area, MeasureStatus(status), deadline, figures.seq)
        for one, area, status, deadline in zip(rows["id"], rows["area"], rows["status"], deadlines, strict=True)
    }
