"""Accounts in the database. What may be done to one, and by whom, is `managing`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from mapping.access.errors import LoginTaken, LoginWrong, NameMissing, NoAccount
from mapping.access.person import Person, Post
from mapping.access.rights import Grant, Right, require_areas
from mapping.access.tables import ACCOUNT, API_TOKEN, GRANTED, INVITATION, POST
from mapping.access.tokens import new_id
from mapping.store.sql import database

_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True)
class Account:
    """An account as it stands. `password`: what is kept of it, "" before an invitation was taken up. `second_step`: the last that was taken,
    0 before the second step was set up. `seen`: when it was used last, to a minute or so; None before the first time. `issuer`, `subject`: the
    sign-in service through which the person came in, and its own name for them; "" before the first time.
    """

    person: Person
    created: datetime
    closed: datetime | None
    password: str
    second_required: bool
    second_secret: str
    second_step: int
    seen: datetime | None
    issuer: str
    subject: str


def plain_login(written: str) -> str:
    """A login as it is kept: small letters, digits and `. _ - @`. Raises LoginWrong."""
    login = written.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise LoginWrong(login=written[:64])
    return login


def asked_login(written: str) -> str:
    """A login as somebody types it to come in; "" for what can be none."""
    login = written.strip().lower()
    return login if _LOGIN.fullmatch(login) else ""


def add(connection: Connection, *, login: str, name: str, area: str, now: datetime, second_required: bool) -> Person:
    """A new account, which may nothing and has no password yet. Raises LoginWrong, LoginTaken, NameMissing, AreaWrong."""
    login, name = plain_login(login), " ".join(name.split())[:200]
    if not name or not name.isprintable():
        raise NameMissing
    require_areas([area], known=None)
    if _row(connection, login) is not None:
        raise LoginTaken(login=login)
    made = Person(id=new_id(), login=login, name=name, area=area)
    connection.execute(
        insert(ACCOUNT).values(
            id=made.id, login=login, name=name, area=area, password="", second_required=second_required, second_secret="",
            second_step=0, created=now,
        )
    )  # fmt: skip
    return made


def account_of(connection: Connection, login: str) -> Account:
    """The open account of a login. Raises NoAccount."""
    row = _row(connection, asked_login(login))
    if row is None or row.closed is not None:
        raise NoAccount(login=login[:64])
    return _account(connection, row)


def account_by_id(connection: Connection, account: str) -> Account | None:
    """The open account of an id; None where there is none."""
    row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == account)).one_or_none()
    return None if row is None or row.closed is not None else _account(connection, row)


def listed(connection: Connection) -> list[Account]:
    """Every account, closed ones too, by login."""
    grants: dict[str, set[Grant]] = defaultdict(set)
    for account, what, area in connection.execute(select(GRANTED)):
        grants[account].add(Grant(Right(what), area))
    posts: dict[str, set[Post]] = defaultdict(set)
    for account, *post in connection.execute(select(POST)):
        posts[account].add(Post(*post))
    rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.login)).all()
    return [_account_of(row, grants[row.id], posts[row.id]) for row in rows]


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their ids, closed ones too: a name stays with what was done."""
    found = connection.execute(select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(set(ids))))
    return {row.id: row.name for row in found}


def names_by_login(connection: Connection) -> dict[str, str]:
    """The names of all accounts, by login."""
    return {one.login: one.name for one in connection.execute(select(ACCOUNT.c.login, ACCOUNT.c.name))}


def names_in(home: Path, ids: Iterable[str]) -> dict[str, str]:
    """The same of the database of a home, which is not asked for those whom nobody tells apart (""). Raises DatabaseUnusable."""
    wanted = set(ids) - {""}
    if not wanted:
        return {}
    with database(home).reading() as connection:
        return names_of(connection, wanted)


def give(connection: Connection, account: str, grants: Iterable[Grant]) -> None:
    """Give what it has not yet."""
    for grant in set(grants) - _grants(connection, account):
        connection.execute(insert(GRANTED).values(account=account, what=grant.what, area=grant.area))


def take(connection: Connection, account: str, grant: Grant) -> None:
    """Withdraw a grant."""
    mine = (GRANTED.c.account == account) & (GRANTED.c.what == grant.what) & (GRANTED.c.area == grant.area)
    connection.execute(delete(GRANTED).where(mine))


def give_posts(connection: Connection, account: str, posts: Iterable[Post]) -> None:
    """Give posts that it has not yet."""
    for post in set(posts) - _posts(connection, account):
        connection.execute(insert(POST).values(account=account, area=post.area, agency=post.agency, post=post.post))


def take_post(connection: Connection, account: str, post: Post) -> None:
    """Take a post away."""
    mine = (POST.c.area == post.area) & (POST.c.agency == post.agency) & (POST.c.post == post.post)
    connection.execute(delete(POST).where((POST.c.account == account) & mine))


def close(connection: Connection, account: str, now: datetime) -> None:
    """Nobody signs in with it any more, no token of it holds, and no invitation to it is taken up; its name stays with what it did."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(closed=now, issuer="", subject=""))
    for table in (INVITATION, API_TOKEN):
        connection.execute(delete(table).where(table.c.account == account))


def is_pinned(connection: Connection, *, issuer: str, subject: str) -> bool:
    """Whether an account is pinned to this name of a sign-in service."""
    theirs = (ACCOUNT.c.issuer == issuer) & (ACCOUNT.c.subject == subject)
    return connection.execute(select(ACCOUNT.c.id).where(theirs)).one_or_none() is not None


def change(connection: Connection, account: str, **values: object) -> None:
    """Set columns of its row."""
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(**values))


def _row(connection: Connection, login: str) -> Row[Any] | None:
    return connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == login)).one_or_none()


def _account(connection: Connection, row: Row[Any]) -> Account:
    return _account_of(row, _grants(connection, row.id), _posts(connection, row.id))


def _account_of(row: Row[Any], grants: Iterable[Grant], posts: Iterable[Post]) -> Account:
    person = Person(row.id, row.login, row.name, row.area, frozenset(grants), frozenset(posts))
    return Account(
        person, row.created, row.closed, row.password, row.second_required, row.second_secret, row.second_step, row.seen,
        row.issuer, row.subject,
    )  # fmt: skip


def _grants(connection: Connection, account: str) -> set[Grant]:
    found = connection.execute(select(GRANTED.c.what, GRANTED.c.area).where(GRANTED.c.account == account))
    return {Grant(Right(what), area) for what, area in found}


def _posts(connection: Connection, account: str) -> set[Post]:
    found = connection.execute(select(POST.c.area, POST.c.agency, POST.c.post).where(POST.c.account == account))
    return {Post(*one) for one in found}
