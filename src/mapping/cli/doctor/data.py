"""What the server shows and keeps: the home folder, the current snapshot, the database, who may administer. Nothing of it is changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from mapping.access import accounts
from mapping.access.rights import Right
from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.model.settings import settings
from mapping.store import NothingPublished, current_id, verify
from mapping.store.manifest import FORMAT
from mapping.store.shared import Sharing
from mapping.store.shared.places import place_at
from mapping.store.sql import Database, standing
from mapping.store.sql.opened import FOLDER, address_of, is_begun


def home(asked: Asked) -> Iterator[Finding]:
    """Whether this account may write there what the server and publications write."""
    if not asked.home.is_dir():
        yield Finding("home", State.FAULT, "home_absent", {"home": asked.home})
        return
    for folder in (asked.home, asked.home / FOLDER):
        try:
            if folder.is_dir():
                with tempfile.TemporaryFile(dir=folder):
                    pass
        except OSError as fault:
            yield Finding("home", State.FAULT, "home_closed", {"home": folder, "reason": fault.strerror or fault})
            return
    yield Finding("home", State.WELL, "home", {"home": asked.home})


def snapshot(asked: Asked) -> Iterator[Finding]:
    """Whether the current one is there, whole, and of a form that this version reads."""
    try:
        manifest = verify(asked.home)
    except NothingPublished as fault:
        yield Finding("snapshot", State.FAULT, fault.rule, {"home": asked.home})
        return
    said: dict[str, object] = {"id": manifest.id, "as_of": manifest.as_of.isoformat(), "format": manifest.format}
    if manifest.format > FORMAT:
        yield Finding("snapshot", State.FAULT, "snapshot_newer", said)
    else:
        yield Finding("snapshot", State.WELL, "snapshot_demonstration" if manifest.demonstration else "snapshot", said)


def database(asked: Asked) -> Iterator[Finding]:
    """Whether it can be reached and read, at which step it stands, and who can look after accounts."""
    if not is_begun(asked.home):
        yield Finding(
            "database", State.NOTE if settings().asks_who_comes else State.WELL, "database_none", {"home": asked.home}
        )
        return
    found = standing(asked.home)
    said: dict[str, object] = {"name": found.name, "step": found.step or "—", "last": found.last}
    if not found.is_current:
        yield Finding("database", State.NOTE, "database_earlier", said)
        return
    yield Finding("database", State.WELL, "database", said)
    if settings().asks_who_comes:
        yield _administrators(asked)


def shared(asked: Asked) -> Iterator[Finding]:
    """Of several servers: whether the place that they share is one, and whether this home shows what is current for all."""
    if (address := settings().snapshots) is None or not is_begun(asked.home) or not standing(asked.home).is_current:
        return
    base = Database(address_of(asked.home), as_it_is=True)
    try:
        current, here = Sharing(base, place_at(address, base)).current(), current_id(asked.home)
    except (ImportError, ValueError) as fault:
        yield Finding("shared", State.FAULT, "shared_wrong", {"place": address, "reason": fault})
        return
    finally:
        base.close()
    said: dict[str, object] = {"place": address, "current": current or "—", "here": here or "—"}
    is_same = current in {None, here}
    yield Finding("shared", State.WELL if is_same else State.NOTE, "shared" if is_same else "shared_behind", said)


def _administrators(asked: Asked) -> Finding:
    base = Database(address_of(asked.home), as_it_is=True)
    try:
        with base.reading() as connection:
            people = [one for one in accounts.listed(connection) if one.closed is None]
    finally:
        base.close()
    administer = sum(any(grant.what is Right.ADMINISTER for grant in one.person.grants) for one in people)
    said: dict[str, object] = {"people": len(people), "administrators": administer}
    return Finding(
        "accounts", State.WELL if administer else State.NOTE, "accounts" if administer else "accounts_none", said
    )
