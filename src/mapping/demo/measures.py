"""Quarterly measures: what each mahalla with crimes the year before is to do, who answers, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from mapping.demo.actions import ACTIONS, ACTIONS_PER_FACTOR, CANCELLED_RESULTS, DONE_RESULTS, LATE_RESULTS
from mapping.demo.duties import district_post, region_post
from mapping.demo.findings import CODES, ranked_factors
from mapping.demo.incidents import FIGURE_YEARS
from mapping.demo.lists import SECTORS
from mapping.demo.people import Flags, Ground
from mapping.demo.projection import Floats, Ints
from mapping.measures.gaps import CONCERNED
from mapping.model.vocabulary import Group, MeasureStatus

AS_OF = date(2026, 1, 15)
PLAN_QUARTERS = ((2025, 1), (2025, 2), (2025, 3), (2025, 4), (2026, 1))
BEHIND = ("1710212", "1710237")
"""Districts that are clearly behind; of a dataset without them, its first two."""
WEAK_SECTOR = 3
SHARE_WITH_TWO = 0.85
_DUE = ((1, 15), (1, 31), (2, 15), (2, 25), (2, 31))
"""Deadlines within a quarter: month of it (from 0) and day, at most the month's last."""


@dataclass(frozen=True)
class Plan:
    """One row per measure: mahalla number, quarter (of PLAN_QUARTERS), number in the quarter, factor, action, sector."""

    mahalla: Ints
    quarter: Ints
    place: Ints
    factor: Ints
    action: Ints
    sector: Ints


def sectors(ground: Ground) -> Ints:
    """The sector (0 to 3) of each mahalla: a quarter of its district's mahallas by bearing from their middle."""
    found = np.zeros(len(ground.codes), dtype=np.int64)
    parents = np.array(ground.parents)
    for district in ground.districts:
        members = np.flatnonzero(parents == district)
        away = ground.centres[members] - ground.centres[members].mean(axis=0)
        order = np.argsort(np.argsort(np.arctan2(away[:, 1], away[:, 0]), kind="stable"), kind="stable")
        found[members] = order * len(SECTORS) // len(members)
    return found


def measure_rows(rng: np.random.Generator, ground: Ground, cases: Ints, above: Flags) -> pd.DataFrame:
    """Rows of measures.csv as they stand on AS_OF.

    `cases`: by mahalla, year (2023 to 2025) and factor; a mahalla with any in the year before has one or two measures
    in each quarter: the first answers its most frequent factor, the second the others in turn. `above`: by mahalla,
    year and group (CONCERNED), where crime by the group was above what is usual; then the year after has a measure for
    the group in each quarter, by the member of the mahalla seven who is concerned.
    """
    plan = _plan(rng, ground, cases, above)
    frame = _wording(rng, ground, plan)
    return frame.join(_outcome(rng, ground, plan))


def _plan(rng: np.random.Generator, ground: Ground, cases: Ints, above: Flags) -> Plan:
    rows = np.array(list(_slots(rng, cases, above)), dtype=np.int64).reshape(-1, 5)
    mahalla, quarter, place, factor, fixed = rows.T
    first = rng.integers(0, ACTIONS_PER_FACTOR, len(ground.codes))
    action = np.where(fixed < 0, (first[mahalla] + 2 * quarter + place) % ACTIONS_PER_FACTOR, fixed)
    return Plan(mahalla, quarter, place, factor, action, sectors(ground)[mahalla])


def _slots(rng: np.random.Generator, cases: Ints, above: Flags) -> Iterator[tuple[int, int, int, int, int]]:
    """Mahalla, quarter, place (from 0), factor and action (-1: any) of each measure, in the order of the file."""
    number = len(cases)
    two = rng.random((number, len(PLAN_QUARTERS))) < SHARE_WITH_TWO
    ranked = {year: ranked_factors(cases[:, at]) for at, year in enumerate(FIGURE_YEARS)}
    for mahalla in range(number):
        for at, (year, _) in enumerate(PLAN_QUARTERS):
            factors = ranked[year - 1][mahalla]
            places = 0 if not factors else 2 if two[mahalla, at] else 1
            for place in range(places):
                others = factors[1:] or factors
                yield mahalla, at, place, factors[0] if place == 0 else others[at % len(others)], -1
            for further, group in enumerate(np.flatnonzero(above[mahalla, FIGURE_YEARS.index(year - 1)])):
                yield mahalla, at, 2 + further, *_answer(list(CONCERNED)[group], factors)


def _answer(group: Group, factors: list[int]) -> tuple[int, int]:
    """A factor, one of the mahalla's where possible, and its action for the group by the member who is concerned."""
    ordered = [*factors, *(factor for factor in range(len(CODES)) if factor not in factors)]
    return next(
        (factor, place)
        for factor in ordered
        for place, action in enumerate(ACTIONS[CODES[factor]])
        if action.group is group and action.seven_member is CONCERNED[group]
    )


def _wording(rng: np.random.Generator, ground: Ground, plan: Plan) -> pd.DataFrame:
    """The columns from id to region_post."""
    chosen = [ACTIONS[CODES[factor]][action] for factor, action in zip(plan.factor, plan.action, strict=True)]
    numbers = rng.integers([action.low for action in chosen], [action.high + 1 for action in chosen])
    codes = [ground.codes[mahalla] for mahalla in plan.mahalla]
    quarters = [_quarter_name(at) for at in plan.quarter]
    names = [short_name(ground.names[mahalla]) for mahalla in plan.mahalla]
    return pd.DataFrame(
        {
            "id": [
                f"M-{code}-{quarter}-{place + 1}"
                for code, quarter, place in zip(codes, quarters, plan.place, strict=True)
            ],
            "area": codes,
            "quarter": quarters,
            "text": [
                action.text.format(name=name, n=number)
                for action, name, number in zip(chosen, names, numbers, strict=True)
            ],
            "factor": [CODES[factor] for factor in plan.factor],
            "target_group": [action.group.value for action in chosen],
            "sector": [SECTORS[sector].code for sector in plan.sector],
            "seven_member": [action.seven_member.value for action in chosen],
            "district_agency": [action.agency for action in chosen],
            "district_post": [district_post(action.agency) for action in chosen],
            "region_agency": [action.agency for action in chosen],
            "region_post": [region_post(action.agency) for action in chosen],
        }
    )


def _outcome(rng: np.random.Generator, ground: Ground, plan: Plan) -> pd.DataFrame:
    """Deadline, status, progress, day done and result.

    Of a quarter that has ended most are done in time (exponential lead, mean 8 days); the others lag (exponential,
    mean 40 days, 60 in the weak sector, 110 in districts behind) and are done late, or still open on AS_OF; 4 of 100 second
    measures are cancelled. Of the
    quarter that has begun all are planned or in progress.
    """
    size = len(plan.mahalla)
    due = np.array([_deadlines(at) for at in range(len(PLAN_QUARTERS))])[plan.quarter, rng.integers(0, len(_DUE), size)]
    in_time, behind = rng.random(size) < _chance_in_time(rng, ground, plan), _behind(ground)[plan.mahalla]
    lag = 1 + rng.exponential(np.where(behind, 110, np.where(plan.sector == WEAK_SECTOR, 60, 40))).astype(np.int64)
    lead = np.minimum(rng.exponential(8, size).astype(np.int64), 30)
    finished = np.where(in_time, due - lead, due + lag)
    new = plan.quarter == len(PLAN_QUARTERS) - 1
    cancelled = (rng.random(size) < 0.04) & (plan.place == 1) & ~new
    done = (finished <= AS_OF.toordinal()) & ~new & ~cancelled
    untouched = rng.random(size) < np.where(new, 0.7, 0.35)
    status = np.select(
        [cancelled, done, untouched],
        [MeasureStatus.CANCELLED.value, MeasureStatus.DONE.value, MeasureStatus.PLANNED.value],
        MeasureStatus.IN_PROGRESS.value,
    )
    partly = np.where(new, rng.integers(1, 5, size), rng.integers(2, 19, size)) * 5
    progress = pd.Series(np.select([done, untouched], [100, 0], partly), dtype="Int64")
    progress[cancelled] = pd.NA
    return pd.DataFrame(
        {
            "deadline": [date.fromordinal(day).isoformat() for day in due.tolist()],
            "status": status,
            "progress": progress,
            "done_on": [
                date.fromordinal(day).isoformat() if yes else ""
                for day, yes in zip(finished.tolist(), done, strict=True)
            ],
            "result": _results(rng, cancelled, done, finished > due),
        }
    )


def _chance_in_time(rng: np.random.Generator, ground: Ground, plan: Plan) -> Floats:
    """Logistic: about 0.86, less in the weak sector and in districts behind, differing by mahalla."""
    own = rng.normal(0, 0.5, len(ground.codes))
    score = 1.9 + own - 1.7 * _behind(ground)
    return np.asarray(1 / (1 + np.exp(-(score[plan.mahalla] - 1.3 * (plan.sector == WEAK_SECTOR)))))


def _behind(ground: Ground) -> Flags:
    named = [district for district in BEHIND if district in ground.districts] or list(ground.districts[:2])
    return np.isin(np.array(ground.parents), named)


def _results(rng: np.random.Generator, cancelled: Flags, done: Flags, late: Flags) -> list[str]:
    texts = []
    for pick, is_cancelled, is_done, is_late in zip(rng.integers(0, 60, len(done)), cancelled, done, late, strict=True):
        choices = CANCELLED_RESULTS if is_cancelled else LATE_RESULTS if is_late else DONE_RESULTS
        texts.append(choices[pick % len(choices)] if is_cancelled or is_done else "")
    return texts


def short_name(name: str) -> str:
    """The mahalla's name without the word mahalla or the letters MFY after it."""
    for ending in (" mahalla fuqarolar yig‘ini", " mahallasi", " mahalla", " MFY"):
        name = name.removesuffix(ending)
    return name


def _quarter_name(at: int) -> str:
    year, number = PLAN_QUARTERS[at]
    return f"{year}Q{number}"


def _deadlines(at: int) -> list[int]:
    """The days (ordinals) of _DUE in a quarter."""
    year, number = PLAN_QUARTERS[at]
    return [_day(year, 3 * number - 2 + month, day).toordinal() for month, day in _DUE]


def _day(year: int, month: int, day: int) -> date:
    """The day of the month, or its last when it has fewer."""
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return min(last, date(year, month, min(day, 28)) + timedelta(days=max(0, day - 28)))
