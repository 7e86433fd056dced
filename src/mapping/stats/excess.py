"""Which areas have more cases than is usual: one-sided, corrected for the many areas looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.stats.exact import adjusted, poisson_p

FALSE_SHARE = 0.05


def above_usual(
    count: pd.Series[float], people: pd.Series[float], q: float = FALSE_SHARE, *, average: float | None = None
) -> pd.DataFrame:
    """count, people, expected, p, above: per area, in the order of `count`; NaN and False where not known.

    `expected` is the rate of all areas together, or an `average` (cases per person), times the area's people; `p` is the exact Poisson probability of so
    many cases or more (Choynowski 1959), after Benjamini and Hochberg (1995); `above` where p <= q.
    """
    counts = count.to_numpy(dtype=np.float64)
    persons = people.reindex(count.index).to_numpy(dtype=np.float64)
    known = ~np.isnan(counts) & (persons > 0)
    rate = average
    if rate is None:
        rate = counts[known].sum() / persons[known].sum() if known.any() else np.nan
    expected: npt.NDArray[np.float64] = np.where(known, persons * rate, np.nan)
    p = adjusted(poisson_p(np.where(known, counts, np.nan), expected).upper)
    found = {"count": counts, "people": persons, "expected": expected, "p": p, "above": np.nan_to_num(p, nan=1.0) <= q}
    return pd.DataFrame(found, index=count.index)
