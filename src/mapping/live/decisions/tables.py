"""The table of decisions, as the steps in `store/sql/migrations` make it; a test holds one against the other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from mapping.store.sql.moments import Moment

TABLES = MetaData()
DECISION = Table(
    "decision",
    TABLES,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("decision", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("time", Moment, nullable=False),
    Column(
        "person", String(16), nullable=False
    ),  # an account's id; "" where nobody signs in, and for what was taken over
    Column("area", String(20), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("content", Text, nullable=False),  # a `Content`, as JSON
    Column("key", String(64), nullable=False),  # what the sender called the first version; "" where it has none
    Index("decision_version", "decision", "version", unique=True),
    Index("decision_key", "person", "key"),
    sqlite_autoincrement=True,
)
