"""Tokens by which other systems ask in an account's place, with its rights of that moment.

A token is shown once; its digest is kept. It ends on its day, when it is withdrawn, and with the account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, delete, insert, select, update

from mapping.access import audit
from mapping.access.audit import Act
from mapping.access.errors import TokenDays, TokenGone, TokenName
from mapping.access.managing import managed
from mapping.access.person import Person
from mapping.access.tables import API_TOKEN
from mapping.access.tokens import digest, new_id, new_token
from mapping.store.sql import Database

PREFIX = "riskmap_"
"""So that what looks for secrets in files finds these."""
DAYS, MOST_DAYS = 180, 366
LONGEST_NAME = 100


@dataclass(frozen=True)
class ApiToken:
    """A token that has not been withdrawn. `id`: by which it is withdrawn; `name`: what it is for; `seen`: when it was used last, to a minute or so."""

    id: str
    account: str
    name: str
    made: datetime
    ends: datetime
    seen: datetime | None


def make(base: Database, by: Person, login: str, *, name: str, days: int = DAYS) -> str:
    """A new token of an account; gives what the other system is told, which is nowhere else. Raises NoAccount, NotYours, TokenName, TokenDays."""
    name, now = " ".join(name.split()), datetime.now(UTC)
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise TokenName(most=LONGEST_NAME)
    if not 1 <= days <= MOST_DAYS:
        raise TokenDays(most=MOST_DAYS)
    token, made = PREFIX + new_token(), new_id()
    with base.writing() as connection:
        person = managed(connection, by, login)
        line = {"id": made, "digest": digest(token), "account": person.id, "name": name, "made": now}
        connection.execute(insert(API_TOKEN).values(**line, ends=now + timedelta(days=days)))
        _note(connection, Act.TOKEN_MADE, by, person, made, name)
    return token


def withdraw(base: Database, by: Person, login: str, token: str) -> None:
    """Let a token hold no more, by its `id`. Raises NoAccount, NotYours, TokenGone."""
    with base.writing() as connection:
        person = managed(connection, by, login)
        # Compared here: what is asked for may hold signs that no database takes.
        name = next((own.name for own in listed(connection, person.id) if own.id == token), None)
        if name is None:
            raise TokenGone(token=token[:16])
        connection.execute(delete(API_TOKEN).where(API_TOKEN.c.id == token))
        _note(connection, Act.TOKEN_TAKEN, by, person, token, name)


def _note(connection: Connection, act: Act, by: Person, person: Person, token: str, name: str) -> None:
    about = f"{person.login}: {token} {name}"
    audit.note(connection, act, account=by.id, peer=by.peer, area=person.area, about=about)


def listed(connection: Connection, account: str) -> list[ApiToken]:
    """The tokens of an account, those that have ended too, the first made first."""
    mine = select(API_TOKEN).where(API_TOKEN.c.account == account).order_by(API_TOKEN.c.made)
    return [_token(row) for row in connection.execute(mine)]


def found(connection: Connection, token_digest: str, now: datetime) -> ApiToken | None:
    """The token of a digest; None where there is none, or it has ended."""
    row = connection.execute(select(API_TOKEN).where(API_TOKEN.c.digest == token_digest)).one_or_none()
    return _token(row) if row is not None and now < row.ends else None


def used(connection: Connection, token: str, now: datetime) -> None:
    """Note that it was used."""
    connection.execute(update(API_TOKEN).where(API_TOKEN.c.id == token).values(seen=now))


def _token(row: Row[tuple[object, ...]]) -> ApiToken:
    return ApiToken(row.id, row.account, row.name, row.made, row.ends, row.seen)
