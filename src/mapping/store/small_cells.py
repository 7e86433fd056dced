"""Which small counts are not shown, so that none of them follows from what is.

A count of a group is small from 1 to k - 1. Sums over areas (mahalla, district, region), over the quarters of a
calendar year and over the kinds of a total are shown beside it, so hiding it alone is not enough: others must be
hidden with it (complementary suppression; Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).

What is hidden is hidden in blocks: of an area and a year every quarter or none, and of the kinds of a total every
kind or none. Within such blocks a case can be moved from one cell to another, and one back elsewhere, without any
shown sum noticing. Where a small cell has no such exchange, the sum that gives it away is hidden too. So every
small cell keeps at least two possible values, also for a reader who knows that counts are never negative.
The same figures always give the same cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True)
class Hidden:
    """What is not shown of one series, by level from mahallas up: area × quarter, and area × calendar year."""

    quarters: tuple[Marks, ...]
    years: tuple[Marks, ...]


@dataclass(frozen=True)
class Nest:
    """How areas lie in each other: for each level but the highest, the place of each area's parent.

    `sizes`: the number of areas of every level, from mahallas up.
    """

    parents: tuple[Places, ...]
    sizes: tuple[int, ...]

    def above(self, level: int, counts: Counts) -> Counts:
        """What lies in each area of the next level; the first axis is that of the areas."""
        return _summed(counts, self.parents[level], self.sizes[level + 1])

    def sums(self, counts: Counts) -> list[Counts]:
        """The counts of every level from those of mahallas; a missing count adds nothing."""
        found = [np.nan_to_num(counts)]
        for level in range(len(self.parents)):
            found.append(self.above(level, found[-1]))
        return found


def hidden_cells(total: Counts, kinds: Counts, years: Sequence[int], nest: Nest, k: int) -> tuple[Hidden, Hidden]:
    """What to hide of a total, and of its kinds (of each of them the same).

    `total`: mahalla × quarter; `kinds`: mahalla × quarter × kind (any number, also none), NaN for no figure.
    `years`: the calendar year of each quarter. `k`: counts from 1 to k - 1 are small; at 1 none is.
    A sum of a level is over the mahallas that have a figure. Raises ValueError when the shapes do not fit.
    """
    if total.shape != (nest.sizes[0], len(years)) or kinds.shape[:2] != total.shape:
        raise ValueError(f"counts {total.shape} and {kinds.shape} of {nest.sizes[0]} areas and {len(years)} quarters")
    order = list(dict.fromkeys(years))
    of_year = np.array([order.index(year) for year in years], dtype=np.int64)
    found = [_hidden_in_year(total[:, of_year == one], kinds[:, of_year == one], nest, k) for one in range(len(order))]
    return _joined([one for one, _ in found], of_year, nest), _joined([one for _, one in found], of_year, nest)


def _hidden_in_year(total: Counts, kinds: Counts, nest: Nest, k: int) -> tuple[_Block, _Block]:
    """One calendar year, of one to four quarters."""
    sums = nest.sums(total)
    quarters: list[Marks] = [np.asarray(_small(one, k).any(axis=1)) for one in sums]
    years = [_small(one.sum(axis=1), k) for one in sums]
    block = _Block(nest, total, quarters, years)
    block.settle(lambda: _give_away(block, block, total[:, None, :], k) | _years_give_away(block, total, k))
    if kinds.shape[2] == 0:
        return block, block
    both = [
        np.asarray(own | _small(one, k).any(axis=(1, 2)) | _small(one.sum(axis=1), k).any(axis=1))
        for own, one in zip(block.quarters, nest.sums(kinds), strict=True)
    ]
    detail = _Block(nest, kinds.sum(axis=2), both, both)
    detail.settle(lambda: _give_away(detail, block, kinds, k))
    return block, detail


def _joined(blocks: Sequence[_Block], of_year: Places, nest: Nest) -> Hidden:
    """The marks of the years side by side."""
    levels = range(len(nest.sizes))
    none = [np.zeros((size, 0), dtype=bool) for size in nest.sizes]
    whole = [np.column_stack([none[level], *(one.quarters[level] for one in blocks)]) for level in levels]
    years = [np.column_stack([none[level], *(one.years[level] for one in blocks)]) for level in levels]
    return Hidden(tuple(one[:, of_year] for one in whole), tuple(years))


class _Block:
    """The marks of one year by level: areas whose quarters are hidden, and those whose year is hidden too.

    No area stands alone: beside it another is hidden under the same parent, or else the parent is. Under a hidden
    parent something is hidden, or the parent would follow.
    """

    def __init__(self, nest: Nest, counts: Counts, quarters: list[Marks], years: list[Marks]) -> None:
        self.nest, self.quarters, self.years = nest, quarters, years
        self._incomplete = np.isnan(counts).any(axis=1)
        self._sizes = [one.sum(axis=1) for one in nest.sums(counts)]
        self._present = [one > 0 for one in nest.sums(np.isfinite(counts).astype(np.float64))]

    @cached_property
    def _families(self) -> list[list[Places]]:
        """By level, the areas of each parent, the smallest count first."""
        found = []
        for level, parent in enumerate(self.nest.parents):
            order = np.lexsort((np.arange(len(parent)), self._sizes[level], parent))
            ends = np.searchsorted(parent[order], np.arange(1, self.nest.sizes[level + 1]))
            found.append(np.split(order, ends))
        return found

    def settle(self, give_away: Callable[[], set[tuple[int, int]]]) -> None:
        """Hide more until nothing small follows; `give_away` names the areas whose sums still tell."""
        self._accompany()
        while telling := give_away():
            for level, place in telling:
                self._hide(level, place)
            self._accompany()

    def _hide(self, level: int, place: int) -> None:
        self.quarters[level][place] = self.years[level][place] = True

    def _accompany(self) -> None:
        before = -1
        while (now := sum(int(one.sum()) for one in (*self.quarters, *self.years))) != before:
            before = now
            self.years[0] |= self.quarters[0] & self._incomplete  # such a year is no figure
            for level, families in enumerate(self._families):
                for parent, family in enumerate(families):
                    self._accompany_family(level, parent, family)

    def _accompany_family(self, level: int, parent: int, family: Places) -> None:
        quarters, years = self.quarters[level], self.years[level]
        if quarters[family].sum() == 1:
            self._accompany_one(level, parent, family)
        if years[family].sum() == 1 and quarters[family].sum() > 1:
            years[family[quarters[family] & ~years[family]][:1]] = True
        if self.quarters[level + 1][parent] and not quarters[family].any():
            quarters[family[self._present[level][family].any(axis=1)][:2]] = True
        if self.years[level + 1][parent] and not years[family].any():
            years[family[quarters[family]][:2]] = True

    def _accompany_one(self, level: int, parent: int, family: Places) -> None:
        """Hide the smallest other area that has the same quarters; where there is none, the parent."""
        alone = family[self.quarters[level][family]][0]
        present = self._present[level]
        fits = (present[family] >= present[alone]).all(axis=1) & (family != alone)
        for place in family[fits][:1]:
            self._hide(level, int(place))
            self._hide(level, int(alone))
        if not fits.any():
            self.quarters[level + 1][parent] = True
            self.years[level + 1][parent] |= self.years[level][alone]


def _give_away(block: _Block, total: _Block, counts: Counts, k: int) -> set[tuple[int, int]]:
    """The areas, as (level, place), whose shown sums leave a small hidden count one value.

    `counts`: mahalla × row × column, cases being exchanged between the columns of a row. `total` has the marks of
    the sum over kinds: where its year is hidden too, a case can go to another such area at once.
    """
    nest, found = block.nest, set()
    counted, kept, kept_years = nest.sums(counts), _shown_above(block.quarters, nest), _shown_above(block.years, nest)
    whole = np.isfinite(counts).all(axis=2, keepdims=True)
    mass = _within(np.nan_to_num(counts) * whole, block.quarters, nest)
    free = _freely_moved(total, counts)
    for level, keeper in enumerate(kept):
        small = _small(counted[level], k) & block.quarters[level][:, None, None] & ~free[level]
        own = mass[level]
        others = _summed(own, keeper + 1, int(keeper.max(initial=NOWHERE)) + 2)[keeper + 1] - own
        others[keeper == NOWHERE] = 1  # no sum above notices what is moved
        less = (own > 0) & (others.sum(axis=2, keepdims=True) > others)
        more = (own.sum(axis=2, keepdims=True) > own) & (others > 0)
        stuck = (small & ~less & ~more).any(axis=(1, 2))
        itself = np.arange(len(keeper)) + sum(nest.sizes[:level])
        teller = np.where(keeper != NOWHERE, keeper, np.where(block.years[level], kept_years[level], itself))
        found |= {_level_and_place(one, nest) for one in teller[stuck].tolist() if one != NOWHERE}
    return found


def _years_give_away(block: _Block, counts: Counts, k: int) -> set[tuple[int, int]]:
    """The same for small counts of a year."""
    nest, found = block.nest, set()
    free = _freely_moved(block, counts[:, None, :])
    kept = _shown_above(block.years, nest)
    for level, one in enumerate(nest.sums(counts)):
        stuck = _small(one.sum(axis=1), k) & (kept[level] != NOWHERE) & ~free[level].any(axis=(1, 2))
        found |= {_level_and_place(place, nest) for place in kept[level][stuck].tolist()}
    return found


def _freely_moved(block: _Block, counts: Counts) -> list[Marks]:
    """Where a case can go to another area in the same quarter, both years being hidden: cells as `counts`, by level."""
    nest = block.nest
    mass = _within(np.nan_to_num(counts), block.years, nest)
    takers = _within(np.isfinite(counts).astype(np.float64), block.years, nest)
    found = []
    for keeper, own, taking in zip(_shown_above(block.years, nest), mass, takers, strict=True):
        others = _summed(taking, keeper + 1, int(keeper.max(initial=NOWHERE)) + 2)[keeper + 1] - taking
        found.append((own > 0) & ((others > 0) | (keeper == NOWHERE)[:, None, None]))
    return found


def _within(counts: Counts, marks: Sequence[Marks], nest: Nest) -> list[Counts]:
    """By level, what lies in hidden mahallas of hidden areas."""
    found = [counts * marks[0][:, None, None]]
    for level in range(len(nest.parents)):
        found.append(nest.above(level, found[-1]) * marks[level + 1][:, None, None])
    return found


def _shown_above(marks: Sequence[Marks], nest: Nest) -> list[Places]:
    """By level, the nearest area above each that is shown, numbered through all levels; NOWHERE if all are hidden."""
    found = [np.full(nest.sizes[-1], NOWHERE)]
    for level in reversed(range(len(nest.parents))):
        parent, first = nest.parents[level], sum(nest.sizes[: level + 1])
        found.insert(0, np.where(marks[level + 1][parent], found[0][parent], first + parent))
    return found


def _level_and_place(number: int, nest: Nest) -> tuple[int, int]:
    ends = np.cumsum(nest.sizes)
    level = int(np.searchsorted(ends, number, side="right"))
    return level, number - (int(ends[level - 1]) if level else 0)


def _summed(counts: Counts, into: Places, size: int) -> Counts:
    found = np.zeros((size, *counts.shape[1:]))
    np.add.at(found, into, counts)
    return found


def _small(counts: Counts, k: int) -> Marks:
    return np.asarray((counts > 0) & (counts < k))
