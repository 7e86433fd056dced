"""Small files of tiles, as a base map is brought."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
from PIL import Image
from pmtiles.convert import mbtiles_to_pmtiles
from shapely import Geometry

Tiles = Mapping[tuple[int, int, int], bytes]
"""By zoom, column and row, rows counted from the north."""


def picture(colour: str = "#888888", form: str = "PNG") -> bytes:
    """A tile of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(written, form)
    return written.getvalue()


def write_mbtiles(file: Path, tiles: Tiles, **told: str) -> None:
    """A file of tiles as they are; `told` is what it says of itself."""
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        base.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        base.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
        base.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
        rows = ((zoom, column, 2**zoom - 1 - row, content) for (zoom, column, row), content in tiles.items())
        base.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)


def write_pmtiles(file: Path, tiles: Tiles, **told: str) -> None:
    """The same as `write_mbtiles`."""
    zooms = [zoom for zoom, *_ in tiles]
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "tiles.mbtiles"
        write_mbtiles(
            before,
            tiles,
            **{"bounds": "-180,-85,180,85", "minzoom": str(min(zooms)), "maxzoom": str(max(zooms)), **told},
        )
        mbtiles_to_pmtiles(str(before), str(file), max(zooms))


def vector_tiles(
    layers: Mapping[str, tuple[list[Geometry], dict[str, list[str]]]], *, most: int
) -> dict[tuple[int, int, int], bytes]:
    """Packed vector tiles to the zoom `most` of shapes in WGS 84 and their words, by layer."""
    made: dict[tuple[int, int, int], bytes] = defaultdict(bytes)
    for name, (shapes, words) in layers.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "layer.mbtiles"
            frame = gpd.GeoDataFrame(words, geometry=shapes, crs=4326)
            pyogrio.write_dataframe(
                frame, file, layer=name, driver="MBTiles", dataset_options={"MINZOOM": "0", "MAXZOOM": str(most)}
            )
            with closing(sqlite3.connect(file)) as base:
                for zoom, column, row, content in base.execute(
                    "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles"
                ):
                    made[zoom, column, 2**zoom - 1 - row] += gzip.decompress(
                        content
                    )  # layers that follow one another are one tile
    return {at: gzip.compress(content) for at, content in made.items()}
