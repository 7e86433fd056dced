"""The interface for other systems: what is given, what is taken, and how it is told where it is neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import escape
from sqlalchemy import update

from mapping.access import api_tokens, audit, managing
from mapping.access.audit import Act
from mapping.access.person import ANYBODY
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.access.tables import API_TOKEN
from mapping.live.current import live
from mapping.model.locale import Lang, text
from mapping.model.selection import from_query
from mapping.model.settings import settings
from mapping.store.opened import opened
from mapping.store.sql import database
from mapping.views.map.table import view_table
from mapping.views.map.view import compute
from mapping.views.oversight.situation import all_measures
from mapping.web import guard
from mapping.web.limits import Limits
from tests.conftest import MAHALLAS, REGION
from tests.whole.access.signed_in import HOME, ask, asking_who_comes, token_of
from tests.whole.api.calling import APP, HERE, MINE, OTHER, THEIRS, at, call, pages, report, system

PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _asking(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(guard, "_limits", Limits())
    with asking_who_comes(monkeypatch, tmp_path):
        yield
    database().close()


def test_measures_are_listed_in_pages_as_they_stand() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    answer = call("/measures", token)
    whole = all_measures(opened(None)).set_index("id")
    assert answer.status == 200
    assert [one["id"] for one in answer.data["items"]] == sorted(whole.index)
    assert answer.data["next"] is None
    assert (answer.data["snapshot"], answer.data["seq"]) == (opened(None).id, 0)
    assert pages("/measures", token, 2) == answer.data["items"]
    assert [one["id"] for one in call(f"/measures?area={OTHER}", token).data["items"]] == ["M4", "M5"]
    assert [one["id"] for one in call("/measures?state=overdue", token).data["items"]] == ["M3"]
    assert [one["id"] for one in call("/measures?quarter=2026Q1&area=1710", token).data["items"]] == ["M4"]
    third = next(one for one in answer.data["items"] if one["id"] == "M3")
    assert (third["deadline"], third["days_overdue"], third["done_on"], third["version"]) == ("2025-12-31", 15, None, 0)
    assert (third["text"], third["sector"]) == ("<b>Kamera</b> o‘rnatish", None)


def test_a_report_is_taken_once_and_seen_in_state_and_history() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    before = call(f"/measures/{MINE}", token)
    mark = before.headers["etag"]
    assert call(f"/measures/{MINE}", token, headers=[("if-none-match", f'"x", W/{mark}')]).status == 304
    first = report(token)
    assert (first.status, first.data["seq"], first.data["version"], first.data["own"]) == (201, 1, 1, True)
    assert report(token).data == first.data, "sent again it counts once"
    used = report(token, progress=70)
    assert (used.status, used.data["rule"]) == (422, "key_used")
    now = call(f"/measures/{MINE}", token, headers=[("if-none-match", mark)])
    assert (now.status, now.data["progress"], now.data["version"]) == (200, 60, 1)
    assert now.headers["etag"] != mark
    assert call(f"/measures/{MINE}/reports", token).data == {"items": [first.data], "next": None}
    assert all_measures(live(opened(None))).set_index("id")["progress"][MINE] == 60
    with presence().base.reading() as connection:
        (line,) = audit.entries(connection, most=5, wanted=audit.Wanted(frozenset({Act.REPORTED})))
    assert (line.login, line.area) == ("esocial", MAHALLAS[0])


def test_all_reports_come_in_their_order_and_the_last_cursor_goes_on() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    assert call("/reports", token).data == {"items": [], "next": None}
    for number, measure in enumerate((MINE, THEIRS, MINE)):
        assert report(token, measure, key=f"k{number}", act="comment", progress=None).status == 201
    assert [one["measure"] for one in pages("/reports", token, 2)] == [MINE, THEIRS, MINE]
    assert [one["measure"] for one in call(f"/reports?area={OTHER}", token).data["items"]] == [THEIRS]
    assert [one["seq"] for one in pages(f"/measures/{MINE}/reports", token, 1)] == [1, 3]
    last = call("/reports", token).data["next"]
    report(token, key="later", act="comment", progress=None)
    assert [one["seq"] for one in call(f"/reports?cursor={last}", token).data["items"]] == [4]


def test_a_conflict_is_answered_with_theirs_and_nobody_is_named() -> None:
    token, other = system("esocial", *at(REGION, Right.REPORT)), system("edamin", *at(REGION, Right.REPORT))
    report(token, words="Birinchi")
    answer = report(other, key="k2", words="Ikkinchi")
    assert (answer.status, answer.headers["content-type"]) == (409, PROBLEM)
    assert (answer.data["version"], answer.data["theirs"]["words"], answer.data["theirs"]["own"]) == (
        1,
        "Birinchi",
        False,
    )
    assert answer.data["rule"] == "overtaken"
    assert report(other, key="k2", version=1, words="Ikkinchi").status == 201
    for address in (f"/measures/{MINE}/reports", "/reports", "/measures", f"/measures/{MINE}"):
        assert "tkir" not in call(address, other).content.decode()
        assert presence().named("esocial").person.id not in call(address, other).content.decode()  # type: ignore[union-attr]
    assert "tkir" not in answer.content.decode()


PERSONS = {
    "phone": "Qo‘ng‘iroq qiling: +998 90 123 45 67",
    "passport": "Pasporti AB1234567",
    "mail": "Yozing: botir@mail.uz",
    "name": "Karimov B.A. bilan suhbat",
}


def test_words_about_persons_are_refused_in_the_language_that_is_asked_for() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    for lang, (kind, words) in product(Lang, PERSONS.items()):
        answer = report(token, words=words, lang=lang.tag)
        assert (answer.status, answer.headers["content-type"]) == (422, PROBLEM)
        assert answer.headers["content-language"] == lang.tag
        told = text(f"decision_problem.person_{kind}", lang)
        assert (answer.data["detail"], answer.data["rule"]) == (told, f"person_{kind}")
        assert answer.data["title"] == text("api_problem.s422", lang)
        assert answer.data["errors"] == [{"field": "words", "detail": told}]
        assert answer.data["type"] == "/api/v1#problem-422"
    assert call("/reports", token).data["items"] == []


def test_one_reports_where_one_may_and_confirms_what_others_reported() -> None:
    inspector = system("inspector", *at(REGION), Grant(Right.REPORT, MAHALLAS[0]))
    leader = system("leader", *at(REGION, Right.REPORT, Right.CONFIRM))
    assert report(inspector, THEIRS).status == 403
    assert report(inspector, "none").status == 404
    assert report(inspector, act="done", done_on="2026-01-10", progress=None).status == 201
    assert report(inspector, key="k2", version=1, act="confirm", progress=None).status == 403
    assert report(leader, key="k2", version=1, act="confirm", progress=None).status == 201
    assert report(leader, key="k3", version=2, act="confirm", progress=None).data["rule"] == "not_reported"
    assert call(f"/measures/{MINE}", leader).data["state"] == "done_late"
    with presence().base.reading() as connection:
        refused = audit.entries(connection, most=9, wanted=audit.Wanted(frozenset({Act.REFUSED})))
    assert [(one.login, one.area) for one in refused] == [("inspector", MAHALLAS[0]), ("inspector", MAHALLAS[4])]


WRONG: list[tuple[dict[str, object], int, str, str]] = [
    ({"act": "shout"}, 400, "act", "wrong"),
    ({"version": "0"}, 400, "version", "wrong"),
    ({"version": None}, 400, "version", "missing"),
    ({"progress": 101}, 400, "progress", "wrong"),
    ({"person": "Karim"}, 400, "person", "unknown"),
    ({"words": "x" * 2001}, 400, "words", "wrong"),
    ({"act": "done"}, 422, "done_on", "done_on_missing"),
    ({"act": "comment", "words": ""}, 422, "words", "words_missing"),
]


def test_what_is_no_report_is_told_at_its_field() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    for changed, status, field, rule in WRONG:
        answer = report(token, **changed)
        assert (answer.status, answer.headers["content-type"]) == (status, PROBLEM)
        assert ([one["field"] for one in answer.data["errors"]], answer.data["rule"]) == ([field], rule)


def test_the_figures_of_a_view_are_those_of_its_file() -> None:
    token = system("esocial", *at(REGION))
    snapshot = opened(None)
    for query in (
        "",
        "value=rate&period=2025Q4&indicator=crime_total",
        f"value=done&area={HERE}&level=district",
        "value=change&group=youth",
    ):
        answer = call(f"/figures?{query}", token)
        assert answer.status == 200, query
        selection, _ = from_query(dict(part.split("=") for part in query.split("&") if part) | {"lang": "en"}, snapshot)
        table = view_table(snapshot, selection, compute(snapshot, selection))
        assert [one["code"] for one in answer.data["items"]] == table["code"].tolist()
        assert pages(f"/figures?{query}", token, 3) == answer.data["items"]
        for column in set(table.columns) & set(answer.data["items"][0]):
            theirs = [one[column] for one in answer.data["items"]]
            ours = [None if pd.isna(value) or value == "" else value for value in table[column]]
            assert theirs == [pytest.approx(one) if isinstance(one, float) else one for one in ours], column
        assert answer.data["view"]["snapshot"] == snapshot.id
    for query in (
        "area=1799",
        "indicator=none",
        "period=1999Q1",
        "snapshot=none",
        f"snapshot={snapshot.id}&seq=7",
        "cursor=_",
        "sector=x",
    ):
        assert call(f"/figures?{query}", token).status == 404, query
    for query in ("value=beauty", "limit=0", "limit=1001", "limit=x", "area=x", "lang=en", "level=street"):
        answer = call(f"/figures?{query}", token)
        assert (answer.status, answer.data["errors"][0]["field"]) == (400, query.partition("=")[0]), query


def test_counts_that_are_hidden_on_pages_are_hidden_here() -> None:
    """Youth has a count of 0 everywhere but in one mahalla that has 3: fewer than are shown."""
    token = system("esocial", *at(REGION))
    rows = call("/figures?value=count&group=youth&period=2025Q4", token).data["items"]
    selection, _ = from_query({"value": "count", "group": "youth", "period": "2025Q4"}, opened(None))
    table = view_table(opened(None), selection, compute(opened(None), selection))
    assert [one["count"] is None for one in rows] == table["count"].isna().tolist()


def test_snapshots_are_told_with_what_may_be_asked_of_them() -> None:
    token = system("esocial", *at(REGION))
    (one,) = call("/snapshots", token, headers=[("accept-language", "ru")]).data["items"]
    assert (one["id"], one["as_of"], one["is_current"], one["demonstration"]) == (
        opened(None).id,
        "2026-01-15",
        True,
        True,
    )
    whole = call(f"/snapshots/{one['id']}", token).data
    assert whole["title"] == "Trial region"
    assert {each["code"]: each["groups"] for each in whole["indicators"]}["crime_theft"] == ["all"]
    assert whole["quarters"][-1] == "2025Q4"
    assert call("/snapshots/none", token).status == 404


def test_what_is_nowhere_or_has_no_such_method_is_a_problem() -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    for address in ("/", "/none", "/measures/none", "/measures/none/reports", "/snapshots/x/y"):
        answer = call(address, token)
        assert (answer.status, answer.headers["content-type"], answer.data["status"]) == (404, PROBLEM, 404), address
    for method, address, allowed in (
        ("DELETE", f"/measures/{MINE}", "GET, HEAD"),
        ("PUT", f"/measures/{MINE}/reports", "GET, HEAD, POST"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("OPTIONS", "/measures", "GET, HEAD"),
    ):
        answer = call(address, token, method=method)
        assert (answer.status, answer.headers["content-type"], answer.headers["allow"]) == (405, PROBLEM, allowed)


def test_what_is_sent_must_be_json_within_bounds_and_have_a_key() -> None:
    token, address = system("esocial", *at(REGION, Right.REPORT)), f"/measures/{MINE}/reports"
    json_said, key = ("content-type", "application/json; charset=utf-8"), ("idempotency-key", "k")
    sent = json.dumps({"act": "comment", "version": 0, "words": "x"}).encode()
    for headers, content, status in (
        ([key], sent, 415),
        ([key, ("content-type", "text/plain")], sent, 415),
        ([key, json_said], b"{" + sent, 400),
        ([key, json_said], b"[]", 400),
        ([key, json_said], b"\xff", 400),
        ([key, json_said], b"[" * 100_000, 400),
        ([key, json_said], b" " * 300_000, 413),
        ([json_said], sent, 400),
        ([json_said, ("idempotency-key", "k" * 65)], sent, 422),
        ([json_said, key], sent, 201),
    ):
        answer = call(address, token, method="POST", headers=headers, content=content)
        assert answer.status == status, (headers, content[:40])
        assert answer.headers["content-type"] == ("application/json" if status == 201 else PROBLEM)


def test_tokens_that_are_none_give_nothing_and_say_so() -> None:
    token, now = system("esocial", *at(REGION)), datetime.now(UTC)
    session = token_of("karim", *at(REGION))
    for wrong in (
        token[:-1],
        token + "x",
        token.upper(),
        token.removeprefix("riskmap_"),
        session,
        "",
        "x y",
        "null",
        f'"{token}"',
    ):
        answer = call("/measures", wrong)
        assert (answer.status, answer.headers["content-type"], answer.headers["www-authenticate"]) == (
            401,
            PROBLEM,
            "Bearer",
        ), wrong
    for headers in (
        [("authorization", f"Basic {token}")],
        [("authorization", token)],
        [("authorization", f"Bearer {token}")] * 2,
        [],
    ):
        assert ask("/api/v1/measures", headers=headers, app=APP).status == 401, headers
    assert ask(f"/api/v1/measures?token={token}", app=APP).status == 401
    assert ask("/api/v1/measures", token, app=APP).status == 401, "a token is no cookie"
    bearer = [("authorization", f"Bearer {token}")]
    for address in ("/", "/riskmap/decisions.json", "/riskmap/live", "/api/v1", "/_stcore/host-config"):
        assert ask(address, headers=bearer, app=APP).status == 401, "a token opens no page"
    wrong = [("authorization", "Bearer none")]
    for headers in (bearer, wrong, []):
        page = ask("/api/v1", headers=headers, app=APP)
        assert page.headers["content-type"] == "application/problem+json"
        assert (page.data["status"], page.headers["www-authenticate"]) == (401, "Bearer")
        assert "/api/v1/measures" in page.data["detail"]
    assert ask("/api/v1/measures", session, headers=wrong, app=APP).status == 401, (
        "whoever comes with a token comes with nothing else"
    )
    with presence().base.writing() as connection:
        connection.execute(update(API_TOKEN).values(ends=now + timedelta(seconds=-1)))
    presence().forget()
    assert call("/measures", token).status == 401


@pytest.mark.parametrize("how", ["token", "right", "account"])
def test_what_is_withdrawn_holds_no_more(how: str) -> None:
    token = system("esocial", *at(REGION, Right.REPORT))
    assert call("/measures", token).status == 200
    base = presence().base
    with base.reading() as connection:
        person = presence().named("esocial").person.id  # type: ignore[union-attr]
        known = api_tokens.listed(connection, person)
    match how:
        case "token":
            api_tokens.withdraw(base, ANYBODY, "esocial", known[0].id)
        case "account":
            managing.close(base, ANYBODY, "esocial")
        case _:
            managing.withdraw(base, ANYBODY, "esocial", Grant(Right.VIEW, REGION))
    presence().look()
    answer = call("/measures", token)
    assert answer.status == (403 if how == "right" else 401)
    assert answer.headers["content-type"] == PROBLEM


def test_one_token_asks_so_often_and_hinders_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_API_PER_MINUTE", "12")
    settings.cache_clear()
    monkeypatch.setattr(guard, "monotonic", lambda: 100.0)
    token, other = system("esocial", *at(REGION)), system("edamin", *at(REGION))
    assert [call("/snapshots", token).status for _ in range(3)] == [200, 200, 429]
    answer = call("/snapshots", token)
    assert (answer.headers["retry-after"], answer.headers["content-type"]) == ("5", PROBLEM)
    assert call("/snapshots", other).status == 200
    monkeypatch.setattr(guard, "monotonic", lambda: 105.0)
    assert [call("/snapshots", token).status for _ in range(2)] == [200, 429]


def test_a_token_is_taken_where_a_proxy_names_people_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking_who_comes(monkeypatch, tmp_path, "proxy", PROXY_FROM="10.0.0.0/24"):
        token = system("edamin", *at(REGION))
        assert call("/snapshots", token).status == 200
        assert ask("/api/v1/snapshots", headers=[("remote-user", "edamin")], app=APP).status == 401


def test_other_pages_write_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser sends no token by itself; where nobody signs in, and where a session stands open, it says where it comes from."""
    session = token_of("karim", *at(REGION, Right.REPORT))
    sent = json.dumps({"act": "comment", "version": 0, "words": "x"}).encode()
    said = [("content-type", "application/json"), ("idempotency-key", "k")]
    foreign = [
        [("origin", "http://evil.example")],
        [("origin", "null")],
        [("origin", HOME), ("sec-fetch-site", "cross-site")],
    ]
    address = f"/api/v1/measures/{MINE}/reports"
    for headers in foreign:
        assert ask(address, session, method="POST", headers=[*said, *headers], content=sent, app=APP).status == 401
    assert ask(address, session, method="POST", headers=[*said, ("origin", HOME)], content=sent, app=APP).status == 201
    monkeypatch.setenv("RISKMAP_SIGN_IN", "off")
    settings.cache_clear()
    for headers in foreign:
        assert ask(address, method="POST", headers=[*said, *headers], content=sent, app=APP).status == 403
    assert ask(address, method="POST", headers=[*said, ("authorization", "x")], content=sent, app=APP).status == 201


def test_whoever_looks_at_pages_reads_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    session = token_of("karim", *at(HERE))
    for lang in Lang:
        page = ask(f"/api/v1?lang={lang}", session, app=APP).content.decode()
        assert text("api.title", lang) in page
        for operation in ("list_snapshots", "add_report", "read_figures"):
            assert f'id="{operation}"' in page
            assert escape(text(f"api_operation.{operation}", lang)) in page
        assert 'id="problem-409"' in page
        assert not [part for part in ("http://", "https://", "<script", "//cdn") if part in page]
    document = ask("/api/v1/openapi.json", session, app=APP).data
    assert document["openapi"] == "3.1.0"
    assert call("/openapi.json", system("esocial", *at(REGION))).data["info"]["title"] == text("api.title", Lang.EN)
