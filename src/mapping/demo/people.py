"""Where people live and how many: the mahallas as the figures see them, and their invented population."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from mapping.demo.noise import smooth_field
from mapping.demo.projection import Floats, Ints, areas_km2, to_metres
from mapping.model.levels import REGION_DIGITS, Level
from mapping.model.vocabulary import Group

Flags = NDArray[np.bool_]

YEARS = (2023, 2024, 2025, 2026)
GROUPS = tuple(Group)
MEAN_PEOPLE = 4170
"""Mean of the mahallas in 2025: crimes of 2025 in the country over their rate, over 9,008 mahallas."""
REFERENCE_YEAR = YEARS.index(2025)
GROWTH = 0.015


@dataclass(frozen=True)
class Ground:
    """The mahallas in the order of their codes; every array has one row for each.

    `centres` in metres (n × 2), `urban` from 0 (steppe) to 1 (town), `namesake` where another mahalla of the
    district has the same name, `pairs` (m × 2) the numbers of touching mahallas, each pair both ways.
    """

    region: str
    region_names: dict[str, str]
    districts: tuple[str, ...]
    codes: tuple[str, ...]
    parents: tuple[str, ...]
    names: tuple[str, ...]
    namesake: Flags
    centres: Floats
    urban: Floats
    pairs: Ints


def ground_of(areas: gpd.GeoDataFrame) -> Ground:
    """The ground of a frame of all levels with code, parent, level, names and geometry in degrees."""
    region = areas[areas["level"] == Level.REGION].iloc[0]
    mahallas = areas[areas["level"] == Level.MAHALLA].sort_values("code", kind="stable")
    shapes = np.asarray(mahallas.geometry.array)
    parents, names = mahallas["parent"].tolist(), mahallas["name_uz_latn"].tolist()
    times = Counter(zip(parents, names, strict=True))
    return Ground(
        region=str(region["code"]),
        region_names={str(name): _text(region[name]) for name in areas.columns if str(name).startswith("name_")},
        districts=tuple(sorted(set(parents))),
        codes=tuple(mahallas["code"].tolist()),
        parents=tuple(parents),
        names=tuple(names),
        namesake=np.array([times[pair] > 1 for pair in zip(parents, names, strict=True)]),
        centres=to_metres(shapely.get_coordinates(shapely.centroid(shapes))),
        urban=_urban(areas_km2(shapes), parents),
        pairs=_touching(shapes),
    )


def population(rng: np.random.Generator, ground: Ground) -> Ints:
    """People by mahalla, year (YEARS) and group (GROUPS): n × 4 × 4.

    Lognormal about a level that rises with `urban`, scaled to MEAN_PEOPLE in 2025; growth normal about 1.5 %
    a year. Youth are about 28 %, women 49.7 %, unemployed 3.2 % (beta, more where a smooth field is high).
    """
    number = len(ground.codes)
    level = np.exp(0.75 * ground.urban + rng.normal(0, 0.24, number))
    everyone = (level / level.mean() * MEAN_PEOPLE)[:, None] * _growth(rng, number)
    field = smooth_field(rng, ground.centres, longest_km=90, shortest_km=15)
    shares = np.stack(
        [
            _drifting(rng, 0.281 + 0.012 * field + rng.normal(0, 0.014, number), 0.003),
            _drifting(rng, rng.normal(0.497, 0.006, number), 0.001),
            _drifting(rng, rng.beta(16, 484, number) * np.exp(0.18 * field - 0.25 * (ground.urban - 0.5)), 0.002),
        ],
        axis=2,
    )
    people = np.concatenate([everyone[:, :, None], everyone[:, :, None] * shares], axis=2)
    return np.asarray(np.rint(people), dtype=np.int64)


def population_rows(ground: Ground, people: Ints, unknown: int) -> pd.DataFrame:
    """Rows of population.csv; the mahalla numbered `unknown` has rows without figures."""
    number, years, groups = people.shape
    counts = pd.Series(people.ravel(), dtype="Int64")
    counts[np.repeat(np.arange(number), years * groups) == unknown] = pd.NA
    return pd.DataFrame(
        {
            "area": np.repeat(np.array(ground.codes), years * groups),
            "year": np.tile(np.repeat(np.array(YEARS), groups), number),
            "group": np.tile(np.array([group.value for group in GROUPS]), number * years),
            "people": counts,
        }
    )


def _growth(rng: np.random.Generator, number: int) -> Floats:
    """Each year's people over those of 2025: n × 4."""
    steps = np.log1p(rng.normal(GROWTH, 0.006, (number, len(YEARS))))
    path = np.cumsum(steps, axis=1)
    return np.asarray(np.exp(path - path[:, [REFERENCE_YEAR]]))


def _drifting(rng: np.random.Generator, share: Floats, step: float) -> Floats:
    """Shares that change a little (standard deviation `step` of a share) from year to year: n × 4, 0.005 to 0.6."""
    moves = np.cumsum(rng.normal(0, step, (len(share), len(YEARS))), axis=1)
    return np.asarray(np.clip(share[:, None] + moves * np.minimum(1, share[:, None] / 0.1), 0.005, 0.6))


def _urban(km2: Floats, parents: list[str]) -> Floats:
    """0 to 1: small mahallas are dense; those of a city (its code goes on with 4 after the region's) are town."""
    logs = np.log(km2)
    smooth = 1 / (1 + np.exp((logs - np.median(logs)) / 0.6))
    city = np.array([parent[REGION_DIGITS] == "4" for parent in parents])
    return np.asarray(np.where(city, np.maximum(smooth, 0.85), smooth))


def _touching(shapes: NDArray[np.object_]) -> Ints:
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], dtype=np.int64)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
