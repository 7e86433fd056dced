"""Nobody finds a hidden small count from what is shown: an attacker with linear programming tries."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mapping.store.small_cells import Hidden, Nest, hidden_cells

K = 5


def nest_of(districts: list[int], regions: int = 1) -> Nest:
    """So many mahallas in each district, all in one region."""
    parent = np.repeat(np.arange(len(districts)), districts)
    return Nest((parent, np.zeros(len(districts), dtype=np.int64)), (len(parent), len(districts), regions))


class Attacker:
    """Knows every shown figure and that counts are not negative; asks what a hidden one can be."""

    def __init__(self, total, kinds, years, nest: Nest, of_total: Hidden, of_kinds: Hidden) -> None:
        self.nest, self.years = nest, years
        self.parts = kinds.shape[2]
        self.series = [total] if not self.parts else [kinds[..., one] for one in range(self.parts)]
        self.number = {}
        for cell in product(range(len(self.series)), range(nest.sizes[0]), range(len(years))):
            if not np.isnan(self.series[cell[0]][cell[1:]]):
                self.number[cell] = len(self.number)
        self.truth = np.array([self.series[one][area, quarter] for one, area, quarter in self.number])
        self.rows, self.unknown = [], []
        wanted = [(None, of_total), *((one, of_kinds) for one in range(self.parts))]
        for kind, hidden in wanted:
            for level, size in enumerate(nest.sizes):
                for area in range(size):
                    self._learn(kind, level, area, hidden)

    def _learn(self, kind, level, area, hidden) -> None:
        order = list(dict.fromkeys(self.years))
        for quarter in range(len(self.years)):
            self._note(self._sum(kind, level, area, [quarter]), hidden.quarters[level][area, quarter])
        for place, year in enumerate(order):
            quarters = [one for one, of in enumerate(self.years) if of == year]
            if level == 0 and any((0, area, one) not in self.number for one in quarters):
                continue  # an incomplete year of a mahalla is no figure
            self._note(self._sum(kind, level, area, quarters), hidden.years[level][area, place])

    def _sum(self, kind, level, area, quarters):
        mahallas = np.arange(self.nest.sizes[0])
        above = mahallas
        for parent in self.nest.parents[:level]:
            above = parent[above]
        row = np.zeros(len(self.number))
        for mahalla in mahallas[above == area]:
            for one in range(len(self.series)) if kind is None else [kind]:
                for quarter in quarters:
                    if (one, mahalla, quarter) in self.number:
                        row[self.number[one, mahalla, quarter]] = 1
        return row

    def _note(self, row, hidden) -> None:
        if row.any():
            (self.unknown if hidden else self.rows).append(row)

    def possible(self, row) -> tuple[float, float]:
        a = np.array(self.rows) if self.rows else None
        b = a @ self.truth if self.rows else None
        ends = [linprog(sign * row, A_eq=a, b_eq=b, bounds=(0, 1000), method="highs") for sign in (1, -1)]
        return ends[0].fun, -ends[1].fun

    def found_out(self) -> list[tuple[float, float, float]]:
        """The small hidden figures that can have one value only."""
        asked = {tuple(row): row for row in self.unknown if 0 < row @ self.truth < K}
        found = [(row @ self.truth, *self.possible(row)) for row in asked.values()]
        return [one for one in found if one[2] - one[1] < 0.5]


COUNT = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 12])
MAYBE = st.one_of(COUNT, COUNT, COUNT, COUNT, COUNT, COUNT, st.just(np.nan))


@st.composite
def worlds(draw, missing: bool = False, most_kinds: int = 3):
    districts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    years = draw(st.sampled_from([[1, 1, 1, 1], [1], [1, 1], [1, 1, 1, 1, 2, 2]]))
    parts = draw(st.integers(0, most_kinds))
    parts = 0 if parts == 1 else parts
    nest = nest_of(districts)
    shape = (nest.sizes[0], len(years), max(parts, 1))
    values = draw(st.lists(MAYBE if missing else COUNT, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    kinds = np.array(values, dtype=float).reshape(shape)
    if missing:  # a figure is missing of all kinds alike
        kinds[np.isnan(kinds).any(axis=2)] = np.nan
    return kinds.sum(axis=2), kinds[..., :parts] if parts else kinds[..., :0], years, nest


@settings(max_examples=60)
@given(worlds())
def test_no_small_count_follows_from_what_is_shown(world):
    total, kinds, years, nest = world
    of_total, of_kinds = hidden_cells(total, kinds, years, nest, K)
    assert Attacker(total, kinds, years, nest, of_total, of_kinds).found_out() == []


@settings(max_examples=60)
@given(worlds(missing=True))
def test_nor_where_figures_are_missing(world):
    total, kinds, years, nest = world
    of_total, of_kinds = hidden_cells(total, kinds, years, nest, K)
    assert Attacker(total, kinds, years, nest, of_total, of_kinds).found_out() == []
