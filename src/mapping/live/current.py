"""The work as it is now: asked of the database by one small question, fetched only where anything was added since."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from mapping.live.reports import book
from mapping.live.view import LiveView, Work
from mapping.store import Snapshot, StoreError
from mapping.store.sql import Database, database
from mapping.store.sql.errors import DatabaseUnusable
from mapping.store.sql.opened import is_begun

_LOG = logging.getLogger("riskmap.live")
_VIEWS = 32
"""So many views are kept ready: of the snapshots that are looked at, and of past meetings."""


class Desk:
    """The views of one database. Safe between threads: one at a time looks whether anything was added."""

    def __init__(self, base: Database) -> None:
        self.base = base
        self._views: OrderedDict[tuple[str, int | None], LiveView] = OrderedDict()
        self._looking = threading.Lock()

    def now(self, figures: Snapshot) -> Snapshot:
        """The figures under all that was reported since; themselves where nothing was. While the database is away, under what was
        last seen of it. Raises DatabaseUnusable where that is nothing."""
        with self._looking:
            before = self._kept(figures, None)
            try:
                return self._asked(figures, before)
            except DatabaseUnusable:
                if before is None:
                    raise
                _LOG.warning("work is shown until report %d: what came since cannot be read", before.work.seq)
                return before

    def _asked(self, figures: Snapshot, before: LiveView | None) -> Snapshot:
        with self.base.reading() as connection:
            seq = before.work.seq if before else figures.seq
            if book.last_seq(connection) <= seq:
                return before or figures
            work = before.work if before else Work(figures.seq, figures.seq)
            added = book.after(connection, seq)
            view = LiveView(figures, work.after(added), before=before, changed={one.measure for one in added})
            return self._keep(figures, None, view)

    def then(self, figures: Snapshot, seq: int) -> Snapshot:
        """The figures under what was reported until a number, at most the last; themselves where nothing was. Raises DatabaseUnusable
        for what was not looked at lately."""
        with self._looking:
            try:
                return self._asked_until(figures, seq)
            except DatabaseUnusable:
                current, kept = self._kept(figures, None), self._kept(figures, seq)
                if current is not None and current.work.seq == seq:
                    return current
                if kept is None:
                    raise
                return kept

    def _asked_until(self, figures: Snapshot, seq: int) -> Snapshot:
        with self.base.reading() as connection:
            until = min(seq, book.last_seq(connection))
            if until <= figures.seq:
                return figures
            current = self._kept(figures, None)
            if current is not None and current.work.seq == until:
                return current
            return self._kept(figures, until) or self._keep(figures, until, _fetched(connection, figures, until))

    def _kept(self, figures: Snapshot, until: int | None) -> LiveView | None:
        view = self._views.get((figures.served, until))
        if view is None or view.figures is not figures:
            return None
        self._views.move_to_end((figures.served, until))
        return view

    def _keep(self, figures: Snapshot, until: int | None, view: LiveView) -> LiveView:
        self._views[figures.served, until] = view
        self._views.move_to_end((figures.served, until))
        if len(self._views) > _VIEWS:
            self._views.popitem(last=False)
        return view


def _fetched(connection: Connection, figures: Snapshot, until: int) -> LiveView:
    work = Work(figures.seq, figures.seq).after(book.after(connection, figures.seq, until))
    return LiveView(figures, replace(work, seq=until))


def live_or_figures(snapshot: Snapshot, seq: int | None = None) -> tuple[Snapshot, StoreError | None]:
    """As `live`; where the work cannot be read the figures alone, and why: looking at figures needs no database."""
    try:
        return live(snapshot, seq), None
    except StoreError as fault:
        _LOG.exception("figures are shown without the work")
        return snapshot.figures, fault


def live(snapshot: Snapshot, seq: int | None = None) -> Snapshot:
    """The snapshot under the work: all of it, or what was reported until a number. Raises DatabaseUnusable, DatabaseNewer."""
    home = snapshot.home
    if not is_begun(home):
        return snapshot.figures
    desk = desk_of(database(home))
    return desk.now(snapshot.figures) if seq is None else desk.then(snapshot.figures, seq)


def seq_now(home: Path) -> int:
    """The number of the last report, 0 where there is none. Raises DatabaseUnusable."""
    if not is_begun(home):
        return 0
    with database(home).reading() as connection:
        return book.last_seq(connection)


@lru_cache(maxsize=4)
def desk_of(base: Database) -> Desk:
    """The desk of a database."""
    return Desk(base)
