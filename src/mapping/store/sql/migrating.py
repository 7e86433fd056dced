"""The database's form, brought up to date when it is opened: by whoever comes first, while the others wait.

The steps are the files of `migrations/`, in an order that each says itself (alembic). A step that fails leaves nothing behind:
both databases make tables within transactions.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from mapping.store.sql.errors import DatabaseNewer

if TYPE_CHECKING:
    from mapping.store.sql.database import Database

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Take the steps that the database lacks. Raises DatabaseNewer."""
    with database.reading() as connection:
        if _is_current(database, connection):
            return
    with database.writing() as connection:
        if not _is_current(database, connection):
            take_steps(connection)


def take_steps(connection: Connection, until: str | None = None) -> None:
    """Bring the database to the form of a step, None being the last."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, until or "head")


def step_of(connection: Connection) -> str | None:
    """The step at which the database stands; None where it was never used."""
    return MigrationContext.configure(connection).get_current_revision()


def last_step() -> str:
    """The step to which this version brings a database."""
    return str(_steps()[0])


def require_known(step: str | None, address: str) -> None:
    """Raises DatabaseNewer for a step of a later version of the software."""
    if step is not None and step not in _steps()[1]:
        raise DatabaseNewer(address=address, revision=step)


def _is_current(database: Database, connection: Connection) -> bool:
    revision = step_of(connection)
    require_known(revision, database.name)
    return revision == _steps()[0]


@cache
def _steps() -> tuple[str | None, frozenset[str]]:
    """The last step, and all of them."""
    steps = ScriptDirectory.from_config(_config())
    return steps.get_current_head(), frozenset(step.revision for step in steps.walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
