"""Coming in by another's word: a sign-in service of the network (OpenID Connect), which says who it is and not what they may.

What one sign-in needs on its way (state, nonce, the verifier of PKCE) lies here, under the digest of a token that only the browser which
began it has: an answer that was got elsewhere fits no browser, and none is taken twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from mapping.access import audit
from mapping.access.audit import Act
from mapping.access.tables import ACCOUNT, ARRIVAL, SIGNED_IN, VOUCHED
from mapping.access.tokens import digest, new_token
from mapping.store.sql import Database

ON_THE_WAY = timedelta(minutes=10)


@dataclass(frozen=True)
class Arrival:
    """A sign-in that is on its way. `wanted`: where one wanted to go."""

    state: str
    nonce: str
    verifier: str
    wanted: str


@dataclass(frozen=True)
class Voucher:
    """What the service said: `subject`, its own name for the person, which it never gives to another; `sid`, of the session there; the token
    that said so; `issuer`, which service it is."""

    subject: str
    sid: str
    id_token: str
    issuer: str


def expect(base: Database, wanted: str) -> tuple[str, Arrival]:
    """Begin a sign-in; gives the token for the browser, and what is sent to the service."""
    token, now = new_token(), datetime.now(UTC)
    arrival = Arrival(state=new_token(), nonce=new_token(), verifier=new_token() + new_token(), wanted=wanted[:2000])
    with base.writing() as connection:
        connection.execute(delete(ARRIVAL).where(ARRIVAL.c.began < now - ON_THE_WAY))
        connection.execute(insert(ARRIVAL).values(digest=digest(token), began=now, **vars(arrival)))
    return token, arrival


def arrived(base: Database, token: str) -> Arrival | None:
    """The sign-in that this browser began, given out once; None where there is none, or it took too long."""
    with base.writing() as connection:
        row = connection.execute(select(ARRIVAL).where(ARRIVAL.c.digest == digest(token))).one_or_none()
        connection.execute(delete(ARRIVAL).where(ARRIVAL.c.digest == digest(token)))
    if row is None or row.began < datetime.now(UTC) - ON_THE_WAY:
        return None
    return Arrival(row.state, row.nonce, row.verifier, row.wanted)


def note(connection: Connection, token: str, voucher: Voucher) -> None:
    """Keep who vouched for a session."""
    connection.execute(insert(VOUCHED).values(digest=digest(token), **vars(voucher)))


def of(connection: Connection, token_digest: str) -> Voucher | None:
    """Who vouched for a session; None where it began with a password."""
    row = connection.execute(select(VOUCHED).where(VOUCHED.c.digest == token_digest)).one_or_none()
    return None if row is None else Voucher(row.subject, row.sid, row.id_token, row.issuer)


def end(base: Database, *, subject: str, sid: str, before: datetime, peer: str) -> int:
    """The service says that somebody signed out there: of a session, or where none is named of all of the person's. Those that began
    later stay, so that its word said again ends nothing. Gives how many ended.
    """
    theirs = VOUCHED.c.sid == sid if sid else VOUCHED.c.subject == subject
    theirs = theirs & (VOUCHED.c.subject == subject) if subject else theirs
    with base.writing() as connection:
        found = connection.execute(
            select(SIGNED_IN.c.digest, ACCOUNT.c.id, ACCOUNT.c.area)
            .join(VOUCHED, VOUCHED.c.digest == SIGNED_IN.c.digest)
            .join(ACCOUNT, ACCOUNT.c.id == SIGNED_IN.c.account)
            .where(theirs, SIGNED_IN.c.began <= before)
        ).all()
        for one in found:
            connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.digest == one.digest))
            audit.note(connection, Act.SIGNED_OUT_THERE, account=one.id, peer=peer, area=one.area)
    return len(found)
