"""Simulated regions by the thousand: what every way says of each is kept, one line a region."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.calibration.ways import FAMILY, KEPT, numbers
from bench.calibration.worlds import CRIMES, DIFFERENCES, ROOT, Floats, World, drawn, region, simulated
from mapping.stats.change import Change, compare
from mapping.stats.gamma_poisson import fit, posterior
from mapping.stats.rates import byar_interval, exact_interval
from mapping.stats.results import leaves_out, smoothed_risks
from mapping.stats.standardise import overall_expected

FOLDER = ROOT / "build" / "calibration"
YEARS = "two years"
EMPTY = [World(differences) for differences in DIFFERENCES]
RISKS = (1.5, 2.0, 3.0)
PLANTED = [World(differences, risk) for differences in ("equal risks", "gamma 8") for risk in RISKS]

Record = dict[str, Any]


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


# ------------------------------------------------------------------------------ kept


def kept(case: str) -> dict[int, Record]:
    """What is known of a case, by the number of the region; a line that was broken off is not."""
    file = FOLDER / f"{case}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    return dict(json.loads(line) for line in lines if line.endswith("\n"))


def run(regions: int, planted: int, processes: int, until: float) -> bool:
    """Every case, as far as it is not known yet, until a time (`time.monotonic`); whether all of it is known then."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[str, Callable[[int], Record], int]] = [
        *((world.name, _Told(world), regions) for world in EMPTY),
        *((world.name, _Told(world), planted) for world in PLANTED),
        (YEARS, two_years, regions),
    ]
    with ProcessPoolExecutor(processes) as pool:
        for case, of, number in jobs:
            known = kept(case)
            wanted = [one for one in range(number) if one not in known]
            file = FOLDER / f"{case}.jsonl"
            if known:  # without the line that was broken off
                file.write_text("".join(_line(one, record) for one, record in known.items()), encoding="utf-8")
            for batch in _batches(wanted, 4 * processes):
                if time.monotonic() > until:
                    return False
                found = list(pool.map(of, batch))
                with file.open("a", encoding="utf-8") as lines:
                    lines.writelines(_line(one, record) for one, record in zip(batch, found, strict=True))
    return True


class _Told:
    """`told` of one world, as what a process can be given."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, number: int) -> Record:
        return told(self._world, number)


def _batches(numbers: list[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


def _line(number: int, record: Record) -> str:
    return json.dumps([number, record]) + "\n"
