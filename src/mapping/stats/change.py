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
import numpy.typing as npt
import pandas as pd
from scipy import special

from mapping.stats.exact import adjusted
from mapping.stats.rates import LEVEL, Floats, rate, usable

ALPHA = 1 - LEVEL


class Change(StrEnum):
    """What can be said of a change in rate."""

    ROSE = "rose"
    FELL = "fell"
    CANNOT_TELL = "cannot_tell"
    NO_FIGURES = ""


def compare(
    now: pd.DataFrame, before: pd.DataFrame, within: npt.NDArray[np.int64] | None = None, areas: pd.Index | None = None
) -> pd.DataFrame:
    """The change of areas from one period to another of the same length, told over all of them together.

    Both frames as `figures` gives them, with the same rows in the same order. `within` is the place among
    `areas` of the area that contains each row; without them the rows stand for themselves. Only rows with
    figures in both periods are summed: a quarter that one mahalla failed to report is no fall of its district.

    Returns one row per area: `count_now`, `count_before`, `difference` (of the counts), `rate_now`,
    `rate_before`, `rate_difference` (per 100,000), `ratio` (of the rates; inf for k after 0, NaN for 0 after
    0), `ratio_lo`, `ratio_hi` (95 %, exact conditional, both ends closed), `p_cond_central` (two-sided),
    `label` (`Change`: see `told`; empty where a period has no figure). Rates, the ratio and its p use the
    rows whose people are known in both periods. Raises ValueError when the rows differ.
    """
    if not now.index.equals(before.index):
        raise ValueError("the two periods do not have the same areas")
    place = np.arange(len(now)) if within is None else within
    index = now.index if areas is None else areas
    counts = np.array([now["count"].to_numpy(np.float64), before["count"].to_numpy(np.float64)])
    people = np.array([usable(now["people"]), usable(before["people"])])
    counted = ~np.isnan(counts).any(axis=0)
    both = counted & ~np.isnan(people).any(axis=0)
    count_now, count_before = _sums(counts, counted, place, len(index))
    cases, size = _sums(counts, both, place, len(index)), _sums(people, both, place, len(index))
    rates = rate(cases, size)
    ratio = rate_ratio(cases[0], size[0], cases[1], size[1])
    labels = np.where(np.isnan(count_now), Change.NO_FIGURES, told(ratio["ratio"], ratio["p_cond_central"]))
    found = {
        "count_now": count_now, "count_before": count_before, "difference": count_now - count_before,
        "rate_now": rates[0], "rate_before": rates[1], "rate_difference": rates[0] - rates[1], **ratio,
    }  # fmt: skip
    return pd.DataFrame({**found, "label": [str(label) for label in labels]}, index=index)


def _sums(rows: Floats, chosen: npt.NDArray[np.bool_], place: npt.NDArray[np.int64], size: int) -> Floats:
    """The chosen columns of each row summed by their place, NaN at a place where none was chosen."""
    seats = place[chosen]
    found = np.bincount(seats, minlength=size) > 0
    sums = [np.bincount(seats, weights=row[chosen], minlength=size) for row in rows]
    return np.where(found, sums, np.nan)


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
        lo = np.where(x == 0, 0.0, special.betaincinv(x, y + 1, ALPHA / 2))
        hi = np.where(y == 0, 1.0, special.betainccinv(x + 1, y, ALPHA / 2))
        odds_lo, odds_hi = lo / (1 - lo), hi / (1 - hi)
    tails = np.minimum(_at_most(x, x + y, share), _at_least(x, x + y, share))
    scale = size_before / size
    columns = {"ratio": ratio, "ratio_lo": odds_lo * scale, "ratio_hi": odds_hi * scale}
    columns["p_cond_central"] = np.minimum(1.0, 2 * tails)
    return {name: np.where(known, values, np.nan) for name, values in columns.items()}


def _at_most(x: Floats, n: Floats, share: Floats) -> Floats:
    """P(X <= x) of a binomial count."""
    return np.where(x >= n, 1.0, special.betainc(np.maximum(n - x, 1), x + 1, 1 - share))


def _at_least(x: Floats, n: Floats, share: Floats) -> Floats:
    """P(X >= x) of a binomial count."""
    return np.where(x <= 0, 1.0, special.betainc(np.maximum(x, 1), n - x + 1, share))


def told(ratio: Floats, p: Floats, q: float = ALPHA) -> list[str]:
    """The label of each of many areas, told where p, adjusted over all of them, is at most q.

    `ratio` and `p` as `rate_ratio` gives them. At most a share q of the changes told is then expected to be
    false, however many areas are compared (Benjamini and Hochberg 1995). An undefined p cannot be told.
    """
    sure, up = adjusted(p) <= q, np.asarray(ratio) > 1
    labels = np.select([sure & up, sure], [Change.ROSE, Change.FELL], Change.CANNOT_TELL)
    return [str(label) for label in labels]
