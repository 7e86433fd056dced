"""One writer at a time: publishing, switching and removing hold the home's lock.

The system lets go of the lock when its process ends, however it ends, so a dead process never blocks the
next one; what the file says of the holder is only for people.
"""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from mapping.store.errors import NotWritten, PublisherBusy
from mapping.store.home import require_name

LOCK = ".lock"


@contextmanager
def only_writer(home: Path) -> Iterator[None]:
    """Hold the home's lock, making the home where there is none.

    Raises PublisherBusy, naming the holder, when another process holds it; turns what the system or the
    database cannot write within the block into NotWritten.
    """
    with writing(home), (home / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise PublisherBusy(home=home, holder=lock.read().strip() or "?") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}@{socket.gethostname()} {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        lock.flush()
        yield


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Make the home where there is none; what cannot be written within the block is raised as NotWritten."""
    try:
        require_name(home).mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, duckdb.Error) as fault:
        raise NotWritten(home=home, reason=fault) from fault
