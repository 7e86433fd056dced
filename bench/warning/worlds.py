"""What is true of a simulated history: level, season and drift, and what is planted in it; and the counts drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import pandas as pd

from bench.calibration.worlds import ROOT, Flags, Floats, region
from mapping.stats.emerging import nearest
from mapping.stats.outbreaks import Series
from mapping.stats.weights import Ints

SEED = 20261130
YEARS, SEASONS = 3, 4
PERIODS = YEARS * SEASONS
SEASON = np.array([0.95, 1.02, 1.07, 0.96])
DRIFT = 0.1
TOGETHER = 10  # mahallas
USUAL = 0.1  # nearer than this to the mean size
CRIMES, OFFENCES, CONFLICTS = 1.0, 10.0, 2.0  # in the last quarter, in a mahalla of the usual size and risk

TOGETHER_HIGH = "the region drifts, high risks lie together"
DRIFTS = ("the region drifts", TOGETHER_HIGH, "each mahalla drifts", "each district drifts")
PLANTED = {
    "ten mahallas threefold, one quarter": (3.0, 1),
    "ten mahallas twofold, four quarters": (2.0, 4),
    "a district by half, one quarter": (1.5, 1),
    "a district by half, four quarters": (1.5, 4),
    "a mahalla eightfold, one quarter": (8.0, 1),
}
"""How many times the risk of crimes, of all kinds alike, and in how many of the last quarters."""


@dataclass(frozen=True)
class World:
    """How risks drift, and what is planted (a key of PLANTED; empty: nothing)."""

    drift: str = "the region drifts"
    planted: str = ""

    @property
    def name(self) -> str:
        return f"{self.drift}, {self.planted or 'nothing planted'}"


@dataclass(frozen=True)
class History:
    """The series of all indicators, all crimes first, and the mahallas in which something is planted."""

    series: list[Series]
    inside: Flags


@cache
def districts() -> Ints:
    """The number of each mahalla's district."""
    return np.unique(region().codes.str[:7], return_inverse=True)[1].astype(np.int64)


@cache
def _kinds() -> Floats:
    shares = pd.read_csv(ROOT / "src" / "mapping" / "demo" / "words" / "kinds.csv")["share"].to_numpy()
    return np.asarray(shares / shares.sum())


@cache
def _truth() -> Floats:
    """The true risks of the demonstration: a smooth field, towns, and clusters of two to three times the risk."""
    truth = pd.read_csv(ROOT / "data" / "truth" / "true_risks.csv", dtype={"code": str}).set_index("code")
    return truth["relative_risk"].reindex(region().codes).to_numpy(np.float64)


def history(world: World, number: int) -> History:
    """One history of a world, the same in every run. Drift is 10 % a quarter; it ends at one crime a quarter in the usual
    mahalla, so that all histories are judged at the same level."""
    rng = np.random.default_rng([SEED, crc32(world.name.encode()), number])
    people = region().people
    own = _truth() if world.drift == TOGETHER_HIGH else rng.gamma(8, 1 / 8, people.size)
    risk = own[:, None] * _drifted(rng, world.drift)
    load = (people / people.mean())[:, None] * risk * np.tile(SEASON / SEASON[-1], YEARS)
    others = [rng.poisson(usual * load) for usual in (OFFENCES, CONFLICTS)]
    inside = _inside(rng, world.planted)
    if world.planted:
        times, last = PLANTED[world.planted]
        load[inside, -last:] *= times
    crimes = rng.poisson(CRIMES * load)
    counts = [crimes, *np.moveaxis(rng.multinomial(crimes, _kinds()), 2, 0), rng.binomial(crimes, 0.45), *others]
    persons = np.repeat(people[:, None], PERIODS, axis=1)
    return History([Series(one.astype(np.float64), persons) for one in counts], inside)


def _drifted(rng: np.random.Generator, drift: str) -> Floats:
    """Risks by mahalla and quarter, 1 in the last."""
    number, of = len(region().codes), districts()
    walks = {
        "nothing drifts": 0,
        "the region drifts": 1,
        "each mahalla drifts": number,
        "each district drifts": of.max() + 1,
    }
    steps = rng.normal(0, DRIFT, (max(1, walks[drift]), PERIODS)) * (walks[drift] > 0)
    risk = np.exp(np.cumsum(steps, axis=1) - steps.sum(axis=1, keepdims=True))
    chosen = {1: np.zeros(number, dtype=np.int64), number: np.arange(number)}.get(len(risk), of)
    return risk[chosen]


def _inside(rng: np.random.Generator, planted: str) -> Flags:
    """Places of the usual size: ten mahallas with as many people as ten usual ones have, one with as many as one; any district."""
    here, of = region(), districts()
    load = here.people / here.people.mean()
    near = nearest(here.centres)[:, : TOGETHER if planted.startswith("ten") else 1]
    inside = np.zeros(load.size, dtype=bool)
    if planted.startswith("a district"):
        inside[of == rng.integers(of.max() + 1)] = True
    elif planted:
        usual = np.abs(load[near].sum(axis=1) / near.shape[1] - 1) < USUAL
        inside[near[rng.choice(np.flatnonzero(usual))]] = True
    return inside
