"""Publishing for all servers, and following what another published.

Every server has a home folder of its own, and reads there alone. Who publishes lays the snapshot's files where all find them, and only
then says in the database that it is current; the others see that, fetch the files, hold each against its checksum, and switch their own home.
A server that is cut off goes on with what it has.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from mapping.model.settings import settings
from mapping.store.errors import Overtaken, StoreError
from mapping.store.integrity import check_files
from mapping.store.lock import only_writer
from mapping.store.manifest import Manifest
from mapping.store.shared.errors import NotFetched, NotShared
from mapping.store.shared.places import Place, place_at
from mapping.store.shared.tables import CURRENT, MANIFEST
from mapping.store.shelf import MANIFEST as MANIFEST_FILE
from mapping.store.shelf import current_id, point_current_at, read_manifest, snapshot_ids, sync_folder
from mapping.store.sql import Database, database

CHANNEL = "riskmap_current"
_FETCHING = ".staging-"
"""As what is staged: what a server that was killed left behind goes with the next publication."""


class Sharing:
    """What servers share: `base` says which snapshots there are and which is current, `place` has their files."""

    def __init__(self, base: Database, place: Place) -> None:
        self.base, self.place = base, place

    def current(self) -> str | None:
        """The snapshot that is current for all; None before the first. Raises DatabaseUnusable."""
        with self.base.reading() as connection:
            return _current(connection)

    def ids(self) -> list[str]:
        """Every snapshot that there is for all, sorted."""
        with self.base.reading() as connection:
            return list(
                connection.scalars(
                    sa.select(MANIFEST.c.snapshot).where(~MANIFEST.c.removed).order_by(MANIFEST.c.snapshot)
                )
            )

    def lay(self, home: Path, snapshot_id: str) -> None:
        """Lay a snapshot of a home where all find it, unless it is there. Raises NotShared."""
        if snapshot_id in self.ids():
            return
        manifest = read_manifest(home, snapshot_id)
        with self._told(NotShared, snapshot_id):
            for record in manifest.files:
                self.place.put(f"{snapshot_id}/{record.file}", home / snapshot_id / record.file)
        with self.base.writing() as connection:
            connection.execute(MANIFEST.delete().where(MANIFEST.c.snapshot == snapshot_id))
            connection.execute(
                MANIFEST.insert().values(snapshot=snapshot_id, manifest=manifest.to_json(), removed=False)
            )

    def switch(self, snapshot_id: str, over: str | None = None) -> None:
        """Make a snapshot that was laid current for all. `over`: the one that must still be current, "" for none yet. Raises Overtaken."""
        with self.base.writing() as connection:
            before = _current(connection)
            if over is not None and over != (before or ""):
                raise Overtaken
            if before != snapshot_id:
                connection.execute(CURRENT.insert().values(snapshot=snapshot_id, time=datetime.now(UTC)))
            if self.tells:
                connection.execute(sa.text(f"NOTIFY {CHANNEL}"))

    def remove(self, snapshots: Sequence[str]) -> None:
        """Let snapshots go from the place, and from every server as soon as it follows."""
        with self.base.writing() as connection:
            chosen = MANIFEST.c.snapshot.in_(snapshots)
            written = list(connection.scalars(sa.select(MANIFEST.c.manifest).where(chosen)))
            connection.execute(MANIFEST.update().where(chosen).values(removed=True))
        for manifest in map(Manifest.from_json, written):
            self.place.drop(f"{manifest.id}/{record.file}" for record in manifest.files)

    def follow(self, home: Path) -> bool:
        """Bring a home to what is shared, the current snapshot first; tells whether another one is current now. Where nothing is shared
        yet, what is current in the home is from now on. Raises NotFetched, NotShared, StoreError: then the home is as it was."""
        current, here = self.current(), current_id(home)
        if current is None:
            self._begin(home, here)
            return False
        if current != here:
            self._fetch(home, current)
            with only_writer(home):
                point_current_at(home, current)
        for snapshot_id in set(self.ids()) - set(snapshot_ids(home)):
            self._fetch(home, snapshot_id)
        self._let_go(home, current)
        return current != here

    def _begin(self, home: Path, here: str | None) -> None:
        if here is None:
            return
        for snapshot_id in snapshot_ids(home):
            self.lay(home, snapshot_id)
        with suppress(Overtaken):  # by a server that began at the same moment
            self.switch(here, over="")

    @property
    def tells(self) -> bool:
        """Whether the database tells by itself that something was switched."""
        return not self.base.is_sqlite

    def wait(self, seconds: float) -> None:
        """Until the database tells that something was switched, at most so long. Raises DatabaseUnusable."""
        self.base.wait_for(CHANNEL, seconds)

    def _fetch(self, home: Path, snapshot_id: str) -> None:
        """Whole and checked, or not at all."""
        if snapshot_id in snapshot_ids(home):
            return
        with self.base.reading() as connection:
            written = connection.scalar(sa.select(MANIFEST.c.manifest).where(MANIFEST.c.snapshot == snapshot_id))
        home.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=_FETCHING, dir=home))
        try:
            with only_writer(aside), self._told(NotFetched, snapshot_id):
                manifest = Manifest.from_json(written or "")
                folder = aside / snapshot_id
                for record in manifest.files:
                    target = _within(folder, record.file)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    self.place.get(f"{snapshot_id}/{record.file}", target)
                check_files(folder, manifest)
                (folder / MANIFEST_FILE).write_text(manifest.to_json(), encoding="utf-8")
                folder.rename(home / snapshot_id)
            sync_folder(home)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _let_go(self, home: Path, current: str) -> None:
        """What was removed for all goes here too."""
        with self.base.reading() as connection:
            removed = set(connection.scalars(sa.select(MANIFEST.c.snapshot).where(MANIFEST.c.removed)))
        for snapshot_id in (removed & set(snapshot_ids(home))) - {current}:
            with only_writer(home):
                shutil.rmtree(home / snapshot_id)

    @contextmanager
    def _told(self, kind: type[NotFetched | NotShared], snapshot_id: str) -> Iterator[None]:
        """Whatever a store of files raises is told: each kind of store has faults of its own."""
        try:
            yield
        except StoreError:
            raise
        except Exception as fault:
            raise kind(
                snapshot=snapshot_id, place=self.place.name, reason=str(fault) or type(fault).__name__
            ) from fault


def _within(folder: Path, name: str) -> Path:
    """Raises ValueError for a name that leads out of the folder."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise ValueError(name)
    return target


def _current(connection: sa.Connection) -> str | None:
    found: str | None = connection.scalar(sa.select(CURRENT.c.snapshot).order_by(CURRENT.c.seq.desc()).limit(1))
    return found


def sharing() -> Sharing | None:
    """What this server shares with others, by the setting `snapshots`; None where it stands alone. Raises DatabaseUnusable and its kin."""
    address = settings().snapshots
    return None if address is None else _sharing(address, database())


@lru_cache(maxsize=2)
def _sharing(address: str, base: Database) -> Sharing:
    return Sharing(base, place_at(address, base))
