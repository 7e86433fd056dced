"""Datasets that carry one number in every part, so that a mixture of two can be told; and who writes and reads them.

`python stamped.py publish GEO DATA HOME TIMES SEED` publishes numbers 0, 1, … and kills TIMES of the publishers
at random moments; `python stamped.py read HOME STOP` reads until the file STOP appears. Both print JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from mapping import store
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group
from mapping.reading import read_dataset
from mapping.store import Dataset, Snapshot, Source

FIRST_DAY = date(2026, 1, 1)
STAMP = "stamp.txt"


def stamped(dataset: Dataset, number: int) -> Dataset:
    """The dataset with this number as its day, its figures, its people and the names of its areas."""
    statistics = dataset.tables["statistic"].assign(count=number)
    population = dataset.tables["population"].assign(people=number)
    return replace(
        dataset,
        areas=dataset.areas.assign(name_ru=str(number)),
        tables={**dataset.tables, "statistic": statistics, "population": population},
        info=replace(dataset.info, as_of=FIRST_DAY + timedelta(days=number)),
        sources=(Source.of("stamp", str(number).encode()),),
    )


def publish_stamped(dataset: Dataset, home: Path, number: int) -> None:
    """Publish a number."""

    def write_stamp(folder: Path, _: Dataset) -> None:
        (folder / STAMP).write_text(str(number))

    store.publish(stamped(dataset, number), home, derive=[write_stamp])


def numbers_in(snapshot: Snapshot) -> set[int]:
    """The numbers that the parts of a snapshot carry: one when it is whole."""
    counts = snapshot.counts("crime_total", Group.ALL, [Quarter(2025, 4)], "1710").to_numpy()
    people = snapshot.population(2025, Group.ALL, "1710").to_numpy()
    names = pq.read_table(snapshot.folder / "areas.parquet", columns=["name_ru"]).column(0).unique().to_pylist()
    found = {int(one) for one in np.unique(np.concatenate([counts.ravel(), people])) if one == one}
    told = {(snapshot.as_of - FIRST_DAY).days, int((snapshot.folder / STAMP).read_text())}
    return found | told | {int(name) for name in names}


def kill_publishers(geo: Path, data: Path, home: Path, *, times: int, seed: int) -> dict[str, int]:
    """How many publishers were started and how many were killed before they had finished.

    Each is forked off, so that it need not import anything. Of every six one is left alone: it tells how
    long publishing takes at present, and the moments to kill the next five are spread over that.
    """
    dataset, chance = read_dataset(geo, data), random.Random(seed)
    killed = number = 0
    usual = 0.0
    for turn in range(times):
        if turn % 5 == 0:
            began = time.monotonic()
            _in_child(dataset, home, number, after=None)
            usual, number = time.monotonic() - began, number + 1
        killed += _in_child(dataset, home, number, after=chance.uniform(0, 1.1 * usual))
        number += 1
    _in_child(dataset, home, number, after=None)
    return {"started": number + 1, "killed": killed}


def _in_child(dataset: Dataset, home: Path, number: int, *, after: float | None) -> bool:
    child = os.fork()
    if child == 0:
        publish_stamped(dataset, home, number)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert after is not None or status == 0
    return os.WIFSIGNALED(status)


def read_until(home: Path, stop: Path) -> dict[str, object]:
    """Open the current snapshot again and again; what went wrong, and which numbers were seen."""
    faults, seen, reads = [], set(), 0
    while not stop.exists():
        try:
            time.sleep(0.01)  # publishers need the processor too
            if store.current_id(home) is None:
                continue
            snapshot = store.open_snapshot(home)
            numbers = numbers_in(snapshot)
            snapshot.close()
        except Exception as fault:
            faults.append(repr(fault))
            continue
        reads += 1
        seen |= numbers
        if len(numbers) != 1:
            faults.append(f"a mixture of {sorted(numbers)}")
    return {"reads": reads, "seen": sorted(seen), "faults": faults}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["publish", geo, data, home, times, seed]:
            outcome = kill_publishers(Path(geo), Path(data), Path(home), times=int(times), seed=int(seed))
        case ["read", home, stop]:
            outcome = read_until(Path(home), Path(stop))
    print(json.dumps(outcome))
