"""What several servers share: snapshots, and which of them is current."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mapping.store.sql.migrations.as_written import keep_as_written

revision = "s0008_shared"
down_revision = "s0007_reminded"


def upgrade() -> None:
    """Make the tables; what was current when is only added to."""
    op.create_table(
        "shared_manifest",
        sa.Column("snapshot", sa.String(20), primary_key=True),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "shared_current",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("snapshot", sa.String(20), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    keep_as_written("shared_current")
    op.create_table(
        "shared_piece",
        sa.Column("file", sa.String(300), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
