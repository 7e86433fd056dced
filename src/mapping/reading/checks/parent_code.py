"""An area's code begins with its parent's: the parent named is the one its code tells; a region has none."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import parent_of
from mapping.reading.codes import is_code
from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("parent_code")
def parent_code(dataset: RawDataset) -> Iterator[Fault]:
    """An area's code begins with its parent's: the parent named is the one its code tells; a region has none."""
    for table in dataset.layers.values():
        codes, parents = table.cells["code"], table.cells["parent"]
        for position, row in enumerate(table.rows):
            code, parent = codes[position], parents[position]
            if is_code(code) and parent != (parent_of(code) or ""):
                yield Fault(table.file, int(row), "parent", parent, {"code": code, "expected": parent_of(code) or "—"})
