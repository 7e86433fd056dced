"""Exact p-values of counts, and the false discovery rate over many of them.

Sources: M. P. Fay, Two-sided exact tests and matching confidence intervals, R Journal 2/1 (2010) 53-58 (the
central p is the one that agrees with the exact interval); M. Choynowski, Maps based on probabilities, JASA 54
(1959) 385-388 (the one-sided ones); Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, JRSS B
57 (1995) 289-300.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.rates import Floats, usable


class PoissonP(NamedTuple):
    """P-values of a count against its expected count, each tail with the count observed."""

    lower: Floats
    upper: Floats
    central: Floats


def poisson_p(count: npt.ArrayLike, expected: npt.ArrayLike) -> PoissonP:
    """P(X <= count), P(X >= count) and min(1, twice the smaller), X being Poisson with the expected mean.

    Shapes broadcast. NaN where the count is missing or nothing is expected.
    """
    counts, mean = np.asarray(count, dtype=np.float64), usable(expected)
    lower = np.asarray(special.gammaincc(counts + 1, mean), dtype=np.float64)
    upper = np.where(counts == 0, np.where(np.isnan(mean), np.nan, 1.0), special.gammainc(counts, mean))
    return PoissonP(lower, upper, np.minimum(1.0, 2 * np.minimum(lower, upper)))


def adjusted(p: npt.ArrayLike) -> Floats:
    """Benjamini and Hochberg's adjusted p-values (step-up), over the p-values that are defined; NaN stays NaN.

    The adjusted p of rank i is the least, over ranks k from i on, of n p(k) / k. Calling true what has an adjusted
    p of at most q keeps the expected share of false calls at most q. scipy.stats gives the same (tested) but takes
    longer to load than a page may take to answer.
    """
    given = np.asarray(p, dtype=np.float64)
    found = np.full(given.shape, np.nan)
    places = np.flatnonzero(~np.isnan(given))
    order = places[np.argsort(given[places])]
    stepped = given[order] * (order.size / np.arange(1, order.size + 1))
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found
