"""The book of what was done: only added to, which the database itself sees to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from mapping.access.tables import ACCOUNT, AUDIT


class Act(StrEnum):
    """What is written down."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"
    DOWNLOADED = "downloaded"
    PUBLISHED = "published"
    SWITCHED = "switched"
    DECIDED = "decided"
    REPORTED = "reported"
    ADDED = "added"
    INVITED = "invited"
    PASSWORD_SET = "password_set"  # noqa: S105 (the name of an act)
    SECOND_SET_UP = "second_set_up"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"
    POST_GIVEN = "post_given"
    SIGNED_OUT_BY_OTHER = "signed_out_by_other"
    CLOSED = "closed"


@dataclass(frozen=True)
class Entry:
    """One line. `login`: of who did it; "" for the command line, and for one who did not sign in."""

    seq: int
    time: datetime
    login: str
    peer: str
    act: Act
    area: str
    about: str


def note(connection: Connection, act: Act, *, account: str, peer: str = "", area: str = "", about: str = "") -> None:
    """Write one line down, with the moment."""
    line = {"time": datetime.now(UTC), "account": account, "peer": peer, "act": act, "area": area, "about": about[:300]}
    connection.execute(insert(AUDIT).values(line))


def last_seq(connection: Connection) -> int:
    """The number of the last line; 0 where there is none."""
    return int(connection.execute(select(func.max(AUDIT.c.seq))).scalar_one() or 0)


def entries(connection: Connection, *, most: int) -> list[Entry]:
    """The last lines, the last first."""
    found = (
        select(AUDIT, func.coalesce(ACCOUNT.c.login, "").label("login"))
        .join(ACCOUNT, ACCOUNT.c.id == AUDIT.c.account, isouter=True)
        .order_by(AUDIT.c.seq.desc())
        .limit(most)
    )
    return [
        Entry(one.seq, one.time, one.login, one.peer, Act(one.act), one.area, one.about)
        for one in connection.execute(found)
    ]
