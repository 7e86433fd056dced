"""The containing area stands in the file of the level above."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mapping.model.levels import Level
from mapping.reading.faults import Fault, cell_faults, outside
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("parent_unknown")
def parent_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """The containing area stands in the file of the level above."""
    for above, level in pairwise(Level):
        if above in dataset.layers and level in dataset.layers:
            upper = dataset.layers[above]
            known = set(upper.cells["code"].distinct)
            yield from cell_faults(dataset.layers[level], "parent", outside(known), {"above": upper.file})
