"""Accounts, invitations, rights and the book, on both databases: each is done by whom it may be, and written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from mapping.access import accounts, audit, managing, signing_in
from mapping.access.audit import Act
from mapping.access.errors import (
    AreaWrong,
    InvitationGone,
    LoginTaken,
    LoginWrong,
    NameMissing,
    NoAccount,
    NotYours,
    PasswordShort,
    SignInWrong,
)
from mapping.access.person import ANYBODY, Person, Post
from mapping.access.rights import Grant, Right
from mapping.access.sessions import Stage
from mapping.access.tables import INVITATION
from mapping.store.sql import Database
from tests.conftest import DISTRICTS, MAHALLAS, REGION

HERE, OTHER = DISTRICTS
PASSWORD = "uch otliq daraxt"
VIEW = Grant(Right.VIEW, HERE)


def person(base: Database, login: str) -> Person:
    with base.reading() as connection:
        return accounts.account_of(connection, login).person


def acts(base: Database) -> list[tuple[Act, str, str]]:
    with base.reading() as connection:
        return [(one.act, one.login, one.about) for one in reversed(audit.entries(connection, most=100))]


def add(base: Database, login: str, by: Person = ANYBODY, area: str = HERE, *grants: Grant) -> str:
    return managing.add(base, by, login=login, name=login.title(), area=area, grants=grants)


@pytest.fixture
def district(base: Database) -> Person:
    """A district's administrator, who may see and report there too."""
    add(base, "dilnoza", ANYBODY, HERE, VIEW, Grant(Right.REPORT, HERE), Grant(Right.ADMINISTER, HERE))
    return person(base, "dilnoza")


def test_an_account_that_was_added_may_nothing_and_has_no_password(base: Database) -> None:
    add(base, "Karim.A@iib")
    assert not any(person(base, "karim.a@iib").may_somewhere(what) for what in Right)
    for password in ("", PASSWORD):
        with pytest.raises(SignInWrong):
            signing_in.enter(base, login="karim.a@iib", password=password, peer="10.0.0.1")


def test_an_invitation_sets_the_password_once_and_leads_in(base: Database) -> None:
    token = add(base, "karim")
    assert signing_in.invited(base, token).person.login == "karim"
    with pytest.raises(PasswordShort):
        signing_in.take_up(base, token=token, password="short", peer="10.0.0.1")
    assert signing_in.take_up(base, token=token, password=PASSWORD, peer="10.0.0.1").stage is Stage.IN
    with pytest.raises(InvitationGone):
        signing_in.take_up(base, token=token, password="a wholly other one", peer="10.0.0.1")
    assert signing_in.enter(base, login=" KARIM ", password=PASSWORD, peer="10.0.0.1").stage is Stage.IN


def test_an_invitation_taken_up_by_two_at_once_holds_for_one(base: Database) -> None:
    token = add(base, "karim")

    def take(number: int) -> str:
        try:
            return signing_in.take_up(base, token=token, password=f"{PASSWORD} {number}", peer="10.0.0.1").token
        except InvitationGone:
            return ""

    with ThreadPoolExecutor(4) as threads:
        assert sum(bool(one) for one in threads.map(take, range(4))) == 1


def test_an_old_or_replaced_invitation_holds_no_more(base: Database) -> None:
    first = add(base, "karim")
    second = managing.invite(base, ANYBODY, "karim")
    with pytest.raises(InvitationGone):
        signing_in.invited(base, first)
    with base.writing() as connection:
        connection.execute(update(INVITATION).values(ends=datetime.now(UTC) - timedelta(seconds=1)))
    for token in (second, "", "x" * 43):
        with pytest.raises(InvitationGone):
            signing_in.invited(base, token)


@pytest.mark.parametrize(
    ("login", "name", "area", "fault"),
    [
        ("", "A", HERE, LoginWrong),
        ("каримов", "A", HERE, LoginWrong),
        ("a b", "A", HERE, LoginWrong),
        ("x" * 65, "A", HERE, LoginWrong),
        ("karim\n.", "A", HERE, LoginWrong),
        ("karim", "  ", HERE, NameMissing),
        ("karim", "A", "", AreaWrong),
        ("karim", "A", "17", AreaWrong),
    ],
)
def test_what_is_no_account_is_refused(
    base: Database, login: str, name: str, area: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        managing.add(base, ANYBODY, login=login, name=name, area=area)
    assert acts(base) == []


def test_a_login_is_given_once_however_it_is_written_and_after_closing_too(base: Database) -> None:
    add(base, "karim")
    managing.close(base, ANYBODY, "karim")
    with pytest.raises(LoginTaken):
        add(base, "KARIM")


def test_a_district_administrator_adds_within_the_district_what_they_have(base: Database, district: Person) -> None:
    add(base, "botir", district, MAHALLAS[0], Grant(Right.VIEW, MAHALLAS[0]), Grant(Right.REPORT, MAHALLAS[0]))
    assert person(base, "botir").may(Right.REPORT, MAHALLAS[0])
    for area, grants in (
        (OTHER, ()),
        (REGION, ()),
        (HERE, (Grant(Right.VIEW, REGION),)),
        (HERE, (Grant(Right.CONFIRM, HERE),)),
        (HERE, (VIEW, Grant(Right.VIEW, OTHER))),
    ):
        with pytest.raises(NotYours):
            add(base, "zafar", district, area, *grants)
        with pytest.raises(NoAccount):
            person(base, "zafar")


def test_nobody_takes_over_an_account_that_may_more(base: Database, district: Person) -> None:
    add(base, "chair", ANYBODY, HERE, Grant(Right.CONFIRM, REGION))
    for refused in (
        lambda: managing.invite(base, district, "chair"),
        lambda: managing.close(base, district, "chair"),
        lambda: managing.sign_out_everywhere(base, district, "chair"),
        lambda: managing.withdraw(base, district, "chair", Grant(Right.CONFIRM, REGION)),
        lambda: managing.give(base, district, "dilnoza", [Grant(Right.CONFIRM, HERE)]),
        lambda: managing.give_posts(base, district, "dilnoza", [Post(OTHER, "iib", "head")]),
    ):
        before = acts(base)
        with pytest.raises(NotYours):
            refused()
        assert acts(base) == before


def test_one_without_rights_manages_nobody_not_even_themselves(base: Database) -> None:
    add(base, "karim")
    me = person(base, "karim")
    for refused in (
        lambda: managing.invite(base, me, "karim"),
        lambda: managing.give(base, me, "karim", [VIEW]),
        lambda: add(base, "other", me),
    ):
        with pytest.raises(NotYours):
            refused()


def test_rights_and_posts_are_given_and_withdrawn(base: Database) -> None:
    add(base, "karim")
    post = Post(HERE, "iib", "head")
    for _ in range(2):  # what one has already is given again without a fault
        managing.give(base, ANYBODY, "karim", [VIEW])
        managing.give_posts(base, ANYBODY, "karim", [post])
    assert person(base, "karim").grants == {VIEW}
    assert person(base, "karim").posts == {post}
    managing.withdraw(base, ANYBODY, "karim", VIEW)
    assert person(base, "karim").grants == frozenset()


def test_a_closed_account_is_there_for_nobody(base: Database) -> None:
    token = add(base, "karim")
    signing_in.take_up(base, token=token, password=PASSWORD, peer="")
    late = managing.invite(base, ANYBODY, "karim")
    managing.close(base, ANYBODY, "karim")
    with pytest.raises(SignInWrong):
        signing_in.enter(base, login="karim", password=PASSWORD, peer="")
    with pytest.raises(InvitationGone):
        signing_in.take_up(base, token=late, password=PASSWORD, peer="")
    for refused in (managing.invite, managing.close, managing.sign_out_everywhere):
        with pytest.raises(NoAccount):
            refused(base, ANYBODY, "karim")
    with base.reading() as connection:
        assert [one.closed is not None for one in accounts.listed(connection)] == [True]


def test_all_of_it_stands_in_the_book(base: Database, district: Person) -> None:
    token = add(base, "botir", district, MAHALLAS[0], Grant(Right.VIEW, MAHALLAS[0]))
    signing_in.take_up(base, token=token, password=PASSWORD, peer="10.0.0.7")
    managing.withdraw(base, district, "botir", Grant(Right.VIEW, MAHALLAS[0]))
    managing.close(base, district, "botir")
    assert acts(base)[5:] == [
        (Act.ADDED, "dilnoza", "botir"),
        (Act.GRANTED, "dilnoza", "botir: view"),
        (Act.INVITED, "dilnoza", "botir"),
        (Act.PASSWORD_SET, "botir", ""),
        (Act.SIGNED_IN, "botir", ""),
        (Act.WITHDRAWN, "dilnoza", "botir: view"),
        (Act.CLOSED, "dilnoza", "botir"),
    ]
    assert PASSWORD not in str(acts(base))
    assert token not in str(acts(base))
