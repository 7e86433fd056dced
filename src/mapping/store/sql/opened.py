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
    return _opened(settings().database or require_name(home or default_home()) / FOLDER / FILE)


@lru_cache(maxsize=4)
def _opened(address: Path | str) -> Database:
    return Database(address)
