"""An indicator is not a part of itself, directly or through others."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import INDICATOR
from mapping.reading.faults import Fault
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("part_of_itself")
def part_of_itself(dataset: RawDataset) -> Iterator[Fault]:
    """An indicator is not a part of itself, directly or through others."""
    table = dataset.tables.get(INDICATOR.name)
    if table is None:
        return
    codes, totals = table.cells["code"], table.cells["part_of"]
    whole = {codes[position]: totals[position] for position in range(len(table.rows))}
    for position, row in enumerate(table.rows):
        if _returns(codes[position], whole):
            yield Fault(table.file, int(row), "part_of", totals[position], {"code": codes[position]})


def _returns(code: str, whole: dict[str, str]) -> bool:
    """Whether going from part to total comes back to the code; a circle it only leads into is another one's fault."""
    seen: set[str] = set()
    total = whole.get(code, "")
    while total and total not in seen:
        if total == code:
            return True
        seen.add(total)
        total = whole.get(total, "")
    return False
