"""My work and Waiting: each shows what is one's own to do, and offers what one may, to those for whom it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mapping.access import managing
from mapping.access.person import ANYBODY, NO_AGENCY, Person, Post
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.live.reports import book
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Act, Draft
from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.store.opened import opened as figures_now
from mapping.store.scope import WHOLE, scoped
from mapping.store.sql import database
from mapping.ui import person as person_module
from mapping.ui.links import page_path
from mapping.views.map.addresses import MINE
from tests.app.rows import given_to, say
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import ask, asking_who_comes, token_of

APP = str(Path(__file__).resolve().parents[2] / "app.py")
TODAY = date.today()
REPORTS = (Right.VIEW, Right.REPORT)
CONFIRMS = (*REPORTS, Right.CONFIRM)
DEPUTY = Post(DISTRICTS[0], "iib", "deputy")  # of M1, M2 and M3, which is overdue by 15 days
CHAIR = Post(MAHALLAS[0], NO_AGENCY, "chair")  # of M1


@pytest.fixture(autouse=True)
def _own(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copytree(tiny_home, tmp_path / "home")
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / "home"))
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def somebody(login: str, rights: tuple[Right, ...], area: str, *posts: Post) -> Person:
    grants = [Grant(what, area) for what in rights]
    managing.add(presence().base, ANYBODY, login=login, name=login.title(), area=area, grants=grants, posts=posts)
    found = presence().named(login)
    assert found is not None
    return found.person


def opened(monkeypatch: pytest.MonkeyPatch, who: Person, page: str, **query: str) -> AppTest:
    monkeypatch.setattr(person_module, "_named", lambda: who.id)
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = "en"
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def report(act: Act, who: Person, measure: str = "M3", version: int = 0, **more: Any) -> None:
    usual = {Act.DONE: {"done_on": TODAY}, Act.PROGRESS: {"progress": 50}, Act.DEADLINE: {"words": "Winter"}}
    draft = Draft(measure, version, act, f"{measure}{act}{version}", **{**usual.get(act, {}), **more})
    with scoped(WHOLE):
        book.add(database(), draft, known_of(figures_now(None), measure), person=who.id)


def parts(app: AppTest) -> dict[str, list[str]]:
    return {part["name"]: [card["id"] for card in part["cards"]] for part in given_to(app, "mine")["parts"]}


def mine(app: AppTest) -> set[str]:
    return {one for ids in parts(app).values() for one in ids}


def card(app: AppTest, measure: str) -> dict[str, Any]:
    return next(one for part in given_to(app, "mine")["parts"] for one in part["cards"] if one["id"] == measure)


def places(app: AppTest) -> dict[str, list[str]]:
    return {one["name"]: [page["name"] for page in one["pages"]] for one in given_to(app, "head")["places"]}


def test_what_is_overdue_is_a_card_with_its_days_and_the_way_to_report(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, somebody("aziz", REPORTS, DISTRICTS[0], DEPUTY), "mine")
    assert parts(app) == {"overdue": ["M3"], "returned": [], "due": [], "confirm": [], "later": []}
    one = card(app, "M3")
    assert one["days"] == text("gap.overdue_line", Lang.EN, days=15)
    assert one["place"] == "Mahalla 1"
    assert one["report"] == {"version": 0, "acts": ["progress", "done", "comment", "file"]}
    assert places(app)["work"] == ["mine"], "who confirms nothing is offered no page for it"


def test_a_post_of_another_agency_or_area_is_not_mine(monkeypatch: pytest.MonkeyPatch) -> None:
    others = (Post(DISTRICTS[0], "hokimlik", "deputy"), Post(DISTRICTS[1], "iib", "deputy"))
    app = opened(monkeypatch, somebody("aziz", REPORTS, REGION, *others), "mine")
    assert "M3" not in mine(app)


def test_a_returned_measure_says_why_until_it_is_overdue_again(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz, boss = somebody("aziz", REPORTS, DISTRICTS[0], DEPUTY), somebody("boss", CONFIRMS, REGION)
    report(Act.DONE, aziz)
    assert parts(opened(monkeypatch, aziz, "mine"))["overdue"] == []
    report(Act.RETURN, boss, version=1, words="One lamp is missing")
    report(Act.DEADLINE, boss, version=2, deadline=TODAY + timedelta(days=3))
    report(Act.COMMENT, aziz, words="Tomorrow")
    app = opened(monkeypatch, aziz, "mine")
    assert parts(app)["returned"] == ["M3"]
    said = [(one["act"], one["words"], one["person"]) for one in card(app, "M3")["reports"]]
    assert said == [("comment", "Tomorrow", "Aziz"), ("return", "One lamp is missing", "Boss")]
    assert card(app, "M3")["days"] == text("work.days_left", Lang.EN, days=3)


def test_what_is_due_within_a_week_is_told_and_what_is_due_later_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz, boss = somebody("aziz", REPORTS, DISTRICTS[0], DEPUTY), somebody("boss", CONFIRMS, REGION)
    for version, days, part in ((0, 7, "due"), (1, 8, "later"), (2, 0, "due")):
        report(Act.DEADLINE, boss, version=version, deadline=TODAY + timedelta(days=days))
        app = opened(monkeypatch, aziz, "mine")
        counts = {one["name"]: one["count"] for one in given_to(app, "mine")["parts"]}
        assert {name for name, count in counts.items() if count != "0"} == {part}
    assert card(app, "M3")["days"] == text("work.last_day", Lang.EN)


def test_later_work_is_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz = somebody("aziz", REPORTS, DISTRICTS[1], Post(DISTRICTS[1], "iib", "deputy"))
    app = opened(monkeypatch, aziz, "mine")
    assert parts(app)["later"] == []
    assert not say(app, "mine", "more", "later").exception
    assert parts(app)["later"] == ["M4"]
    assert not say(app, "mine", "more", ["anything"]).exception


def test_whoever_holds_no_post_and_confirms_nothing_is_offered_neither_page(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = somebody("looks", (Right.VIEW,), REGION)
    app = opened(monkeypatch, looks, "mine")
    assert text("work.no_posts", Lang.EN) in [one.value for one in app.info]
    assert "work" not in places(app)
    app = opened(monkeypatch, looks, "waiting")
    assert text("work.no_right_to_confirm", Lang.EN) in [one.value for one in app.info]
    assert not [one for one in app.get("bidi_component") if one.proto.component_name == "riskmap_waiting"]


def test_whoever_confirms_for_a_mahalla_alone_confirms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a mahalla reported is confirmed above it."""
    app = opened(monkeypatch, somebody("low", CONFIRMS, MAHALLAS[0]), "waiting")
    assert "work" not in places(app)


def test_a_leader_sees_what_waits_in_the_own_district_with_all_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz, chief = somebody("aziz", REPORTS, REGION), somebody("chief", CONFIRMS, DISTRICTS[0])
    report(Act.PROGRESS, aziz, words="Half")
    report(Act.DONE, aziz, version=1, words="All of it")
    report(Act.DONE, aziz, "M4")
    told = given_to(opened(monkeypatch, chief, "waiting"), "waiting")
    assert [(one["code"], [card["id"] for card in one["cards"]]) for one in told["groups"]] == [(DISTRICTS[0], ["M3"])]
    (only,) = told["groups"][0]["cards"]
    assert only["select"]
    assert [one["words"] for one in only["reports"]] == ["All of it", "Half"]
    assert only["days"] == text("work.waits_since_today", Lang.EN)
    assert only["report"]["version"] == 2
    assert set(only["report"]["acts"]) >= {"confirm", "return"}
    assert told["own"] == []


def test_what_one_reported_oneself_is_shown_and_not_offered_for_confirmation(monkeypatch: pytest.MonkeyPatch) -> None:
    chief = somebody("chief", CONFIRMS, DISTRICTS[0], DEPUTY)
    report(Act.DONE, chief)
    told = given_to(opened(monkeypatch, chief, "waiting"), "waiting")
    assert told["groups"] == []
    assert [one["id"] for one in told["own"]] == ["M3"]
    assert "confirm" not in told["own"][0]["report"]["acts"]
    assert parts(opened(monkeypatch, chief, "mine"))["confirm"] == []
    another = somebody("another", CONFIRMS, DISTRICTS[0], CHAIR)
    assert parts(opened(monkeypatch, another, "mine"))["confirm"] == ["M3"]


def test_waiting_is_by_district_and_the_place_in_the_head_narrows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz, boss = somebody("aziz", REPORTS, REGION), somebody("boss", CONFIRMS, REGION)
    report(Act.DONE, aziz, "M4")
    report(Act.DONE, aziz, "M3")
    codes = [one["code"] for one in given_to(opened(monkeypatch, boss, "waiting"), "waiting")["groups"]]
    assert codes == [DISTRICTS[1], DISTRICTS[0]], "the one whose oldest waits longest first"
    there = given_to(opened(monkeypatch, boss, "waiting", area=DISTRICTS[0]), "waiting")["groups"]
    assert [one["code"] for one in there] == [DISTRICTS[0]]


def test_a_past_page_shows_what_waited_then_and_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz, boss = somebody("aziz", REPORTS, REGION), somebody("boss", CONFIRMS, REGION)
    report(Act.DONE, aziz)
    report(Act.CONFIRM, boss, version=1)
    past = {"snapshot": figures_now(None).id, "seq": "1"}
    (group,) = given_to(opened(monkeypatch, boss, "waiting", **past), "waiting")["groups"]
    (only,) = group["cards"]
    assert (only["select"], only["report"], [one["act"] for one in only["reports"]]) == (False, {}, ["done"])


def test_who_sees_the_own_area_alone_sees_nothing_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_VIEW", "own")
    settings.cache_clear()
    aziz = somebody("aziz", REPORTS, REGION)
    chief = somebody("chief", CONFIRMS, DISTRICTS[0], Post(REGION, "iib", "deputy"))
    report(Act.DONE, aziz, "M4")
    report(Act.DONE, aziz, "M3")
    told = given_to(opened(monkeypatch, chief, "waiting"), "waiting")
    assert [one["code"] for one in told["groups"]] == [DISTRICTS[0]]
    assert "M4" not in mine(opened(monkeypatch, chief, "mine"))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("measures", {"area": REGION}),
        ("mahalla", {"area": MAHALLAS[0]}),
        ("post", {"area": REGION, "x_post": "deputy"}),
    ],
)
def test_each_list_tells_the_last_report_and_offers_what_one_may(
    monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str]
) -> None:
    aziz, boss = somebody("aziz", REPORTS, REGION), somebody("boss", CONFIRMS, REGION)
    report(Act.DONE, aziz, words="All of it")
    report(Act.COMMENT, boss, words="I go and look")
    app = opened(monkeypatch, boss, page, **query)
    rows = {one["id"]: one for one in given_to(app, "measures")["rows"]}
    assert rows["M3"]["reported"].startswith("Comment: I go and look · Boss, ")
    assert rows["M3"]["report"]["acts"][:2] == ["confirm", "return"]
    assert [one["reported"] for measure, one in rows.items() if measure != "M3"] == [""] * (len(rows) - 1)
    given = given_to(opened(monkeypatch, aziz, page, **query), "measures")["rows"]
    acts = next(one["report"]["acts"] for one in given if one["id"] == "M3")
    assert acts == ["progress", "comment", "file"]


def test_the_post_page_lists_what_is_returned_and_what_waits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    boss = somebody("boss", CONFIRMS, REGION)
    report(Act.DONE, boss)
    app = opened(monkeypatch, boss, "post", area=REGION, x_post="deputy", x_quarter="all")
    assert {one["id"]: one["state"] for one in given_to(app, "measures")["rows"]} == {"M3": "reported", "M4": "overdue"}


def test_execution_counts_what_was_reported_and_what_was_not_and_leads_to_the_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aziz = somebody("aziz", REPORTS, REGION)
    report(Act.DONE, aziz)
    page = " ".join(
        str(one.proto.body)
        for one in opened(monkeypatch, aziz, "execution", area=REGION, x_quarter="all", x_silent="30").get("html")
    )
    for only in ("m_state=reported", "m_silent=30"):
        assert only in page
    assert "m_state=returned" not in page, "of none there is no list"
    drawn = opened(monkeypatch, aziz, "map", area=REGION, value="silent", silent="30").get("html")
    assert "m_silent=30" in " ".join(str(one.proto.body) for one in drawn), (
        "the map leads to the list of what it counts"
    )
    for query, ids in (({"m_state": "reported"}, ["M3"]), ({"m_silent": "30"}, ["M4"])):
        rows = given_to(opened(monkeypatch, aziz, "measures", area=REGION, **query), "measures")["rows"]
        assert [one["id"] for one in rows] == ids


def test_the_matrix_counts_what_is_chosen_and_its_list_is_of_exactly_those(monkeypatch: pytest.MonkeyPatch) -> None:
    aziz = somebody("aziz", REPORTS, REGION)
    report(Act.DONE, aziz)
    app = opened(monkeypatch, aziz, "execution", area=REGION, x_quarter="all", x_count="reported")
    told = given_to(app, "matrix")
    cells = {
        (row["code"], column["code"]): cell["bad"]
        for row, line in zip(told["rows"], told["cells"], strict=True)
        for column, cell in zip(told["columns"], line, strict=True)
    }
    assert cells[DISTRICTS[0], ""] == cells["", ""] == 1
    assert [one["id"] for one in given_to(app, "measures")["rows"]] == ["M3"]


@pytest.mark.parametrize(("query", "leads"), [("", True), ("?lang=ru", True), ("?area=1710", False)])
def test_those_who_hold_posts_begin_with_their_work(query: str, *, leads: bool) -> None:
    assert page_path("mine") == MINE
    page = [("accept", "text/html"), ("sec-fetch-dest", "document")]
    token = token_of("karim", Grant(Right.VIEW, REGION))
    assert ask(f"/{query}", token, headers=page).status == 404, "the router that is asked here has no pages"
    managing.give_posts(presence().base, ANYBODY, "karim", [CHAIR])
    presence().look()
    answer = ask(f"/{query}", token, headers=page)
    assert (answer.status == 303) is leads
    assert answer.headers.get("location", f"{MINE}{query}") == f"{MINE}{query}"
    assert ask(f"/{query}", token).status == 404, "what a page itself asks for is not led elsewhere"
