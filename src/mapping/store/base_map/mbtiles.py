"""MBTiles 1.3: a database of SQLite (github.com/mapbox/mbtiles-spec)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mapping.store.base_map.told import Told

FAULTS = (sqlite3.Error,)


def told(file: Path) -> Told:
    """Raises one of `FAULTS`, or ValueError for a file without tiles."""
    with _opened(file) as base:
        said = {str(name): str(value) for name, value in base.execute("SELECT name, value FROM metadata")}
        least, most = base.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    if least is None:
        raise ValueError("no tiles")
    return Told(said.get("format", ""), said.get("attribution", ""), int(least), int(most))


def tile(file: Path, _digest: str, zoom: int, column: int, row: int) -> bytes | None:
    """Rows are counted from the south there."""
    with _opened(file) as base:
        found = base.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, 2**zoom - 1 - row),
        ).fetchone()
    return bytes(found[0]) if found else None


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        yield base
