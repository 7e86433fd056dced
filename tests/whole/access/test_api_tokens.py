"""Tokens by which other systems ask in an account's place, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from mapping.access import accounts, api_tokens, audit, managing
from mapping.access.audit import Act
from mapping.access.errors import NoAccount, NotYours, TokenDays, TokenGone, TokenName
from mapping.access.person import ANYBODY, Person
from mapping.access.presence import Presence
from mapping.access.rights import Grant, Right
from mapping.access.tables import API_TOKEN
from mapping.access.tokens import digest
from mapping.access.told import about_said
from mapping.model.locale import Lang
from mapping.store.sql import Database
from tests.conftest import DISTRICTS, REGION

VIEW = Grant(Right.VIEW, REGION)


@pytest.fixture(autouse=True)
def _system(base: Database) -> None:
    managing.add(base, ANYBODY, login="esocial", name="E-social", area=REGION, grants=[VIEW])


def made(base: Database, days: int = 30) -> str:
    return api_tokens.make(base, ANYBODY, "esocial", name="  E-social   prevention ", days=days)


def asks(base: Database, token: str, at: datetime | None = None) -> str | None:
    """The login in whose place one asks with a token, in a process that knows nothing yet."""
    present = Presence(base).by_token(digest(token), at or datetime.now(UTC))
    return present.person.login if present else None


def tokens(base: Database) -> list[api_tokens.ApiToken]:
    with base.reading() as connection:
        return api_tokens.listed(connection, accounts.account_of(connection, "esocial").person.id)


def test_only_the_digest_of_a_token_is_kept(base: Database) -> None:
    token = made(base)
    assert token.startswith("riskmap_")
    with base.reading() as connection:
        kept = connection.execute(select(API_TOKEN)).one()
    assert kept.digest == digest(token)
    assert token not in str(kept)
    assert asks(base, kept.digest) is None
    assert asks(base, token) == "esocial"


def test_a_token_ends_on_its_day_when_it_is_withdrawn_and_with_the_account(base: Database) -> None:
    token, other = made(base), made(base)
    assert asks(base, token, datetime.now(UTC) + timedelta(days=30)) is None
    api_tokens.withdraw(base, ANYBODY, "esocial", tokens(base)[0].id)
    assert (asks(base, token), asks(base, other)) == (None, "esocial")
    with pytest.raises(TokenGone):
        api_tokens.withdraw(base, ANYBODY, "esocial", "none")
    managing.close(base, ANYBODY, "esocial")
    assert asks(base, other) is None
    with base.reading() as connection:
        assert connection.execute(select(API_TOKEN)).all() == []


def test_another_process_knows_at_its_next_look(base: Database) -> None:
    token, known = made(base), Presence(base)
    now = datetime.now(UTC)
    known.look()
    assert known.by_token(digest(token), now)
    assert known.by_token(digest(token), now + timedelta(days=30)) is None, "what is known ends on its day too"
    managing.withdraw(base, ANYBODY, "esocial", VIEW)
    known.look()
    present = known.by_token(digest(token), now)
    assert present is not None
    assert not present.person.may_somewhere(Right.VIEW)
    api_tokens.withdraw(base, ANYBODY, "esocial", tokens(base)[0].id)
    known.look()
    assert known.by_token(digest(token), now) is None


def test_a_token_is_no_session_and_a_session_no_token(base: Database) -> None:
    from mapping.access import sessions  # noqa: PLC0415

    now, known, token = datetime.now(UTC), Presence(base), made(base)
    with base.writing() as connection:
        account = accounts.account_of(connection, "esocial").person.id
        session = sessions.begin(connection, account, sessions.Stage.IN, now)
    assert known.by_token(digest(token), now)
    assert known.asked(digest(session), now)
    assert known.known(digest(token), now) is None
    assert known.asked(digest(token), now) is None
    assert known.by_token(digest(session), now) is None


def test_use_is_noted_once_a_minute_for_each_token(base: Database) -> None:
    known, now = Presence(base), datetime.now(UTC)
    for token in (made(base), made(base)):
        present = known.by_token(digest(token), now)
        assert present is not None
        assert known.must_note_use(present, now)
        known.note_use(present, now)
        assert not known.must_note_use(present, now + timedelta(seconds=50))
        assert known.must_note_use(present, now + timedelta(seconds=61))
    assert [one.seen for one in tokens(base)] == [now, now]


def test_only_who_may_act_in_the_account_s_place_makes_its_tokens(base: Database) -> None:
    rights = frozenset(Grant(what, DISTRICTS[0]) for what in (Right.VIEW, Right.ADMINISTER))
    district = Person("x", "x", "X", DISTRICTS[0], rights)
    made(base)
    for step in (
        lambda: api_tokens.make(base, district, "esocial", name="E"),
        lambda: api_tokens.withdraw(base, district, "esocial", tokens(base)[0].id),
    ):
        with pytest.raises(NotYours):
            step()
    managing.add(base, district, login="local", name="L", area=DISTRICTS[0], grants=[Grant(Right.VIEW, DISTRICTS[0])])
    assert asks(base, api_tokens.make(base, district, "local", name="E")) == "local"


def test_what_is_no_token_is_refused_and_all_else_stands_in_the_book(base: Database) -> None:
    for name in ("", " ", "x" * 101):
        with pytest.raises(TokenName):
            api_tokens.make(base, ANYBODY, "esocial", name=name)
    for days in (0, 367):
        with pytest.raises(TokenDays):
            api_tokens.make(base, ANYBODY, "esocial", name="E", days=days)
    with pytest.raises(NoAccount):
        api_tokens.make(base, ANYBODY, "nobody", name="E")
    made(base)
    with base.writing() as connection:
        connection.execute(update(API_TOKEN).values(ends=datetime.now(UTC)))
    api_tokens.withdraw(base, ANYBODY, "esocial", tokens(base)[0].id)
    with base.reading() as connection:
        last = audit.entries(connection, most=2)
    assert [(one.act, about_said(one, Lang.EN)) for one in last] == [
        (Act.TOKEN_TAKEN, "esocial: E-social prevention"),
        (Act.TOKEN_MADE, "esocial: E-social prevention"),
    ]
