import numpy as np
import pytest
import shapely

from mapping.stats.weights import Neighbours, from_coverage, from_links


def squares(*corners):
    return [shapely.box(x, y, x + 1, y + 1) for x, y in corners]


def links(neighbours):
    return set(zip(neighbours.source.tolist(), neighbours.target.tolist(), strict=True))


def test_four_squares_meet_in_edges_and_in_a_corner():
    found = from_coverage(squares((0, 0), (1, 0), (0, 1), (1, 1)))
    assert found.number.tolist() == [3, 3, 3, 3]


def test_a_square_apart_is_an_island():
    found = from_coverage(squares((0, 0), (1, 0), (5, 5)))
    assert links(found) == {(0, 1), (1, 0)}
    assert found.islands.tolist() == [False, False, True]


def test_missing_and_empty_polygons_have_no_neighbours():
    found = from_coverage([*squares((0, 0), (1, 0)), None, shapely.Polygon()])
    assert links(found) == {(0, 1), (1, 0)}
    assert found.size == 4


def test_borders_cut_at_different_points_are_still_borders():
    tall = shapely.box(1, 0, 2, 2)  # no corner at (1, 1), where its two neighbours meet
    found = from_coverage([*squares((0, 0), (0, 1)), tall])
    assert found.number.tolist() == [2, 2, 2]


def test_links_are_numbered_by_the_ids_and_counted_once():
    found = from_links(["b", "a", "c"], [("a", "b"), ("b", "a"), ("a", "b"), ("a", "a")])
    assert links(found) == {(1, 0), (0, 1)}
    assert found.islands.tolist() == [False, False, True]


def test_no_links_make_islands_only():
    found = from_links(["a", "b"], [])
    assert found.islands.all()
    assert found.total(np.array([1.0, 2.0])).tolist() == [0, 0]


def test_an_unknown_id_is_told():
    with pytest.raises(KeyError, match="z"):
        from_links(["a"], [("a", "z")])


def test_one_direction_is_one_link():
    found = Neighbours.of_pairs(2, [0], [1])
    assert found.total(np.array([1.0, 10.0])).tolist() == [10, 0]
    assert found.matrix.toarray().tolist() == [[0, 1], [0, 0]]


def test_among_the_chosen_links_are_numbered_anew():
    row = Neighbours.of_pairs(4, [0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2])
    found = row.among(np.array([False, True, True, True]))
    assert links(found) == {(0, 1), (1, 0), (1, 2), (2, 1)}
    assert found.size == 3


def test_the_same_neighbours_as_libpysal_finds():
    weights = pytest.importorskip("libpysal.weights", reason="a dependency of tests only")
    cells = squares(*((x, y) for x in range(7) for y in range(5) if (x * y) % 4 != 1))
    known = weights.Queen.from_iterable(cells, silence_warnings=True)
    assert links(from_coverage(cells)) == {(one, other) for one, others in known.neighbors.items() for other in others}
