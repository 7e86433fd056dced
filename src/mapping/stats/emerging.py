"""Groups of neighbouring areas with more cases lately than each of them should have had: a prospective space-time scan.

A zone is an area and those nearest to it; a window is a zone in the last periods, so many. What is expected is known for each
area and window beforehand (`forecast`), so a window is compared with its own expectation alone: with c cases where e are
expected its score is c log(c / e) - (c - e), 0 where there are no more cases than expected. Cases are weighted so that mean
and variance are one number, as in `chance.OwnRisks`: many cases that may only be drift or an own risk count for less.

The maps it is compared with are dealt out as there: each count becomes the place it has under its prediction, drawn within
the count; the places of all windows and all indicators of an area go together to another area; and each becomes the count at
that place in the area that gets it. What is common to all areas, how windows hang together, and tails that the prediction
does not know are in those maps too. On top, each district moves on each map as far as it may by its own prediction, so that
a district's drift is no group's alarm. The areas of the highest window lend no places but drawn ones: else what is there
would hide itself (as in the iterated scan of Z. Zhang, R. Assunção and M. Kulldorff, J. Probability and Statistics (2010)
642379). That makes p a little too low where nothing is; limits are set with that in view (`outbreaks`). Of the maps only the
highest scores are kept; beyond them p is by a Gumbel distribution with their mean and variance.

Sources: M. Kulldorff, JRSS A 164 (2001) 61-72 (the prospective scan); D. B. Neill, Int. J. Forecasting 25 (2009) 498-517
(the score from known expectations); A. M. Abrams, K. Kleinman and M. Kulldorff, Int. J. Health Geographics 9 (2010) 61
(Gumbel). Weights and deals are our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from mapping.stats.negative_binomial import Predictive, more_than
from mapping.stats.rates import Floats
from mapping.stats.weights import Ints

LARGEST = 20
SMALLEST = 2  # one area alone is judged by itself (`outbreaks`)
MAPS = 99
LIKELY = 0.5  # of a higher p nothing is said
_EULER = 0.5772156649015329
_ALIKE = 1e9  # a gamma shape that is as good as infinite


@dataclass(frozen=True)
class Window:
    """Counts of n areas in the last `duration` periods together, and what they should have been.

    `moves`: of each district by its number the gamma shape by which it may move as a whole (NaN: not known).
    """

    duration: int
    observed: Floats
    predicted: Predictive
    moves: Floats


@dataclass(frozen=True)
class Group:
    """A zone in one window (`duration` periods, 1 or more) of more cases than expected, `areas` from its centre outwards."""

    areas: Ints
    duration: int
    score: float
    p: float


def nearest(centres: npt.ArrayLike, largest: int = LARGEST) -> Ints:
    """Each area and those nearest to its centre, outwards (n × largest, or half of the areas where these are few)."""
    from scipy.spatial import KDTree  # noqa: PLC0415 (heavy)

    places = np.asarray(centres, dtype=np.float64)
    number = min(largest, max(1, len(places) // 2))
    order = np.asarray(KDTree(places).query(places, k=np.arange(1, number + 1))[1], dtype=np.int64)
    itself = np.arange(len(places))
    swapped = np.where(order == itself[:, None], order[:, :1], order)  # of areas at one place each begins with itself
    swapped[:, 0] = itself
    return swapped


def groups(
    indicators: Sequence[Sequence[Window]], zones: Ints, district: Ints, *, maps: int = MAPS, seed: int = 1
) -> tuple[list[list[Group]], Floats]:
    """Of each indicator the groups that share no area, the highest score first; and the p of its highest score on each of
    the maps dealt out (indicators × maps).

    `indicators`: of each its windows. `district`: the number of each area's. An area with nothing known in a window has no
    part in it. The p of a group compares with the highest window of this indicator alone.
    """
    rng = np.random.default_rng(seed)
    deals = np.argsort(rng.random((maps, len(zones)), dtype=np.float32), axis=1).T
    found: list[list[Group]] = []
    nulls = np.ones((len(indicators), maps))
    for place, windows in enumerate(indicators):
        scales = [_Scale(window) for window in windows]
        scores = _scores(scales, zones)
        hidden = _members(scores, zones)[1] if scores.max(initial=0.0) > 0 else zones[0, :0]
        drawn = rng.random(len(zones))
        highest = np.zeros(maps)
        for window, scale in zip(windows, scales, strict=True):
            places = _places(window, drawn, hidden, rng)[deals]
            dealt = _dealt(window.predicted, scale, places)
            dealt *= _moved(window.moves, maps, rng)[district]
            _raise(highest, dealt, scale.expected, zones)
        law = _Gumbel(highest)
        nulls[place] = law.p(highest)
        found.append(_separate(scores, [window.duration for window in windows], zones, law))
    return found, nulls


def _moved(shapes: Floats, maps: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """How far each district moves on each map: gamma with mean 1."""
    shape = np.where(np.isfinite(shapes), shapes, _ALIKE)[:, None]
    return (rng.standard_gamma(shape, (shape.size, maps)) / shape).astype(np.float32)


class _Scale:
    """Weights that bring mean and variance to one number, and observed and expected counts by them; 0 where not known."""

    def __init__(self, window: Window) -> None:
        mean, shape = window.predicted.mean, window.predicted.shape
        self.known = ~np.isnan(mean + shape + window.observed)
        self.weight = np.where(self.known, 1 / (1 + mean / shape), 0.0)
        self.expected = np.where(self.known, self.weight * mean, 0.0)
        self.observed = np.where(self.known, self.weight * window.observed, 0.0)


def _places(window: Window, drawn: Floats, hidden: Ints, rng: np.random.Generator) -> Floats:
    """How likely a higher count is, drawn within the count. An area that has no count, or is hidden, lends any place."""
    places = window.predicted.place(window.observed, drawn)
    places[hidden] = np.nan
    return np.where(np.isnan(places), rng.random(places.size), places)


def _dealt(predicted: Predictive, scale: _Scale, places: Floats) -> npt.NDArray[np.float32]:
    """The weighted counts at the places (n × maps): of each as many as there are k with P(more than k) above the place."""
    counts = np.zeros(places.shape, dtype=np.float32)
    rows = np.flatnonzero(scale.known)
    mean, shape = predicted.mean[rows], np.minimum(predicted.shape[rows], _ALIKE)
    share = mean / (mean + shape)
    chance = np.exp(-shape * np.log1p(mean / shape))
    higher = more_than(0.0, mean, shape)
    least = places[rows].min(axis=1)
    for k in range(1, 1_000_000):
        alive = higher > least
        if not alive.any():
            break
        if alive.mean() < 0.5:  # of few areas that still go on the others are left behind
            rows, mean, shape, share, chance, higher, least = (
                part[alive] for part in (rows, mean, shape, share, chance, higher, least)
            )
        counts[rows] += higher[:, None] > places[rows]
        chance = chance * share * (shape + k - 1) / k
        higher = higher - chance
    counts *= scale.weight[:, None].astype(np.float32)
    return counts


def _sums(values: npt.NDArray[np.float32] | Floats, zones: Ints) -> Iterator[npt.NDArray[np.float32] | Floats]:
    """The sums of zones of SMALLEST areas, one more, …; each is changed into the next."""
    total = values.copy()
    for size in range(1, zones.shape[1]):
        total += values[zones[:, size]]
        if size + 1 >= SMALLEST:
            yield total


def _raise(highest: Floats, dealt: npt.NDArray[np.float32], expected: Floats, zones: Ints) -> None:
    """Raise the highest score of each map, in place. Only zones whose fullest map could matter are looked at closely."""
    for cases, mean in zip(_sums(dealt, zones), _sums(expected, zones), strict=True):
        rows = np.flatnonzero(score(cases.max(axis=1), mean) > highest.min())
        if rows.size:
            np.maximum(highest, score(cases[rows], mean[rows, None]).max(axis=0), out=highest)


def score(cases: npt.ArrayLike, expected: npt.ArrayLike) -> Floats:
    """c log(c / e) - (c - e), 0 where there are no more cases than expected. Shapes broadcast."""
    count, mean = np.asarray(cases, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    return np.where((count > mean) & (mean > 0), special.kl_div(count, mean), 0.0)


def _scores(scales: Sequence[_Scale], zones: Ints) -> Floats:
    """Of every window: windows × sizes (from SMALLEST) × centres."""
    return np.array([
        [score(cases, mean) for cases, mean in zip(_sums(one.observed, zones), _sums(one.expected, zones), strict=True)]
        for one in scales
    ]).reshape(len(scales), max(0, zones.shape[1] - SMALLEST + 1), len(zones))  # fmt: skip


def _members(scores: Floats, zones: Ints) -> tuple[int, Ints]:
    """The number of the highest window, and its areas."""
    window, size, centre = np.unravel_index(int(scores.argmax()), scores.shape)
    return int(window), zones[centre, : size + SMALLEST]


def _separate(scores: Floats, durations: Sequence[int], zones: Ints, law: _Gumbel) -> list[Group]:
    """The highest windows, each the highest of those that share no area with the ones before. The scores are used up."""
    found: list[Group] = []
    taken = np.zeros(len(zones), dtype=bool)
    while (top := float(scores.max(initial=0.0))) > 0 and (p := float(law.p(top))) <= LIKELY:
        window, members = _members(scores, zones)
        found.append(Group(members, durations[window], top, p))
        taken[members] = True
        held = taken[zones].cumsum(axis=1)[:, SMALLEST - 1 :].T > 0
        scores[:, held] = 0.0
    return found


class _Gumbel:
    """The distribution of the highest score, by the highest scores of the maps dealt out."""

    def __init__(self, highest: Floats) -> None:
        spread = float(highest.std(ddof=1)) if highest.size > 1 else 0.0
        self._scale = max(spread * np.sqrt(6) / np.pi, 1e-9)
        self._place = float(highest.mean()) - _EULER * self._scale

    def p(self, scores: npt.ArrayLike) -> Floats:
        """The probability of so high a score."""
        beyond = (np.asarray(scores, dtype=np.float64) - self._place) / self._scale
        return np.asarray(-np.expm1(-np.exp(-beyond)), dtype=np.float64)
