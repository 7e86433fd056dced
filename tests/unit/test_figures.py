import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.stats.figures import figures, roll_up

COUNT = st.none() | st.integers(0, 30)
PEOPLE = st.none() | st.integers(0, 9000)


@st.composite
def mahallas(draw):
    """A few mahallas of a few districts, with holes, in any order."""
    size = draw(st.integers(1, 12))
    codes = [f"1710{200 + draw(st.integers(1, 3)):03d}{n:03d}" for n in range(size)]
    codes = draw(st.permutations(codes))
    counts = [[np.nan if (c := draw(COUNT)) is None else float(c) for _ in range(4)] for _ in codes]
    people = [np.nan if (p := draw(PEOPLE)) is None else float(p) for _ in codes]
    return pd.DataFrame(counts, index=codes, columns=["Q1", "Q2", "Q3", "Q4"]), pd.Series(people, index=codes)


def cut(codes, digits):
    return pd.Series([code[:digits] for code in codes], index=codes)


def test_a_missing_quarter_makes_no_figure():
    counts = pd.DataFrame({"2025Q3": [1.0, 2.0], "2025Q4": [np.nan, 3.0]}, index=["1710224001", "1710224002"])
    found = figures(counts, pd.Series({"1710224001": 1000.0, "1710224002": 2000.0}))
    assert found["count"].isna().tolist() == [True, False]
    assert found["quarters_missing"].tolist() == [1, 0]
    assert found.loc["1710224002", ["count", "rate"]].tolist() == [5.0, 250.0]
    assert found.index.name == "code"


def test_a_mahalla_without_population_has_a_count_and_no_rate():
    found = figures(pd.DataFrame({"2025Q4": [2.0]}, index=["1710224001"]), pd.Series(dtype=float))
    assert found["count"].item() == 2
    assert found[["people", "rate", "rate_lo", "rate_hi"]].isna().all(axis=None)


def test_roll_up_matches_numerator_and_denominator():
    found = figures(
        pd.DataFrame({"2025Q4": [2.0, 5.0, np.nan, 1.0]}, index=list("abcd")),
        pd.Series({"a": 1000.0, "b": np.nan, "c": 4000.0, "d": 3000.0}),
    )
    district = roll_up(found, pd.Series("1710224", index=list("abcd"))).loc["1710224"]
    assert district[["count", "areas", "without_figure"]].tolist() == [8, 4, 1]
    assert district[["people", "count_with_people", "rate"]].tolist() == [4000, 3, 75]


def test_a_district_where_nothing_was_reported_has_no_figure_rather_than_0():
    found = figures(pd.DataFrame({"2025Q4": [np.nan]}, index=["a"]), pd.Series({"a": 1000.0}))
    district = roll_up(found, pd.Series({"a": "1710224"}))
    assert district[["count", "people", "count_with_people", "rate"]].isna().all(axis=None)
    assert district["without_figure"].item() == 1


@settings(max_examples=40)
@given(mahallas())
def test_districts_sum_to_the_region(data):
    found = figures(*data)
    districts = roll_up(found, cut(found.index, 7))
    region = roll_up(found, cut(found.index, 4))
    pd.testing.assert_frame_equal(roll_up(districts, cut(districts.index, 4)), region)
    for column in ("count", "areas", "without_figure", "people", "count_with_people"):
        assert districts[column].sum() == np.nan_to_num(region[column].item())


@settings(max_examples=40)
@given(mahallas(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(data, random):
    counts, people = data
    shuffled = random.sample(list(counts.index), len(counts))
    found, other = figures(counts, people), figures(counts.loc[shuffled], people)
    pd.testing.assert_frame_equal(other.loc[found.index], found)
    pd.testing.assert_frame_equal(roll_up(other, cut(shuffled, 7)), roll_up(found, cut(found.index, 7)))


def test_an_area_without_parent_is_refused_by_name():
    found = figures(pd.DataFrame({"2025Q4": [1.0]}, index=["1710999001"]), pd.Series(dtype=float))
    with pytest.raises(ValueError, match="1710999001"):
        roll_up(found, pd.Series({"1710224001": "1710224"}))


def test_a_code_that_occurs_twice_is_refused_by_name():
    with pytest.raises(ValueError, match="1710224001"):
        figures(pd.DataFrame({"2025Q4": [1.0, 2.0]}, index=["1710224001"] * 2), pd.Series(dtype=float))
