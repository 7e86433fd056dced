"""Quarters told beside their months: held against them, so that nothing is counted twice."""

from __future__ import annotations

from typing import NamedTuple

from mapping.reading.tables.records import Records
from mapping.reading.tables.totals import Difference

_MONTHS = 3


class Once(NamedTuple):
    """The records with each quarter told once, and the quarters that differ from their months."""

    records: Records
    differences: list[Difference]


def told_once(records: Records, figure: str) -> Once:
    """Of a quarter that stands beside its months the months are kept where all three have a figure, else the quarter.

    It is held against their sum; months of which one is missing may add up to less. What is no number stays as it is, for a rule to tell,
    and so does a quarter among running totals by months: it may be one of them ("January to March").
    """
    if not any(month is not None for month in records.months):
        return Once(records, [])
    names = [name for name in records.cells if name != figure]
    among = {_year(records, number, figure) for number, last in records.running.items() if last % _MONTHS}
    whole: dict[tuple[object, ...], int] = {}
    months: dict[tuple[object, ...], list[int]] = {}
    for number, month in enumerate(records.months):
        key = (records.areas[number], *(records.cells[name][number] for name in names))
        if month is not None:
            months.setdefault(key, []).append(number)
        elif number not in records.running and (not among or _year(records, number, figure) not in among):
            whole.setdefault(key, number)
    left, differences = set[int](), []
    for key in whole.keys() & months.keys():
        told = [number for number in months[key] if _is_figure(records, number, figure)]
        total = int(records.cells[figure][whole[key]]) if _is_figure(records, whole[key], figure) else None
        if total is None and records.cells[figure][whole[key]]:
            continue
        summed = sum(int(records.cells[figure][number]) for number in told)
        is_complete = len(told) == len(months[key]) == _MONTHS
        left |= {whole[key]} if is_complete or total is None else set(months[key])
        if total is not None and (summed != total if is_complete else summed > total):
            differences.append(Difference(records.places[whole[key]], str(total), summed))
    return Once(records.without(left), sorted(differences))


def _year(records: Records, number: int, figure: str) -> tuple[object, ...]:
    """The area, year and whatever else tells a record apart, but its time."""
    told = [column[number] for name, column in records.cells.items() if name not in (figure, "period")]
    return records.areas[number], records.cells["period"][number][:4], *told


def _is_figure(records: Records, number: int, figure: str) -> bool:
    written = records.cells[figure][number]
    return written.isascii() and written.isdigit() and number not in records.open
