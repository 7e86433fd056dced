import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.change import Change, compare, rate_ratio, told
from mapping.stats.figures import figures, roll_up


def one(count, people=1000.0, code="1710224001"):
    return figures(pd.DataFrame({"q": [count]}, index=[code], dtype=float), pd.Series({code: people}, dtype=float))


def test_three_after_none_among_as_many_people_by_hand():
    row = compare(one(3), one(0)).iloc[0]
    assert row["ratio"] == np.inf
    assert row["ratio_hi"] == np.inf
    assert row["p_cond_central"] == pytest.approx(2 * 0.5**3)
    assert row["label"] == Change.CANNOT_TELL


def test_six_after_none_is_told_as_a_rise_and_none_after_six_as_a_fall():
    assert compare(one(6), one(0))["label"].item() == Change.ROSE  # 2 / 2**6 = 0.03
    assert compare(one(0), one(6))["label"].item() == Change.FELL


def test_none_after_none_is_undefined_and_cannot_be_told():
    row = compare(one(0), one(0)).iloc[0]
    assert row[["ratio", "ratio_lo", "ratio_hi", "p_cond_central"]].isna().all()
    assert row["difference"] == 0
    assert row["label"] == Change.CANNOT_TELL


def test_without_a_figure_there_is_no_label_and_without_people_it_cannot_be_told():
    assert compare(one(np.nan), one(4))["label"].item() == Change.NO_FIGURES
    assert compare(one(4), one(np.nan))["label"].item() == Change.NO_FIGURES
    assert compare(one(40, np.nan), one(4))["label"].item() == Change.CANNOT_TELL


TWO, WHOLE = ["a", "b"], pd.Index(["d"])
AS_ONE = np.zeros(2, dtype=np.int64)


def two(counts, people):
    return figures(pd.DataFrame({"q": counts}, index=TWO, dtype=float), pd.Series(people, index=TWO, dtype=float))


def test_a_wider_area_is_compared_by_the_counts_whose_people_are_known():
    people = [1000.0, np.nan]
    row = compare(two([5, 90], people), two([4, 1], people), AS_ONE, WHOLE).loc["d"]
    assert row["difference"] == 90
    assert row["ratio"] == pytest.approx(5 / 4)
    assert row["label"] == Change.CANNOT_TELL


def test_what_only_one_period_reported_is_no_change():
    row = compare(two([5, np.nan], [1000.0, 1000.0]), two([5, 40], [1000.0, 1000.0]), AS_ONE, WHOLE).loc["d"]
    assert (row["count_now"], row["count_before"], row["difference"]) == (5, 5, 0)


def test_labels_are_told_over_all_areas_together():
    """Alone, 7 after none is p = 2 / 2**7 = 0.0156; among ten areas, second to 12 after none, it is 0.078."""
    codes = [str(place) for place in range(10)]
    people = pd.Series(1000.0, index=codes)
    now = figures(pd.DataFrame({"q": [7.0, 12.0] + [2.0] * 8}, index=codes), people)
    before = figures(pd.DataFrame({"q": [0.0, 0.0] + [2.0] * 8}, index=codes), people)
    assert compare(now, before)["label"].tolist() == [Change.CANNOT_TELL, Change.ROSE] + [Change.CANNOT_TELL] * 8
    assert compare(now.iloc[:1], before.iloc[:1])["label"].item() == Change.ROSE
    assert told(np.array([np.inf, 2.0]), np.array([np.nan, 0.01])) == [Change.CANNOT_TELL, Change.ROSE]


@settings(max_examples=50)
@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 9000), st.integers(1, 9000))
def test_the_interval_leaves_out_1_exactly_when_p_is_below_a_twentieth(now, before, people, people_before):
    found = rate_ratio(*(np.array([float(n)]) for n in (now, people, before, people_before)))
    if now == before == 0:
        assert np.isnan(found["ratio"]).all()
        return
    outside = (found["ratio_lo"] > 1) | (found["ratio_hi"] < 1)
    assert outside == (found["p_cond_central"] < 0.05)
    assert found["ratio_lo"] <= found["ratio"] <= found["ratio_hi"]
    back = rate_ratio(*(np.array([float(n)]) for n in (before, people_before, now, people)))
    np.testing.assert_allclose(back["p_cond_central"], found["p_cond_central"], rtol=1e-9)


_counts = st.one_of(st.integers(0, 40).map(float), st.just(np.nan))
_people = st.one_of(st.integers(0, 9000).map(float), st.just(np.nan))


@given(st.lists(st.tuples(_counts, _counts, _people, _people), min_size=1, max_size=8))
def test_a_wider_area_is_what_its_matched_rows_roll_up_to(rows):
    codes = [str(1710224001 + place) for place in range(len(rows))]
    table = pd.DataFrame(rows, index=codes, columns=["now", "then", "people", "people_then"])
    now, then = (
        figures(table[[count]], table[people]) for count, people in (("now", "people"), ("then", "people_then"))
    )
    found = compare(now, then, np.zeros(len(rows), dtype=np.int64), pd.Index(["x"])).loc["x"]
    shared = table[["now", "then"]].notna().all(axis=1)
    peopled = (table[["people", "people_then"]] > 0).all(axis=1)
    kept = table.where(shared).assign(
        people=table["people"].where(peopled), people_then=table["people_then"].where(peopled)
    )
    parent = pd.Series("x", index=codes)
    for suffix, count, people in (("now", "now", "people"), ("before", "then", "people_then")):
        wide = roll_up(figures(kept[[count]], kept[people]), parent).loc["x"]
        assert found[f"count_{suffix}"] == pytest.approx(wide["count"], nan_ok=True)
        assert found[f"rate_{suffix}"] == pytest.approx(wide["rate"], nan_ok=True)


def test_two_periods_of_different_areas_are_not_compared():
    with pytest.raises(ValueError, match="same areas"):
        compare(one(1), one(1, code="1710224002"))
