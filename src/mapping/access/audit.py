"""The book of what was done: only added to, which the database itself sees to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, case, delete, false, func, insert, or_, select

from mapping.access.tables import ACCOUNT, AUDIT
from mapping.model.levels import Level, level_of


class Act(StrEnum):
    """What is written down."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_THERE = "signed_out_there"
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
    POST_TAKEN = "post_taken"
    SECOND_REQUIRED = "second_required"
    SECOND_NOT_REQUIRED = "second_not_required"
    SIGNED_OUT_BY_OTHER = "signed_out_by_other"
    CLOSED = "closed"
    TRIMMED = "trimmed"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    OTHER_SUBJECT = "other_subject"
    TOKEN_MADE = "token_made"  # noqa: S105 (the name of an act)
    TOKEN_TAKEN = "token_taken"  # noqa: S105 (the name of an act)


@dataclass(frozen=True)
class Entry:
    """One line. `login`, `name`: of who did it; "" for the command line, and for one who did not sign in. `area`: where it was done, else
    the one that the account belongs to, "" where neither is known.
    """

    seq: int
    time: datetime
    login: str
    name: str
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


@dataclass(frozen=True)
class Wanted:
    """Which lines: of these acts, none meaning all; with the words in login, name, address or what it was about; from `since` to before
    `until`; of these areas and all below them, None meaning all; with a whole region go those that belong to no area.
    """

    acts: frozenset[Act] = frozenset()
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    areas: tuple[str, ...] | None = None


def entries(connection: Connection, *, most: int, wanted: Wanted = Wanted(), skip: int = 0) -> list[Entry]:
    """The lines that are wanted, the last first, without the first `skip`."""
    lines = select(AUDIT, _LOGIN.label("login"), _NAME.label("name"), _AREA.label("where_done")).select_from(
        _WITH_ACCOUNT
    )
    found = lines.where(*_conditions(wanted)).order_by(AUDIT.c.seq.desc()).offset(skip).limit(most)
    return [
        Entry(one.seq, one.time, one.login, one.name, one.peer, Act(one.act), one.where_done, one.about)
        for one in connection.execute(found)
    ]


def counted(connection: Connection, wanted: Wanted) -> int:
    """How many lines are wanted."""
    found = select(func.count()).select_from(_WITH_ACCOUNT).where(*_conditions(wanted))
    return int(connection.execute(found).scalar_one())


def trim(connection: Connection, before: datetime) -> int:
    """Take out what is older, and note it; gives how many lines. The database refuses it for lines younger than 90 days."""
    gone = connection.execute(delete(AUDIT).where(AUDIT.c.time < before)).rowcount
    if gone:
        note(connection, Act.TRIMMED, account="", about=f"{gone} < {before:%Y-%m-%d}")
    return gone


_WITH_ACCOUNT = AUDIT.outerjoin(ACCOUNT, ACCOUNT.c.id == AUDIT.c.account)
_LOGIN, _NAME = func.coalesce(ACCOUNT.c.login, ""), func.coalesce(ACCOUNT.c.name, "")
_AREA = case((AUDIT.c.area != "", AUDIT.c.area), else_=func.coalesce(ACCOUNT.c.area, ""))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.acts:
        yield AUDIT.c.act.in_(sorted(wanted.acts))
    for word in wanted.words.split():
        yield or_(*(column.icontains(word, autoescape=True) for column in (_LOGIN, _NAME, AUDIT.c.peer, AUDIT.c.about)))
    if wanted.since:
        yield AUDIT.c.time >= wanted.since
    if wanted.until:
        yield AUDIT.c.time < wanted.until
    if wanted.areas is not None:
        whole = [_AREA == ""] if any(level_of(area) is Level.REGION for area in wanted.areas) else []
        yield or_(false(), *whole, *(_AREA.startswith(area, autoescape=True) for area in wanted.areas))
