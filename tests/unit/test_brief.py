"""The brief of the tiny dataset of `conftest`, worked out on paper."""

import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.export.packs.story import story
from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import default_selection
from mapping.model.vocabulary import Group
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.views.briefing.beside import rates_beside
from mapping.views.briefing.brief import Order, Reason, agenda, attention, brief, key_indicators
from mapping.views.briefing.words import attention_sentence, told_figures
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


@pytest.fixture(scope="module")
def with_few(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Of youth 9 everywhere, but in 2024Q4 in the first district 2 in its first mahalla and 0 elsewhere: both are hidden."""
    data = tmp_path_factory.mktemp("few") / "data"
    shutil.copytree(tiny_dataset, data)
    path = data / "data" / "statistics.csv"
    lines = path.read_text(encoding="utf-8").replace(",youth,0\n", ",youth,9\n")
    for mahalla in (one for one in MAHALLAS if one.startswith(DISTRICTS[0])):
        few = f"{mahalla},2024Q4,crime_total,youth,"
        assert f"{few}9\n" in lines
        lines = lines.replace(f"{few}9\n", f"{few}{2 if mahalla == MAHALLAS[0] else 0}\n")
    path.write_text(lines, encoding="utf-8")
    publish(data / "geo", data / "data", data.parent / "home")
    return open_snapshot(data.parent / "home")


@pytest.mark.parametrize("lang", list(Lang))
def test_what_is_hidden_is_told_to_be_and_not_to_be_missing(with_few: Snapshot, lang: Lang) -> None:
    hidden = text("hidden.word", lang)
    now, after = (
        told_figures(brief(with_few, MAHALLAS[0], "crime_total", Group.YOUTH, Period.parse(one)), with_few, lang)[0]
        for one in ("2024Q4", "2025Q4")
    )
    assert (now["count"], now["rate"]) == (hidden, hidden)
    assert (after["count"], after["before"]) == ("9", hidden)


def test_notes_and_key_figures_of_two_districts_tell_what_is_hidden(with_few: Snapshot) -> None:
    selection = replace(default_selection(with_few), group=Group.YOUTH, area=MAHALLAS[0], lang=Lang.EN)
    (line,) = [one for one in story(with_few, selection).notes if one.startswith(text("html_pack.chart", Lang.EN))]
    assert "Q4 2024 hidden" in line
    assert "Q4 2025 9" in line
    found = rates_beside(with_few, *DISTRICTS, "crime_total", Group.YOUTH, Period.parse("2024Q4"))
    assert found.loc["crime_total", "hidden_left"]
    assert not rates_beside(with_few, *DISTRICTS, "crime_total", Group.YOUTH, LAST)["hidden_left"].any()


def test_an_indicator_without_a_figure_is_told_first_and_to_have_none(tiny_snapshot: Snapshot) -> None:
    assert key_indicators(tiny_snapshot, "solved", Group.ALL)[0] == "solved"
    told = told_figures(brief(tiny_snapshot, REGION, "solved", Group.ALL, Period.parse("2025")), tiny_snapshot, Lang.EN)
    assert (told[0]["name"], told[0]["count"], told[0]["rate"]) == ("Solved", "—", "—")
    assert told[1]["count"] != "—"
