"""The columns of a table's key together occur once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset, RawTable
from mapping.reading.registry import rule

_MOST = np.iinfo("int64").max
_MOST_MARKED = 100_000_000  # bytes


@rule("key_twice")
def key_twice(dataset: RawDataset) -> Iterator[Fault]:
    """The columns of a table's key together occur once."""
    for table in dataset.files:
        if all(name in table.cells for name in table.table.key):
            yield from _repeated(table)


def _repeated(table: RawTable) -> Iterator[Fault]:
    """A fault for each row whose key stood in an earlier row."""
    keys, many = _keys(table)
    if many <= _MOST_MARKED and _are_distinct(keys, many):
        return
    again = np.flatnonzero(pd.Series(keys).duplicated().to_numpy())
    if not len(again):
        return
    firsts = {int(key): position for position, key in reversed(list(enumerate(keys))) if key in set(keys[again])}
    for position in again:
        value = " / ".join(table.cells[name][position] for name in table.table.key)
        first = str(table.rows[firsts[int(keys[position])]])
        yield Fault(table.file, int(table.rows[position]), ", ".join(table.table.key), value, {"first": first})


def _are_distinct(keys: np.ndarray, many: int) -> bool:
    """Whether no two of the numbers, each below `many`, are one: a mark for each that occurs is quicker than to compare them."""
    marks = np.zeros(many, dtype=bool)
    marks[keys] = True
    return bool(np.count_nonzero(marks) == len(keys))


def _keys(table: RawTable) -> tuple[np.ndarray, int]:
    """One number per row, equal where the whole key is equal, and above all of them; renumbered before a column with which it
    could overflow."""
    keys, many = np.zeros(len(table.rows), dtype="int64"), 1
    for name in table.table.key:
        cells = table.cells[name]
        if many * len(cells.distinct) > _MOST:
            keys, many = pd.factorize(keys)[0], len(keys)
        keys, many = keys * len(cells.distinct) + cells.codes, many * len(cells.distinct)
    return keys, many
