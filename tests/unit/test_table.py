import numpy as np
import pytest

from mapping.stats.classes import Scheme, breaks, within_squares
from mapping.stats.table import class_statistics, statistics
from mapping.stats.weights import Neighbours

COUNT, PEOPLE = np.array([4.0, 9, 0, 2, 7, 1]), np.array([100.0, 300, 50, 80, 200, 90])
ROW = Neighbours.of_pairs(6, [0, 1, 1, 2, 2, 3, 3, 4, 4, 5], [1, 0, 2, 1, 3, 2, 4, 3, 5, 4])


def per_area(found):
    return {name: value for name, value in found.items() if isinstance(value, np.ndarray | list) and len(value) == 6}


def test_an_area_without_people_changes_no_other_and_nothing_is_undefined_by_accident():
    known = statistics({"observed": COUNT, "population": PEOPLE}, ROW, permutations=99)
    whole = Neighbours.of_pairs(7, np.append(ROW.source, [6, 0]), np.append(ROW.target, [0, 6]))
    columns = {"observed": np.append(COUNT, 0), "population": np.append(PEOPLE, 0)}
    found = statistics(columns, whole, permutations=99)
    assert found.keys() == known.keys()
    for name, value in known.items():
        ours = np.array(found[name][:6]) if name in per_area(known) else found[name]
        if ours is not None and np.asarray(value).dtype != object:
            np.testing.assert_allclose(ours, value, err_msg=name, equal_nan=True)
    assert found["marshall_rate_per_100k"][6] == pytest.approx(1e5 * COUNT.sum() / PEOPLE.sum())
    assert found["eblocal_geoda"][6] == pytest.approx(4000)  # its only neighbour's rate
    assert found["gp_ml_rr_mean"][6] == pytest.approx(found["gp_ml_mu"])
    assert np.isnan([found[name][6] for name in ("smr", "crude_per_100k", "p_central", "ebi_z")]).all()
    assert found["quadrant"][6] is None


def test_a_region_without_any_event():
    found = statistics({"observed": 0 * COUNT, "population": PEOPLE}, ROW, k=3, permutations=99)
    assert found["crude_per_100k"].tolist() == [0] * 6
    assert found["marshall_rate_per_100k"].tolist() == [0] * 6
    assert np.isnan(found["smr"]).all()
    assert np.isnan(found["esda_moran_W.I"])
    assert found["classes.optimal"]["breaks"].tolist() == [0, 0]


def test_the_overall_rate_of_large_numbers_does_not_overflow():
    scale = 1e6
    here = statistics({"observed": COUNT, "population": PEOPLE})
    there = statistics({"observed": COUNT * scale, "population": PEOPLE * scale})
    np.testing.assert_allclose(there["smr"], here["smr"])
    np.testing.assert_allclose(there["expected"].sum(), COUNT.sum() * scale)


def test_change_labels_are_told_over_the_whole_map():
    now = {"observed": np.array([30.0, 5, 0, 11, 3]), "population": np.full(5, 1000.0)}
    before = {"observed_prev": np.array([5.0, 5, 0, 3, 20]), "population_prev": np.full(5, 1000.0)}
    found = statistics(now | before)
    assert found["change_label"] == ["rose", "cannot_tell", "cannot_tell", "cannot_tell", "fell"]
    assert np.isnan(found["rate_ratio"][2])


def test_a_rate_alone_has_a_map_and_classes_and_no_counts():
    found = statistics({"rate": COUNT}, ROW, k=2, permutations=9)
    assert "esda_moran_W.I" in found
    assert "classes.equal" in found
    assert "smr" not in found


def test_counts_need_people_or_an_expectation():
    with pytest.raises(KeyError):
        statistics({"observed": COUNT})


def test_classes_by_hand():
    found = class_statistics(np.array([1.0, 2, 9, 10, np.nan]), 2)
    assert found["classes.optimal.breaks"].tolist() == [1, 2, 10]
    assert found["classes.optimal.counts"].tolist() == [2, 2]
    assert found["classes.optimal"]["ss_within"] == 1.0
    assert found["classes.equal"]["breaks"].tolist() == [1, 5.5, 10]


def test_classes_of_equal_values_and_of_none():
    found = class_statistics(np.array([3.0, 3]), 4)
    assert found["classes.quantile_type7.counts"].tolist() == [2]
    assert found["classes.quantile_type7.ss_within"] == 0
    assert np.isnan(found["classes.quantile_type7.gvf"])
    assert np.isnan(class_statistics(np.array([np.nan]), 4)["classes.equal.ss_within"])


def test_within_squares_add_up_to_the_whole_in_one_class():
    values = np.array([1.0, 4, 7, np.nan])
    assert within_squares(values, [7.0]) == pytest.approx(18)
    assert within_squares(values, breaks(values, Scheme.NATURAL, 3)) == 0
    assert within_squares([np.nan], []) == 0
