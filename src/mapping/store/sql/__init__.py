"""The database of what people write and of who they are: SQLite in the home folder, or the PostgreSQL that is named."""

from mapping.store.sql.database import Database
from mapping.store.sql.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable, DriverUnknown
from mapping.store.sql.opened import Standing, database, standing

__all__ = [
    "Database",
    "DatabaseBusy",
    "DatabaseNewer",
    "DatabaseUnusable",
    "DriverUnknown",
    "Standing",
    "database",
    "standing",
]
