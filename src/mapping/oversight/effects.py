"""Did it help? The frames behind the question: which mahallas had a measure, and their crimes before and after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mapping.execution.effect import Effect, effect
from mapping.execution.progress import State
from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.model.vocabulary import Group
from mapping.oversight.situation import all_measures, total_indicator
from mapping.store import Snapshot

MEASURE_QUARTERS = 2
DONE = (State.DONE_IN_TIME, State.DONE_LATE)


@dataclass(frozen=True)
class Window:
    """Measures of `first` to `last`; crimes of the quarters from `start` to `first`, and of those after `last` to `end`.

    Quarters from `first` to `last`, in which the measures were being carried out, are part of neither.
    """

    start: Quarter
    first: Quarter
    last: Quarter
    end: Quarter

    @property
    def before(self) -> list[Quarter]:
        found = [self.start]
        while found[-1].shift(1) < self.first:
            found.append(found[-1].shift(1))
        return found

    @property
    def after(self) -> list[Quarter]:
        found = [self.last.shift(1)]
        while found[-1] < self.end:
            found.append(found[-1].shift(1))
        return found


def window(snapshot: Snapshot) -> Window | None:
    """The last two quarters of measures that are followed by two quarters with figures.

    Before them up to two years count, but whole ones, so that seasons weigh alike. None where there is no whole year.
    """
    figures = snapshot.quarters
    first_with_measures = min((str(one) for one in all_measures(snapshot)["quarter"].unique()), default=None)
    if not figures or first_with_measures is None:
        return None
    last = figures[-1].shift(-MEASURE_QUARTERS)
    first = max(last.shift(1 - MEASURE_QUARTERS), Quarter.parse(first_with_measures))
    for years in (2, 1):
        found = Window(first.shift(-years * QUARTERS_IN_YEAR), first, last, figures[-1])
        if first <= last and set(found.before) <= set(figures):
            return found
    return None


@lru_cache(maxsize=256)
def effect_of(snapshot: Snapshot, column: str, value: str, area: str) -> Effect | None:
    """The effect of the measures with this value of a column (factor, target_group) done in the window, under an area.

    Done by the end of the window's last quarter. Compared with the region's mahallas that had no such measure at all
    in the window, done or not. None where the window allows no answer.
    """
    when = window(snapshot)
    if when is None:
        return None
    measures = all_measures(snapshot)
    span = measures["quarter"].astype("str").between(str(when.first), str(when.last))
    such = measures[span & (measures[column].astype("str") == value)]
    done = such[such["state"].isin(DONE) & (such["done_on"] <= pd.Timestamp(when.last.last_day))]
    base = _figures(snapshot, when)
    treated = base.index.isin(done["area"]) & base.index.str.startswith(area)
    return effect(base.assign(treated=treated, compared=~base.index.isin(such["area"])))


@lru_cache(maxsize=8)
def _figures(snapshot: Snapshot, when: Window) -> pd.DataFrame:
    """before, after, load_before, load_after by mahalla: all crimes, and people times quarters; NaN where not known."""
    indicator, region = total_indicator(snapshot), snapshot.region
    found = {}
    for name, quarters in (("before", when.before), ("after", when.after)):
        counts = snapshot.counts(indicator, Group.ALL, quarters, region)
        found[name] = counts.sum(axis=1, skipna=False)
        people = snapshot.population(quarters[0].year, Group.ALL, region)
        found[f"load_{name}"] = people.where(people > 0, np.nan) * len(quarters)
    return pd.DataFrame(found)
