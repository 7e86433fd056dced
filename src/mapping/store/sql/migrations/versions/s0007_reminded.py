"""Who was reminded of what on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "s0007_reminded"
down_revision = "s0006_decisions"


def upgrade() -> None:
    """Make the table; nobody stands in it twice for one thing on one day."""
    op.create_table(
        "reminded",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("whom", sa.String(254), nullable=False),
        sa.Column("about", sa.String(220), nullable=False),
        sa.PrimaryKeyConstraint("day", "whom", "about"),
    )
