"""Faults as in life, planted on purpose; each in another mahalla, and each named in SOURCES.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.demo.errors import NotBuilt
from mapping.demo.incidents import QUARTERS
from mapping.demo.lists import TOTAL
from mapping.demo.people import Flags, Ground
from mapping.demo.projection import Ints
from mapping.model.levels import DISTRICT_DIGITS
from mapping.model.vocabulary import Group

EMPTY_QUARTERS = ("2023Q4", "2024Q3", "2025Q4")
ABSENT_QUARTER = "2025Q2"
MISSED_QUARTER = "2025Q4"
STRAY_QUARTER = "2025Q3"
FEWEST_CRIMES = 3


@dataclass(frozen=True)
class Faults:
    """Numbers of the mahallas concerned: `empty` in the order of EMPTY_QUARTERS; and a code that is no area's."""

    empty: tuple[int, ...]
    absent: int
    no_people: int
    no_measure: int
    stray: str


def planned(rng: np.random.Generator, ground: Ground, crimes: Ints) -> Faults:
    """Choose where faults are, among mahallas with a name of their own and some crimes in 2024 and in 2025.

    `crimes`: by mahalla and quarter (QUARTERS). Raises NotBuilt where too few mahallas can be chosen from.
    """
    enough = (crimes[:, 4:8].sum(axis=1) >= FEWEST_CRIMES) & (crimes[:, 8:].sum(axis=1) >= FEWEST_CRIMES)
    possible = np.flatnonzero(enough & ~ground.namesake)
    wanted = len(EMPTY_QUARTERS) + 3
    if len(possible) < wanted:
        raise NotBuilt(f"{len(possible)} mahallas with crimes for {wanted} faults: too few")
    *empty, absent, no_people, no_measure = rng.choice(possible, wanted, replace=False).tolist()
    return Faults(tuple(empty), absent, no_people, no_measure, _stray(ground))


def empty_cells(faults: Faults, number: int) -> Flags:
    """The mahalla-quarters whose counts are empty: n × 12."""
    cells = np.zeros((number, len(QUARTERS)), dtype=bool)
    cells[list(faults.empty), [QUARTERS.index(quarter) for quarter in EMPTY_QUARTERS]] = True
    return cells


def absent_cells(faults: Faults, number: int) -> Flags:
    """The mahalla-quarter without rows: n × 12."""
    cells = np.zeros((number, len(QUARTERS)), dtype=bool)
    cells[faults.absent, QUARTERS.index(ABSENT_QUARTER)] = True
    return cells


def with_stray_row(statistics: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """The statistics with one row whose code is no area's, where it stands in the order of codes."""
    row = {"area": faults.stray, "period": STRAY_QUARTER, "indicator": TOTAL, "group": Group.ALL.value, "count": 2}
    at = int((statistics["area"] < faults.stray).sum())
    stray = pd.DataFrame([row]).astype({"count": "Int64"})
    return pd.concat([statistics.iloc[:at], stray, statistics.iloc[at:]], ignore_index=True)


def without_missed(measures: pd.DataFrame, ground: Ground, faults: Faults) -> pd.DataFrame:
    """The measures but those of the mahalla that has none in a quarter when it needs one."""
    missed = (measures["area"] == ground.codes[faults.no_measure]) & (measures["quarter"] == MISSED_QUARTER)
    return measures[~missed].reset_index(drop=True)


def fault_lines(ground: Ground, faults: Faults, stray_line: int) -> list[tuple[str, str, str, str]]:
    """Each fault as (file, area, where, what); `stray_line` counts lines of statistics.csv, its head being 1."""
    lines = [
        ("statistics.csv", ground.codes[number], quarter, "rows with empty counts, all indicators and groups")
        for number, quarter in zip(faults.empty, EMPTY_QUARTERS, strict=True)
    ]
    lines.append(("statistics.csv", ground.codes[faults.absent], ABSENT_QUARTER, "no rows at all"))
    lines.append(("statistics.csv", faults.stray, f"{STRAY_QUARTER}, line {stray_line}", "the code is no area's"))
    lines.append(("population.csv", ground.codes[faults.no_people], "all years", "people empty, all groups"))
    lines.append(("measures.csv", ground.codes[faults.no_measure], MISSED_QUARTER, "crimes in 2024, yet no measure"))
    return lines


def _stray(ground: Ground) -> str:
    """A code of a mahalla's form in the first district that no mahalla has."""
    district = ground.districts[0]
    digits = max(len(ground.codes[0]) - DISTRICT_DIGITS, 1)
    used = set(ground.codes)
    return next(code for last in range(10**digits - 1, 0, -1) if (code := f"{district}{last:0{digits}d}") not in used)
