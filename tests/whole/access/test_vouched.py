"""Sessions for which a sign-in service vouches, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import update

from mapping.access import accounts, managing, sessions, signing_in, vouched
from mapping.access.errors import NotKnownHere
from mapping.access.person import ANYBODY
from mapping.access.sessions import Stage
from mapping.access.tables import ARRIVAL
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.store.sql import Database
from tests.conftest import REGION

HERE = Voucher("id-of-karim", "one", "word")


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
    tokens = [
        come(base),
        come(base, Voucher("id-of-karim", "two", "word")),
        come(base, Voucher("id-of-lola", "three", "word")),
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
