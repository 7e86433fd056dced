"""Coming in: login and password, a second step where it is asked for, invitations; and going out.

A token is made anew at each step, so that none that anybody had before holds afterwards. Slips are counted for a login from an
address, whether or not there is such a login.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from mapping.access import accounts, audit, passwords, sessions, vouched
from mapping.access.accounts import Account
from mapping.access.audit import Act
from mapping.access.delays import FORGOTTEN, counted_as, wait
from mapping.access.errors import (
    AccessRefused,
    CodeWrong,
    InvitationGone,
    NoAccount,
    NotKnownHere,
    OtherSubject,
    SignInWrong,
    TooManySlips,
)
from mapping.access.second_factor import new_secret, step_of
from mapping.access.sessions import Session, Stage
from mapping.access.tables import INVITATION, SLIP
from mapping.access.tokens import digest
from mapping.access.vouched import Voucher
from mapping.store.sql import Database


@dataclass(frozen=True)
class Entered:
    """A new session, and how far it leads."""

    token: str
    stage: Stage


def enter(base: Database, *, login: str, password: str, peer: str) -> Entered:
    """The first step. Raises SignInWrong, TooManySlips."""
    login, now = accounts.asked_login(login), datetime.now(UTC)
    with base.reading() as connection:
        _require_patience(connection, login, peer, now)
        account = _account(connection, login)
    if not passwords.is_right(password, account.password if account else ""):
        _slipped(base, login, peer, account)
        raise SignInWrong
    assert account is not None  # without one there is no password
    with base.writing() as connection:
        return _come_in(connection, account, login, peer, now)


def vouched_for(base: Database, *, login: str, voucher: Voucher, peer: str) -> Entered:
    """The first step by the word of a sign-in service; a second step that an administrator asks for is asked for here too.

    At the first sign-in the account is pinned to the service's own name for the person: whoever later comes under the same login and another
    name, or under this name and another login, is refused, for logins change hands. Raises NotKnownHere, OtherSubject.
    """
    login, now = accounts.asked_login(login), datetime.now(UTC)
    with base.writing() as connection:
        account = _account(connection, login) if login else None
        if account is not None and _is_theirs_there(connection, account, voucher):
            entered = _come_in(connection, account, login, peer, now, voucher)
            vouched.note(connection, entered.token, voucher)
            return entered
        if account is None:
            audit.note(connection, Act.SIGN_IN_REFUSED, account="", peer=peer, about=login)
            refusal: AccessRefused = NotKnownHere(login=login or "?")
        else:
            audit.note(connection, Act.OTHER_SUBJECT, account="", peer=peer, area=account.person.area, about=login)
            refusal = OtherSubject(login=login)
    raise refusal


def _is_theirs_there(connection: Connection, account: Account, voucher: Voucher) -> bool:
    """Whether the service's name for the person is that of the account, or of none yet."""
    if account.subject:
        return (account.issuer, account.subject) == (voucher.issuer, voucher.subject)
    return not accounts.is_pinned(connection, issuer=voucher.issuer, subject=voucher.subject)


def _account(connection: Connection, login: str) -> Account | None:
    try:
        return accounts.account_of(connection, login)
    except NoAccount:
        return None


def _come_in(
    connection: Connection, account: Account, login: str, peer: str, now: datetime, voucher: Voucher | None = None
) -> Entered:
    """After the password, or another's word. Slips are forgotten only with the last step."""
    if account.second_step:
        stage = Stage.CODE
    elif account.second_required:
        stage = Stage.ENROL
        accounts.change(connection, account.person.id, second_secret=new_secret())
    else:
        return _is_in(connection, account, login, peer, now, voucher)
    return Entered(sessions.begin(connection, account.person.id, stage, now), stage)


def _is_in(
    connection: Connection, account: Account, login: str, peer: str, now: datetime, voucher: Voucher | None
) -> Entered:
    _forget_slips(connection, login, peer, now)
    if voucher is not None and not account.subject:
        accounts.change(connection, account.person.id, issuer=voucher.issuer, subject=voucher.subject)
        audit.note(connection, Act.PINNED, account=account.person.id, peer=peer, area=account.person.area, about=login)
    accounts.change(connection, account.person.id, seen=now)
    audit.note(connection, Act.SIGNED_IN, account=account.person.id, peer=peer, area=account.person.area)
    return Entered(sessions.begin(connection, account.person.id, Stage.IN, now), Stage.IN)


def second(base: Database, session: Session, *, code: str, peer: str) -> Entered:
    """The second step; with its first code it is set up. Raises CodeWrong, TooManySlips, SignInWrong."""
    now = datetime.now(UTC)
    with base.writing() as connection:
        account = accounts.account_by_id(connection, session.account)
        if account is None:
            raise SignInWrong
        login = account.person.login
        _require_patience(connection, login, peer, now)
        step = step_of(account.second_secret, code, now, after=account.second_step)
        if step is not None:
            voucher = vouched.of(connection, session.digest)
            sessions.end(connection, session.digest)
            if voucher is not None and not _is_theirs_there(connection, account, voucher):
                raise SignInWrong  # between the two steps another came first
            accounts.change(connection, account.person.id, second_step=step)
            if session.stage is Stage.ENROL:
                audit.note(
                    connection, Act.SECOND_SET_UP, account=account.person.id, peer=peer, area=account.person.area
                )
            entered = _is_in(connection, account, login, peer, now, voucher)
            if voucher is not None:
                vouched.note(connection, entered.token, voucher)
            return entered
    _slipped(base, login, peer, account)
    raise CodeWrong


def invited(base: Database, token: str) -> Account:
    """Whose invitation this is. Raises InvitationGone."""
    with base.reading() as connection:
        return _invited(connection, token, datetime.now(UTC))


def take_up(base: Database, *, token: str, password: str, peer: str) -> Entered:
    """Set the password by an invitation, which holds once, and come in; other sessions end. Raises InvitationGone, Password…."""
    login = invited(base, token).person.login
    passwords.require_good(password, login)
    kept, now = passwords.hashed(password), datetime.now(UTC)
    with base.writing() as connection:
        account = _invited(connection, token, now)
        connection.execute(delete(INVITATION).where(INVITATION.c.account == account.person.id))
        sessions.end_all(connection, account.person.id)
        accounts.change(connection, account.person.id, password=kept, second_secret="", second_step=0)
        audit.note(connection, Act.PASSWORD_SET, account=account.person.id, peer=peer, area=account.person.area)
        known = accounts.account_of(connection, login)
        return _come_in(connection, known, login, peer, now)


def leave(base: Database, session: Session, *, peer: str) -> Voucher | None:
    """Sign out; gives who vouched for the session, where anybody did."""
    with base.writing() as connection:
        voucher = vouched.of(connection, session.digest)
        sessions.end(connection, session.digest)
        audit.note(connection, Act.SIGNED_OUT, account=session.account, peer=peer)
    return voucher


def _invited(connection: Connection, token: str, now: datetime) -> Account:
    row = connection.execute(select(INVITATION).where(INVITATION.c.digest == digest(token))).one_or_none()
    account = accounts.account_by_id(connection, row.account) if row is not None and now < row.ends else None
    if account is None:
        raise InvitationGone
    return account


def _require_patience(connection: Connection, login: str, peer: str, now: datetime) -> None:
    row = connection.execute(select(SLIP).where(_is_theirs(login, peer))).one_or_none()
    left = wait(row.slips, row.last, now).total_seconds() if row is not None else 0
    if left > 0:
        raise TooManySlips(seconds=int(left) + 1)


def _slipped(base: Database, login: str, peer: str, account: Account | None) -> None:
    now = datetime.now(UTC)
    with base.writing() as connection:
        before = connection.execute(select(SLIP.c.slips).where(_is_theirs(login, peer))).scalar_one_or_none() or 0
        connection.execute(delete(SLIP).where(_is_theirs(login, peer) | (SLIP.c.last < now - FORGOTTEN)))
        connection.execute(insert(SLIP).values(login=login, peer=counted_as(peer), slips=before + 1, last=now))
        known = account.person.id if account else ""
        audit.note(connection, Act.SIGN_IN_REFUSED, account=known, peer=peer, about=login)


def _forget_slips(connection: Connection, login: str, peer: str, now: datetime) -> None:
    connection.execute(delete(SLIP).where(_is_theirs(login, peer) | (SLIP.c.last < now - FORGOTTEN)))


def _is_theirs(login: str, peer: str) -> ColumnElement[bool]:
    return (SLIP.c.login == login) & (SLIP.c.peer == counted_as(peer))
