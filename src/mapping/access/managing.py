"""What is done to accounts, by whom it may be: each is one transaction, with its line in the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert

from mapping.access import accounts, audit, sessions
from mapping.access.accounts import Account
from mapping.access.audit import Act
from mapping.access.errors import NotYours
from mapping.access.person import Person, Post
from mapping.access.rights import Grant, Right
from mapping.access.tables import INVITATION
from mapping.access.tokens import digest, new_token
from mapping.store.sql import Database

INVITED_FOR = timedelta(days=7)


def add(
    base: Database, by: Person, *, login: str, name: str, area: str, grants: Iterable[Grant] = (), posts: Iterable[Post] = (),
    second_required: bool = False,
) -> str:  # fmt: skip
    """A new account; gives the token of its invitation. Raises NotYours, and as `accounts.add`."""
    now, given = datetime.now(UTC), sorted(set(grants))
    with base.writing() as connection:
        made = accounts.add(connection, login=login, name=name, area=area, now=now, second_required=second_required)
        _require_area(by, made.area)
        audit.note(connection, Act.ADDED, account=by.id, peer=by.peer, area=made.area, about=made.login)
        _give(connection, by, made, given)
        _give_posts(connection, by, made, posts)
        return _invite(connection, by, made, now)


def invite(base: Database, by: Person, login: str) -> str:
    """A link for one who lost the password, or another phone; gives its token. Earlier ones hold no more. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        return _invite(connection, by, managed(connection, by, login), datetime.now(UTC))


def give(
    base: Database, by: Person, login: str, grants: Iterable[Grant], *, posts: Iterable[Post] = (), needs_second: bool = False
) -> None:  # fmt: skip
    """Give rights, and posts with them; a second step may be asked for too, and is not taken back. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        account = accounts.account_of(connection, login)
        _give(connection, by, account.person, sorted(set(grants)))
        _give_posts(connection, by, account.person, posts)
        if needs_second and not account.second_required:
            _require_second(connection, by, login, is_required=True)


def give_posts(base: Database, by: Person, login: str, posts: Iterable[Post]) -> None:
    """Give posts. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        _give_posts(connection, by, accounts.account_of(connection, login).person, posts)


def withdraw(base: Database, by: Person, login: str, grant: Grant) -> None:
    """Take a right away. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        person = accounts.account_of(connection, login).person
        _require_givable(by, grant)
        accounts.take(connection, person.id, grant)
        audit.note(
            connection,
            Act.WITHDRAWN,
            account=by.id,
            peer=by.peer,
            area=grant.area,
            about=f"{person.login}: {grant.what}",
        )


def take_post(base: Database, by: Person, login: str, post: Post) -> None:
    """Take a post away. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        person = accounts.account_of(connection, login).person
        _require_area(by, post.area)
        accounts.take_post(connection, person.id, post)
        about = f"{person.login}: {post.agency} {post.post}"
        audit.note(connection, Act.POST_TAKEN, account=by.id, peer=by.peer, area=post.area, about=about)


def require_second(base: Database, by: Person, login: str, *, is_required: bool) -> None:
    """Ask for a second step from the next sign-in on, or no more of one who has not set it up. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        _require_second(connection, by, login, is_required=is_required)


def _require_second(connection: Connection, by: Person, login: str, *, is_required: bool) -> None:
    person = managed(connection, by, login)
    accounts.change(connection, person.id, second_required=is_required)
    act = Act.SECOND_REQUIRED if is_required else Act.SECOND_NOT_REQUIRED
    audit.note(connection, act, account=by.id, peer=by.peer, area=person.area, about=person.login)


def listed(base: Database, by: Person) -> list[Account]:
    """The accounts that one who administers may know of, closed ones too, by login: those of the area, with all that they may; and
    those from elsewhere that have a right or a post within it, with these alone.
    """
    with base.reading() as connection:
        every = accounts.listed(connection)
    return every if by.is_unbound else [known for one in every if (known := _as_known_to(by, one))]


def _as_known_to(by: Person, account: Account) -> Account | None:
    person = account.person
    if by.may(Right.ADMINISTER, person.area):
        return account
    grants = frozenset(one for one in person.grants if by.may(Right.ADMINISTER, one.area))
    posts = frozenset(one for one in person.posts if by.may(Right.ADMINISTER, one.area))
    return replace(account, person=replace(person, grants=grants, posts=posts)) if grants or posts else None


def close(base: Database, by: Person, login: str) -> None:
    """Close the account, and end its sessions. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        person = managed(connection, by, login)
        accounts.close(connection, person.id, datetime.now(UTC))
        sessions.end_all(connection, person.id)
        audit.note(connection, Act.CLOSED, account=by.id, peer=by.peer, area=person.area, about=person.login)


def unpin(base: Database, by: Person, login: str) -> None:
    """Let the next one whom a sign-in service names so come in, whatever its own name for them: it knows the person anew. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        person = managed(connection, by, login)
        accounts.change(connection, person.id, issuer="", subject="")
        sessions.end_all(connection, person.id)
        audit.note(connection, Act.UNPINNED, account=by.id, peer=by.peer, area=person.area, about=person.login)


def sign_out_everywhere(base: Database, by: Person, login: str) -> None:
    """End every session of an account. Raises NoAccount, NotYours."""
    with base.writing() as connection:
        person = managed(connection, by, login)
        sessions.end_all(connection, person.id)
        audit.note(
            connection, Act.SIGNED_OUT_BY_OTHER, account=by.id, peer=by.peer, area=person.area, about=person.login
        )


def trimmed(base: Database, months: int) -> int:
    """Let lines older than so many months (of 31 days) leave the book; gives how many."""
    with base.writing() as connection:
        return audit.trim(connection, datetime.now(UTC) - timedelta(days=31 * months))


def managed(connection: Connection, by: Person, login: str) -> Person:
    """The person of a login, where one may act in their place. Raises NoAccount, NotYours."""
    person = accounts.account_of(connection, login).person
    if not by.may_manage(person):
        raise NotYours(about=person.login)
    return person


def _give(connection: Connection, by: Person, person: Person, grants: Iterable[Grant]) -> None:
    for grant in grants:
        _require_givable(by, grant)
        audit.note(
            connection, Act.GRANTED, account=by.id, peer=by.peer, area=grant.area, about=f"{person.login}: {grant.what}"
        )
    accounts.give(connection, person.id, grants)


def _require_givable(by: Person, grant: Grant) -> None:
    if not by.may_give(grant):
        raise NotYours(about=f"{grant.what} {grant.area}")


def _require_area(by: Person, area: str) -> None:
    if not by.may(Right.ADMINISTER, area):
        raise NotYours(about=area)


def _give_posts(connection: Connection, by: Person, person: Person, posts: Iterable[Post]) -> None:
    """A post gives no right: it says whose measures one looks after."""
    given = sorted(set(posts))
    for post in given:
        _require_area(by, post.area)
        about = f"{person.login}: {post.agency} {post.post}"
        audit.note(connection, Act.POST_GIVEN, account=by.id, peer=by.peer, area=post.area, about=about)
    accounts.give_posts(connection, person.id, given)


def _invite(connection: Connection, by: Person, person: Person, now: datetime) -> str:
    token = new_token()
    connection.execute(delete(INVITATION).where(INVITATION.c.account == person.id))
    connection.execute(insert(INVITATION).values(digest=digest(token), account=person.id, ends=now + INVITED_FOR))
    audit.note(connection, Act.INVITED, account=by.id, peer=by.peer, area=person.area, about=person.login)
    return token
