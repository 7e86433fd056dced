"""One opened snapshot per id and process, shared by pages and routes: the last few looked at."""

from __future__ import annotations

import atexit
import gc
from functools import lru_cache

from mapping.store.home import default_home
from mapping.store.snapshot import Snapshot, open_snapshot

atexit.register(gc.unfreeze)  # what is frozen would count as leaked at the end


@lru_cache(maxsize=4)
def snapshot_by_id(snapshot_id: str) -> Snapshot:
    """The opened snapshot, which goes when others took its place and nobody holds it. Raises NoSnapshot for an unknown id."""
    opened = open_snapshot(default_home(), snapshot_id)
    # What is loaded by now stays. A full collection would look at all of it, and stop a page for a tenth of a second.
    # What was there before has had its time: sessions that ended since are in circles, which only a collection ends.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return opened
