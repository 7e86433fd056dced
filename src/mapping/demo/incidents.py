"""What happened: true relative risks with planted clusters, and the counts drawn from them.

Given the true risk, crimes of a quarter are Poisson: with about one crime a quarter most of what moves is
noise. True risks differ from place to place smoothly, and from mahalla to mahalla on top of that.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.demo.lists import KINDS, SERIES, TOTAL
from mapping.demo.noise import smooth_field
from mapping.demo.people import REFERENCE_YEAR, YEARS, Flags, Ground
from mapping.demo.projection import Floats, Ints
from mapping.demo.words import rows
from mapping.model.vocabulary import Group

QUARTERS: tuple[str, ...] = tuple(f"{year}Q{number}" for year in (2023, 2024, 2025) for number in range(1, 5))
FIGURE_YEARS = YEARS[:3]
TOTAL_SERIES = SERIES.index((TOTAL, Group.ALL))
KIND_SERIES = [SERIES.index((kind, Group.ALL)) for kind in KINDS]
CRIMES_A_YEAR = 4.0
OFFENCES_A_YEAR = 40.0
CONFLICTS_A_YEAR = 8.0
SEASON = np.array([0.95, 1.02, 1.07, 0.96])
TREND = np.array([1.03, 1.0, 0.97])
MAHALLAS_PER_CLUSTER = 200
CLUSTER_SIZES = (10, 40)

_KIND_SHARES, _URBAN_KINDS, _PREVENTABLE = (
    np.array([float(row[column]) for row in rows("kinds.csv")]) for column in ("share", "urban", "preventable")
)
_GROUP_SHARES = {Group.YOUTH: 0.27, Group.WOMEN: 0.13, Group.UNEMPLOYED: 0.38}


@dataclass(frozen=True)
class Risk:
    """True relative risk of each mahalla (mean 1, weighted by people of 2025) and its cluster (from 1; 0: none)."""

    relative: Floats
    cluster: Ints


def true_risk(rng: np.random.Generator, ground: Ground, people: Ints) -> Risk:
    """Clusters of neighbours with a relative risk of 2 to 3; elsewhere a smooth field, towns, and gamma noise.

    The gamma has mean 1 and shape 8. Outside clusters risks are scaled so that the mean over people is 1.
    """
    number = len(ground.codes)
    cluster = _clusters(rng, ground)
    field = smooth_field(rng, ground.centres, longest_km=120, shortest_km=20)
    outside = np.exp(0.22 * field + 0.3 * ground.urban) * rng.gamma(8, 1 / 8, number)
    levels = np.r_[0.0, rng.uniform(2.2, 2.8, cluster.max())]
    inside = np.clip(levels[cluster] * rng.gamma(80, 1 / 80, number), 2.0, 3.0)
    weight = people[:, REFERENCE_YEAR, 0] / people[:, REFERENCE_YEAR, 0].sum()
    rest = cluster == 0
    scale = (1 - (weight * inside)[~rest].sum()) / (weight * outside)[rest].sum()
    return Risk(np.where(rest, scale * outside, inside).round(4), cluster)


def crimes_before(rng: np.random.Generator, people: Ints, risk: Risk) -> Ints:
    """Crimes of a year before the first quarter: Poisson. Only the categories of the year after know them."""
    return np.asarray(rng.poisson(CRIMES_A_YEAR * _load(people[:, 0, 0], risk.relative)))


def counts(rng: np.random.Generator, ground: Ground, people: Ints, risk: Risk) -> Ints:
    """Counts by mahalla, quarter (QUARTERS) and series (lists.SERIES): n × 12 × 18.

    Crimes Poisson, kinds multinomial with Dirichlet shares, preventable crimes and groups binomial parts of the
    total; administrative offences and domestic conflicts Poisson with risks of their own that follow the true one.
    """
    everyone = people[:, :3, 0]
    total = rng.poisson(_quarterly(everyone, risk.relative, CRIMES_A_YEAR))
    kinds = rng.multinomial(total, _kind_shares(rng, ground)[:, None, :])
    preventable = rng.binomial(kinds, _PREVENTABLE).sum(axis=2)
    groups = [rng.binomial(total, _shares(rng, len(total), mean)) for mean in _GROUP_SHARES.values()]
    others = [
        rng.poisson(_quarterly(everyone, _alike(rng, risk.relative, power), yearly))
        for power, yearly in ((0.6, OFFENCES_A_YEAR), (0.5, CONFLICTS_A_YEAR))
    ]
    return np.concatenate(
        [np.stack(part, axis=2) for part in ([total], list(np.moveaxis(kinds, 2, 0)), [preventable], others, groups)],
        axis=2,
    )


def by_year(counts_by_quarter: Ints, known: Flags) -> Ints:
    """Sums over the four quarters of each year of the quarters that are known: n × 3 (× anything after)."""
    shown = np.where(known.reshape(known.shape + (1,) * (counts_by_quarter.ndim - 2)), counts_by_quarter, 0)
    number, _, *rest = counts_by_quarter.shape
    return np.asarray(shown.reshape(number, 3, 4, *rest).sum(axis=2))


def statistic_rows(ground: Ground, found: Ints, empty: Flags, absent: Flags) -> pd.DataFrame:
    """Rows of statistics.csv; `empty` and `absent` (n × 12) mark mahalla-quarters without figures or rows."""
    number, quarters, series = found.shape
    values = pd.Series(found.ravel(), dtype="Int64")
    values[np.repeat(empty.ravel(), series)] = pd.NA
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.array(ground.codes), quarters * series),
            "period": np.tile(np.repeat(np.array(QUARTERS), series), number),
            "indicator": np.tile(np.array([indicator for indicator, _ in SERIES]), number * quarters),
            "group": np.tile(np.array([group.value for _, group in SERIES]), number * quarters),
            "count": values,
        }
    )
    return frame[~np.repeat(absent.ravel(), series)]


def truth_rows(ground: Ground, risk: Risk) -> pd.DataFrame:
    """Rows of truth/true_risks.csv: code, relative_risk, cluster (empty: none)."""
    cluster = pd.Series(risk.cluster, dtype="Int64")
    cluster[risk.cluster == 0] = pd.NA
    return pd.DataFrame({"code": ground.codes, "relative_risk": risk.relative, "cluster": cluster})


def _load(everyone: Ints, relative: Floats) -> Floats:
    """Expected cases of a mahalla over the mean of all: mean 1 along the mahallas."""
    load = everyone * (relative if everyone.ndim == 1 else relative[:, None])
    return np.asarray(load / load.mean(axis=0))


def _quarterly(everyone: Ints, relative: Floats, yearly: float) -> Floats:
    """Expected cases by mahalla and quarter (n × 12), `yearly` of them a year in the mean mahalla of 2024."""
    loads = _load(everyone, relative) * TREND
    return np.asarray((loads[:, :, None] * (yearly / 4 * SEASON / SEASON.mean())).reshape(len(loads), -1))


def _kind_shares(rng: np.random.Generator, ground: Ground) -> Floats:
    base, tilt = _KIND_SHARES, _URBAN_KINDS
    level = base * np.exp(tilt * (ground.urban[:, None] - 0.5))
    drawn = rng.gamma(40 * level)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def _shares(rng: np.random.Generator, number: int, mean: float) -> Floats:
    """A share for each mahalla (n × 1), beta about the mean."""
    return np.asarray(rng.beta(25 * mean, 25 * (1 - mean), number)[:, None])


def _alike(rng: np.random.Generator, relative: Floats, power: float) -> Floats:
    """A risk that follows another one, with lognormal differences."""
    return np.asarray(relative**power * np.exp(rng.normal(0, 0.28, len(relative))))


def _clusters(rng: np.random.Generator, ground: Ground) -> Ints:
    """Connected groups of 10 to 40 mahallas, apart from one another, numbered from 1.

    Smaller, or fewer groups, where there are few mahallas or few touch.
    """
    number = len(ground.codes)
    cluster, taken = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=bool)
    links = np.searchsorted(ground.pairs[:, 0], np.arange(number + 1))
    sizes = rng.integers(CLUSTER_SIZES[0], CLUSTER_SIZES[1] + 1, max(1, round(number / MAHALLAS_PER_CLUSTER)))
    tries = iter(rng.permutation(number).tolist())
    for label, size in enumerate(np.minimum(sizes, number // 8).tolist(), start=1):
        grown: list[int] = []
        while len(grown) < size and (seed := next(tries, None)) is not None:
            grown = max(grown, _grown(ground, links, seed, size, taken), key=len)
        if not grown:
            break
        cluster[grown] = label
        taken[grown] = True
        taken[np.concatenate([ground.pairs[links[one] : links[one + 1], 1] for one in grown])] = True
    return cluster


def _grown(ground: Ground, links: Ints, seed: int, size: int, taken: Flags) -> list[int]:
    """At most `size` mahallas reached from `seed` by touching ones that are not taken, the nearest first."""
    away = np.hypot(*(ground.centres - ground.centres[seed]).T)
    grown: list[int] = []
    waiting, seen = [(0.0, seed)], {seed}
    while waiting and len(grown) < size:
        _, one = heapq.heappop(waiting)
        if taken[one]:
            continue
        grown.append(one)
        for other in ground.pairs[links[one] : links[one + 1], 1].tolist():
            if other not in seen:
                seen.add(other)
                heapq.heappush(waiting, (float(away[other]), other))
    return grown
