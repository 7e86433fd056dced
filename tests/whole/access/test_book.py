"""The book: which lines are wanted, who may read which, what leaves it; and its lines in words. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from mapping.access import audit, managing
from mapping.access.audit import Act, Entry, Wanted
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.access.tables import AUDIT
from mapping.access.told import Names, about_said, names_of, who_said
from mapping.model.locale import Lang, text
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.store.errors import StoreError
from mapping.store.sql import Database
from tests.conftest import DISTRICTS, REGION

HERE, OTHER = DISTRICTS
NOW = datetime.now(UTC)
FORM_COUNTED = text("report_form.counted", Lang.RU, taken="2", known="0", conflict="0", refused="1", blank="9")


def write(base: Database, act: Act, *, days: int = 0, area: str = "", account: str = "", about: str = "") -> None:
    with base.writing() as connection:
        line = {"time": NOW - timedelta(days=days), "account": account, "peer": "10.0.0.7", "act": act}
        connection.execute(insert(AUDIT).values(line | {"area": area, "about": about}))


def found(base: Database, **wanted: object) -> list[str]:
    with base.reading() as connection:
        asked = Wanted(**wanted)  # type: ignore[arg-type]
        lines = audit.entries(connection, most=100, wanted=asked)
        assert audit.counted(connection, asked) == len(lines)
    return [one.about for one in lines]


def test_lines_are_found_by_act_words_day_and_area(base: Database) -> None:
    managing.add(base, ANYBODY, login="karim", name="Karim 100%", area=HERE)
    with base.reading() as connection:
        karim = connection.execute(select(AUDIT.c.about)).first()
        account = managing.listed(base, ANYBODY)[0].person.id
    assert karim is not None
    write(base, Act.REFUSED, account=account, about="a")
    write(base, Act.PUBLISHED, area=REGION, about="b", days=10)
    write(base, Act.CLOSED, area=OTHER, about="c")
    write(base, Act.SIGN_IN_REFUSED, about="d")
    assert found(base, acts=frozenset({Act.REFUSED, Act.CLOSED})) == ["c", "a"]
    assert found(base, words="KARIM 10.0.0.7") == ["a"]
    assert found(base, words="100%") == ["a"]
    assert found(base, words="1%0") == []
    assert found(base, until=NOW - timedelta(days=9)) == ["b"]
    assert "b" not in found(base, since=NOW - timedelta(days=9))
    assert found(base, areas=(OTHER,)) == ["c"]
    assert found(base, areas=(HERE,)) == ["a", "karim", "karim"]  # of the area that the account belongs to
    assert found(base, areas=()) == []
    assert found(base, areas=(REGION,))[:4] == ["d", "c", "b", "a"]  # with a whole region go lines of no area


def test_only_old_lines_leave_the_book_and_that_is_noted(base: Database) -> None:
    for days in (0, 89, 91, 400):
        write(base, Act.SIGNED_IN, days=days, about=str(days))
    assert managing.trimmed(base, 12) == 1
    assert found(base)[1:] == ["91", "89", "0"]
    assert found(base, acts=frozenset({Act.TRIMMED}))[0].startswith("1 < ")
    assert managing.trimmed(base, 12) == 0
    assert len(found(base)) == 4


@pytest.mark.parametrize("change", ["DELETE FROM audit WHERE about = '89'", "UPDATE audit SET about = 'x'"])
def test_the_database_gives_up_no_young_line_and_changes_none(base: Database, change: str) -> None:
    write(base, Act.SIGNED_IN, days=89, about="89")
    write(base, Act.SIGNED_IN, days=400, about="400")
    with pytest.raises((DBAPIError, StoreError)), base.writing() as connection:
        connection.exec_driver_sql(change)
    assert found(base) == ["400", "89"]


def test_use_is_seen_on_the_account(base: Database) -> None:
    from mapping.access import signing_in  # noqa: PLC0415

    token = managing.add(base, ANYBODY, login="karim", name="Karim", area=HERE)
    assert managing.listed(base, ANYBODY)[0].seen is None
    signing_in.take_up(base, token=token, password="uch otliq daraxt", peer="")
    seen = managing.listed(base, ANYBODY)[0].seen
    assert seen is not None
    assert datetime.now(UTC) - seen < timedelta(minutes=1)


def test_a_district_administrator_knows_of_the_districts_people_and_of_rights_within_it(base: Database) -> None:
    by_grants = [Grant(Right.VIEW, HERE), Grant(Right.ADMINISTER, HERE)]
    managing.add(base, ANYBODY, login="dilnoza", name="D", area=HERE, grants=by_grants)
    managing.add(base, ANYBODY, login="chair", name="C", area=REGION, grants=[Grant(Right.VIEW, REGION)])
    managing.add(
        base, ANYBODY, login="guest", name="G", area=OTHER, grants=[Grant(Right.VIEW, HERE), Grant(Right.VIEW, OTHER)]
    )
    managing.add(base, ANYBODY, login="stranger", name="S", area=OTHER, grants=[Grant(Right.VIEW, OTHER)])
    dilnoza = next(one.person for one in managing.listed(base, ANYBODY) if one.person.login == "dilnoza")
    known = {one.person.login: one.person.grants for one in managing.listed(base, dilnoza)}
    assert known == {"dilnoza": frozenset(by_grants), "guest": frozenset({Grant(Right.VIEW, HERE)})}
    assert (
        managing.listed(base, next(one.person for one in managing.listed(base, ANYBODY) if one.person.login == "chair"))
        == []
    )


def entry(act: Act, about: str, login: str = "") -> Entry:
    return Entry(1, NOW, login, login.title(), "", act, "", about)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (entry(Act.GRANTED, "karim: view"), "Karim K. (karim): просмотр"),
        (entry(Act.GRANTED, "karim: fly"), "karim: fly"),
        (entry(Act.POST_GIVEN, "karim: iib head"), "Karim K. (karim): post head, agency iib"),
        (entry(Act.POST_TAKEN, "botir: - chair"), "botir: post chair"),
        (entry(Act.DOWNLOADED, 'GET /media/x.csv "measures.csv"'), "measures.csv"),
        (entry(Act.DOWNLOADED, "GET /media/x.csv utf-8''%D1%8F.csv"), "я.csv"),
        (entry(Act.DOWNLOADED, "GET /media/x.csv"), "GET /media/x.csv"),
        (entry(Act.REFUSED, "GET /_stcore/metrics"), "GET /_stcore/metrics"),
        (entry(Act.REFUSED, "POST /riskmap/reports confirm"), "Подтвердить: POST /riskmap/reports"),
        (entry(Act.CLOSED, "karim"), "Karim K. (karim)"),
        (entry(Act.INVITED, "botir"), "botir"),
        (entry(Act.SIGN_IN_REFUSED, "karim"), "karim"),
        (entry(Act.REPORTED, "12 M 3 2 done"), "Выполнено: “Install lights” (M 3)"),
        (entry(Act.REPORTED, "12 M9 2 progress"), "Ход выполнения: M9"),
        (entry(Act.REPORTED, "a: b.xlsx: taken=2 conflict=0 refused=1 blank=9"), f"a: b.xlsx: {FORM_COUNTED}"),
        (entry(Act.REPORTED, "anything"), "anything"),
        (entry(Act.DECIDED, "Q-1 2"), "“Long street” (Q-1)"),
        (entry(Act.DECIDED, "Q-1 3 withdrawn"), "Отменено: “Long street” (Q-1)"),
    ],
)
def test_lines_are_said_in_words(line: Entry, said: str) -> None:
    names = Names(
        term=lambda kind, code: f"{kind} {code}",
        person=lambda login: {"karim": "Karim K. (karim)"}.get(login, login),
        measure=lambda measure: {"M 3": "“Install lights” (M 3)"}.get(measure, measure),
        decision=lambda decision: {"Q-1": "“Long street” (Q-1)"}.get(decision, decision),
    )
    assert about_said(line, Lang.RU, names) == said


def test_names_are_those_of_the_figures_the_accounts_and_the_decisions(tiny_snapshot: Snapshot) -> None:
    names = names_of(tiny_snapshot, {"karim": "Karim K."}, {"Q-1": "x" * 100}, Lang.EN)
    assert names.measure("M3") == "<b>Kamera</b> o‘rnatish (M3)"
    assert names.measure("M99") == "M99"
    assert names.person("karim") == "Karim K. (karim)"
    assert names.decision("Q-1") == f"{'x' * 59}… (Q-1)"
    assert names.term(TermKind.POST, "chair") == text("seven_member.chair", Lang.EN)
    nothing = names_of(None, {}, {}, Lang.EN)
    assert (nothing.measure("M3"), nothing.term(TermKind.POST, "head")) == ("M3", "head")


def test_who_did_it_is_said() -> None:
    assert who_said(entry(Act.CLOSED, "", "karim"), Lang.EN) == "Karim (karim)"
    assert who_said(entry(Act.CLOSED, ""), Lang.EN) == "at the server"
    assert who_said(entry(Act.SIGN_IN_REFUSED, "karim"), Lang.EN) == "not known"
