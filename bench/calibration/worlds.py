"""What is true of a simulated region: how risks differ, whether a cluster is planted; and the counts drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.stats.figures import figures
from mapping.stats.weights import Neighbours, from_coverage

ROOT = Path(__file__).resolve().parents[2]
CRIMES = 3400  # a year, as in the demonstration
SMALLEST, LARGEST = 10, 40  # mahallas in a planted cluster
SEED = 20261124

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Region:
    """The mahallas that have people: how many, who neighbours whom, centres (metres)."""

    codes: pd.Index
    people: Floats
    neighbours: Neighbours
    centres: Floats


@cache
def region() -> Region:
    """The demonstration region of 2025."""
    rows = pd.read_csv(ROOT / "data" / "population.csv", dtype={"area": str})
    people = rows[(rows["year"] == 2025) & (rows["group"] == "all")].set_index("area")["people"]
    shapes = gpd.read_file(ROOT / "geo" / "mahallas.geojson").set_index("code").geometry.sort_index()
    size = people.reindex(shapes.index)
    kept = (size > 0).to_numpy()
    shapes = shapes[kept]
    centre = shapes.to_crs("+proj=laea +lon_0=66 +lat_0=38.8").centroid
    return Region(
        shapes.index,
        size[kept].to_numpy(np.float64),
        from_coverage(shapes.to_numpy()),
        np.column_stack([centre.x, centre.y]),
    )


Risks = Callable[[np.random.Generator, int], Floats]
DIFFERENCES: dict[str, Risks] = {
    "equal risks": lambda _, n: np.ones(n),
    "gamma 10": lambda rng, n: rng.gamma(10, 1 / 10, n),
    "gamma 8": lambda rng, n: rng.gamma(8, 1 / 8, n),
    "gamma 4": lambda rng, n: rng.gamma(4, 1 / 4, n),
    "lognormal 0.5": lambda rng, n: rng.lognormal(0, 0.5, n),
    "5 % threefold": lambda rng, n: np.where(rng.random(n) < 0.05, 3.0, 1.0),
}
"""How risks differ from mahalla to mahalla, neighbours having nothing in common."""


@dataclass(frozen=True)
class World:
    """Differences without any pattern, and on top of them, unless `planted` is 1, a cluster of so many times the risk."""

    differences: str
    planted: float = 1.0

    @property
    def name(self) -> str:
        return self.differences if self.planted == 1 else f"{self.differences}, planted {self.planted}"

    def rng(self, number: int) -> np.random.Generator:
        """The random numbers of one map, the same in every run."""
        return np.random.default_rng([SEED, crc32(self.name.encode()), number])


@dataclass(frozen=True)
class Map:
    """A simulated year: its figures, the true risk of each mahalla relative to what is expected, and who is in a cluster."""

    figures: pd.DataFrame
    risk: Floats
    inside: Flags


def simulated(world: World, number: int) -> Map:
    """One map of a world."""
    rng, here = world.rng(number), region()
    risk = DIFFERENCES[world.differences](rng, len(here.codes))
    inside = _cluster(rng) if world.planted != 1 else np.zeros(len(here.codes), dtype=bool)
    return drawn(rng, np.where(inside, world.planted * risk, risk), inside)


def drawn(rng: np.random.Generator, risk: Floats, inside: Flags) -> Map:
    """A year's figures under relative risks, with the usual number of crimes."""
    here = region()
    load = here.people * risk
    mean = CRIMES * load / load.sum()
    counts = rng.poisson(mean).astype(np.float64)
    found = figures(pd.DataFrame({"year": counts}, index=here.codes), pd.Series(here.people, index=here.codes))
    return Map(found, mean / (counts.sum() * here.people / here.people.sum()), inside)


def _cluster(rng: np.random.Generator) -> Flags:
    """Neighbours: a mahalla and those nearest to it."""
    here = region()
    middle = here.centres[rng.integers(len(here.codes))]
    size = int(rng.integers(SMALLEST, LARGEST + 1))
    inside = np.zeros(len(here.codes), dtype=bool)
    inside[np.argsort(((here.centres - middle) ** 2).sum(axis=1), kind="stable")[:size]] = True
    return inside
