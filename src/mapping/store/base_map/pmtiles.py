"""PMTiles 3 (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): a header, then directories of where tiles lie."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from mapping.store.base_map.told import VECTOR, Told

FAULTS = (MagicNumberNotFound, SpecVersionUnsupported)
_HEADER = 127
_DEEPEST = 4  # directories, as the specification bounds them
_FORMS = {TileType.MVT: VECTOR, TileType.PNG: "png", TileType.JPEG: "jpg", TileType.WEBP: "webp"}


def told(file: Path) -> Told:
    """Raises one of `FAULTS`, or what a damaged file leads to; ValueError for one that is packed in a way we do not know."""
    header = deserialize_header(_part(file, 0, _HEADER))
    if header["internal_compression"] is not Compression.GZIP:
        raise ValueError(f"directories packed as {header['internal_compression'].name}")
    if header["tile_compression"] not in (Compression.NONE, Compression.GZIP, Compression.UNKNOWN):
        raise ValueError(f"tiles packed as {header['tile_compression'].name}")
    said = json.loads(gzip.decompress(_part(file, header["metadata_offset"], header["metadata_length"])))
    deserialize_directory(_part(file, header["root_offset"], header["root_length"]))
    kind = header["tile_type"]
    form = said.get("format") if kind is TileType.UNKNOWN else _FORMS.get(kind)
    return Told(
        str(form or kind.name.lower()), str(said.get("attribution") or ""), header["min_zoom"], header["max_zoom"]
    )


def tile(file: Path, digest: str, zoom: int, column: int, row: int) -> bytes | None:
    """Directory by directory down to the tile."""
    header, wanted = _header(file, digest), zxy_to_tileid(zoom, column, row)
    offset, length = header["root_offset"], header["root_length"]
    for _ in range(_DEEPEST):
        entry = find_tile(_directory(file, digest, offset, length), wanted)
        if entry is None:
            return None
        if entry.run_length:
            return _part(file, header["tile_data_offset"] + entry.offset, entry.length)
        offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
    return None


@lru_cache(maxsize=8)
def _header(file: Path, digest: str) -> HeaderDict:
    """`digest` changes with the file."""
    return deserialize_header(_part(file, 0, _HEADER))


@lru_cache(maxsize=32)
def _directory(file: Path, digest: str, offset: int, length: int) -> list[Entry]:
    return deserialize_directory(_part(file, offset, length))


def _part(file: Path, offset: int, length: int) -> bytes:
    with file.open("rb") as content:
        content.seek(offset)
        part = content.read(length)
    if len(part) != length:
        raise EOFError(f"ends before {offset + length}")
    return part
