"""Change between two periods, told only where the numbers can tell.

Two Poisson counts are compared given their sum: the present count is then binomial, with the share of
people-time of the present period as its probability under no change. Sources: J. Przyborowski and
H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31 (1940) 313-323;
C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413; M. P. Fay, Two-sided exact tests and
matching confidence intervals, R Journal 2/1 (2010) 53-58 (the central p agrees with the interval).
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd
from scipy import stats

from mapping.risk.rates import LEVEL, Floats, usable

ALPHA = 1 - LEVEL


class Change(StrEnum):
    """What can be said of a change in rate."""

    ROSE = "rose"
    FELL = "fell"
    CANNOT_TELL = "cannot_tell"
    NO_FIGURES = ""


def compare(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The change of each area from one period to another of the same length.

    Both frames as `figures` or `roll_up` give them; an area that one of them lacks has no figures there.

    Returns one row per row of `now`, in its order: `count_now`, `count_before`, `difference` (of the counts),
    `rate_now`, `rate_before`, `rate_difference` (per 100,000), `ratio` (of the rates; inf for k after 0, NaN
    for 0 after 0), `ratio_lo`, `ratio_hi` (95 %, exact conditional, both ends closed), `p_cond_central`
    (two-sided), `label` (`Change`). The ratio and its p use the numerators whose people are known. A change
    is told only where p < 0.05; with counts but without people it cannot be told.
    """
    earlier = before.reindex(now.index)
    frame = pd.DataFrame(index=now.index)
    for column, difference in (("count", "difference"), ("rate", "rate_difference")):
        frame[f"{column}_now"] = now[column].astype(np.float64)
        frame[f"{column}_before"] = earlier[column].astype(np.float64)
        frame[difference] = frame[f"{column}_now"] - frame[f"{column}_before"]
    frame = frame.assign(**rate_ratio(*_parts(now), *_parts(earlier)))
    frame["label"] = _labels(frame)
    return frame


def rate_ratio(count: Floats, people: Floats, count_before: Floats, people_before: Floats) -> dict[str, Floats]:
    """`ratio` of two rates, `ratio_lo` and `ratio_hi` (95 %), and the two-sided `p_cond_central`.

    Arrays of one shape. k after 0: ratio and upper limit inf. 0 after 0, or anything missing: all NaN.
    `p_cond_central` is twice the smaller tail of the conditional binomial (each tail includes the count
    observed), at most 1.
    """
    size, size_before = usable(people), usable(people_before)
    total = count + count_before
    known = (total > 0) & ~np.isnan(size) & ~np.isnan(size_before)
    x, y = np.where(known, count, np.nan), np.where(known, count_before, np.nan)
    share = size / (size + size_before)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(y == 0, np.inf, (x / size) / (y / size_before))
        lo = np.where(x == 0, 0.0, stats.beta.ppf(ALPHA / 2, x, y + 1))
        hi = np.where(y == 0, 1.0, stats.beta.isf(ALPHA / 2, x + 1, y))
        odds_lo, odds_hi = lo / (1 - lo), hi / (1 - hi)
    tails = np.minimum(stats.binom.cdf(x, x + y, share), stats.binom.sf(x - 1, x + y, share))
    scale = size_before / size
    columns = {"ratio": ratio, "ratio_lo": odds_lo * scale, "ratio_hi": odds_hi * scale}
    columns["p_cond_central"] = np.minimum(1.0, 2 * tails)
    return {name: np.where(known, values, np.nan) for name, values in columns.items()}


def matched(now: pd.DataFrame, before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two frames of `figures` without the figures that only one of the periods has.

    Rolled up and compared, they tell a change of the same places: a quarter that one mahalla failed to
    report then does not look like a fall of its district. Both come back with the rows of `now`.
    """
    earlier = before.reindex(now.index)
    has_count = now["count"].notna() & earlier["count"].notna()
    has_people = (now["people"] > 0) & (earlier["people"] > 0)
    return _only(now, has_count, has_people), _only(earlier, has_count, has_people)


def _only(figures: pd.DataFrame, has_count: pd.Series[bool], has_people: pd.Series[bool]) -> pd.DataFrame:
    kept = figures.copy()
    kept["count"] = kept["count"].where(has_count)
    kept["people"] = kept["people"].where(has_people)
    rates = ["rate", "rate_lo", "rate_hi"]
    kept[rates] = kept[rates].where(has_count & has_people)
    return kept


def _parts(figures: pd.DataFrame) -> tuple[Floats, Floats]:
    """The count whose people are known (a column of its own after a roll-up), and these people."""
    column = "count_with_people" if "count_with_people" in figures else "count"
    return figures[column].to_numpy(dtype=np.float64), figures["people"].to_numpy(dtype=np.float64)


def _labels(frame: pd.DataFrame) -> list[str]:
    """The label of each row; `k` after 0 has the ratio inf and may be told as a rise."""
    told = frame["p_cond_central"] < ALPHA
    missing = frame["count_now"].isna() | frame["count_before"].isna()
    up = frame["ratio"] > 1
    chosen = np.select([missing, told & up, told], [Change.NO_FIGURES, Change.ROSE, Change.FELL], Change.CANNOT_TELL)
    return [str(label) for label in chosen]
