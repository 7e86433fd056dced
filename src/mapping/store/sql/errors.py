"""What can go wrong with the database; `store.<rule>` in the catalogue."""

from __future__ import annotations

from mapping.store.errors import StoreError


class DatabaseUnusable(StoreError):
    """The database at `address` (without its password) cannot be read or written (`reason`); nothing was kept."""

    rule = "database_unusable"


class DatabaseBusy(DatabaseUnusable):
    """Somebody else has been writing for longer than a write can take."""

    rule = "database_busy"


class DatabaseInUse(StoreError):
    """Others have the database at `address` open: what they write would go into what is being replaced."""

    rule = "database_in_use"


class DatabaseNewer(StoreError):
    """The database at `address` was made by a later version of the software (`revision`)."""

    rule = "database_newer"


class DriverUnknown(StoreError):
    """The `address` names neither SQLite nor PostgreSQL."""

    rule = "database_unknown"
