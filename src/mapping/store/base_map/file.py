"""The file of the base map: which it is, what it holds, and its tiles."""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mapping.store.base_map import mbtiles, pmtiles
from mapping.store.base_map.told import PICTURES, VECTOR, Told

MOST_ZOOM = 22
_READERS = {".mbtiles": mbtiles, ".pmtiles": pmtiles}
_TAG = re.compile(r"<[^>]*>")
_GZIP = b"\x1f\x8b"
_LOG = logging.getLogger("riskmap.store")
_FAULTS = (OSError, EOFError, ValueError, LookupError, ArithmeticError, zlib.error, *mbtiles.FAULTS, *pmtiles.FAULTS)


class DamagedTile(Exception):
    """A tile that its file names and that cannot be read from it."""


@dataclass(frozen=True)
class BaseMap:
    """A file of tiles. `digest` changes with the file, `media_type` is that of every tile, `attribution` is plain text.

    `least` and `most` are the first and the last zoom of the file, 0 to 22.
    """

    file: Path
    digest: str
    media_type: str
    attribution: str
    least: int
    most: int

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """A tile, unpacked, counted as maps of the web do, from the north-west; None where the file has none. Raises DamagedTile."""
        if not (self.least <= zoom <= self.most and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
            return None
        try:
            content = _READERS[self.file.suffix].tile(self.file, self.digest, zoom, column, row)
            return gzip.decompress(content) if content and content.startswith(_GZIP) else content or None
        except _FAULTS as fault:
            raise DamagedTile(f"{self.file.name} {zoom}/{column}/{row}: {fault!r}") from fault


def base_map(home: Path) -> BaseMap | None:
    """The first file of tiles in the home folder, by name, that can be read; None without one. One that cannot be is logged, once."""
    files = sorted(file for file in home.glob("*.*tiles") if file.suffix in _READERS)
    return next((found for file in files if (found := _read(file, _state_of(file)))), None)


def _state_of(file: Path) -> str:
    try:
        state = file.stat()
    except OSError:  # taken away meanwhile
        return ""
    return hashlib.sha256(f"{file.name} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def _read(file: Path, digest: str) -> BaseMap | None:
    try:
        told: Told = _READERS[file.suffix].told(file)
    except _FAULTS as fault:
        _LOG.error("no base map: %s cannot be read: %r", file, fault)
        return None
    if told.form not in {*PICTURES, VECTOR}:
        _LOG.error(
            "no base map: %s holds tiles of the form %r; what can be drawn is pictures (PNG, JPEG, WebP) and vector tiles (MVT)",
            file, told.form,
        )  # fmt: skip
        return None
    attribution = " ".join(_TAG.sub("", told.attribution).split())
    return BaseMap(file, digest, PICTURES.get(told.form, VECTOR), attribution, told.least, min(told.most, MOST_ZOOM))
