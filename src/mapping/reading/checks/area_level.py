"""The code has the length of the level that belongs there: the file's level, or a mahalla's in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mapping.model.levels import DISTRICT_DIGITS, REGION_DIGITS, Level, level_of
from mapping.model.schemas import ASSIGNMENT
from mapping.reading.codes import is_code
from mapping.reading.faults import Fault, cell_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule

_ANY_LEVEL = (ASSIGNMENT,)
_DIGITS = {Level.REGION: f"{REGION_DIGITS}", Level.DISTRICT: f"{DISTRICT_DIGITS}", Level.MAHALLA: f">{DISTRICT_DIGITS}"}


@rule("area_level")
def area_level(dataset: RawDataset) -> Iterator[Fault]:
    """The code has the length of the level that belongs there: the file's level, or a mahalla's in a table."""
    for table in dataset.files:
        level = table.level or (None if table.table in _ANY_LEVEL else Level.MAHALLA)
        column = "code" if table.level else "area"
        if level is not None and column in table.cells:
            yield from cell_faults(table, column, _of_another_level(level), {"digits": _DIGITS[level]})


def _of_another_level(level: Level) -> Callable[[str], bool]:
    return lambda code: is_code(code) and level_of(code) is not level
