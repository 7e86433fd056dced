"""When an account was used last; and old lines may leave the book, which changes none and gives up no younger one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "s0003_seen"
down_revision = "s0002"

KEPT_DAYS = 90
"""So long a line stays whatever is set; the shortest time that may be set is longer."""


def upgrade() -> None:
    """Add the column, and let what refuses deletion look at the age of a line."""
    op.add_column("account", sa.Column("seen", sa.DateTime(timezone=True), nullable=True))
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_delete")
        op.execute(
            f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN OLD.time > datetime('now', '-{KEPT_DAYS} days') "
            "BEGIN SELECT RAISE(ABORT, 'audit keeps what is younger'); END"
        )
        return
    op.execute("DROP TRIGGER audit_as_written ON audit")
    op.execute("CREATE TRIGGER audit_as_written BEFORE UPDATE OR TRUNCATE ON audit EXECUTE FUNCTION audit_as_written()")
    op.execute(
        "CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.time > now() - interval '{KEPT_DAYS} days' THEN "
        "RAISE EXCEPTION 'audit keeps what is younger'; END IF; RETURN OLD; END $$"
    )
    op.execute("CREATE TRIGGER audit_keeps BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keeps()")
