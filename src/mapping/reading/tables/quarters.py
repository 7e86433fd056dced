"""Months added up to quarters, where all three are there."""

from __future__ import annotations

from typing import NamedTuple

from mapping.reading.tables.places import Place
from mapping.reading.tables.records import Records

_MONTHS = 3


class Incomplete(NamedTuple):
    """A quarter that not all months tell: where its first month stands, which quarter, how many months are there."""

    place: Place
    quarter: str
    months: int


class Summed(NamedTuple):
    """The records by quarter; the quarters left without a figure; the records that repeat a month, with the first."""

    records: Records
    incomplete: list[Incomplete]
    repeated: list[tuple[Place, str, Place]]


def by_quarters(records: Records, figure: str) -> Summed:
    """Add up the months of a quarter; a quarter without a figure in each of them has no figure.

    A figure that is no number stays as written, for a rule to tell. Records of quarters stay as they are.
    """
    if not any(month is not None for month in records.months):
        return Summed(records, [], [])
    names = [name for name in records.cells if name != figure]
    summed = Records(records.table, records.keys, records.first)
    quarters: dict[tuple[object, ...], dict[int, int]] = {}
    repeated = []
    for number, month in enumerate(records.months):
        if month is None or number in records.open or not _is_figure(records.cells[figure][number]):
            records.copy(number, summed, month=None)
            continue
        key = (records.areas[number], *(records.cells[name][number] for name in names))
        months = quarters.setdefault(key, {})
        if month in months:
            repeated.append(
                (records.places[number], f"{records.cells['period'][number]}, {month}", records.places[months[month]])
            )
        months.setdefault(month, number)
    incomplete = [found for months in quarters.values() if (found := _sum(months, records, figure, summed))]
    return Summed(summed, incomplete, repeated)


def _is_figure(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdigit())


def _sum(months: dict[int, int], records: Records, figure: str, into: Records) -> Incomplete | None:
    first = min(months.values())
    written = [records.cells[figure][number] for number in months.values()]
    whole = len(months) == _MONTHS and all(written)
    cells = {name: records.cells[name][first] for name in records.cells}
    cells[figure] = str(sum(map(int, written))) if whole else ""
    into.add(records.places[first], records.areas[first], None, cells)
    told = sum(1 for one in written if one)
    return None if whole or not told else Incomplete(records.places[first], cells["period"], told)
