"""Simulated regions by the thousand: what every way says of each is kept, one line a region."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bench.calibration.ways import FAMILY, KEPT, numbers
from bench.calibration.worlds import CRIMES, DIFFERENCES, ROOT, Floats, World, drawn, region, simulated
from bench.pieces import Pieces, Record
from mapping.stats.change import Change, compare
from mapping.stats.gamma_poisson import fit, posterior
from mapping.stats.rates import byar_interval, exact_interval
from mapping.stats.results import leaves_out, smoothed_risks
from mapping.stats.standardise import overall_expected

YEARS = "two years"
EMPTY = [World(differences) for differences in DIFFERENCES]
RISKS = (1.5, 2.0, 3.0)
PLANTED = [World(differences, risk) for differences in ("equal risks", "gamma 8") for risk in RISKS]


def told(world: World, number: int) -> Record:
    """Of one map: `size` of the cluster, what the smoothed risk's intervals hold, and of each way the numbers `inside` and
    `outside` the cluster that are not too high."""
    made = simulated(world, number)
    ways = {
        name: [_written(values[made.inside]), _written(values[~made.inside])]
        for name, values in numbers(made.figures).items()
    }
    return {"size": int(made.inside.sum()), "interval": _interval(made.figures, made.risk), "ways": ways}


def _written(values: Floats) -> list[float]:
    return [float(f"{value:.7g}") for value in np.sort(values[values <= KEPT])]


def _interval(found: Any, risk: Floats) -> list[float]:
    """The share of 95 % intervals that hold the true risk, NaN where the fit finds no differences and so gives none; how many
    leave out 1; and how many of these on the wrong side."""
    risks = smoothed_risks(found)
    differs = risks["differs"].fillna(value=False).to_numpy(bool)
    wrong = differs & ((risks["rr"].to_numpy() > 1) != (risk > 1))
    missed = leaves_out(risks["rr_lo"], risks["rr_hi"], risk).mean()
    has_width = (risks["rr_hi"] > risks["rr_lo"]).any()
    return [float(1 - missed) if has_width else float("nan"), int(differs.sum()), int(wrong.sum())]


def two_years(number: int) -> dict[str, float]:
    """Coverage of the intervals, and false labels of change, where risks differ (gamma, shape 4) and stay."""
    rng = np.random.default_rng([20261124, 2, number])
    here = region()
    nobody = np.zeros(len(here.codes), dtype=bool)
    risk = rng.gamma(4.0, 1 / 4.0, len(here.codes))
    found, before = drawn(rng, risk, nobody).figures, drawn(rng, risk, nobody).figures
    load = here.people * risk
    mean = CRIMES * load / load.sum()
    expected = overall_expected(found["count"], found["people"])
    belief = posterior(found["count"], expected, fit(found["count"], expected))
    change = compare(found, before)
    label = change["label"]
    same = (change["ratio_lo"] <= 1) & (change["ratio_hi"] >= 1)
    calls = label.isin([Change.ROSE, Change.FELL])
    return {
        "exact 95 % interval of the rate holds the true rate": _share(*exact_interval(found["count"]), mean),
        "Byar's interval of the rate holds it": _share(*byar_interval(found["count"]), mean),
        "95 % interval of the smoothed risk holds the true risk": _share(
            belief.quantile(0.025), belief.quantile(0.975), mean / expected
        ),
        "exact interval of the ratio of two years holds 1": float(same[change["ratio"].notna()].mean()),
        "mahallas with a false *rose* or *fell*": float(calls.mean()),
        "maps with any false *rose* or *fell*": float(calls.any()),
        "the same by p < 0.05 alone: mahallas": float((change["p_cond_central"] < FAMILY).mean()),
    }


def _share(low: npt.ArrayLike, high: npt.ArrayLike, truth: Floats) -> float:
    return float(((np.asarray(low) <= truth) & (truth <= np.asarray(high))).mean())


PIECES = Pieces(ROOT / "build" / "calibration")


def run(regions: int, planted: int, processes: int, until: float) -> bool:
    """Every case, as far as it is not known yet, until a time (`time.monotonic`); whether all of it is known then."""
    return PIECES.run(
        [
            *((world.name, _Told(world), regions) for world in EMPTY),
            *((world.name, _Told(world), planted) for world in PLANTED),
            (YEARS, two_years, regions),
        ],
        processes,
        until,
    )


class _Told:
    """`told` of one world, as what a process can be given."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, number: int) -> Record:
        return told(self._world, number)
