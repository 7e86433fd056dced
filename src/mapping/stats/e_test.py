"""The E-test of two Poisson rates: unconditional, so less cautious with few events than the conditional test.

Sources: K. Krishnamoorthy and J. Thomson, A more powerful test for comparing two Poisson means, Journal of
Statistical Planning and Inference 119 (2004) 23-35, with the pooled-variance (score) statistic of K. Gu, H. K. T.
Ng, M. L. Tang and W. R. Schucany, Testing the ratio of two Poisson rates, Biometrical Journal 50 (2008) 283-298.
scipy's `poisson_means_test` uses the unpooled variance and one pair at a time, so this is our own.

Given the sum s of the two counts the statistic depends on the first count alone, which is binomial: the double
sum of the test becomes a sum over s, Poisson around the sum observed, of two binomial tails.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from mapping.stats.rates import Floats, usable

_REACH = 9.0  # standard deviations of s beyond which nothing of its probability is left
_TIE = 1e-10  # a statistic this near (relatively) to the one observed counts as equal to it
_AT_ONCE = 2_000_000  # cells of the (pair, sum) table held at a time


def e_test(count: Floats, people: Floats, count_before: Floats, people_before: Floats) -> Floats:
    """The two-sided p of each of n pairs of counts with their people; 1 where the two rates are equal.

    0 after 0, or anything missing: NaN.
    """
    size, size_before = usable(people), usable(people_before)
    total = count + count_before
    known = (total > 0) & ~np.isnan(size) & ~np.isnan(size_before)
    found = np.full(np.shape(total), np.nan)
    share = size / (size + size_before)
    where = np.flatnonzero(known)
    where = where[np.argsort(total[where], kind="stable")]
    rows = _rows_at_once(total[where])
    for chosen in np.split(where, rows):
        if chosen.size:
            found[chosen] = _p(count[chosen], total[chosen], share[chosen])
    return found


def _rows_at_once(totals: Floats) -> list[int]:
    """Where to cut pairs in ascending order of their sums so that no table grows too large."""
    widths = 2 * _REACH * np.sqrt(totals) + 4 * _REACH
    return (np.flatnonzero(np.diff(np.cumsum(widths) // _AT_ONCE)) + 1).tolist()


def _p(count: Floats, total: Floats, share: Floats) -> Floats:
    first = np.maximum(0.0, np.floor(total - _REACH * np.sqrt(total) - _REACH))
    width = int(np.ceil((total + _REACH * np.sqrt(total) + 3 * _REACH - first).max()))
    sums = first[:, None] + np.arange(width, dtype=np.float64)
    expected, seen, chance = total[:, None], count[:, None], share[:, None]
    apart = np.abs(seen - expected * chance)
    distance = apart * np.sqrt(sums / expected) * (1 - _TIE)
    middle, slack = sums * chance, _TIE * sums
    least = np.ceil(middle + distance - slack)
    most = np.floor(middle - distance + slack)
    weights = np.exp(special.xlogy(sums, expected) - expected - special.gammaln(sums + 1))
    tails = np.minimum(1.0, _at_least(least, sums, chance) + _at_most(most, sums, chance))
    tails = np.where((sums == 0) & (apart > _TIE * expected), 0.0, tails)  # no events: the statistic is 0
    return np.asarray(np.minimum(1.0, (weights * tails).sum(axis=1)), dtype=np.float64)


def _at_least(x: Floats, n: Floats, share: Floats) -> Floats:
    """P(X >= x) of a binomial count, for any whole x."""
    inside = special.betainc(np.maximum(x, 1), np.maximum(n - x + 1, 1), share)
    return np.where(x <= 0, 1.0, np.where(x > n, 0.0, inside))


def _at_most(x: Floats, n: Floats, share: Floats) -> Floats:
    """P(X <= x) of a binomial count, for any whole x."""
    return _at_least(n - x, n, 1 - share)
