"""Who was written to about what on which day: claimed before a letter is sent, so that nobody is written to twice for the same thing in a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Column, Date, MetaData, String, Table, delete, insert, select

from mapping.store.sql import Database

TABLES = MetaData()
REMINDED = Table(
    "reminded",
    TABLES,
    Column("day", Date, primary_key=True),
    Column("whom", String(254), primary_key=True),  # an address of mail, in small letters
    Column("about", String(220), primary_key=True),  # a part of the letter and a measure
)


def claim(base: Database, day: date, whom: str, about: Iterable[str]) -> frozenset[str]:
    """What of this the recipient was not written of on that day; from now on they were. Days before are forgotten. Raises DatabaseUnusable."""
    with base.writing() as connection:
        connection.execute(delete(REMINDED).where(REMINDED.c.day < day))
        told = select(REMINDED.c.about).where((REMINDED.c.day == day) & (REMINDED.c.whom == whom.lower()))
        new = frozenset(about) - set(connection.execute(told).scalars())
        if new:
            connection.execute(
                insert(REMINDED), [{"day": day, "whom": whom.lower(), "about": one} for one in sorted(new)]
            )
    return new


def give_up(base: Database, day: date, whom: str, about: Iterable[str]) -> None:
    """What could not be sent may be sent again. Raises DatabaseUnusable."""
    with base.writing() as connection:
        for one in about:
            mine = (REMINDED.c.day == day) & (REMINDED.c.whom == whom.lower()) & (REMINDED.c.about == one)
            connection.execute(delete(REMINDED).where(mine))
