"""The database of this process, opened once for each address."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mapping.model.settings import settings
from mapping.store.home import default_home, require_name
from mapping.store.sql.database import Database

FOLDER = "meeting"
"""Where in the home folder people write."""
FILE = "work.sqlite"


def database(home: Path | None = None) -> Database:
    """The database that the setting names, else a file of the home folder, made where there is none; ready to be used.

    Raises OSError for a name of a folder that is no text, DatabaseUnusable, DatabaseBusy, DatabaseNewer, DriverUnknown.
    """
    return _opened(address_of(home or default_home()))


def address_of(home: Path) -> Path | str:
    """Where the database of a home lies: what the setting names, else a file of the home folder. Raises OSError as `database`."""
    return settings().database or require_name(home) / FOLDER / FILE


def is_begun(home: Path) -> bool:
    """Whether there is a database: looking at figures makes none, also in a folder that cannot be written."""
    return settings().database is not None or (home / FOLDER / FILE).exists()


@lru_cache(maxsize=4)
def _opened(address: Path | str) -> Database:
    return Database(address)
