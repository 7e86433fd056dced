"""Tokens for other systems; and to whom at a sign-in service an account belongs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "s0005_tokens"
down_revision = "s0004_vouched"


def upgrade() -> None:
    """Make the table of tokens; accounts, and who vouched for sessions, say of which service."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("api_token_digest", "api_token", ["digest"], unique=True)
    op.create_index("api_token_account", "api_token", ["account"])
    for name in ("issuer", "subject"):
        op.add_column("account", sa.Column(name, sa.String(255), nullable=False, server_default=""))
    op.create_index(
        "account_subject", "account", ["issuer", "subject"], unique=True,
        sqlite_where=sa.text("subject <> ''"), postgresql_where=sa.text("subject <> ''"),
    )  # fmt: skip
    op.add_column("vouched", sa.Column("issuer", sa.String(255), nullable=False, server_default=""))
