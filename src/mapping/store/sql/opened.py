"""The database of this process, opened once for each address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mapping.model.settings import settings
from mapping.store.home import default_home, require_name
from mapping.store.sql.database import Database
from mapping.store.sql.migrating import last_step, require_known, step_of

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


@dataclass(frozen=True)
class Standing:
    """A database as it is: its file or address (`name`, without a password), the step at which it stands, None being never used, and the `last` of this version."""

    name: str
    step: str | None
    last: str

    @property
    def is_current(self) -> bool:
        return self.step == self.last


def standing(home: Path) -> Standing:
    """How a database stands that is begun; nothing of it is changed. Raises as `database`."""
    base = Database(address_of(home), as_it_is=True)
    try:
        with base.reading() as connection:
            step = step_of(connection)
        require_known(step, base.name)
        return Standing(str(base.file or base.name), step, last_step())
    finally:
        base.close()


@lru_cache(maxsize=4)
def _opened(address: Path | str) -> Database:
    return Database(address)
