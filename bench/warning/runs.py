"""What the early warning says of each history, and what its forecasts of the last quarter hold."""

from __future__ import annotations

import numpy as np

from bench.calibration.worlds import ROOT, Floats, region
from bench.pieces import Job, Pieces, Record
from bench.warning.worlds import DRIFTS, PLANTED, SEASONS, World, districts, history
from mapping.stats.forecast import areas
from mapping.stats.level import level_ahead
from mapping.stats.negative_binomial import Predictive
from mapping.stats.outbreaks import Alarm, Series, alarms

PIECES = Pieces(ROOT / "build" / "warning")
FORETOLD = 100  # histories whose forecasts are judged
KEPT = 0.25  # alarms of a higher p are not written down
EMPTY = [World(drift) for drift in DRIFTS]
FOUND = [World(planted=planted) for planted in PLANTED]


def jobs(histories: int, others: int, planted: int) -> list[Job]:
    """Of the first kind of drift, of each other one, and with something planted."""
    first, *rest = EMPTY
    return [
        *((world.name, _Told(world), planted) for world in FOUND),
        *((world.name, _Told(world), others) for world in rest),
        (first.name, _Told(first), histories),
    ]


class _Told:
    """What is told of one history of a world, as what a process can be given."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, number: int) -> Record:
        made = history(self._world, number)
        told = alarms(made.series, districts(), region().centres, seasons=SEASONS, limit=KEPT)
        every = [one for alarm in told for one in (alarm, *alarm.also)]
        found: Record = {"alarms": [_written(alarm, made.inside) for alarm in every], "inside": int(made.inside.sum())}
        if not self._world.planted and number < FORETOLD:
            found["forecasts"] = forecasts(made.series, number)
        return found


def _written(alarm: Alarm, inside: Floats) -> list[str | int | float]:
    """Extent, indicator, quarters, p, areas, and how many of these something is planted in."""
    areas_inside = int(inside[alarm.areas].sum())
    return [
        alarm.extent.value,
        alarm.indicator,
        alarm.duration,
        float(f"{alarm.p:.4g}"),
        alarm.areas.size,
        areas_inside,
    ]


def forecasts(series: list[Series], seed: int) -> Record:
    """Of the last quarter, foretold from those before: by indicator group (crimes, kinds, others) and level of area."""
    rng = np.random.default_rng([SEASONS, seed])
    of = np.equal.outer(np.arange(districts().max() + 1), districts()).astype(np.float64)
    return {
        f"{name} of {level}": [
            float(f"{value:.6g}")
            for value in np.mean([judged(_grouped(series[one], sums), rng) for one in chosen], axis=0)
        ]
        for name, chosen in (("crimes", [0]), ("kinds", range(1, 12)), ("offences and conflicts", [13, 14]))
        for level, sums in (("mahallas", None), ("districts", of))
    }


def _grouped(series: Series, sums: Floats | None) -> Series:
    return series if sums is None else Series(sums @ series.counts, sums @ series.people)


def judged(series: Series, rng: np.random.Generator) -> Floats:
    """Share of intervals that hold the last count; the same at a place drawn within the count; mean absolute errors of the
    forecast, of the same season a year ago and of the mean of a year; the mean count."""
    told = foretold(series)
    came, before = series.counts[:, -1], series.counts[:, :-1]
    known = ~np.isnan(told.mean + came)
    low, high = told.interval()
    place = told.place(came, rng.random(came.size))
    errors = [np.abs(guess - came) for guess in (told.mean, before[:, -SEASONS], before[:, -SEASONS:].mean(axis=1))]
    held = [(low <= came) & (came <= high), np.abs(place - 0.5) <= 0.475]
    return np.array([np.nanmean(part[known]) for part in (*held, *errors, came)])


def foretold(series: Series) -> Predictive:
    """The last quarter by the quarters before."""
    counts, people = series.counts[:, :-1], series.people[:, :-1]
    known = ~np.isnan(counts + people)
    total, persons = (np.where(known, one, 0.0).sum(axis=0) for one in (counts, people))
    level = level_ahead(total, persons, seasons=SEASONS)
    return areas(counts, people, seasons=SEASONS).ahead(level, series.people[:, -1:])
