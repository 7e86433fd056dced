"""What officials found: the category of each mahalla in a year, and the factors behind its crimes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.demo.incidents import FIGURE_YEARS, Risk, crimes_before
from mapping.demo.lists import FACTORS, KINDS
from mapping.demo.people import Ground
from mapping.demo.projection import Floats, Ints
from mapping.demo.words import rows
from mapping.model.vocabulary import Category

EARLIER_YEARS = (2021, 2022)
RED_OF_ALL = 137 / 832
YELLOW_OF_ALL = 0.48
MOST_FACTORS = 4

_BEHIND = {(row["kind"], row["factor"]): float(row["weight"]) for row in rows("behind.csv")}
_WEIGHTS = np.array([[_BEHIND.get((kind, code), 0.0) for code in FACTORS] for kind in KINDS])


def categories(rng: np.random.Generator, crimes: Ints, people: Ints, risk: Risk) -> Ints:
    """The category (0 red, 1 yellow, 2 green) of each mahalla in 2023, 2024 and 2025: n × 3.

    `crimes` are those of the year before each (2022 to 2024). The score is the year's rate, drawn towards the
    mean, with part of the true risk and noise, half of which stays over the years; the highest 16.5 % are red.
    """
    number = len(crimes)
    rate = (crimes + 2) / (people[:, :3, 0] * crimes.sum(axis=0) / people[:, :3, 0].sum(axis=0) + 2)
    noise = rng.normal(0, 0.2, (number, 1)) + rng.normal(0, 0.2, (number, 3))
    score = np.log(rate) + 0.15 * np.log(risk.relative)[:, None] + noise
    return _ranked(score)


def _ranked(score: Floats) -> Ints:
    """The highest scores of each year are red, the next yellow."""
    number = len(score)
    rank = np.argsort(np.argsort(-score, axis=0, kind="stable"), axis=0, kind="stable")
    red = round(number * RED_OF_ALL)
    return np.asarray(np.digitize(rank, [red, red + round(number * YELLOW_OF_ALL)]), dtype=np.int64)


def categories_before(rng: np.random.Generator, people: Ints, risk: Risk) -> Ints:
    """The category of each mahalla in EARLIER_YEARS, from crimes that no table shows: n × 2."""
    crimes = np.column_stack([crimes_before(rng, people, risk) for _ in EARLIER_YEARS])
    score = np.log(crimes + 2) - np.log(people[:, :1, 0])
    return _ranked(score + rng.normal(0, 0.4, crimes.shape))


def red_in_a_row(found: Ints) -> Ints:
    """How many years up to the last each mahalla has been red (n × years categories)."""
    return np.asarray(np.cumprod(found[:, ::-1] == 0, axis=1).sum(axis=1), dtype=np.int64)


def category_rows(ground: Ground, found: Ints) -> pd.DataFrame:
    """Rows of categories.csv, one per mahalla and year of EARLIER_YEARS and FIGURE_YEARS (n × 5)."""
    years = (*EARLIER_YEARS, *FIGURE_YEARS)
    names = np.array([category.value for category in (Category.RED, Category.YELLOW, Category.GREEN)])
    return pd.DataFrame(
        {
            "area": np.repeat(np.array(ground.codes), len(years)),
            "year": np.tile(np.array(years), len(ground.codes)),
            "category": names[found.ravel()],
        }
    )


def factor_cases(rng: np.random.Generator, kinds: Ints) -> Ints:
    """Crimes in which each factor (FACTORS) was found, by mahalla and year: n × 3 × 11.

    `kinds`: known crimes by mahalla, year and kind. A crime has at most one factor, drawn from those usual behind
    its kind, with a leaning of each mahalla (gamma) that stays; in 15 of 100 none is found. At most four factors of
    a mahalla and year are kept; where there were crimes, one at least.
    """
    number = len(kinds)
    leaning = rng.gamma(0.9, 1.0, (number, 1, len(FACTORS))) + 0.02
    weight = (kinds @ _WEIGHTS) * leaning + 1e-9
    chance = weight / weight.sum(axis=2, keepdims=True)
    crimes = kinds.sum(axis=2)
    explained = np.maximum(rng.binomial(crimes, 0.85), np.minimum(crimes, 1))
    cases = rng.multinomial(explained, chance)
    return _kept(cases, chance)


def ranked_factors(cases: Ints) -> list[list[int]]:
    """For each mahalla the numbers of its factors in one year (n × 11 cases), the most frequent first."""
    order = np.argsort(-cases, axis=1, kind="stable")
    present = (cases > 0).sum(axis=1)
    return [row[:many].tolist() for row, many in zip(order, present.tolist(), strict=True)]


def factor_rows(ground: Ground, cases: Ints) -> pd.DataFrame:
    """Rows of factors.csv, the most frequent factor of a mahalla and year first."""
    order = np.argsort(-cases, axis=2, kind="stable")
    ranked = np.take_along_axis(cases, order, axis=2)
    area, year, place = np.nonzero(ranked)
    return pd.DataFrame(
        {
            "area": np.array(ground.codes)[area],
            "year": np.array(FIGURE_YEARS)[year],
            "factor": np.array(FACTORS)[order[area, year, place]],
            "cases": ranked[area, year, place],
        }
    )


def _kept(cases: Ints, chance: Floats) -> Ints:
    """The cases of the four most frequent factors (the likelier of equals); the others become 0."""
    order = np.argsort(-(cases + 0.5 * chance), axis=2, kind="stable")
    place = np.argsort(order, axis=2, kind="stable")
    return np.where(place < MOST_FACTORS, cases, 0)
