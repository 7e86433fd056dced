"""What can go wrong with the database; `store.<rule>` in the catalogue."""

from __future__ import annotations

from mapping.store.errors import StoreError


class DatabaseUnusable(StoreError):
    """The database at `address` (without its password) cannot be read or written (`reason`); nothing was kept."""

    rule = "database_unusable"


class DatabaseBusy(DatabaseUnusable):
    """Somebody else has been writing for longer than a write can take."""

    rule = "database_busy"


class DatabaseNewer(StoreError):
    """The database at `address` was made by a later version of the software (`revision`)."""

    rule = "database_newer"


class DriverUnknown(StoreError):
    """The `address` names neither SQLite nor PostgreSQL."""

    rule = "database_unknown"
