"""Total rows: each held against the sum of the rows it totals, then left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from mapping.reading.tables.places import Place
from mapping.reading.tables.records import Records

_Entry = tuple[int, int | None, bool]


class Difference(NamedTuple):
    """A total that differs: where it stands, what it says, and the sum of the figures."""

    place: Place
    total: str
    figures: int


def differing_totals(records: Records, figure: str) -> list[Difference]:
    """Totals that are neither the sum of all rows of their sheet nor of those up to the total before or after.

    Where figures are missing or may be read in two ways, a total may be more than the sum of the others.
    """
    return [found for entries in _series(records, figure) for found in _differences(entries, records, figure)]


def _series(records: Records, figure: str) -> Iterator[list[_Entry]]:
    """Per sheet, column, time, indicator and group: record, whole number or None, whether it is a total."""
    if all(area >= 0 for area in records.areas):
        return
    names = [name for name in records.cells if name != figure]
    only = _only_values(records, names)
    series: dict[tuple[object, ...], list[_Entry]] = {}
    for number, (place, area, month) in enumerate(zip(records.places, records.areas, records.months, strict=True)):
        told = [records.cells[name][number] for name in names]
        if area < 0:
            told = [text or only.get((place[::2], name), "") for text, name in zip(told, names, strict=True)]
        written = records.cells[figure][number]
        whole = int(written) if written.isascii() and written.isdigit() and number not in records.open else None
        series.setdefault((place[::2], month, *told), []).append((number, whole, area < 0))
    yield from (entries for entries in series.values() if any(not is_total for _, _, is_total in entries))


def _only_values(records: Records, names: list[str]) -> dict[tuple[tuple[str, ...], str], str]:
    """The value that all rows of a sheet share in a column: a total row often leaves it empty."""
    values: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for number, (place, area) in enumerate(zip(records.places, records.areas, strict=True)):
        if area >= 0:
            for name in names:
                values.setdefault((place[::2], name), set()).add(records.cells[name][number])
    return {key: next(iter(found)) for key, found in values.items() if len(found) == 1}


def _differences(entries: list[_Entry], records: Records, figure: str) -> Iterator[Difference]:
    runs = [(is_total, list(run)) for is_total, run in groupby(entries, key=lambda entry: entry[2])]
    everything = [entry for entry in entries if not entry[2]]
    for position, (is_total, run) in enumerate(runs):
        if not is_total:
            continue
        around = [runs[n][1] for n in (position - 1, position + 1) if 0 <= n < len(runs)]
        for number, whole, _ in run:
            if whole is not None and not any(_adds_up(whole, part) for part in [everything, *around]):
                summed = everything if len(runs) <= 3 else around[0]
                yield Difference(records.places[number], records.cells[figure][number], _sum(summed))


def _adds_up(whole: int, entries: list[_Entry]) -> bool:
    missing = any(one is None for _, one, _ in entries)
    return whole == _sum(entries) or (missing and whole > _sum(entries))


def _sum(entries: list[_Entry]) -> int:
    return sum(one for _, one, _ in entries if one is not None)
