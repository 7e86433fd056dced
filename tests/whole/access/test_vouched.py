"""Sessions for which a sign-in service vouches, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import update

from mapping.access import accounts, audit, managing, sessions, signing_in, vouched
from mapping.access.audit import Act
from mapping.access.errors import NotKnownHere, NotYours, OtherSubject
from mapping.access.person import ANYBODY, Person
from mapping.access.rights import Grant, Right
from mapping.access.sessions import Stage
from mapping.access.tables import ARRIVAL
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.store.sql import Database
from tests.conftest import REGION

ISSUER = "https://sign-in.example"
HERE = Voucher("id-of-karim", "one", "word", ISSUER)


def come(base: Database, voucher: Voucher = HERE, login: str = "Karim") -> str:
    return signing_in.vouched_for(base, login=login, voucher=voucher, peer="10.0.0.1").token


def is_there(base: Database, token: str) -> bool:
    with base.reading() as connection:
        return sessions.found(connection, digest(token), datetime.now(UTC)) is not None


@pytest.fixture(autouse=True)
def _karim(base: Database) -> None:
    managing.add(base, ANYBODY, login="karim", name="K", area=REGION)


def test_an_arrival_is_taken_once_by_its_token_and_in_time(base: Database) -> None:
    token, arrival = vouched.expect(base, "/mahalla")
    assert vouched.arrived(base, "x") is None
    assert vouched.arrived(base, token) == arrival
    assert vouched.arrived(base, token) is None
    token, _ = vouched.expect(base, "/")
    with base.writing() as connection:
        connection.execute(update(ARRIVAL).values(began=datetime.now(UTC) - timedelta(minutes=11)))
    assert vouched.arrived(base, token) is None


@pytest.mark.parametrize("login", ["", "zafar", "a b", "x" * 70])
def test_a_login_that_is_none_here_does_not_come_in(base: Database, login: str) -> None:
    with pytest.raises(NotKnownHere):
        come(base, login=login)


def test_a_closed_account_does_not_come_in(base: Database) -> None:
    managing.close(base, ANYBODY, "karim")
    with pytest.raises(NotKnownHere):
        come(base)


@pytest.mark.parametrize(
    ("subject", "sid", "left"),
    [
        ("id-of-karim", "one", [False, True, True]),
        ("", "one", [False, True, True]),
        ("id-of-karim", "", [False, False, True]),
        ("id-of-other", "one", [True, True, True]),
        ("", "none", [True, True, True]),
    ],
)
def test_a_sign_out_there_ends_the_session_or_all_of_the_person(
    base: Database, subject: str, sid: str, left: list[bool]
) -> None:
    managing.add(base, ANYBODY, login="lola", name="L", area=REGION)
    tokens = [
        come(base),
        come(base, Voucher("id-of-karim", "two", "word", ISSUER)),
        come(base, Voucher("id-of-lola", "three", "word", ISSUER), "lola"),
    ]
    ended = vouched.end(base, subject=subject, sid=sid, before=datetime.now(UTC), peer="")
    assert [is_there(base, token) for token in tokens] == left
    assert ended == left.count(False)


def test_a_word_of_sign_out_said_again_ends_no_later_session(base: Database) -> None:
    said = datetime.now(UTC)
    token = come(base)
    assert vouched.end(base, subject="id-of-karim", sid="", before=said - timedelta(seconds=1), peer="") == 0
    assert is_there(base, token)


def test_who_vouched_is_known_after_the_second_step_too_and_goes_with_the_session(base: Database) -> None:
    managing.require_second(base, ANYBODY, "karim", is_required=True)
    first = signing_in.vouched_for(base, login="karim", voucher=HERE, peer="")
    assert first.stage is Stage.ENROL
    with base.reading() as connection:
        session = sessions.found(connection, digest(first.token), datetime.now(UTC))
        secret = accounts.account_of(connection, "karim").second_secret
    assert session is not None
    second = signing_in.second(base, session, code=pyotp.TOTP(secret).now(), peer="")
    with base.reading() as connection:
        assert vouched.of(connection, digest(first.token)) is None
        assert vouched.of(connection, digest(second.token)) == HERE
        now = sessions.found(connection, digest(second.token), datetime.now(UTC))
    assert now is not None
    assert signing_in.leave(base, now, peer="") == HERE
    with base.reading() as connection:
        assert vouched.of(connection, digest(second.token)) is None


@pytest.mark.parametrize(
    ("login", "other"),
    [
        ("karim", Voucher("id-of-other", "two", "word", ISSUER)),  # the login went to somebody else
        (
            "karim",
            Voucher("id-of-karim", "two", "word", "https://other.example"),
        ),  # another service, which may name people alike
        ("lola", Voucher("id-of-karim", "two", "word", ISSUER)),  # somebody took on another's login
    ],
)
def test_who_came_in_first_is_who_comes_in_later(base: Database, login: str, other: Voucher) -> None:
    managing.add(base, ANYBODY, login="lola", name="L", area=REGION)
    come(base)
    assert [one.act for one in noted(base)] == [Act.PINNED, Act.SIGNED_IN]
    assert is_there(base, come(base)), "again as before"
    with pytest.raises(OtherSubject):
        come(base, other, login)
    last = noted(base)[-1]
    assert (last.act, last.login, last.peer, last.about) == (Act.OTHER_SUBJECT, "", "10.0.0.1", login)


def test_an_administrator_unpins_an_account_and_the_next_is_pinned(base: Database) -> None:
    token, new = come(base), Voucher("id-after-moving", "two", "word", ISSUER)
    stranger = Person("x", "x", "X", REGION, frozenset({Grant(Right.VIEW, REGION)}))
    with pytest.raises(NotYours):
        managing.unpin(base, stranger, "karim")
    managing.unpin(base, ANYBODY, "karim")
    assert not is_there(base, token)
    come(base, new)
    with pytest.raises(OtherSubject):
        come(base)
    assert [one.act for one in noted(base)][2:5] == [Act.UNPINNED, Act.PINNED, Act.SIGNED_IN]


def test_half_a_sign_in_pins_nothing_and_a_closed_account_holds_nobody_s_name(base: Database) -> None:
    """Whoever cannot give the second step shuts nobody out."""
    managing.require_second(base, ANYBODY, "karim", is_required=True)
    come(base)
    with base.reading() as connection:
        assert accounts.account_of(connection, "karim").subject == ""
    managing.add(base, ANYBODY, login="karim2", name="K", area=REGION)
    come(base, login="karim2")
    managing.close(base, ANYBODY, "karim2")
    managing.add(base, ANYBODY, login="karim3", name="K", area=REGION)
    assert is_there(base, come(base, login="karim3"))


def noted(base: Database) -> list[audit.Entry]:
    """The lines since the account was made, the first first."""
    with base.reading() as connection:
        wanted = audit.Wanted(frozenset(Act) - {Act.ADDED, Act.INVITED})
        return audit.entries(connection, most=20, wanted=wanted)[::-1]
