"""Who may what, where: nothing without a grant, writing within view, giving within what one has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.access.person import ANYBODY, NOBODY, Person
from mapping.access.rights import Grant, Right, may, may_give, may_manage, may_somewhere
from tests.conftest import DISTRICTS, MAHALLAS, REGION

AREAS = (REGION, *DISTRICTS, *MAHALLAS)
HERE, OTHER = DISTRICTS
grants = st.frozensets(st.builds(Grant, st.sampled_from(list(Right)), st.sampled_from(AREAS)), max_size=8)
rights, areas = st.sampled_from(list(Right)), st.sampled_from(AREAS)


def test_without_a_grant_nothing_may_be_done_anywhere() -> None:
    assert not any(may((), what, area) for what in Right for area in AREAS)
    assert not any(may_somewhere((), what) for what in Right)
    assert not any(NOBODY.may(what, area) for what in Right for area in AREAS)


def test_a_right_holds_for_the_area_and_all_below_it_and_nowhere_else() -> None:
    view = (Grant(Right.VIEW, HERE),)
    assert [area for area in AREAS if may(view, Right.VIEW, area)] == [HERE, *MAHALLAS[:4]]


@pytest.mark.parametrize("what", [Right.REPORT, Right.CONFIRM, Right.PUBLISH])
def test_writing_is_within_view(what: Right) -> None:
    writes = Grant(what, REGION)
    assert not may([writes], what, HERE)
    assert may([writes, Grant(Right.VIEW, HERE)], what, HERE)
    assert not may([writes, Grant(Right.VIEW, HERE)], what, REGION)
    assert may_somewhere([writes, Grant(Right.VIEW, HERE)], what) is may([writes, Grant(Right.VIEW, HERE)], what, HERE)


@pytest.mark.parametrize("code", ["", "17", "0x10", "１７１０", "*", " 1710"])
def test_what_is_no_area_is_neither_granted_nor_asked_for(code: str) -> None:
    with pytest.raises(ValueError, match="area code"):
        Grant(Right.VIEW, code)
    with pytest.raises(ValueError, match="area code"):
        may([Grant(Right.VIEW, REGION)], Right.VIEW, code)


def test_a_district_administrator_gives_in_the_district_what_they_have() -> None:
    mine = [Grant(Right.ADMINISTER, HERE), Grant(Right.VIEW, REGION), Grant(Right.REPORT, HERE)]
    assert may_give(mine, Grant(Right.REPORT, MAHALLAS[0]))
    assert may_give(mine, Grant(Right.ADMINISTER, HERE))
    assert not may_give(mine, Grant(Right.CONFIRM, MAHALLAS[0]))
    assert not may_give(mine, Grant(Right.VIEW, REGION))
    assert not may_give(mine, Grant(Right.VIEW, OTHER))


def test_nobody_gets_more_by_inviting_one_who_has_more() -> None:
    mine = [Grant(Right.ADMINISTER, HERE), Grant(Right.VIEW, HERE)]
    assert may_manage(mine, MAHALLAS[0], [Grant(Right.VIEW, MAHALLAS[0])])
    assert not may_manage(mine, MAHALLAS[0], [Grant(Right.VIEW, REGION)])
    assert not may_manage(mine, MAHALLAS[0], [Grant(Right.CONFIRM, MAHALLAS[0])])
    assert not may_manage(mine, OTHER, [])


@given(grants, rights, areas, areas)
def test_whoever_may_in_an_area_may_below_it(held: frozenset[Grant], what: Right, above: str, below: str) -> None:
    if below.startswith(above) and may(held, what, above):
        assert may(held, what, below)


@given(grants, rights, areas, grants)
def test_a_grant_more_never_takes_a_right_away(
    held: frozenset[Grant], what: Right, area: str, more: frozenset[Grant]
) -> None:
    assert may(held | more, what, area) >= may(held, what, area)


@given(grants, st.builds(Grant, rights, areas), rights, areas)
def test_what_one_gives_never_goes_beyond_what_one_has(
    held: frozenset[Grant], passed_on: Grant, what: Right, area: str
) -> None:
    """One who has nothing but what was given may do nothing that the giver may not."""
    if may_give(held, passed_on) and may([passed_on], what, area):
        assert may(held, what, area)


@given(grants, rights, areas)
def test_one_may_somewhere_just_where_there_is_such_a_place(held: frozenset[Grant], what: Right, area: str) -> None:
    if may(held, what, area):
        assert may_somewhere(held, what)
    if may_somewhere(held, what):
        assert any(may(held, what, one) for one in AREAS)


def test_where_nobody_signs_in_everybody_may_all() -> None:
    person = Person("x", "x", "X", HERE)
    assert all(ANYBODY.may(what, area) and not person.may(what, area) for what in Right for area in AREAS)
    assert ANYBODY.may_manage(person)
    assert not person.may_manage(ANYBODY_LIKE)


ANYBODY_LIKE = Person("y", "y", "Y", HERE, frozenset({Grant(Right.VIEW, HERE)}))
