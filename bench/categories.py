"""What the rules of categories call red, and how often rightly: `python -m bench.categories` prints docs/categories.md's tables.

Regions are the demonstration's mahallas with their people and true risks; counts are drawn anew as Poisson, twice, so
that one can see which reds stay. Beside the rules: as many mahallas as they call red, taken by the highest raw rate.
"""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.calibration.worlds import CRIMES, ROOT, SEED, region
from mapping.model.vocabulary import Category
from mapping.stats.categories import Rules, computed
from mapping.stats.category_rules import read_rules
from mapping.stats.results import smoothed_risks

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=200)
    regions = parser.parse_args().regions
    truth = pd.read_csv(ROOT / "data" / "truth" / "true_risks.csv", dtype={"code": str}).set_index("code")
    people, rules = region().people, read_rules()
    real = truth["relative_risk"].reindex(region().codes).to_numpy(np.float64)
    for name, risks in (("true risks of the demonstration", real), ("no real differences", np.ones(len(people)))):
        print(f"\n{name}, {regions} regions of {len(people)} mahallas")
        rng = np.random.default_rng(SEED)
        found = pd.DataFrame([_one(rng, people, risks, rules) for _ in range(regions)])
        print(found.mean().round(3).to_string())


def _one(rng: np.random.Generator, people: Floats, risks: Floats, rules: Rules) -> dict[str, float]:
    """One region, counted in two years of the same true risks."""
    relative = risks * people.sum() / (risks * people).sum()
    first, second = (rng.poisson(CRIMES * people / people.sum() * relative) for _ in range(2))
    red, later = (_red(count, people, rules) for count in (first, second))
    raw, raw_later = (_highest(count / people, int(one.sum())) for count, one in ((first, red), (second, later)))
    return {"red": float(red.sum())} | {
        f"{name}: {what}": value
        for name, now, then in (("rules", red, later), ("raw rates", raw, raw_later))
        for what, value in _told(now, then, relative, people).items()
    }


def _red(count: npt.NDArray[np.int64], people: Floats, rules: Rules) -> Flags:
    figures = pd.DataFrame({"count": count.astype(np.float64), "people": people})
    figures["rate"] = 100_000 * figures["count"] / people
    found = computed(figures.join(smoothed_risks(figures)), rules)
    return np.asarray(found == Category.RED, dtype=bool)


def _highest(rates: Floats, number: int) -> Flags:
    chosen = np.zeros(len(rates), dtype=bool)
    chosen[np.argsort(-rates, kind="stable")[:number]] = True
    return chosen


def _told(now: Flags, then: Flags, relative: Floats, people: Floats) -> dict[str, float]:
    """Of the red: whose risk truly is above 1.25, and at most 1; who is red again; how many of the smallest tenth."""
    smallest = people <= np.quantile(people, 0.1)
    if not now.any():
        return {}
    return {
        "truly above 1.25": float((relative[now] > 1.25).mean()),
        "truly at most 1": float((relative[now] <= 1.0).mean()),
        "red again": float(then[now].mean()),
        "red of the smallest tenth": float(now[smallest].mean()),
    }


if __name__ == "__main__":
    main()
