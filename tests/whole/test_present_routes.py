"""The presenter's page and what it is told: strict policy, words of every language, figures of the brief, plain failures."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from mapping.model.locale import Lang, text
from mapping.model.periods import Period, Quarter
from mapping.model.selection import Selection, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.briefing.brief import Order, agenda, brief
from mapping.views.briefing.due import _responsible, told_measures
from mapping.views.map import addresses
from mapping.views.map.view import class_string, compute
from mapping.views.oversight.situation import measures_under
from mapping.web.kept import FOREVER
from mapping.web.present import POLICY
from mapping.web.present_told import KEYS
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.unit.test_routes import get

LAST = "2025Q2"


@pytest.fixture(autouse=True)
def _home(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))


def start(**query: str) -> dict[str, Any]:
    """What the page begins with."""
    answer = get(f"/present?{urlencode(query)}")
    assert answer.status == 200
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', answer.plain.decode(), re.DOTALL)
    assert found is not None
    given: dict[str, Any] = json.loads(found[1])
    return given


def test_the_page_may_load_nothing_but_our_own() -> None:
    answer = get("/present?lang=ru")
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["cache-control"] == "no-store"
    page = answer.plain.decode()
    assert '<html lang="ru">' in page
    assert not re.search(r'(?:src|href)="(?!/riskmap/assets/|data:,)', page)
    assert not re.search(r"<style|style=|\son\w+=", page)


def test_every_asset_that_the_page_names_is_served() -> None:
    page = get("/present").plain.decode()
    named = re.findall(r'(?:src|href)="(/riskmap[^"]+)"', page)
    assert len(named) == 2
    assert all(get(one).status == 200 for one in named)


@pytest.mark.parametrize("lang", list(Lang))
def test_it_begins_with_words_day_and_that_figures_are_invented(lang: Lang) -> None:
    given = start(lang=str(lang))
    assert given["demonstration"] == text("page.demonstration", lang)
    assert "2026" in given["as_of"]
    assert [sign for sign, _ in given["keys"]] == list(KEYS)
    assert all(meaning for _, meaning in given["keys"])
    assert given["words"]["attention"] == text("present.attention", lang)


def test_what_a_link_asks_in_vain_is_told(tiny_snapshot: Snapshot) -> None:
    given = start(lang="en", area="nowhere", period="1999", snapshot="20000101-00000000")
    assert len(given["notices"]) == 3
    assert given["state"]["area"] == REGION
    assert given["pinned"]["snapshot"] == tiny_snapshot.id


def test_a_text_from_the_link_does_not_end_the_element_that_holds_it() -> None:
    given = start(area="</script><script>alert(1)</script>")
    assert "alert" in given["notices"][0]


def test_no_text_keeps_the_element_from_ending() -> None:
    """After `<!--<script>` a browser takes the next `</script>` for a part of the text."""
    given = start(area="<!--<script>")
    assert "<!--<script>" in given["notices"][0]
    page = get(f"/present?{urlencode({'area': '<!--<script>'})}").plain.decode()
    assert "<!--<script" not in page


def test_the_agenda_is_that_of_the_brief(tiny_snapshot: Snapshot) -> None:
    given = start(agenda="risk", period=LAST)
    expected = agenda(tiny_snapshot, "crime_total", Group.ALL, Period.parse(LAST), Order.RISK)
    assert given["agenda"]["codes"] == expected


def test_one_scale_for_all_periods(tiny_snapshot: Snapshot) -> None:
    given = start(value="count", period=LAST)
    assert all("scale=locked" in one["paintings"]["light"] for one in given["periods"])
    answers = {one["code"]: get(one["paintings"]["dark"]).data for one in given["periods"]}
    assert len({tuple(one["colours"]) for one in answers.values()}) == 1
    assert len(given["legend"]["rows"]) == len(answers[LAST]["colours"])
    view = Selection(REGION, "crime_total", Period.parse(LAST), Value.COUNT, locked=True)
    assert answers[LAST]["classes"] == class_string(compute(tiny_snapshot, view))
    assert [row["dark"] for row in given["legend"]["rows"]] == answers[LAST]["colours"]


def briefed(area: str, lang: Lang = Lang.EN, period: str = LAST) -> Any:
    address = start(lang=str(lang))["briefing"]
    return get(f"{address}&area={area}&period={period}")


def test_a_briefing_never_changes_at_its_address_and_names_its_words() -> None:
    assert briefed(REGION).headers["cache-control"] == FOREVER
    assert "texts=" in start()["briefing"]


@pytest.mark.parametrize("area", [REGION, *DISTRICTS, MAHALLAS[0]])
def test_a_briefing_tells_the_figures_of_the_brief(tiny_snapshot: Snapshot, area: str) -> None:
    told = briefed(area).data
    one = brief(tiny_snapshot, area, "crime_total", Group.ALL, Period.parse(LAST))
    assert [figure["count"] for figure in told["figures"]] == [f"{figure.count:,.0f}" for figure in one.figures]
    assert [code for code, _ in told["attention"]] == [who.area for who in one.attention]
    for (_, sentences), who in zip(told["attention"], one.attention, strict=True):
        assert len(sentences) == len(who.reasons)
        assert all(longer.startswith(shorter[:-1]) for shorter, longer in pairwise(sentences))


def test_measures_that_are_late_come_first_with_who_answers(tiny_snapshot: Snapshot) -> None:
    told = told_measures(tiny_snapshot, DISTRICTS[0], Quarter.parse("2025Q4"), Lang.EN)
    assert told["total"] == 3
    assert [row["state"] for row in told["rows"]] == ["overdue", "done_late", "done_in_time"]
    assert told["rows"][0]["told"] == text("gap.overdue_line", Lang.EN, days=15)
    assert told["rows"][0]["responsible"] == "Deputy"


def test_a_measure_that_nobody_answers_for_says_so(tiny_snapshot: Snapshot) -> None:
    measure = measures_under(tiny_snapshot, DISTRICTS[1], "2025Q4").iloc[0]
    assert _responsible(tiny_snapshot, measure, Lang.UZ) == text("execution.nobody", Lang.UZ)


def test_a_cancelled_measure_is_not_listed_but_told_beside(tiny_snapshot: Snapshot) -> None:
    told = told_measures(tiny_snapshot, DISTRICTS[1], Quarter.parse("2025Q4"), Lang.EN)
    assert (told["total"], told["rows"]) == (0, [])
    assert told["beside"] == text("measure.cancelled_beside", Lang.EN, count="1")


@pytest.mark.parametrize("area", [REGION, *DISTRICTS, MAHALLAS[0]])
def test_the_list_holds_every_measure_of_the_quarter_the_overdue_first(tiny_snapshot: Snapshot, area: str) -> None:
    told = get(f"{start(lang='en')['due']}&area={area}&period=2025Q4").data
    measures = measures_under(tiny_snapshot, area, "2025Q4")
    assert len(told) == len(measures)
    states = [row["state"] for row in told]
    assert sorted(states) == sorted(measures["state"])
    late = states.count("overdue")
    assert states[:late] == ["overdue"] * late
    assert "cancelled" not in states[: len(states) - states.count("cancelled")]
    totals = briefed(area, period="2025Q4").data
    assert (str(late), str(len(states) - states.count("cancelled"))) == (totals["overdue"], totals["asked"])


def test_the_overview_tells_of_every_district() -> None:
    told = get(f"{start(lang='en')['overview']}&period=2025Q4").data
    assert set(told) == set(DISTRICTS)
    assert (told[DISTRICTS[0]]["overdue"], told[DISTRICTS[0]]["asked"]) == ("1", "3")


@pytest.mark.parametrize("asked", ["area=9&period=2025Q2", "area=1710&period=x", "area=1710"])
def test_what_is_not_there_is_404(asked: str) -> None:
    assert get(f"{start()['briefing']}&{asked}").status == 404


@pytest.mark.parametrize("lang", list(Lang))
def test_without_a_snapshot_the_page_says_so(lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path))
    answer = get(f"/present?lang={lang}")
    assert answer.status == 503
    assert text("page.no_snapshot", lang) in answer.plain.decode()


def test_the_addresses_are_of_this_snapshot(tiny_snapshot: Snapshot) -> None:
    given = start()
    assert given["names"] == addresses.names(tiny_snapshot.id, Lang.UZ)
    assert set(given["geometry"]) == {REGION, *DISTRICTS}
