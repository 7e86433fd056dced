"""Running totals since January, taken apart into what each quarter or month adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mapping.reading.tables.places import Place
from mapping.reading.tables.records import Records
from mapping.reading.tables.totals import Difference

_QUARTER = 3  # months


class Fall(NamedTuple):
    """A running total that is below the one before it: where, and both as written."""

    place: Place
    total: str
    before: str


class Apart(NamedTuple):
    """The records without running totals; those that fall; those whose predecessor is not told; those beside all their parts
    that differ from their sum; the first row of them with what became of it, for people to see, ("", "") where none was taken
    apart; the numbers of those that stood beside all their parts."""

    records: Records
    falls: list[Fall]
    alone: list[tuple[Place, str]]
    differences: list[Difference]
    example: tuple[str, str]
    held: set[int]


class _Point(NamedTuple):
    last: int
    number: int
    is_running: bool


def taken_apart(records: Records, figure: str) -> Apart:
    """Each running total less the one before it in its year. One that stands beside all its parts is held against their sum
    and left out, as any total is."""
    apart = Apart(Records(records.table, records.keys, records.first), [], [], [], ("", ""), set())
    if not records.running:
        return apart._replace(records=records)
    example = ("", "")
    for group in _years(records, figure):
        if not any(number in records.running for number in group):
            for number in group:
                records.copy(number, apart.records, month=records.months[number])
            continue
        begins = len(apart.records.places)
        points = _apart(records, group, figure, apart)
        if any(one.is_running for one in points) and not example[0]:
            parts = ", ".join(apart.records.cells[figure][begins:])
            example = (", ".join(records.cells[figure][one.number] for one in points), parts)
    return apart._replace(example=example)


def _years(records: Records, figure: str) -> Iterator[list[int]]:
    """The records of each area, sheet and year that differ in nothing but their time."""
    names = [name for name in records.cells if name not in (figure, "period")]
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, place in enumerate(records.places):
        told = [records.cells[name][number] for name in names]
        key = (place.sheet, records.areas[number], records.cells["period"][number][:4], *told)
        groups.setdefault(key, []).append(number)
    yield from groups.values()


def _apart(records: Records, group: list[int], figure: str, into: Apart) -> list[_Point]:
    """Add what the records of one year come to; the points that were taken apart, in order."""
    plain = {number: _months_of(records, number) for number in group if number not in records.running}
    is_monthly = any(records.running[number] % _QUARTER for number in group if number in records.running)
    begin = [number for number, months in plain.items() if months and months[0] == 1]
    covered = {month for number, months in plain.items() for month in months if not (is_monthly and number in begin)}
    first = [number for number in begin if is_monthly or len(covered) == len(plain[number])]
    points = [_Point(plain[number][-1], number, False) for number in first]
    for number in group:
        if number not in records.running:
            if number not in first:
                records.copy(number, into.records, month=records.months[number])
            continue
        last = records.running[number]
        if set(range(1, last + 1)) <= covered and not (first and last == plain[first[0]][-1]):
            into.held.add(number)
            _hold(
                records, number, [one for one, months in plain.items() if months and months[-1] <= last], figure, into
            )
        else:
            points.append(_Point(last, number, True))
    points.sort()
    _differences(records, points, figure, into)
    return points


def _months_of(records: Records, number: int) -> list[int]:
    month, period = records.months[number], records.cells["period"][number]
    if month is not None:
        return [month]
    quarter = period.partition("Q")[2]
    return list(range(int(quarter) * 3 - 2, int(quarter) * 3 + 1)) if quarter.isdigit() else []


def _hold(records: Records, number: int, parts: list[int], figure: str, into: Apart) -> None:
    total, told = records.cells[figure][number], [records.cells[figure][one] for one in parts]
    if total.isdigit() and all(map(str.isdigit, told)) and sum(map(int, told)) != int(total):
        into.differences.append(Difference(records.places[number], total, sum(map(int, told))))


def _differences(records: Records, points: list[_Point], figure: str, into: Apart) -> None:
    before, last = "0", 0
    for point in points:
        written = records.cells[figure][point.number]
        months = point.last - last
        if not (written.isascii() and written.isdigit()) or point.number in records.open:
            records.copy(point.number, into.records, month=records.months[point.number])
            into.records.running.clear()
            continue
        if not (months == 1 or (months == _QUARTER and point.last % _QUARTER == 0)):
            into.alone.append((records.places[point.number], written))
        elif int(written) < int(before):
            into.falls.append(Fall(records.places[point.number], written, before))
        cells = {name: column[point.number] for name, column in records.cells.items()}
        cells[figure] = str(max(int(written) - int(before), 0))
        place, area = records.places[point.number], records.areas[point.number]
        into.records.add(place, area, point.last if months == 1 else None, cells)
        before, last = written, point.last
