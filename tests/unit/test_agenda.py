"""The agenda of a meeting as a link holds it, and the state of the presenter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.model.periods import Period
from mapping.model.selection import Fallback, Selection, Value, default_selection
from mapping.store import Snapshot
from mapping.views.briefing.agenda import Agenda, read_agenda
from mapping.views.briefing.brief import Order
from mapping.views.briefing.meeting import Panel, read_meeting
from tests.conftest import DISTRICTS, MAHALLAS, REGION


@pytest.fixture(scope="module")
def selection(tiny_snapshot: Snapshot) -> Selection:
    return replace(default_selection(tiny_snapshot), period=Period.parse("2025Q2"))


@pytest.mark.parametrize("order", list(Order))
def test_an_order_survives_its_link_and_keeps_its_own_period(
    tiny_snapshot: Snapshot, selection: Selection, order: Order
) -> None:
    agenda = Agenda(order, Period.parse("2025Q1"))
    assert read_agenda(agenda.to_query(), tiny_snapshot, selection) == (agenda, [])


def test_another_quarter_on_the_screen_does_not_reorder_the_agenda(
    tiny_snapshot: Snapshot, selection: Selection
) -> None:
    query = Agenda(Order.RISK, Period.parse("2025Q2")).to_query()
    first = read_agenda(query, tiny_snapshot, selection)[0]
    later = replace(selection, period=Period.parse("2024Q1"))
    again = read_agenda(query, tiny_snapshot, later)[0]
    assert again.districts(tiny_snapshot, later) == first.districts(tiny_snapshot, selection)


def test_districts_picked_by_hand_stay_in_the_order_of_picking(tiny_snapshot: Snapshot, selection: Selection) -> None:
    agenda, fallbacks = read_agenda(
        {"agenda": f"{DISTRICTS[1]},{DISTRICTS[0]},{DISTRICTS[1]}"}, tiny_snapshot, selection
    )
    assert not fallbacks
    assert agenda.districts(tiny_snapshot, selection) == [DISTRICTS[1], DISTRICTS[0]]


def test_a_district_that_is_not_there_is_left_out_and_told(tiny_snapshot: Snapshot, selection: Selection) -> None:
    agenda, fallbacks = read_agenda({"agenda": f"1710999,{DISTRICTS[0]},{MAHALLAS[0]}"}, tiny_snapshot, selection)
    assert agenda.picked == (DISTRICTS[0],)
    assert fallbacks == [Fallback("agenda", "1710999", ""), Fallback("agenda", MAHALLAS[0], "")]


@settings(max_examples=60)
@given(given=st.text(max_size=30))
def test_whatever_a_link_says_there_is_an_agenda_of_known_districts(tiny_snapshot: Snapshot, given: str) -> None:
    selection = replace(default_selection(tiny_snapshot), period=Period.parse("2025Q2"))
    agenda, fallbacks = read_agenda({"agenda": given, "agenda_period": given}, tiny_snapshot, selection)
    districts = agenda.districts(tiny_snapshot, selection)
    assert districts
    assert set(districts) <= set(DISTRICTS)
    assert fallbacks


def test_colours_cannot_change_their_meaning_during_a_meeting(tiny_snapshot: Snapshot) -> None:
    meeting, fallbacks = read_meeting({"scale": "free", "level": "district", "value": "count"}, tiny_snapshot)
    assert not fallbacks
    assert meeting.selection.locked
    assert meeting.selection.all_mahallas


def test_what_the_screen_does_not_know_falls_back_and_is_told(tiny_snapshot: Snapshot) -> None:
    query = {"panel": "charts", "theme": "pink", "names": "no", "cover": "x", "area": "1", "value": "clusters"}
    meeting, fallbacks = read_meeting(query, tiny_snapshot)
    assert {one.parameter for one in fallbacks} == set(query)
    assert meeting.screen == {"panel": Panel.FIGURES, "names": "on", "cover": "", "theme": ""}
    assert (meeting.selection.area, meeting.selection.value) == (REGION, Value.RISK)
