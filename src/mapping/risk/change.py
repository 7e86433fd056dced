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

from mapping.risk.exact import adjusted
from mapping.risk.rates import LEVEL, Floats, rate, usable

ALPHA = 1 - LEVEL
_TOLD_FROM = ("count_now", "count_before", "ratio", "p_cond_central")


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
    frame["label"] = [str(label) for label in _label(*(frame[name] for name in _TOLD_FROM))]
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


def compare_totals(now: pd.DataFrame, before: pd.DataFrame) -> dict[str, float | str]:
    """What `compare` says of the one area that contains all rows, from the rows with figures in both frames.

    Both frames as `figures` gives them, with the same rows in the same order. The same numbers as
    `matched`, `total` and `compare` after one another, without the cost of tables.
    Raises ValueError when the rows differ.
    """
    if not now.index.equals(before.index):
        raise ValueError("the two periods do not have the same areas")
    counts = np.array([now["count"].to_numpy(np.float64), before["count"].to_numpy(np.float64)])
    people = np.array([usable(now["people"]), usable(before["people"])])
    counted = ~np.isnan(counts).any(axis=0)
    both = counted & ~np.isnan(people).any(axis=0)
    count_now, count_before = _sums(counts, counted)
    cases, size = _sums(counts, both), _sums(people, both)
    rates = rate(cases, size)
    ratio = {name: float(values[0]) for name, values in rate_ratio(cases[:1], size[:1], cases[1:], size[1:]).items()}
    found = {
        "count_now": count_now, "count_before": count_before, "difference": count_now - count_before,
        "rate_now": float(rates[0]), "rate_before": float(rates[1]), "rate_difference": float(rates[0] - rates[1]),
        **ratio,
    }  # fmt: skip
    label = _label(np.array([count_now]), np.array([count_before]), ratio["ratio"], ratio["p_cond_central"])
    return {**found, "label": str(label[0])}


def _sums(rows: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    return rows[:, chosen].sum(axis=1) if chosen.any() else np.full(len(rows), np.nan)


def told(ratio: Floats, p: Floats, q: float = ALPHA) -> list[str]:
    """The label of each of many areas, told where p, adjusted over all of them, is at most q.

    `ratio` and `p` as `rate_ratio` gives them. At most a share q of the changes told is then expected to be
    false, however many areas are compared (Benjamini and Hochberg 1995). An undefined p cannot be told.
    """
    sure, up = adjusted(p) <= q, np.asarray(ratio) > 1
    labels = np.select([sure & up, sure], [Change.ROSE, Change.FELL], Change.CANNOT_TELL)
    return [str(label) for label in labels]


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


def _label(
    count_now: npt.ArrayLike, count_before: npt.ArrayLike, ratio: npt.ArrayLike, p: npt.ArrayLike
) -> npt.NDArray[np.str_]:
    """The label of each area; `k` after 0 has the ratio inf and may be told as a rise."""
    told = np.asarray(p) < ALPHA
    missing = np.isnan(count_now) | np.isnan(count_before)
    up = np.asarray(ratio) > 1
    return np.select([missing, told & up, told], [Change.NO_FIGURES, Change.ROSE, Change.FELL], Change.CANNOT_TELL)
