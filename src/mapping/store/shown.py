"""What may be shown of the counts of groups: small ones are hidden here, before anything is computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level
from mapping.model.periods import QUARTERS_IN_YEAR, Period, Quarter
from mapping.store.small_cells import Counts, Hidden, Marks, Nest

NEGLIGIBLE = 0.05  # of a count
LEVELS = (Level.MAHALLA, Level.DISTRICT, Level.REGION)


@dataclass(frozen=True)
class Places:
    """The mahallas and the areas above them: codes by level (sorted), and how they nest."""

    codes: tuple[pd.Index, ...]
    nest: Nest

    @classmethod
    def of(cls, mahallas: pd.Index) -> Places:
        """From the codes of mahallas, sorted; a parent's code is the beginning of its children's."""
        codes, parents = [mahallas], []
        for digits in (DISTRICT_DIGITS, REGION_DIGITS):
            above, place = np.unique(codes[-1].str[:digits].to_numpy(dtype=object), return_inverse=True)
            codes.append(pd.Index(above, name="code"))
            parents.append(place.astype(np.int64))
        return cls(tuple(codes), Nest(tuple(parents), tuple(len(one) for one in codes)))


@dataclass(frozen=True)
class Series:
    """The counts of a group, mahalla × quarter, with the cells that are not shown: small ones are below `smallest`."""

    places: Places
    quarters: Sequence[Quarter]
    counts: Counts
    hidden: Hidden
    smallest: int

    def of_period(self, period: Period, level: Level, people: Counts) -> pd.DataFrame:
        """What may be shown of a period, by code: all areas of a level.

        Of mahallas `count` (NaN when any quarter is missing or the figure is hidden), `quarters_missing`, `people`,
        `hidden`. Of wider areas the columns of `stats.figures.roll_up` without its rates, and `hidden`: `count` is
        over every figure there is. A mahalla without people or with a missing quarter is no part of `people`, and
        of `count_with_people` only where its own count is hidden: taking it away would tell it. The rate is then too
        high by about that count; where this is more than NEGLIGIBLE there is no rate. `people`: by mahalla, NaN if not known. Figures of periods are sums of shown quarters, or of a calendar year that is shown as a whole.
        """
        at = [self.quarters.index(one) for one in period.quarters if one in self.quarters]
        parts = self.counts[:, at]
        if len(at) < len(period.quarters):  # not a part of the period is given for the whole of it
            parts = np.full_like(parts, np.nan)
        missing = len(period.quarters) - np.isfinite(parts).sum(axis=1)
        hidden = [self._hidden(place, at, period) for place in range(len(LEVELS))]
        if level is Level.MAHALLA:
            absent = hidden[0] | (missing > 0)
            count = np.where(absent, np.nan, np.nan_to_num(parts).sum(axis=1))
            columns = {"count": count, "quarters_missing": missing, "people": people}
            return pd.DataFrame(columns, index=self.places.codes[0].rename("code")).assign(
                hidden=hidden[0] & (missing == 0)
            )
        partly = (self.hidden.quarters[0][:, at] & np.isfinite(parts)).any(axis=1)
        unknown = np.where(missing > 0, partly, hidden[0])
        return self._wider(LEVELS.index(level), parts, hidden, people, unknown)

    def _hidden(self, level: int, at: Sequence[int], period: Period) -> Marks:
        """Where a period is not shown: of the four quarters of a calendar year, the year's own mark tells."""
        if len(at) == QUARTERS_IN_YEAR and len({one.year for one in period.quarters}) == 1:
            years = list(dict.fromkeys(one.year for one in self.quarters))
            return np.asarray(self.hidden.years[level][:, years.index(period.year)])
        return np.asarray(self.hidden.quarters[level][:, at].any(axis=1))

    def _wider(self, level: int, parts: Counts, hidden: list[Marks], people: Counts, unknown: Marks) -> pd.DataFrame:
        """Numerator and denominator are of the same mahallas but for those whose own part is hidden."""
        own, incomplete = np.nan_to_num(parts).sum(axis=1), ~np.isfinite(parts).all(axis=1)
        odd = incomplete | ~(people > 0)
        removed, inhabitants = np.where(odd & ~unknown, own, 0.0), np.where(odd, 0.0, people)
        left = odd & unknown
        told = np.column_stack([own, removed, inhabitants, np.isfinite(parts).any(axis=1), incomplete, ~odd, left])
        total, taken, people, reported, without, matched, kept = self.places.nest.sums(told)[level].T
        areas = self.places.nest.sums(np.ones(len(own)))[level]
        count = np.where(hidden[level] | (reported == 0), np.nan, total)
        usable = (matched > 0) & (kept * (self.smallest - 1) <= NEGLIGIBLE * total)
        columns = {
            "count": count,
            "areas": areas.astype(np.int64),
            "without_figure": without.astype(np.int64),
            "people": np.where(matched > 0, people, np.nan),
            "count_with_people": np.where(usable, count - taken, np.nan),
            "hidden": hidden[level] & (reported > 0),
        }
        return pd.DataFrame(columns, index=self.places.codes[level])
