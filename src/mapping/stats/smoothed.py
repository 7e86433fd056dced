"""The smoothed relative risk of each area and how sure it is: what the map shows first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.stats.gamma_poisson import Prior, fit, posterior
from mapping.stats.rates import LEVEL, usable
from mapping.stats.standardise import overall_expected

TAIL = (1 - LEVEL) / 2
RAISED, HIGH = 1.0, 1.5


def fit_prior(count: npt.ArrayLike, people: npt.ArrayLike) -> Prior:
    """How much the areas of a whole region differ, beyond chance; one fit serves every part of it."""
    return fit(count, overall_expected(count, people))


def smoothed(count: npt.ArrayLike, people: npt.ArrayLike, prior: Prior | None = None) -> pd.DataFrame:
    """The relative risk of n areas, 1 being the rate of all of them together, drawn towards the others' risks.

    Without `prior` it is fitted here. Returns one row per area, with the index of `count` if it has one:
    `expected` (the count at the overall rate), `smr` (count over expected; NaN where nothing is expected),
    `rr` (posterior mean), `rr_lo`, `rr_hi` (95 %, equal tails), `p_raised`, `p_high` (the probabilities that
    the risk is above 1 and above 1.5). An area without people has the prior; without a count or with people
    unknown all but `expected` is NaN.
    """
    counts = np.asarray(count, dtype=np.float64)
    expected = overall_expected(counts, people)
    found = posterior(counts, expected, fit(counts, expected) if prior is None else prior)
    columns = {
        "expected": expected,
        "smr": counts / usable(expected),
        "rr": found.mean,
        "rr_lo": found.quantile(TAIL),
        "rr_hi": found.quantile(1 - TAIL),
        "p_raised": found.above(RAISED),
        "p_high": found.above(HIGH),
    }
    return pd.DataFrame(columns, index=count.index if isinstance(count, pd.Series) else None)
