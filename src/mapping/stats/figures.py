"""Figures of areas for one period: counts, people, rates; and the same for the areas that contain them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.stats.rates import rate, rate_interval, usable

_SUMMED = ["count", "areas", "without_figure", "people", "count_with_people"]


def figures(counts: pd.DataFrame, people: pd.Series[float]) -> pd.DataFrame:
    """The figure of each mahalla for a period made of one or more quarters.

    `counts`: one row per mahalla (index: code), one column per quarter, NaN where nothing was reported.
    `people`: by code, for the period's year and the group counted; codes it lacks have no population.

    Returns one row per row of `counts`, in its order: `count` (the sum; NaN when any quarter is missing,
    for an incomplete sum is no figure), `quarters_missing`, `people` (NaN when not known), `rate`, `rate_lo`,
    `rate_hi` (per 100,000 people over the whole period, not annualised; 95 %, exact; NaN without people).
    Raises ValueError when a code occurs twice, or a count or a population is negative.
    """
    _require_unique(counts.index, "counts")
    _require_unique(people.index, "people")
    quarters = counts.to_numpy(dtype=np.float64, na_value=np.nan)
    found = pd.DataFrame(index=counts.index.rename("code"))
    found["count"] = quarters.sum(axis=1) if quarters.shape[1] else np.nan
    found["quarters_missing"] = np.isnan(quarters).sum(axis=1)
    found["people"] = people.reindex(counts.index).to_numpy(dtype=np.float64, na_value=np.nan)
    return with_rate(found, found["count"])


def roll_up(figures: pd.DataFrame, parents: pd.Series[str]) -> pd.DataFrame:
    """The figures of the areas that contain others, from `figures` or from an earlier `roll_up`.

    `parents`: the containing area's code by code; it may hold more codes than `figures`.

    Returns one row per parent (index: code, sorted): `count` (sum over the mahallas that have a figure; NaN
    when none has), `areas` (mahallas), `without_figure` (mahallas without one), `people` and
    `count_with_people` (both over the mahallas that have a figure and a population, so that numerator and
    denominator are of the same places; NaN when there is none), `rate`, `rate_lo`, `rate_hi` from these two.
    Rolling mahallas up to districts and these to the region equals rolling up to the region at once.
    Raises ValueError when a code has no parent or occurs twice.
    """
    _require_unique(figures.index, "figures")
    _require_unique(parents.index, "parents")
    above = parents.reindex(figures.index)
    if above.isna().any():
        lost = above.index[above.isna()][:5].tolist()
        raise ValueError(f"{int(above.isna().sum())} areas have no parent, among them {lost}")
    parts = figures if "count_with_people" in figures else _as_parts(figures)
    sums = parts[_SUMMED].groupby(above.to_numpy(dtype=object)).sum(min_count=1).rename_axis("code")
    sums = sums.astype({"areas": "int64", "without_figure": "int64"})
    return with_rate(sums, sums["count_with_people"])


def total(figures: pd.DataFrame) -> dict[str, float]:
    """What `roll_up` gives for one area that contains all rows of `figures`, without the cost of a table."""
    count = figures["count"].to_numpy(dtype=np.float64)
    people = usable(figures["people"])
    known = ~np.isnan(count)
    both = known & ~np.isnan(people)
    cases = float(count[both].sum()) if both.any() else np.nan
    size = float(people[both].sum()) if both.any() else np.nan
    lo, hi = rate_interval(np.array([cases]), np.array([size]))
    return {
        "count": float(count[known].sum()) if known.any() else np.nan,
        "areas": float(len(count)),
        "without_figure": float((~known).sum()),
        "people": size,
        "count_with_people": cases,
        "rate": float(rate(np.array([cases]), np.array([size]))[0]),
        "rate_lo": float(lo[0]),
        "rate_hi": float(hi[0]),
    }


def _as_parts(figures: pd.DataFrame) -> pd.DataFrame:
    """Each mahalla as a sum of one: what it adds to the area that contains it."""
    denominator = pd.Series(usable(figures["people"]), index=figures.index)
    matched = figures["count"].notna() & denominator.notna()
    return pd.DataFrame(
        {
            "count": figures["count"],
            "areas": 1,
            "without_figure": figures["count"].isna().astype("int64"),
            "people": denominator.where(matched),
            "count_with_people": figures["count"].where(matched),
        }
    )


def with_rate(found: pd.DataFrame, numerator: pd.Series[float]) -> pd.DataFrame:
    """The frame with `rate`, `rate_lo`, `rate_hi`: of a numerator per 100,000 of its `people` (see `figures`)."""
    lo, hi = rate_interval(numerator, found["people"])
    return found.assign(rate=rate(numerator, found["people"]), rate_lo=lo, rate_hi=hi)


def _require_unique(index: pd.Index[str], what: str) -> None:
    if not index.is_unique:
        twice = index[index.duplicated()].unique()[:5].tolist()
        raise ValueError(f"{what}: a code occurs twice: {twice}")
