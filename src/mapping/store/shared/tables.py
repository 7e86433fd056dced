"""The tables of what servers share, as the steps in `store/sql/migrations` make them; a test holds one against the other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, MetaData, String, Table, Text

from mapping.store.sql.moments import Moment

TABLES = MetaData()

MANIFEST = Table(
    "shared_manifest",
    TABLES,
    Column("snapshot", String(20), primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("removed", Boolean, nullable=False),
)
"""The snapshots that lie whole where all servers find them; `removed` are those that are to go from every server."""

CURRENT = Table(
    "shared_current",
    TABLES,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("snapshot", String(20), nullable=False),
    Column("time", Moment, nullable=False),
)
"""Which snapshot became current when: the last line holds."""

PIECE = Table(
    "shared_piece",
    TABLES,
    Column("file", String(300), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Files in pieces, where the database is the place for them."""
