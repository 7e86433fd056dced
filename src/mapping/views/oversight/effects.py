"""Did it help? The frames behind the question: which mahallas had a measure, and their crimes before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.measures.alike import alike
from mapping.measures.effect import Effect, effect, with_expectation
from mapping.measures.progress import DONE
from mapping.model.locale import Lang, name_column
from mapping.model.periods import QUARTERS_IN_YEAR, Quarter
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_measures, total_indicator

MEASURE_QUARTERS = 2


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
    return _within(figures, first, last, figures[-1]) if first <= last else None


def _within(figures: list[Quarter], first: Quarter, last: Quarter, end: Quarter) -> Window | None:
    """The window with up to two whole years before it that have figures."""
    for years in (2, 1):
        found = Window(first.shift(-years * QUARTERS_IN_YEAR), first, last, end)
        if set(found.before) <= set(figures):
            return found
    return None


@kept(most=256)
def effect_of(snapshot: Snapshot, column: str, value: str, area: str) -> Effect | None:
    """The effect of the measures with this value of a column (factor, target_group) done in the window, under an area.

    Done by the end of the window's last quarter. Compared with the region's mahallas that had no such measure at all
    in the window, done or not. None where the window allows no answer.
    """
    when = window(snapshot)
    if when is None:
        return None
    measures = all_measures(snapshot)
    such = measures[measures[column].astype("str") == value]
    return _effect(snapshot, when, such, when.last, area)


@dataclass(frozen=True)
class MeasureEffect:
    """Did one measure help: `own` in its mahalla, `alike` in all mahallas of the region that had the same one done."""

    when: Window
    own: Effect
    alike: Effect


def measure_window(snapshot: Snapshot, quarter: Quarter, done: Quarter) -> Window | None:
    """What is compared for one measure of a quarter, done in that quarter or a later one.

    Before: up to two whole years before its quarter; after: from the quarter after it was done, at least two and at
    most four quarters. None where there is no whole year before or there are not yet two quarters after.
    """
    figures, last = snapshot.quarters, max(quarter, done)
    if not figures or last.shift(MEASURE_QUARTERS) > figures[-1]:
        return None
    return _within(figures, quarter, last, min(figures[-1], last.shift(QUARTERS_IN_YEAR)))


@kept(most=1024)
def effect_of_measure(snapshot: Snapshot, measure: str) -> MeasureEffect | None:
    """The effect of one measure that was done; None where it was not, or not long enough ago, or is not known.

    The same measure in other mahallas (`execution.alike`) counts in `alike`. Compared with the mahallas that had no such
    measure, done or not, from its quarter to the end of what is compared.
    """
    measures = all_measures(snapshot)
    row = measures[measures["id"] == measure]
    if row.empty or row["state"].iloc[0] not in DONE or pd.isna(row["done_on"].iloc[0]):
        return None
    quarter = Quarter.parse(str(row["quarter"].iloc[0]))
    when = measure_window(snapshot, quarter, Quarter.of(row["done_on"].iloc[0].date()))
    if when is None:
        return None
    words = _alike(snapshot)
    such = measures[words == words[row.index[0]]]
    here = str(row["area"].iloc[0])
    own, everywhere = (_effect(snapshot, when, such, when.end, area) for area in (here, snapshot.region))
    return MeasureEffect(when, own, everywhere)


@kept
def _alike(snapshot: Snapshot) -> pd.Series[str]:
    """What each measure of `all_measures` asks for."""
    measures, areas = all_measures(snapshot), snapshot.areas
    columns = sorted({name_column(lang) for lang in Lang})
    named = areas.loc[areas.index.isin(measures["area"]), columns]
    names = dict(zip(named.index, named.to_numpy().tolist(), strict=True))
    return alike(measures["text"], measures["area"], names)


def _effect(snapshot: Snapshot, when: Window, such: pd.DataFrame, until: Quarter, area: str) -> Effect:
    """The effect of the measures `such` of the window's quarters, done by the end of its last one, under an area.

    Compared: the region's mahallas with none of them, done or not, from the window's first quarter until another.
    """
    base, quarter = _figures(snapshot, when), such["quarter"].astype("str")
    by_end = such["done_on"] <= pd.Timestamp(when.last.last_day)
    done = such[quarter.between(str(when.first), str(when.last)) & such["state"].isin(DONE) & by_end]
    had = such[quarter.between(str(when.first), str(until))]
    treated = base.index.isin(done["area"]) & base.index.str.startswith(area)
    return effect(base.assign(treated=treated, compared=~base.index.isin(had["area"])))


@kept(most=32)
def _figures(snapshot: Snapshot, when: Window) -> pd.DataFrame:
    """before, after, load_before, load_after by mahalla: all crimes, and people times quarters; with what follows.

    Mahallas whose figures are not known are left out.
    """
    indicator, region = total_indicator(snapshot), snapshot.region
    found = {}
    for name, quarters in (("before", when.before), ("after", when.after)):
        counts = snapshot.counts(indicator, Group.ALL, quarters, region)
        found[name] = counts.sum(axis=1, skipna=False)
        people = snapshot.population(quarters[0].year, Group.ALL, region)
        found[f"load_{name}"] = people.where(people > 0, np.nan) * len(quarters)
    return with_expectation(pd.DataFrame(found))
