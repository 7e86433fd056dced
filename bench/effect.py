"""How often the question "did it help?" is answered wrongly: invented mahallas, measures whose effect is known.

`python -m bench.effect [runs]` prints the table of docs/responsibility.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.measures.effect import Verdict, effect, naive_interval

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Draw = Callable[[np.random.Generator, Floats, Floats], Floats]
MAHALLAS = 832
CRIMES_A_QUARTER = 1.0
BEFORE, AFTER = 4, 2  # quarters
SEED = 1997


def worst(rng: np.random.Generator, count: Floats, risk: Floats) -> Floats:
    """The more crimes were counted, the sooner chosen."""
    return count + rng.random(len(count))


def rather_bad(rng: np.random.Generator, count: Floats, risk: Floats) -> Floats:
    """Chosen by crimes counted, and by much else."""
    return count + rng.normal(0, 3, len(count))


def anyone(rng: np.random.Generator, count: Floats, risk: Floats) -> Floats:
    """Chosen by lot."""
    return rng.random(len(count))


def known_bad(rng: np.random.Generator, count: Floats, risk: Floats) -> Floats:
    """Chosen by people who know the true risk."""
    return risk


def gamma(shape: float) -> Callable[[np.random.Generator], Floats]:
    return lambda rng: rng.gamma(shape, 1 / shape, MAHALLAS)


ALIKE = gamma(4)


def skewed(rng: np.random.Generator) -> Floats:
    return np.exp(rng.normal(-0.18, 0.6, MAHALLAS))


@dataclass(frozen=True)
class Scenario:
    """Who is chosen and how many, how risks differ, the trend of all, and how much each moves by itself (0: not).

    The chosen get one of so many `measures` each, by lot. Asked is of the first of them, in all mahallas that had it or,
    `alone`, in one; compared are all that had not. `before` and `after` are numbers of quarters.
    """

    name: str
    draw: Draw = worst
    treated: int = 137
    risks: Callable[[np.random.Generator], Floats] = ALIKE
    trend: float = 1.0
    drift: float = 0.0
    measures: int = 1
    alone: bool = False
    before: int = BEFORE
    after: int = AFTER


ONE = {"measures": 5, "before": 8, "after": 3}  # of one measure two years before and three quarters after are usual

SCENARIOS = (
    Scenario("the 137 worst of 832"),
    Scenario("chosen by lot", draw=anyone),
    Scenario("rather bad ones", draw=rather_bad),
    Scenario("the worst, crime falls by 15 % everywhere", trend=0.85),
    Scenario("the worst, crime rises by 15 % everywhere", trend=1.15),
    Scenario("the worst, each moves by itself by 30 %", drift=0.3),
    Scenario("the worst, risks lognormal, not gamma", risks=skewed),
    Scenario("the worst, risks hardly differ", risks=gamma(30)),
    Scenario("chosen by the true risk, which no table shows", draw=known_bad),
    Scenario("the 20 worst", treated=20),
    Scenario("the worst one", treated=1),
    Scenario("one measure in all mahallas that had it: of the 137 worst a fifth", **ONE),
    Scenario("the same, each moves by itself by 30 %", drift=0.3, **ONE),
    Scenario("the same, crime falls by 15 % everywhere", trend=0.85, **ONE),
    Scenario("the same, chosen by lot", draw=anyone, **ONE),
    Scenario("one measure in its own mahalla, one of the 137 worst", alone=True, **ONE),
    Scenario("the same, each moves by itself by 30 %", drift=0.3, alone=True, **ONE),
    Scenario("the same, crime falls by 15 % everywhere", trend=0.85, alone=True, **ONE),
    Scenario("the same, chosen by lot", draw=anyone, alone=True, **ONE),
)


def units(rng: np.random.Generator, scenario: Scenario, ratio: float) -> pd.DataFrame:
    """One draw: mahallas before and after, with the effect `ratio` where there was a measure."""
    risk, people = scenario.risks(rng), np.exp(rng.normal(0, 0.35, MAHALLAS))
    before = rng.poisson(risk * people * CRIMES_A_QUARTER * scenario.before).astype(float)
    chosen = np.argsort(-scenario.draw(rng, before, risk))[: scenario.treated]
    had, asked = _with_the_measure(rng, chosen, scenario)
    moved = rng.gamma(1 / scenario.drift**2, scenario.drift**2, MAHALLAS) if scenario.drift else 1.0
    mean = risk * people * CRIMES_A_QUARTER * scenario.after * scenario.trend * moved
    after = rng.poisson(np.where(had, mean * ratio, mean)).astype(float)
    loads = {"load_before": people * scenario.before, "load_after": people * scenario.after}
    return pd.DataFrame({"before": before, "after": after, **loads, "treated": asked, "compared": ~had})


def _with_the_measure(rng: np.random.Generator, chosen: Ints, scenario: Scenario) -> tuple[Flags, Flags]:
    """Which mahallas had the measure, and of which of them it is asked."""
    had, asked = (np.zeros(MAHALLAS, dtype=bool) for _ in range(2))
    if scenario.measures > 1:
        chosen = chosen[rng.permutation(len(chosen)) < len(chosen) / scenario.measures]
    had[chosen] = True
    asked[rng.choice(chosen, 1) if scenario.alone else chosen] = True
    return had, asked


@dataclass
class Tally:
    """Over the runs: how often it was said to help, by the method and by the naive way, and how often the interval held."""

    helped: int = 0
    naive: int = 0
    held: int = 0
    runs: int = 0

    def add(self, rows: pd.DataFrame, ratio: float) -> None:
        found = effect(rows)
        chosen = rows[rows["treated"]]
        longer = chosen["load_after"].sum() / chosen["load_before"].sum()
        _, high = naive_interval(chosen["before"].sum(), chosen["after"].sum(), longer)
        self.helped += found.verdict is Verdict.HELPED
        self.naive += high < 1
        self.held += found.low <= ratio <= found.high
        self.runs += 1


def simulate(scenario: Scenario, ratio: float, runs: int) -> Tally:
    """So many draws of a scenario; the same arguments give the same result."""
    rng = np.random.default_rng([SEED, SCENARIOS.index(scenario), round(100 * ratio)])
    tally = Tally()
    for _ in range(runs):
        tally.add(units(rng, scenario, ratio), ratio)
    return tally


def main(runs: int) -> None:
    print("| who gets the measure | no effect: said to help | naive: said to help | interval holds 1 | effect -20 %: found | effect -40 %: found |")  # fmt: skip
    print("|---|---|---|---|---|---|")
    for scenario in SCENARIOS:
        nothing, some, much = (simulate(scenario, ratio, runs) for ratio in (1.0, 0.8, 0.6))
        cells = [nothing.helped, nothing.naive, nothing.held, some.helped, much.helped]
        print(f"| {scenario.name} | {' | '.join(f'{100 * cell / runs:.1f} %' for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
