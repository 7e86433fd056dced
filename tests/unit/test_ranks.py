"""Ranks with intervals: right where the answer is certain, honest where it is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.ranks import rank_intervals


def figures(counts: list[float], people: float = 1000.0) -> pd.DataFrame:
    return pd.DataFrame({"count": counts, "people": people})


def test_areas_that_clearly_differ_have_their_places_for_certain() -> None:
    found = rank_intervals(figures([100_000, 10_000, 1_000], people=1e6))
    assert found.to_numpy().tolist() == [[1, 1, 1], [2, 2, 2], [3, 3, 3]]


def test_areas_that_do_not_differ_may_stand_anywhere() -> None:
    found = rank_intervals(figures([5] * 8))
    assert (found["rank_lo"] == 1).all()
    assert (found["rank_hi"] == 8).all()


def test_an_area_without_a_figure_has_no_rank_and_takes_none() -> None:
    found = rank_intervals(figures([100_000, np.nan, 1_000], people=1e6))
    assert found["rank"].tolist()[0] == 1
    assert np.isnan(found["rank"].tolist()[1])
    assert found["rank"].tolist()[2] == 2


def test_simulated_ranks_of_two_areas_agree_with_the_beta_probability() -> None:
    """Two gammas: the chance that the first is above the second decides whether its interval reaches rank 1."""
    found = rank_intervals(figures([40, 2, 10, 10, 10, 10]), draws=4000)
    assert found["rank_lo"].tolist()[0] == 1
    assert found["rank_hi"].tolist()[1] == 6
    assert found["rank"].tolist()[0] == 1


@settings(max_examples=40)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=30))
def test_intervals_hold_the_rank_and_stay_within_the_table(counts: list[int]) -> None:
    found = rank_intervals(figures([float(one) for one in counts]), draws=200)
    if found["rank"].notna().all():
        assert (found["rank_lo"] <= found["rank"]).all()
        assert (found["rank"] <= found["rank_hi"]).all()
        assert found["rank_lo"].min() >= 1
        assert found["rank_hi"].max() <= len(counts)
    again = rank_intervals(figures([float(one) for one in counts]), draws=200)
    pd.testing.assert_frame_equal(found, again)
