"""The pages of accounts and of the book: who sees what, and what may be done there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.access import accounts, api_tokens, audit, managing, signing_in
from mapping.access.accounts import Account
from mapping.access.audit import Act
from mapping.access.person import ANYBODY, Person
from mapping.access.presence import presence
from mapping.access.rights import Grant, Right
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.model.locale import Lang, text
from mapping.model.settings import settings
from mapping.ui import person as person_module
from mapping.ui.people import listed
from mapping.ui.state import Screen
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import PASSWORD, asking_who_comes

HERE, OTHER = DISTRICTS
APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture(autouse=True)
def _asking(tmp_path: Path, tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    with asking_who_comes(monkeypatch, tmp_path):
        yield


def comes(monkeypatch: pytest.MonkeyPatch, *grants: Grant, area: str = HERE) -> Person:
    managing.add(presence().base, ANYBODY, login="dilnoza", name="Dilnoza", area=area, grants=grants)
    found = presence().named("dilnoza")
    assert found is not None
    monkeypatch.setattr(person_module, "_named", lambda: found.person.id)
    monkeypatch.setattr(person_module, "_peer", lambda: "10.0.0.1")
    return found.person


def administers(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, *(Grant(what, HERE) for what in (Right.VIEW, Right.REPORT, Right.ADMINISTER)))
    managing.add(
        presence().base,
        ANYBODY,
        login="botir",
        name="<b>Botir</b>",
        area=MAHALLAS[0],
        grants=[Grant(Right.VIEW, MAHALLAS[0])],
    )
    managing.add(presence().base, ANYBODY, login="stranger", name="Stranger", area=OTHER)


def opened(page: str, lang: Lang = Lang.EN, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["lang"] = str(lang)
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def known(login: str) -> Account:
    with presence().base.reading() as connection:
        return accounts.account_of(connection, login)


def known_closed(login: str) -> bool:
    return any(one.person.login == login and one.closed for one in managing.listed(presence().base, ANYBODY))


def last_act() -> tuple[Act, str, str]:
    with presence().base.reading() as connection:
        last = audit.entries(connection, most=1)[0]
    return last.act, last.login, last.peer


@pytest.mark.parametrize("lang", list(Lang))
def test_an_administrator_sees_the_people_of_the_own_area_alone(monkeypatch: pytest.MonkeyPatch, lang: Lang) -> None:
    administers(monkeypatch)
    page = shown(opened("people", lang))
    assert "dilnoza" in page
    assert "&lt;b&gt;Botir&lt;/b&gt;" in page
    assert "stranger" not in page.lower()
    assert text("right.report", lang) in page
    assert text("people.invited", lang) in page


@pytest.mark.parametrize("page", ["people", "audit"])
def test_others_are_told_that_it_is_not_for_them(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    comes(monkeypatch, Grant(Right.VIEW, REGION))
    app = opened(page, who="dilnoza")
    assert text(f"{page}.no_right_here", Lang.EN) in [one.value for one in app.info]
    assert "<table" not in shown(app)


@pytest.mark.parametrize("page", ["people", "audit"])
def test_where_nobody_signs_in_nobody_makes_accounts(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("RISKMAP_SIGN_IN", "off")
    settings.cache_clear()
    app = opened(page)
    assert text(f"{page}.off", Lang.EN) in [one.value for one in app.info]
    assert not app.text_input


def test_a_person_is_added_and_the_link_leads_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    app = opened("people")
    app.session_state["people_add"] = True
    app.run()
    app.text_input(key="add_name").input("Lola L.")
    app.text_input(key="add_login").input("Lola")
    app.selectbox(key="add_area").select(MAHALLAS[1])
    app.run()
    app.button(key="add_now").click().run()
    assert not app.exception
    link = app.code[0].value
    token = link.partition("/auth/invitation/")[2].partition("?")[0]
    signing_in.take_up(presence().base, token=token, password=PASSWORD, peer="")
    assert known("lola").person.grants == {Grant(Right.VIEW, MAHALLAS[1]), Grant(Right.REPORT, MAHALLAS[1])}
    app.button(key="people_hide").click().run()
    assert not app.code


def test_rights_posts_and_the_second_step_are_given_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    app = opened("people", who="botir", area=MAHALLAS[0])
    app.selectbox(key="give_what").select(Right.REPORT)
    app.selectbox(key="give_where").select(MAHALLAS[0])
    app.button(key="give_right_now").click().run()
    assert Grant(Right.REPORT, MAHALLAS[0]) in known("botir").person.grants
    assert last_act() == (Act.GRANTED, "dilnoza", "10.0.0.1")
    app.button(key=f"withdraw_view_{MAHALLAS[0]}").click().run()
    assert Grant(Right.VIEW, MAHALLAS[0]) not in known("botir").person.grants
    app.selectbox(key="post_what").select("youth_leader").run()
    app.button(key="give_post_now").click().run()
    assert [(one.agency, one.post) for one in known("botir").person.posts] == [("-", "youth_leader")]
    app.button(key="take_0").click().run()
    assert not known("botir").person.posts
    app.toggle(key="require_second").set_value(True).run()
    assert known("botir").second_required
    assert not app.exception


def test_what_is_beyond_ones_rights_is_offered_to_nobody_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    managing.give(presence().base, ANYBODY, "botir", [Grant(Right.PUBLISH, REGION)])
    app = opened("people", who="botir")
    assert app.button(key=f"withdraw_publish_{REGION}").disabled
    assert text("people.beyond", Lang.EN) in [one.value for one in app.caption]
    assert "close" not in {one.key for one in app.button}
    assert set(app.selectbox(key="give_what").options) == {
        text(f"right.{one}", Lang.EN) for one in ("view", "report", "administer")
    }
    managing.withdraw(presence().base, ANYBODY, "dilnoza", Grant(Right.ADMINISTER, HERE))
    app.button(key="give_right_now").click().run()  # withdrawn while the page stood open
    assert len(known("botir").person.grants) == 2


def test_an_account_is_closed_after_a_question_and_signed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    app = opened("people", who="botir")
    app.button(key="sign_out").click().run()
    assert last_act()[0] is Act.SIGNED_OUT_BY_OTHER
    app.button(key="close").click().run()
    app.button(key="close_yes").click().run()
    assert last_act()[0] is Act.CLOSED
    assert known_closed("botir")
    assert "close" not in {one.key for one in app.button}


def test_a_token_is_shown_once_and_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    app = opened("people", who="botir")
    app.text_input(key="token_name").input("E-social").run()
    app.button(key="token_make").click().run()
    token = app.code[0].value
    assert token.startswith("riskmap_")
    assert last_act()[0] is Act.TOKEN_MADE
    now = datetime.now(UTC)
    assert presence().by_token(digest(token), now)
    app.button(key="people_hide").click().run()
    assert not app.code
    taken = [one.key for one in app.button if str(one.key).startswith("take_token_")]
    app.button(key=taken[0]).click().run()
    assert not app.exception
    assert presence().by_token(digest(token), now) is None
    assert known_tokens("botir") == []


def known_tokens(login: str) -> list[api_tokens.ApiToken]:
    with presence().base.reading() as connection:
        return api_tokens.listed(connection, known(login).person.id)


def test_an_account_is_unpinned_from_the_sign_in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    administers(monkeypatch)
    assert "unpin" not in {one.key for one in opened("people", who="botir").button}
    word = Voucher("id-of-botir", "one", "word", "https://sign-in.example")
    signing_in.vouched_for(presence().base, login="botir", voucher=word, peer="")
    app = opened("people", who="botir")
    app.button(key="unpin").click().run()
    assert not app.exception
    assert known("botir").subject == ""
    assert last_act()[0] is Act.UNPINNED


def test_the_book_is_read_within_ones_area_filtered_and_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, Grant(Right.VIEW, HERE), Grant(Right.AUDIT, HERE))
    base = presence().base
    managing.add(base, ANYBODY, login="botir", name="B", area=MAHALLAS[0], grants=[Grant(Right.REPORT, MAHALLAS[0])])
    managing.add(base, ANYBODY, login="stranger", name="S", area=OTHER)
    app = opened("audit", Lang.RU)
    page = shown(app)
    assert "B (botir): отчёт" in page
    assert text("audit.at_server", Lang.RU) in page
    assert "stranger" not in page
    app.multiselect(key="audit_acts").select(Act.ADDED).run()
    page = shown(app)
    assert "botir" in page
    assert "отчёт</td>" not in page
    app.text_input(key="audit_words").input("nothing like it").run()
    assert text("audit.nothing", Lang.RU) in shown(app)


def test_the_books_pages_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    comes(monkeypatch, Grant(Right.VIEW, REGION), Grant(Right.AUDIT, REGION), area=REGION)
    with presence().base.writing() as connection:
        for number in range(120):
            audit.note(connection, Act.REFUSED, account="", about=f"n{number}.")
    app = opened("audit")
    assert "n119." in shown(app)
    assert "n5." not in shown(app)
    app.button(key="audit_earlier").click().run()
    assert "n5." in shown(app)
    assert app.button(key="audit_earlier").disabled


def test_the_report_of_a_list_says_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's test of a page cannot drop a file; what was read of one is given to the report."""
    from mapping.access.roster import Row, take  # noqa: PLC0415

    administers(monkeypatch)
    me = presence().named("dilnoza")
    assert me is not None
    rows = [
        Row(2, {"login": "lola", "name": "=1+1", "area": MAHALLAS[1]}),
        Row(3, {"login": "zafar", "name": "Z", "area": OTHER}),
    ]
    app = opened("people")
    app.session_state["people_taken"] = list(take(presence().base, me.person, rows, known=None))
    app.session_state["people_list"] = True
    app.run()
    assert not app.exception
    assert "zafar" in shown(app)
    assert listed.link_of("x", Lang.EN).endswith("/auth/invitation/x?lang=en")
    assert Screen
