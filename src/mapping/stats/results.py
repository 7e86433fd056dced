"""What the map shows of risk: from the figures of all areas of a region to what is known of each of them.

Frames of figures as `figures` and `roll_up` give them; risks are relative to the region's own rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.stats.chance import Chance
from mapping.stats.exact import adjusted
from mapping.stats.local import FALSE_DISCOVERIES, getis_ord, getis_ord_p, local_moran
from mapping.stats.moran import standardised_rates
from mapping.stats.rates import Floats, exact_interval, usable
from mapping.stats.scan import Cluster, scan
from mapping.stats.smoothed import smoothed
from mapping.stats.standardise import overall_expected
from mapping.stats.weights import Neighbours

PERMUTATIONS = 99_999  # with fewer a single area among thousands could never pass the false discovery rate
VERY = 0.01
CLUSTER_P = {Chance.ONE_RISK: 0.05, Chance.OWN_RISKS: 0.03}
"""Below 5 % where each mahalla has its own risk, for such maps are dealt out by a fit: so that they stay below 5 % though
it does not fit."""
MOST_CLUSTERS = 8
LARGEST_CLUSTER = 0.1  # of all expected cases: a cluster is a place to act in, not half of the region,
LARGEST_NUMBER = 100  # and where mahallas are many, not more than about so many of them
RANDOM_MAPS = 999
SEED = 1  # the same figures always give the same map
_SAME = 1e-9  # an end of an interval this near to 1 is at 1


class Spot(StrEnum):
    """What kind of place an area is among its neighbours."""

    VERY_HOT = "very_hot"
    HOT = "hot"
    COLD = "cold"
    VERY_COLD = "very_cold"
    HIGH_AMONG_LOW = "high_among_low"
    LOW_AMONG_HIGH = "low_among_high"
    NONE = "none"


_QUADRANTS = {"HH": Spot.HOT, "LL": Spot.COLD, "HL": Spot.HIGH_AMONG_LOW, "LH": Spot.LOW_AMONG_HIGH}


def smoothed_risks(figures: pd.DataFrame) -> pd.DataFrame:
    """The columns of `smoothed` for each mahalla, and `differs`: whether its 95 % interval leaves out 1.

    The prior is fitted to all rows. `differs` is missing where the risk is.
    """
    found = smoothed(figures["count"], figures["people"])
    return found.assign(differs=leaves_out(found["rr_lo"], found["rr_hi"]))


def plain_risks(figures: pd.DataFrame, average: float | None = None) -> pd.DataFrame:
    """The same of wide areas, from `roll_up`: they have cases enough, so nothing is smoothed.

    `average`: cases per person that are expected; without it, those of all rows together.

    `expected`, `smr`, `rr` (equal to `smr`), `rr_lo`, `rr_hi` (95 %, exact, cases taken as Poisson), `differs`.
    """
    count, people = figures["count_with_people"], figures["people"]
    expected = overall_expected(count, people) if average is None else usable(people) * average
    scale = usable(expected)
    lo, hi = exact_interval(count)
    ratio = count.to_numpy(np.float64) / scale
    columns = {"expected": expected, "smr": ratio, "rr": ratio, "rr_lo": lo / scale, "rr_hi": hi / scale}
    found = pd.DataFrame(columns, index=figures.index)
    return found.assign(differs=leaves_out(found["rr_lo"], found["rr_hi"]))


def leaves_out(low: npt.ArrayLike, high: npt.ArrayLike, value: float | Floats = 1.0) -> pd.arrays.BooleanArray:
    """Whether an interval lies above or below a value, by more than rounding; missing where an end is."""
    lows, highs = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    outside = (lows > value * (1 + _SAME)) | (highs < value * (1 - _SAME))
    return pd.arrays.BooleanArray(outside, np.isnan(lows) | np.isnan(highs))


class Side(StrEnum):
    """On which side of the region's average a risk is, if that can be told."""

    ABOVE = "above"
    BELOW = "below"
    UNSURE = "unsure"


def side_of(risk: float, differs: object) -> Side:
    """The side of a risk; `differs` as in `smoothed_risks`, also missing."""
    if differs is pd.NA or differs is None or not differs:
        return Side.UNSURE
    return Side.ABOVE if risk > 1 else Side.BELOW


def rates_that_differ(figures: pd.DataFrame, average: float | None = None) -> pd.arrays.BooleanArray:
    """Whether the exact interval of each rate leaves out the rate of all areas together, or an average given."""
    cases = figures["count_with_people" if "count_with_people" in figures else "count"]
    people = figures["people"]
    expected = overall_expected(cases, people) if average is None else usable(people) * average
    lo, hi = exact_interval(cases)
    scale = usable(expected)
    return leaves_out(lo / scale, hi / scale)


def moran_spots(figures: pd.DataFrame, neighbours: Neighbours) -> pd.DataFrame:
    """`spot` (`Spot`) and `spot_p` of each mahalla by local Moran; neighbours are numbered as the rows.

    The rates are brought to one variance first (Assunção and Reis 1999), so that small places are not spots for
    their size. `spot_p` is the two-sided permutation p, adjusted for false discovery over the map; above 0.05
    there is no spot. `spot` is missing where the rate is.
    """
    rates = standardised_rates(figures["count"], figures["people"])
    found = local_moran(rates, neighbours, permutations=PERMUTATIONS, seed=SEED)
    p = adjusted(found.p_two_sided)
    kinds = [_QUADRANTS.get(str(one), Spot.NONE) for one in found.quadrant]
    spots = np.where(p <= FALSE_DISCOVERIES, kinds, Spot.NONE)
    return _spots(spots, p, rates, figures.index)


def getis_spots(figures: pd.DataFrame, neighbours: Neighbours) -> pd.DataFrame:
    """`spot`, `spot_p` and `spot_z` of each mahalla by Gi*, of the same rates as `moran_spots`.

    `spot_p` is the two-sided permutation p of `getis_ord_p`, adjusted for false discovery over the map: at most 0.05
    is hot or cold, at most 0.01 very hot or very cold. The normal p of z does not know how skewed rates of few cases
    are, and calls something on 9 % of maps on which nothing is.
    """
    rates = standardised_rates(figures["count"], figures["people"])
    z = getis_ord(rates, neighbours, with_itself=True)
    p = adjusted(getis_ord_p(rates, neighbours, permutations=PERMUTATIONS, seed=SEED))
    sure, told, up = p <= VERY, p <= FALSE_DISCOVERIES, z > 0
    kinds = [Spot.VERY_HOT, Spot.VERY_COLD, Spot.HOT, Spot.COLD]
    spots = np.select([sure & up, sure, told & up, told], kinds, Spot.NONE)
    return _spots(spots, p, rates, figures.index).assign(spot_z=z)


def _spots(spots: npt.NDArray[np.str_], p: Floats, rates: Floats, index: pd.Index) -> pd.DataFrame:
    named = np.array([str(one) for one in spots], dtype=object)
    named[np.isnan(rates)] = None
    return pd.DataFrame({"spot": named, "spot_p": p}, index=index)


@dataclass(frozen=True)
class Clusters:
    """Clusters that are not found on maps without clusters, the clearest first, and which of them each mahalla is in.

    `frame`: one row per mahalla: `cluster` (from 1; 0 in none; NaN without figures), `cluster_risk`, `cluster_p`.
    """

    found: tuple[Cluster, ...]
    frame: pd.DataFrame


def scan_clusters(
    figures: pd.DataFrame, centres: Floats, *, chance: Chance = Chance.OWN_RISKS, replications: int = RANDOM_MAPS
) -> Clusters:
    """The scan over the mahallas, with `centres` (n x 2, metres); see `scan`.

    Circles hold at most a tenth of all expected cases, and the share of about 100 mahallas where that is less; told
    are those with p of at most `CLUSTER_P`, at most 8. What chance is decides what a cluster means: more together than
    mahallas of their differences have that lie together by accident, or more than mahallas of one risk have.
    """
    count = figures["count"].to_numpy(np.float64)
    expected = overall_expected(count, figures["people"])
    searched = scan(
        count, expected, centres, most=min(LARGEST_CLUSTER, LARGEST_NUMBER / max(1, len(figures))),
        chance=chance, replications=replications, seed=SEED, limit=MOST_CLUSTERS,
    )  # fmt: skip
    clusters = tuple(cluster for cluster in searched.clusters if cluster.p <= CLUSTER_P[chance])
    known = ~np.isnan(count) & (expected > 0)
    frame = pd.DataFrame({"cluster": np.where(known, 0.0, np.nan)}, index=figures.index)
    frame[["cluster_risk", "cluster_p"]] = np.nan
    for number, cluster in enumerate(clusters, start=1):
        frame.iloc[cluster.members] = [float(number), cluster.relative_risk, cluster.p]
    return Clusters(clusters, frame)
