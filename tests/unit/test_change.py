import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.risk.change import Change, compare, compare_totals, matched, rate_ratio
from mapping.risk.figures import figures, roll_up, total


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
    assert compare(one(4), one(4).iloc[:0])["label"].item() == Change.NO_FIGURES
    assert compare(one(40, np.nan), one(4))["label"].item() == Change.CANNOT_TELL


def test_a_roll_up_is_compared_by_the_counts_whose_people_are_known():
    codes = ["1710224001", "1710224002"]
    parents = pd.Series("1710224", index=codes)
    people = pd.Series({"1710224001": 1000.0})
    now = roll_up(figures(pd.DataFrame({"q": [5.0, 90.0]}, index=codes), people), parents)
    before = roll_up(figures(pd.DataFrame({"q": [4.0, 1.0]}, index=codes), people), parents)
    row = compare(now, before).iloc[0]
    assert row["difference"] == 90
    assert row["ratio"] == pytest.approx(5 / 4)
    assert row["label"] == Change.CANNOT_TELL


def test_matched_takes_out_what_only_one_period_reported():
    codes, parents = ["a", "b"], pd.Series("d", index=["a", "b"])
    people = pd.Series(1000.0, index=codes)
    now = figures(pd.DataFrame({"q": [5.0, np.nan]}, index=codes), people)
    before = figures(pd.DataFrame({"q": [5.0, 40.0]}, index=codes), people)
    assert compare(roll_up(now, parents), roll_up(before, parents))["difference"].item() == -40
    here, there = matched(now, before)
    assert compare(roll_up(here, parents), roll_up(there, parents))["difference"].item() == 0


@settings(max_examples=150, deadline=None)
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


def test_rows_stay_in_the_order_of_now():
    now = pd.concat([one(1, code="b"), one(2, code="a")])
    before = pd.concat([one(3, code="a"), one(4, code="b")])
    found = compare(now, before)
    assert found.index.tolist() == ["b", "a"]
    assert found["count_before"].tolist() == [4, 3]


_counts = st.one_of(st.integers(0, 40).map(float), st.just(np.nan))
_people = st.one_of(st.integers(0, 9000).map(float), st.just(np.nan))


@given(st.lists(st.tuples(_counts, _counts, _people, _people), min_size=1, max_size=8))
def test_the_short_way_to_one_areas_change_is_the_long_one(rows):
    codes = [str(1710224001 + place) for place in range(len(rows))]
    table = pd.DataFrame(rows, index=codes, columns=["now", "then", "people", "people_then"])
    now = figures(table[["now"]], table["people"])
    then = figures(table[["then"]], table["people_then"])
    long = compare(*(pd.DataFrame([total(frame)], index=["x"]) for frame in matched(now, then))).loc["x"].to_dict()
    short = compare_totals(now, then)
    assert short.pop("label") == long.pop("label")
    assert short == pytest.approx(long, nan_ok=True)


def test_two_periods_of_different_areas_are_not_compared_as_one():
    with pytest.raises(ValueError, match="same areas"):
        compare_totals(one(1), one(1, code="1710224002"))
