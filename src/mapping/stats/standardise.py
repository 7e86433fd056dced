"""Expected counts: what each area would have at the rates of all areas together (indirect standardisation).

Source: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II, IARC 1987, chapter 2. The ratio
of observed to expected is `rates.rate(count, expected, per=1)`, its intervals are those of `rates`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.stats.rates import Floats, usable


def overall_expected(count: npt.ArrayLike, people: npt.ArrayLike) -> Floats:
    """The count each area would have at the overall rate (n areas): people times all counts over all people.

    The overall rate is taken over the areas that have both a count and people above 0, so that numerator and
    denominator are of the same places. Real numbers, never rounded; 0 where there are no people, NaN where
    people are missing. All NaN when no area has both. Raises ValueError for negative people.
    """
    size = usable(people)
    counts = np.where(np.isnan(size), np.nan, np.asarray(count, dtype=np.float64))
    known = ~np.isnan(counts)
    total = size[known].sum()
    overall = counts[known].sum() / total if total > 0 else np.nan
    return np.asarray(people, dtype=np.float64) * overall


def stratum_rates(strata: pd.DataFrame, by: Sequence[str]) -> pd.Series[float]:
    """The rate of each stratum over all areas: its cases over its people; NaN for a stratum without people.

    `strata`: one row per area and stratum with `cases` and `people`; `by`: the columns that make a stratum.
    """
    sums = strata.groupby(list(by))[["cases", "people"]].sum()
    return (sums["cases"] / sums["people"].where(sums["people"] > 0)).rename("rate")


def stratified_expected(strata: pd.DataFrame, by: Sequence[str]) -> pd.Series[float]:
    """The expected count of each area (index: `area`): people of each stratum times that stratum's rate, summed.

    `strata`: as for `stratum_rates`, with `area`. A stratum without people adds nothing.
    """
    rates = strata[[*by]].join(stratum_rates(strata, by), on=list(by))["rate"].fillna(0.0)
    return (strata["people"] * rates).groupby(strata["area"]).sum().rename("expected")
