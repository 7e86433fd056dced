"""What meetings decide: a line a version, only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mapping.store.sql.migrations.as_written import keep_as_written

revision = "s0006_decisions"
down_revision = "s0005_tokens"


def upgrade() -> None:
    """Make the table; no decision has one version twice."""
    op.create_table(
        "decision",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(16), nullable=False),
        sa.Column("area", sa.String(20), nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("decision_version", "decision", ["decision", "version"], unique=True)
    op.create_index("decision_key", "decision", ["person", "key"])
    keep_as_written("decision")
