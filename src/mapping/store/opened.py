"""One opened snapshot per id and process, shared by pages and routes: the last few looked at."""

from __future__ import annotations

import atexit
import ctypes
import gc
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from mapping.store.errors import NoSnapshot, NothingPublished
from mapping.store.home import default_home
from mapping.store.integrity import verify
from mapping.store.restricted import restricted
from mapping.store.scope import NONE, WHOLE, Scope, current_scope
from mapping.store.shelf import is_id, snapshot_folder
from mapping.store.snapshot import Snapshot, open_snapshot

atexit.register(gc.unfreeze)  # what is frozen would count as leaked at the end
_ARENA_MAX = -8  # malloc.h of glibc


def _share_memory() -> None:
    """Let threads take memory from two pools together, where the C library has such a switch.

    Every run of a page is a thread of its own. glibc would give them eight pools a core, and each pool keeps the room of
    the largest pages that were drawn from it.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, 2)


_share_memory()


@lru_cache(maxsize=4)
def _whole(home: Path, snapshot_id: str) -> Snapshot:
    opened = open_snapshot(home, snapshot_id)
    # What is loaded by now stays. A full collection would look at all of it, and stop a page for a tenth of a second.
    # What was there before has had its time: sessions that ended since are in circles, which only a collection ends.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return opened


@lru_cache(maxsize=32)
def _part(home: Path, snapshot_id: str, scope: Scope) -> Snapshot:
    return restricted(_whole(home, snapshot_id), scope)


class _ById:
    """The one way to a snapshot for whoever looks: as much of it as they may see."""

    cache_info = staticmethod(_whole.cache_info)

    def __call__(self, snapshot_id: str) -> Snapshot:
        """The opened snapshot, which goes when others took its place and nobody holds it; of it the scope of whoever asks.

        Raises NoSnapshot for an unknown id, and where whoever asks may see nothing.
        """
        home, scope = default_home(), current_scope()
        if scope == WHOLE:
            return _whole(home, snapshot_id)
        if scope == NONE:
            raise NoSnapshot(snapshot=snapshot_id, home=home)
        return _part(home, snapshot_id, scope)

    @staticmethod
    def cache_clear() -> None:
        """Open anew what is asked for."""
        _whole.cache_clear()
        _part.cache_clear()


snapshot_by_id = _ById()


def opened(snapshot_id: str | None) -> Snapshot:
    """The opened snapshot of this id, None being the current one, as long as it has not been removed. Raises NoSnapshot, Damaged."""
    return snapshot_by_id(snapshot_folder(default_home(), snapshot_id).name)


def damage_among(named: Iterable[str]) -> NoSnapshot | None:
    """What ails a snapshot among those named and the current one; None where all are whole, or nothing was published.

    Asked after a fault whose cause is not known: what was opened whole may have been damaged, or removed, since.
    """
    for snapshot_id in {None, *(one for one in named if is_id(one))}:
        try:
            verify(default_home(), snapshot_id)
        except NothingPublished:
            continue
        except NoSnapshot as fault:
            snapshot_by_id.cache_clear()  # what is open still has the file that is no longer there
            return fault
        except PermissionError:
            return None
    return None
