"""Accounts, what they may, their posts, invitations, sessions, slips at the door, and the book of what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mapping.store.sql.migrations.as_written import keep_as_written

revision = "s0001"
down_revision = None

WHEN = sa.DateTime(timezone=True)


def _belongs() -> sa.Column[str]:
    return sa.Column("account", sa.String(16), sa.ForeignKey("account.id"), nullable=False)


def upgrade() -> None:
    """Make the tables; the book takes new lines and changes none."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("login", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("area", sa.String(20), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("second_required", sa.Boolean, nullable=False),
        sa.Column("second_secret", sa.String(64), nullable=False),
        sa.Column("second_step", sa.BigInteger, nullable=False),
        sa.Column("created", WHEN, nullable=False),
        sa.Column("closed", WHEN, nullable=True),
    )
    op.create_table(
        "granted",
        _belongs(),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("area", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("account", "what", "area"),
    )
    op.create_table(
        "post",
        _belongs(),
        sa.Column("area", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("post", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("account", "area", "agency", "post"),
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(64), primary_key=True),
        _belongs(),
        sa.Column("ends", WHEN, nullable=False),
    )
    op.create_table(
        "signed_in",
        sa.Column("digest", sa.String(64), primary_key=True),
        _belongs(),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("began", WHEN, nullable=False),
        sa.Column("seen", WHEN, nullable=False),
    )
    op.create_index("signed_in_account", "signed_in", ["account"])
    op.create_table(
        "slip",
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("last", WHEN, nullable=False),
        sa.PrimaryKeyConstraint("login", "peer"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("time", WHEN, nullable=False),
        sa.Column("account", sa.String(16), nullable=False),
        sa.Column("peer", sa.String(64), nullable=False),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("area", sa.String(20), nullable=False),
        sa.Column("about", sa.String(300), nullable=False),
        sqlite_autoincrement=True,
    )
    keep_as_written("audit")
