"""What people report of measures: lines that are only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mapping.store.sql.migrations.as_written import keep_as_written

revision = "s0002"
down_revision = "s0001"

OF_THE_STATE = "act NOT IN ('comment', 'file')"


def upgrade() -> None:
    """Make the table; two lines of one measure never have one version, and nothing sent twice counts twice."""
    op.create_table(
        "report",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("measure", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("area", sa.String(20), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(16), nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer, nullable=True),
        sa.Column("done_on", sa.Date, nullable=True),
        sa.Column("deadline", sa.Date, nullable=True),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("report_measure", "report", ["measure", "seq"])
    op.create_index("report_key", "report", ["person", "key"], unique=True)
    op.create_index("report_file", "report", ["file"])
    op.create_index(
        "report_version", "report", ["measure", "version"], unique=True,
        sqlite_where=sa.text(OF_THE_STATE), postgresql_where=sa.text(OF_THE_STATE),
    )  # fmt: skip
    keep_as_written("report")
