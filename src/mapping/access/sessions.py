"""Who is signed in: a random token with the browser, its digest here. It ends when it is not used, and at the latest after a day's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from mapping.access.tables import ACCOUNT, SIGNED_IN
from mapping.access.tokens import digest, new_token
from mapping.model.settings import settings

BETWEEN = timedelta(minutes=10)
"""So long the second step may take."""
SEEN_EVERY = timedelta(minutes=1)
"""So exactly it is known when a session was used last."""


class Stage(StrEnum):
    """How far one has come: only who is IN sees anything."""

    IN = "in"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True)
class Session:
    """A session that has not ended. `digest`: of its token."""

    digest: str
    account: str
    stage: Stage
    began: datetime
    seen: datetime

    @property
    def ends(self) -> datetime:
        """When it ends if it is not used any more."""
        latest = self.began + timedelta(hours=settings().session_hours)
        if self.stage is not Stage.IN:
            return self.began + BETWEEN
        return min(latest, self.seen + timedelta(minutes=settings().session_idle_minutes))


def begin(connection: Connection, account: str, stage: Stage, now: datetime) -> str:
    """A new session; gives its token, which is nowhere else. Ended ones are forgotten by the way."""
    token = new_token()
    connection.execute(
        insert(SIGNED_IN).values(digest=digest(token), account=account, stage=stage, began=now, seen=now)
    )
    connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.began < now - timedelta(hours=settings().session_hours)))
    return token


def found(connection: Connection, token_digest: str, now: datetime) -> Session | None:
    """The session of a token; None where there is none, or it has ended."""
    row = connection.execute(select(SIGNED_IN).where(SIGNED_IN.c.digest == token_digest)).one_or_none()
    if row is None:
        return None
    session = Session(row.digest, row.account, Stage(row.stage), row.began, row.seen)
    return session if now < session.ends else None


def used(connection: Connection, token_digest: str, now: datetime) -> None:
    """Note that it was used, and with it the account."""
    connection.execute(update(SIGNED_IN).where(SIGNED_IN.c.digest == token_digest).values(seen=now))
    account = select(SIGNED_IN.c.account).where(SIGNED_IN.c.digest == token_digest).scalar_subquery()
    connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(seen=now))


def end(connection: Connection, token_digest: str) -> None:
    """End one session."""
    connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.digest == token_digest))


def end_all(connection: Connection, account: str) -> None:
    """End every session of an account."""
    connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.account == account))
