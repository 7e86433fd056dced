"""The brief of the tiny dataset of `conftest`, worked out on paper."""

import math

import pytest

from mapping.briefing.brief import Order, Reason, agenda, attention, brief, key_indicators
from mapping.briefing.words import attention_sentence
from mapping.locale import Lang
from mapping.model.periods import Period
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS, REGION

LAST = Period.parse("2025Q2")  # the last quarter in which every mahalla has a figure
TOTAL = "crime_total"


def test_the_figures_of_a_district_and_of_the_year_before(tiny_snapshot: Snapshot) -> None:
    figures = brief(tiny_snapshot, DISTRICTS[0], TOTAL, Group.ALL, LAST).figures
    assert [one.indicator for one in figures] == list(key_indicators(tiny_snapshot, TOTAL, Group.ALL))
    # m + q: mahallas 1..4 at q = 5, and a year before at q = 1
    assert (figures[0].count, figures[0].before) == (1 + 2 + 3 + 4 + 4 * 5, 1 + 2 + 3 + 4 + 4 * 1)
    # people are 1100 a mahalla's number now and 1000 then
    assert math.isclose(figures[0].ratio, (30 / 11000) / (14 / 10000))


def test_the_chosen_indicator_comes_first(tiny_snapshot: Snapshot) -> None:
    assert key_indicators(tiny_snapshot, "crime_theft", Group.ALL)[0] == "crime_theft"


@pytest.mark.parametrize("lang", list(Lang))
def test_every_mahalla_told_has_a_reason_in_words(tiny_snapshot: Snapshot, lang: Lang) -> None:
    told = attention(tiny_snapshot, REGION, TOTAL, Group.ALL, LAST)
    assert told
    assert all(one.reasons for one in told)
    assert {one.area for one in told} <= set(MAHALLAS)
    for one in told:
        assert attention_sentence(one, lang).endswith(".")


def test_more_reasons_come_before_fewer(tiny_snapshot: Snapshot) -> None:
    numbers = [len(one.reasons) for one in attention(tiny_snapshot, REGION, TOTAL, Group.ALL, LAST)]
    assert numbers == sorted(numbers, reverse=True)


def test_overdue_is_told_only_of_measures_that_are(tiny_snapshot: Snapshot) -> None:
    for one in attention(tiny_snapshot, REGION, TOTAL, Group.ALL, LAST):
        assert (Reason.OVERDUE in one.reasons) == (one.overdue > 0)


@pytest.mark.parametrize("order", list(Order))
def test_an_agenda_goes_through_every_district_once(tiny_snapshot: Snapshot, order: Order) -> None:
    assert sorted(agenda(tiny_snapshot, TOTAL, Group.ALL, LAST, order)) == sorted(DISTRICTS)


def test_the_highest_risk_comes_first(tiny_snapshot: Snapshot) -> None:
    risks = {code: brief(tiny_snapshot, code, TOTAL, Group.ALL, LAST).risk for code in DISTRICTS}
    assert len(set(risks.values())) == len(DISTRICTS)
    assert agenda(tiny_snapshot, TOTAL, Group.ALL, LAST, Order.RISK) == sorted(DISTRICTS, key=lambda code: -risks[code])
