"""Coming in and going out, on both databases: slips, the second step, sessions that end, and what a process knows of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from mapping.access import accounts, managing, sessions, signing_in
from mapping.access.delays import FREE
from mapping.access.errors import CodeWrong, SignInWrong, TooManySlips
from mapping.access.person import ANYBODY
from mapping.access.presence import Presence
from mapping.access.rights import Grant, Right
from mapping.access.sessions import Session, Stage
from mapping.access.signing_in import Entered
from mapping.access.tables import SIGNED_IN, SLIP
from mapping.access.tokens import digest
from mapping.store.sql import Database
from tests.conftest import DISTRICTS

HERE = DISTRICTS[0]
PASSWORD = "uch otliq daraxt"
PEER, ELSEWHERE = "10.0.0.7", "10.0.0.8"


def take_up(base: Database, login: str = "karim", *, second: bool = False) -> Entered:
    token = managing.add(base, ANYBODY, login=login, name="K", area=HERE, second_required=second)
    return signing_in.take_up(base, token=token, password=PASSWORD, peer=PEER)


def enter(base: Database, password: str = PASSWORD, peer: str = PEER, login: str = "karim") -> Entered:
    return signing_in.enter(base, login=login, password=password, peer=peer)


def session(base: Database, token: str, now: datetime | None = None) -> Session | None:
    with base.reading() as connection:
        return sessions.found(connection, digest(token), now or datetime.now(UTC))


def slip(base: Database, times: int, login: str = "karim") -> None:
    for _ in range(times):
        with pytest.raises(SignInWrong):
            enter(base, "wrong", login=login)


def later(base: Database, seconds: int) -> None:
    with base.writing() as connection:
        last = connection.execute(select(SLIP.c.last)).scalar_one()
        connection.execute(update(SLIP).values(last=last - timedelta(seconds=seconds)))


@pytest.mark.parametrize("login", ["karim", "nobody", "", "x" * 300, "a\x00b", "‘; DROP TABLE account; --"])
def test_after_slips_one_waits_whether_or_not_there_is_such_a_login(base: Database, login: str) -> None:
    take_up(base)
    slip(base, FREE, login)
    with pytest.raises(TooManySlips):
        enter(base, PASSWORD, login=login)


def test_slips_lock_nobody_out_who_comes_from_elsewhere(base: Database) -> None:
    take_up(base)
    slip(base, FREE)
    with pytest.raises(TooManySlips):
        enter(base)
    assert enter(base, peer=ELSEWHERE).stage is Stage.IN
    later(base, 2)
    assert enter(base).stage is Stage.IN
    slip(base, 1)  # they were forgotten with the sign-in


def test_the_second_step_is_set_up_with_its_first_code_and_asked_for_from_then_on(base: Database) -> None:
    entered = take_up(base, second=True)
    assert entered.stage is Stage.ENROL
    began = session(base, entered.token)
    assert began is not None
    secret = secret_of(base)
    now = datetime.now(UTC)
    with pytest.raises(CodeWrong):
        signing_in.second(base, began, code="000000x", peer=PEER)
    through = signing_in.second(base, began, code=pyotp.TOTP(secret).at(now), peer=PEER)
    assert through.stage is Stage.IN
    assert session(base, entered.token) is None
    again = enter(base)
    assert again.stage is Stage.CODE
    assert secret_of(base) == secret
    half_way = session(base, again.token)
    assert half_way is not None
    with pytest.raises(CodeWrong):  # a code is taken once
        signing_in.second(base, half_way, code=pyotp.TOTP(secret).at(now), peer=PEER)
    assert (
        signing_in.second(base, half_way, code=pyotp.TOTP(secret).at(now + timedelta(seconds=30)), peer=PEER).stage
        is Stage.IN
    )


def secret_of(base: Database) -> str:
    with base.reading() as connection:
        return accounts.account_of(connection, "karim").second_secret


def test_codes_are_not_guessed_one_after_another(base: Database) -> None:
    began = session(base, take_up(base, second=True).token)
    assert began is not None
    for _ in range(FREE):
        with pytest.raises(CodeWrong):
            signing_in.second(base, began, code="1", peer=PEER)
    with pytest.raises(TooManySlips):
        signing_in.second(base, began, code=pyotp.TOTP(secret_of(base)).now(), peer=PEER)
    with pytest.raises(TooManySlips):  # nor by beginning anew
        enter(base)


def test_a_session_ends_without_use_and_at_the_latest(base: Database) -> None:
    token = take_up(base).token
    now = datetime.now(UTC)
    assert session(base, token, now + timedelta(minutes=29)) is not None
    assert session(base, token, now + timedelta(minutes=31)) is None
    with base.writing() as connection:
        connection.execute(update(SIGNED_IN).values(began=now - timedelta(hours=12, seconds=1), seen=now))
    assert session(base, token, now) is None


def test_half_a_sign_in_ends_soon(base: Database) -> None:
    token = take_up(base, second=True).token
    now = datetime.now(UTC)
    assert session(base, token, now + timedelta(minutes=9)) is not None
    assert session(base, token, now + timedelta(minutes=11)) is None


def test_only_the_digest_of_a_token_is_kept(base: Database) -> None:
    token = take_up(base).token
    with base.reading() as connection:
        kept = connection.execute(select(SIGNED_IN)).all()
    assert token not in str(kept)
    assert session(base, digest(token)) is None


def test_signing_out_ends_this_session_and_a_new_password_all(base: Database) -> None:
    first, second = take_up(base).token, enter(base).token
    began = session(base, second)
    assert began is not None
    signing_in.leave(base, began, peer=PEER)
    assert session(base, second) is None
    assert session(base, first) is not None
    invitation = managing.invite(base, ANYBODY, "karim")
    assert session(base, first) is not None
    signing_in.take_up(base, token=invitation, password="a wholly other one", peer=PEER)
    assert session(base, first) is None


@pytest.mark.parametrize("how", ["close", "sign_out", "grant"])
def test_another_process_knows_at_its_next_look(base: Database, how: str) -> None:
    token, now = take_up(base).token, datetime.now(UTC)
    presence = Presence(base)
    presence.look()
    present = presence.asked(digest(token), now)
    assert present is not None
    assert presence.known(digest(token), now) == present
    assert not presence.look()
    match how:
        case "close":
            managing.close(base, ANYBODY, "karim")
        case "sign_out":
            managing.sign_out_everywhere(base, ANYBODY, "karim")
        case _:
            managing.give(base, ANYBODY, "karim", [Grant(Right.VIEW, HERE)])
    assert presence.look()
    assert (presence.still(present) is not None) is (how == "grant")
    found = presence.person(present.person.id)
    assert (found is None) is (how == "close")
    assert found is None or found.may(Right.VIEW, HERE) is (how == "grant")


def test_an_answer_that_is_overtaken_is_not_kept(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that was ended, and forgotten, between the question and the answer."""
    token, now = take_up(base).token, datetime.now(UTC)
    presence = Presence(base)
    presence.look()
    found = accounts.account_by_id

    def meanwhile(connection: object, account: str) -> object:
        answer = found(connection, account)  # type: ignore[arg-type]
        monkeypatch.undo()
        managing.close(base, ANYBODY, "karim")
        presence.look()
        return answer

    monkeypatch.setattr(accounts, "account_by_id", meanwhile)
    presence.asked(digest(token), now)
    assert presence.known(digest(token), now) is None


def test_use_is_noted_once_a_minute_and_keeps_a_session(base: Database) -> None:
    token, now = take_up(base).token, datetime.now(UTC)
    presence = Presence(base)
    present = presence.asked(digest(token), now)
    assert present is not None
    assert not presence.must_note_use(present, now)
    then = now + timedelta(minutes=20)
    assert presence.must_note_use(present, then)
    presence.note_use(present, then)
    assert presence.known(digest(token), now + timedelta(minutes=45)) is not None
    assert session(base, token, now + timedelta(minutes=45)) is not None


def test_use_that_is_noted_late_brings_no_withdrawn_right_back(base: Database) -> None:
    token, now, grant = take_up(base).token, datetime.now(UTC), Grant(Right.REPORT, "1710")
    managing.give(base, ANYBODY, "karim", [grant])
    presence = Presence(base)
    presence.look()
    before = presence.asked(digest(token), now)
    assert before is not None and grant in before.person.grants
    managing.withdraw(base, ANYBODY, "karim", grant)
    presence.look()
    assert presence.asked(digest(token), now) is not None  # another question, while the first one waits for its turn
    after = presence.note_use(before, now + timedelta(minutes=2))
    known = presence.known(digest(token), now + timedelta(minutes=2))
    assert known is not None and grant not in known.person.grants and grant not in after.person.grants


def test_whoever_a_proxy_names_is_there_while_the_account_is_open(base: Database) -> None:
    take_up(base)
    presence = Presence(base)
    presence.look()
    present = presence.named("karim")
    assert present is not None
    assert presence.named("nobody") is None
    assert presence.still(present) == present
    managing.close(base, ANYBODY, "karim")
    presence.look()
    assert presence.still(present) is None
