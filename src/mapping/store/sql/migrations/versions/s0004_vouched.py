"""Sign-ins through another's service: those on their way, and who vouched for a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "s0004_vouched"
down_revision = "s0003_seen"


def upgrade() -> None:
    """Make both tables; what vouches for a session goes with it."""
    op.create_table(
        "arrival",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("wanted", sa.String(2000), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "vouched",
        sa.Column("digest", sa.String(64), sa.ForeignKey("signed_in.digest", ondelete="CASCADE"), primary_key=True),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("sid", sa.String(255), nullable=False),
        sa.Column("id_token", sa.Text, nullable=False),
    )
