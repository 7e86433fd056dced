"""What is beginning: the alarms of the latest quarter, from the figures of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.model.vocabulary import Group
from mapping.stats.outbreaks import LEAST_HISTORY, Alarm, Series, alarms
from mapping.stats.rates import Floats
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.space import centres


@dataclass(frozen=True)
class Early:
    """The alarms of one quarter, and what their numbers mean: codes of indicators, mahallas and districts.

    `is_told`: whether there are quarters enough before it, so that no alarm means that there is none.
    """

    quarter: Quarter
    indicators: tuple[str, ...]
    mahallas: tuple[str, ...]
    districts: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    is_told: bool

    def since(self, alarm: Alarm) -> Quarter:
        """The first quarter of an alarm."""
        return self.quarter.shift(1 - alarm.duration)

    def codes(self, alarm: Alarm) -> list[str]:
        """The mahallas of an alarm; those of a group from its middle outwards."""
        return [self.mahallas[place] for place in alarm.areas]

    def district(self, alarm: Alarm) -> str | None:
        """The district of an alarm that is a district's."""
        return None if alarm.district < 0 else self.districts[alarm.district]

    def written(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {
            "quarter": str(self.quarter),
            "told": self.is_told,
            "indicators": list(self.indicators),
            "alarms": [self._written(alarm) for alarm in self.alarms],
        }

    def _written(self, alarm: Alarm) -> dict[str, Any]:
        return {
            "extent": str(alarm.extent),
            "indicator": self.indicators[alarm.indicator],
            "district": self.district(alarm),
            "mahallas": self.codes(alarm),
            "since": str(self.since(alarm)),
            "observed": alarm.observed,
            "expected": float(f"{alarm.expected:.4g}"),
            "interval_95": [alarm.low, alarm.high],
            "p": float(f"{alarm.p:.4g}"),
            "also": [self._written(other) for other in alarm.also],
        }


@kept
def early(snapshot: Snapshot) -> Early | None:
    """What the latest quarter of the region begins: of all indicators of which more is worse. None without figures."""
    if not snapshot.quarters:
        return None
    first, last = snapshot.quarters[0], snapshot.quarters[-1]
    quarters = list(_from_to(first, last))
    watched = snapshot.indicators.index[snapshot.indicators["higher_is_worse"].astype(bool)]
    mahallas = snapshot.mahallas_of(snapshot.region)
    parents, district = np.unique(snapshot.areas["parent"].reindex(mahallas).to_numpy(str), return_inverse=True)
    people = _people(snapshot, quarters)
    series = [
        Series(snapshot.counts(code, Group.ALL, quarters, snapshot.region).to_numpy(np.float64), people)
        for code in watched
    ]
    found = alarms(series, district, centres(snapshot), seasons=QUARTERS_IN_YEAR) if series else []
    is_told = len(quarters) >= LEAST_HISTORY and bool(series)
    return Early(last, tuple(watched), tuple(mahallas), tuple(parents.tolist()), tuple(found), is_told)


def _from_to(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    while first <= last:
        yield first
        first = first.shift(1)


def _people(snapshot: Snapshot, quarters: list[Quarter]) -> Floats:
    """All people of each mahalla in the year of each quarter."""
    years = {year: snapshot.population(year, Group.ALL, snapshot.region) for year in {one.year for one in quarters}}
    return pd.DataFrame({str(one): years[one.year] for one in quarters}).to_numpy(np.float64)
