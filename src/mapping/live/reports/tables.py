"""The table of reports, as the steps in `store/sql/migrations` make it; a test holds one against the other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, String, Table, text

from mapping.store.sql.moments import Moment

TABLES = MetaData()
_OF_THE_STATE = text("act NOT IN ('comment', 'file')")


def _words(name: str, length: int) -> Column[str]:
    return Column(name, String(length), nullable=False)


REPORT = Table(
    "report",
    TABLES,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _words("measure", 200),
    Column("version", Integer, nullable=False),
    _words("area", 20),
    Column("time", Moment, nullable=False),
    _words("person", 16),  # an account's id; "" where nobody signs in
    _words("act", 16),
    Column("progress", Integer),
    Column("done_on", Date),
    Column("deadline", Date),
    _words("words", 2000),
    _words("file", 64),  # the digest of what lies among the evidence
    _words("media", 100),
    Column("size", Integer, nullable=False),
    _words("key", 64),
    Index("report_measure", "measure", "seq"),
    Index("report_key", "person", "key", unique=True),
    Index("report_file", "file"),
    Index("report_version", "measure", "version", unique=True, sqlite_where=_OF_THE_STATE, postgresql_where=_OF_THE_STATE),
    sqlite_autoincrement=True,
)  # fmt: skip
